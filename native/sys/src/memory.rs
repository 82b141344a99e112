//! How much memory a process holds, in two ways: what the kernel has counted, and what a walk through the page tables finds.

use crate::kernel::PAGE_BYTES;
use crate::numa_maps::{NodeBytes, parse_numa_maps};
use crate::process::{Process, ProcessFile};
use std::io;

/// From statm: costs microseconds whatever the size of the process. The kernel counts in batches, so that it may be wrong by
/// some dozens of pages for each thread or CPU, depending on its version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    pub resident_bytes: u64,
    pub anonymous_bytes: u64,
}

/// From smaps_rollup and numa_maps, exact: walks all page tables of the process twice, under its lock on mappings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Walked {
    pub anonymous_bytes: u64,
    pub lazy_free_bytes: u64,
    /// Bytes of mappings without a file, nodes ascending.
    pub nodes: Vec<NodeBytes>,
}

/// `None`: the process is gone.
pub fn read_counted(process: &Process) -> io::Result<Option<Counted>> {
    match process.read("statm")? {
        ProcessFile::Text(text) => parse_statm(&text),
        ProcessFile::Gone => Ok(None),
    }
}

/// `None`: the process is gone.
pub fn read_walked(process: &Process) -> io::Result<Option<Walked>> {
    let ProcessFile::Text(rollup) = process.read("smaps_rollup")? else { return Ok(None) };
    let ProcessFile::Text(maps) = process.read("numa_maps")? else { return Ok(None) };
    // A process without mappings has ended between the two.
    if maps.is_empty() {
        return Ok(None);
    }
    Ok(Some(Walked {
        anonymous_bytes: parse_field(&rollup, "Anonymous:")?,
        lazy_free_bytes: parse_field(&rollup, "LazyFree:")?,
        nodes: parse_numa_maps(&maps)?,
    }))
}

/// Pages: size, resident, of those shared with files or other processes (proc(5)); the rest is anonymous. All zero after the end.
fn parse_statm(text: &str) -> io::Result<Option<Counted>> {
    let mut fields = text.split_ascii_whitespace().map(|field| field.parse::<u64>().ok());
    let mut next = || fields.next().flatten();
    let (Some(size), Some(resident), Some(shared)) = (next(), next(), next()) else {
        return Err(io::Error::other(format!("not a line of statm: '{}'", text.trim_end())));
    };
    let bytes = |pages: u64| pages * PAGE_BYTES as u64;
    Ok((size > 0).then_some(Counted {
        resident_bytes: bytes(resident),
        anonymous_bytes: bytes(resident.saturating_sub(shared)),
    }))
}

/// The number of a line `Name:   123 kB`, in bytes.
fn parse_field(text: &str, name: &str) -> io::Result<u64> {
    text.lines()
        .find_map(|line| line.strip_prefix(name)?.trim().strip_suffix("kB")?.trim().parse::<u64>().ok())
        .map(|kib| kib * 1024)
        .ok_or_else(|| io::Error::other(format!("smaps_rollup has no field {name}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::id;

    #[test]
    fn what_is_resident_and_not_shared_is_anonymous() -> io::Result<()> {
        let expected = Counted { resident_bytes: 100 * 4096, anonymous_bytes: 70 * 4096 };
        assert_eq!(parse_statm("900 100 30 5 0 60 0\n")?, Some(expected));
        assert_eq!(parse_statm("0 0 0 0 0 0 0\n")?, None);
        assert!(parse_statm("900 many\n").is_err());
        Ok(())
    }

    #[test]
    fn a_field_is_that_of_its_whole_name() -> io::Result<()> {
        let text = "00400000-7ffe [rollup]\nRss: 9 kB\nAnonymous:       12 kB\nLazyFree:   0 kB\n";
        assert_eq!(parse_field(text, "Anonymous:")?, 12 * 1024);
        assert_eq!(parse_field(text, "LazyFree:")?, 0);
        assert!(parse_field(text, "AnonHugePages:").is_err());
        Ok(())
    }

    #[test]
    fn memory_that_is_written_is_seen_both_ways() -> io::Result<()> {
        const BYTES: usize = 64 << 20;
        let process = Process::find(id())?;
        let read = || -> io::Result<Option<(u64, u64)>> {
            let (counted, walked) = (read_counted(&process)?, read_walked(&process)?);
            Ok(counted.zip(walked).map(|(counted, walked)| {
                let on_nodes: u64 = walked.nodes.iter().map(|node| node.resident_bytes).sum();
                assert!(on_nodes.abs_diff(walked.anonymous_bytes) < 8 << 20, "{walked:?}");
                (counted.anonymous_bytes, walked.anonymous_bytes)
            }))
        };
        let before = read()?;
        let written = vec![1u8; BYTES];
        let after = read()?;
        assert_eq!(written.iter().step_by(4096).map(|byte| *byte as usize).sum::<usize>(), BYTES / 4096);
        let grown = before.zip(after).map(|(b, a)| (a.0.saturating_sub(b.0), a.1.saturating_sub(b.1)));
        // Other tests of this program allocate at the same time, and statm is not exact.
        let near = |bytes: u64| bytes.abs_diff(BYTES as u64) < 8 << 20;
        assert!(grown.is_some_and(|(counted, walked)| near(counted) && near(walked)), "{grown:?}");
        Ok(())
    }
}
