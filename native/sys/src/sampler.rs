//! Watches how the memory of a process changes, from a thread of its own.

use crate::kernel::{Clock, now_ns};
use crate::process::Process;
use crate::recorder::{Recorder, Series};
use std::convert::Infallible;
use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

/// A thread that samples; stopped, and waited for, when dropped.
pub struct Sampler {
    stop: Option<Sender<Infallible>>,
    thread: Option<JoinHandle<Series>>,
}

impl Sampler {
    /// Takes the first sample before it returns. Fails when the process is gone or may not be looked at.
    pub fn start(pid: u32, every: Duration) -> io::Result<Sampler> {
        if every.is_zero() {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "a sampler needs a time between samples",
            ));
        }
        let mut recorder = Recorder::new(Process::find(pid)?)?;
        if !recorder.sample()? {
            return Err(io::Error::new(io::ErrorKind::NotFound, "the process has no memory: it ended"));
        }
        let (stop, stopped) = channel();
        let thread = Builder::new()
            .name("memory-sampler".to_owned())
            .spawn(move || Schedule { recorder, every }.run(&stopped))?;
        Ok(Sampler { stop: Some(stop), thread: Some(thread) })
    }

    /// The samples so far, or all of them when the process has ended.
    pub fn stop(mut self) -> io::Result<Series> {
        self.join().unwrap_or_else(|| Err(io::Error::other("the sampler was stopped before")))
    }

    fn join(&mut self) -> Option<io::Result<Series>> {
        // The thread wakes because nobody can send any more.
        drop(self.stop.take());
        let thread = self.thread.take()?;
        Some(thread.join().map_err(|_| io::Error::other("the thread of the sampler ended in a bug")))
    }
}

impl Drop for Sampler {
    fn drop(&mut self) {
        self.join();
    }
}

/// Moments are `every` apart, counted from the first sample.
struct Schedule {
    recorder: Recorder,
    every: Duration,
}

impl Schedule {
    fn run(mut self, stopped: &Receiver<Infallible>) -> Series {
        let mut moment = 0;
        loop {
            moment = self.next_moment(moment);
            let wait =
                (self.recorder.start() + self.every * moment).saturating_duration_since(Instant::now());
            if stopped.recv_timeout(wait) != Err(RecvTimeoutError::Timeout) {
                break;
            }
            match self.recorder.sample() {
                Ok(true) => (),
                Ok(false) => break,
                Err(error) => {
                    self.recorder.series.failure = Some(error);
                    break;
                }
            }
        }
        self.recorder.series.cpu_ns = now_ns(Clock::ThreadCpu).unwrap_or_default();
        self.recorder.series
    }

    /// The first moment after `last` that has not passed.
    fn next_moment(&mut self, last: u32) -> u32 {
        let passed = self.recorder.start().elapsed().as_nanos() / self.every.as_nanos();
        let next = last.saturating_add(1).max(u32::try_from(passed).unwrap_or(u32::MAX).saturating_add(1));
        self.recorder.series.missed += u64::from(next - last - 1);
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::{Command, id};

    const HOUR: Duration = Duration::from_secs(3600);

    #[test]
    fn moments_that_have_passed_are_counted_and_left_out() -> io::Result<()> {
        let recorder = Recorder::new(Process::find(id())?)?;
        let mut slow = Schedule { recorder, every: HOUR };
        assert_eq!((slow.next_moment(0), slow.recorder.series.missed), (1, 0));
        let mut fast = Schedule { every: Duration::from_nanos(1), ..slow };
        let next = fast.next_moment(0);
        assert!(next > 1);
        assert_eq!(fast.recorder.series.missed, u64::from(next - 1));
        Ok(())
    }

    #[test]
    fn a_real_process_is_sampled_until_it_ends() -> io::Result<()> {
        let mut child = Command::new("sleep").arg("60").spawn()?;
        let sampler = Sampler::start(child.id(), Duration::from_millis(1))?;
        while sampler.thread.as_ref().is_some_and(|thread| !thread.is_finished()) {
            child.kill()?;
            child.wait()?;
        }
        let series = sampler.stop()?;
        assert!(series.failure.is_none(), "{:?}", series.failure);
        assert!(!series.counted.is_empty() && series.counted[0].resident_bytes > 0);
        assert_eq!(series.walks.first().map(|(number, _)| *number), Some(0));
        Ok(())
    }

    #[test]
    fn a_living_process_is_sampled_until_it_is_enough() -> io::Result<()> {
        let sampler = Sampler::start(id(), HOUR)?;
        let series = sampler.stop()?;
        assert_eq!((series.counted.len(), series.missed), (1, 0));
        assert!(series.cpu_ns > 0);
        drop(Sampler::start(id(), HOUR)?);
        Ok(())
    }

    #[test]
    fn there_is_no_sampler_of_what_is_not_there_or_without_a_rate() -> io::Result<()> {
        let mut child = Command::new("true").spawn()?;
        child.wait()?;
        let kind = |pid, every| Sampler::start(pid, every).err().map(|error| error.kind());
        assert_eq!(kind(child.id(), HOUR), Some(io::ErrorKind::NotFound));
        assert_eq!(kind(id(), Duration::ZERO), Some(io::ErrorKind::InvalidInput));
        Ok(())
    }
}
