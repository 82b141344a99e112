use std::path::PathBuf;
use std::{fs, io};

const ESRCH: i32 = 3;

/// A process as /proc shows it, distinguished from a later one of the same number by when it began.
pub struct Process {
    folder: PathBuf,
    start_ticks: u64,
}

/// A file of a process, or that the process is no more: it ended, perhaps not yet reaped, and its number may be another's.
#[derive(Debug, PartialEq, Eq)]
pub enum ProcessFile {
    Text(String),
    Gone,
}

impl Process {
    pub fn find(pid: u32) -> io::Result<Process> {
        Process::at(PathBuf::from(format!("/proc/{pid}")))
    }

    pub(crate) fn at(folder: PathBuf) -> io::Result<Process> {
        let start_ticks = parse_start_ticks(&fs::read_to_string(folder.join("stat"))?)?;
        Ok(Process { folder, start_ticks })
    }

    /// Reads a file of the process. What was read before `is_same` said yes may be of another process.
    pub fn read(&self, name: &str) -> io::Result<ProcessFile> {
        match fs::read_to_string(self.folder.join(name)) {
            Ok(text) => Ok(ProcessFile::Text(text)),
            Err(error) if error.raw_os_error() == Some(ESRCH) => Ok(ProcessFile::Gone),
            // Its folder is gone, or this kernel has no such file.
            Err(error) if error.kind() == io::ErrorKind::NotFound && !self.is_same()? => {
                Ok(ProcessFile::Gone)
            }
            Err(error) => Err(error),
        }
    }

    /// Whether the number is still this process's, which may have ended without being reaped.
    pub fn is_same(&self) -> io::Result<bool> {
        match fs::read_to_string(self.folder.join("stat")) {
            Ok(text) => Ok(parse_start_ticks(&text)? == self.start_ticks),
            Err(error) if error.kind() == io::ErrorKind::NotFound || error.raw_os_error() == Some(ESRCH) => {
                Ok(false)
            }
            Err(error) => Err(error),
        }
    }
}

/// Field 22 of /proc/PID/stat. The name of the program, field 2, stands in parentheses and may hold any character.
fn parse_start_ticks(stat: &str) -> io::Result<u64> {
    let after_name = stat.rsplit_once(')').map(|(_, rest)| rest);
    after_name
        .and_then(|rest| rest.split_ascii_whitespace().nth(22 - 3))
        .and_then(|ticks| ticks.parse().ok())
        .ok_or_else(|| io::Error::other(format!("not a line of stat: '{}'", stat.trim_end())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::{Command, id};

    #[test]
    fn the_start_is_found_behind_any_program_name() -> io::Result<()> {
        let rest = "S 1 2 3 0 -1 4194304 100 0 0 0 1 2 0 0 20 0 1 0 8675309 1000 200";
        for name in ["sh", "a b", ") 1 2", "((x))"] {
            assert_eq!(parse_start_ticks(&format!("42 ({name}) {rest}\n"))?, 8_675_309);
        }
        assert!(parse_start_ticks("42 (sh) S 1 2").is_err());
        Ok(())
    }

    #[test]
    fn a_process_is_itself_and_not_another_that_has_its_number() -> io::Result<()> {
        let process = Process::find(id())?;
        assert!(process.is_same()?);
        let earlier = Process { start_ticks: process.start_ticks - 1, ..process };
        assert!(!earlier.is_same()?);
        Ok(())
    }

    #[test]
    fn a_process_that_ended_is_gone_before_and_after_it_is_reaped() -> io::Result<()> {
        let mut child = Command::new("sleep").arg("60").spawn()?;
        let process = Process::find(child.id())?;
        assert!(matches!(process.read("smaps_rollup")?, ProcessFile::Text(_)));
        child.kill()?;
        // Only waiting shows that it is dead, and waiting reaps it; dead it is within this limit, or the test says so.
        let mut dead = false;
        for _ in 0..1000 {
            dead = process.read("smaps_rollup")? == ProcessFile::Gone;
            if dead {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
        assert!(dead && process.is_same()?);
        child.wait()?;
        assert_eq!(process.read("smaps_rollup")?, ProcessFile::Gone);
        assert!(!process.is_same()?);
        Ok(())
    }

    #[test]
    fn a_file_that_a_living_process_lacks_is_an_error() -> io::Result<()> {
        let missing = Process::find(id())?.read("no-such-file");
        assert!(missing.is_err_and(|error| error.kind() == io::ErrorKind::NotFound));
        Ok(())
    }
}
