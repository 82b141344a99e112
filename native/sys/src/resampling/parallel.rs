use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{Builder, available_parallelism, scope};

/// Answers of `work` for 0 to count - 1, in that order, from as many threads as this process has CPUs. Each takes the next
/// number when it is done with one: work may differ in length.
pub fn map_parallel<T: Send>(count: usize, work: impl Fn(usize) -> T + Sync) -> io::Result<Vec<T>> {
    let threads = available_parallelism().map_or(1, usize::from).min(count);
    let next = AtomicUsize::new(0);
    let take_some = || {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= count {
                return done;
            }
            done.push((index, work(index)));
        }
    };
    let mut answers = scope(|scope| -> io::Result<Vec<(usize, T)>> {
        let helpers = (1..threads)
            .map(|_| Builder::new().name("resampling".to_owned()).spawn_scoped(scope, take_some))
            .collect::<io::Result<Vec<_>>>()?;
        let mut answers = take_some();
        for helper in helpers {
            let done =
                helper.join().map_err(|_| io::Error::other("a thread of resampling ended in a bug"))?;
            answers.extend(done);
        }
        Ok(answers)
    })?;
    answers.sort_unstable_by_key(|(index, _)| *index);
    Ok(answers.into_iter().map(|(_, answer)| answer).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_come_in_their_order_and_once_each() -> io::Result<()> {
        assert_eq!(map_parallel(1000, |index| index * 2)?, (0..1000).map(|i| i * 2).collect::<Vec<_>>());
        assert!(map_parallel(0, |index| index)?.is_empty());
        Ok(())
    }
}
