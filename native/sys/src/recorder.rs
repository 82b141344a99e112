//! The samples of one process, one after the other; when they are taken is another's business.

use crate::kernel::{Clock, now_ns};
use crate::memory::{Counted, Walked, read_counted, read_walked};
use crate::process::Process;
use std::io;
use std::time::{Duration, Instant};

/// Samples of one process at most; later ones are counted and not taken.
pub const MOST_SAMPLES: usize = 2000;

/// Walks take one part of so many of the time at most, so that a process that waits for all of them still loses less than 1 %. A
/// walk of 1 GiB of 4 KiB pages takes some 20 ms, under the lock that the process needs to map and unmap.
const WALK_SHARE: u32 = 200;

/// Samples in the order in which they were taken; the columns are equally long.
#[derive(Debug, Default)]
pub struct Series {
    /// CLOCK_MONOTONIC at the first sample.
    pub started_ns: u64,
    /// When each sample began, since `started_ns`.
    pub at_ns: Vec<u64>,
    /// How long taking it took.
    pub took_ns: Vec<u64>,
    pub counted: Vec<Counted>,
    /// Each with the number of the sample it was taken with.
    pub walks: Vec<(usize, Walked)>,
    /// Moments that passed while the thread was busy or did not run.
    pub missed: u64,
    /// Moments after MOST_SAMPLES.
    pub dropped: u64,
    /// CPU time of the thread; the first sample, which the caller takes, is not in it.
    pub cpu_ns: u64,
    /// Why sampling ended before the process did and before it was stopped.
    pub failure: Option<io::Error>,
}

pub struct Recorder {
    process: Process,
    start: Instant,
    next_walk: Instant,
    pub series: Series,
}

impl Recorder {
    pub fn new(process: Process) -> io::Result<Recorder> {
        let series = Series { started_ns: now_ns(Clock::Monotonic)?, ..Default::default() };
        let start = Instant::now();
        Ok(Recorder { process, start, next_walk: start, series })
    }

    pub fn start(&self) -> Instant {
        self.start
    }

    /// False when the process is gone, or its number another's; then nothing was kept.
    pub fn sample(&mut self) -> io::Result<bool> {
        if self.series.counted.len() == MOST_SAMPLES {
            self.series.dropped += 1;
            return self.process.is_same();
        }
        let begin = Instant::now();
        let Some(counted) = read_counted(&self.process)? else { return Ok(false) };
        let walked = if begin < self.next_walk { None } else { self.walk()? };
        if !self.process.is_same()? {
            return Ok(false);
        }
        let number = self.series.counted.len();
        self.series.at_ns.push(nanoseconds(begin - self.start));
        self.series.took_ns.push(nanoseconds(begin.elapsed()));
        self.series.counted.push(counted);
        self.series.walks.extend(walked.map(|walked| (number, walked)));
        Ok(true)
    }

    fn walk(&mut self) -> io::Result<Option<Walked>> {
        let begin = Instant::now();
        let walked = read_walked(&self.process)?;
        self.next_walk = Instant::now() + begin.elapsed() * (WALK_SHARE - 1);
        Ok(walked)
    }
}

/// A u64 holds 584 years of them.
fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;
    use std::process::id;
    use std::{env, fs};

    const HOUR: Duration = Duration::from_secs(3600);

    /// A folder like that of a process, which changes only when a test says so.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> io::Result<Folder> {
            let folder = Folder(env::temp_dir().join(format!("numa-lab-{}-{name}", id())));
            fs::create_dir_all(&folder.0)?;
            folder.write_start(7)?;
            folder.write_pages(10)?;
            folder.write("smaps_rollup", "Anonymous: 40 kB\nLazyFree: 8 kB\n")?;
            folder.write("numa_maps", "7f00 default anon=10 N0=4 N1=6 kernelpagesize_kB=4\n")?;
            Ok(folder)
        }

        fn write(&self, file: &str, text: &str) -> io::Result<()> {
            fs::write(self.0.join(file), text)
        }

        fn write_start(&self, ticks: u64) -> io::Result<()> {
            let before = "S 1 2 3 0 -1 4194304 100 0 0 0 1 2 0 0 20 0 1 0";
            self.write("stat", &format!("42 (x) {before} {ticks} 1000 200\n"))
        }

        fn write_pages(&self, anonymous: u64) -> io::Result<()> {
            self.write("statm", &format!("900 {} 5 1 0 1 0\n", anonymous + 5))
        }

        fn recorder(&self) -> io::Result<Recorder> {
            Recorder::new(Process::at(self.0.clone())?)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn steps_of_a_process_are_steps_of_the_series() -> io::Result<()> {
        let folder = Folder::new("steps")?;
        let mut recorder = folder.recorder()?;
        for pages in [10, 2000, 300] {
            folder.write_pages(pages)?;
            assert!(recorder.sample()?);
        }
        let Series { counted, at_ns, took_ns, .. } = recorder.series;
        let pages: Vec<_> = counted.iter().map(|one| one.anonymous_bytes / 4096).collect();
        assert_eq!(pages, [10, 2000, 300]);
        assert_eq!(counted[0].resident_bytes, 15 * 4096);
        assert!(at_ns.is_sorted() && took_ns.len() == 3 && !took_ns.contains(&0));
        Ok(())
    }

    #[test]
    fn a_walk_is_not_repeated_before_its_share_of_the_time_allows() -> io::Result<()> {
        let folder = Folder::new("walks")?;
        let mut recorder = folder.recorder()?;
        recorder.sample()?;
        // As after a walk of 18 s.
        recorder.next_walk = Instant::now() + HOUR;
        recorder.sample()?;
        recorder.next_walk = Instant::now();
        recorder.sample()?;
        assert!(recorder.next_walk > Instant::now());
        let numbers: Vec<_> = recorder.series.walks.iter().map(|(number, _)| *number).collect();
        assert_eq!(numbers, [0, 2]);
        let (_, walked) = &recorder.series.walks[0];
        assert_eq!((walked.anonymous_bytes, walked.lazy_free_bytes), (40 << 10, 8 << 10));
        let nodes: Vec<_> = walked.nodes.iter().map(|node| (node.node, node.resident_bytes / 4096)).collect();
        assert_eq!(nodes, [(0, 4), (1, 6)]);
        Ok(())
    }

    #[test]
    fn the_memory_of_a_later_process_with_the_same_number_is_not_taken() -> io::Result<()> {
        let folder = Folder::new("reused")?;
        let mut recorder = folder.recorder()?;
        assert!(recorder.sample()?);
        folder.write_start(8)?;
        folder.write_pages(99)?;
        assert!(!recorder.sample()?);
        assert_eq!((recorder.series.counted.len(), recorder.series.walks.len()), (1, 1));
        Ok(())
    }

    #[test]
    fn a_process_without_memory_has_ended() -> io::Result<()> {
        let folder = Folder::new("ended")?;
        let mut recorder = folder.recorder()?;
        folder.write("statm", "0 0 0 0 0 0 0\n")?;
        assert!(!recorder.sample()?);
        fs::remove_dir_all(&folder.0)?;
        assert!(!recorder.sample()?);
        Ok(())
    }

    #[test]
    fn samples_beyond_the_bound_are_counted_and_not_kept() -> io::Result<()> {
        let folder = Folder::new("bound")?;
        let mut recorder = folder.recorder()?;
        recorder.next_walk = Instant::now() + HOUR;
        for _ in 0..MOST_SAMPLES + 3 {
            assert!(recorder.sample()?);
        }
        assert_eq!((recorder.series.counted.len(), recorder.series.dropped), (MOST_SAMPLES, 3));
        Ok(())
    }
}
