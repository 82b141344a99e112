//! Resampling for the statistics of analysis/stats/resampling: sign flips and bootstraps of many comparisons, each from a random stream
//! of its own, on all CPUs. The engine in TypeScript makes the same draws and the same sums in the same order, so that answers
//! are equal to the last bit; what the numbers mean is written there.

mod parallel;
mod quantiles;
mod ratios;
mod sign_flips;
mod words;

pub use quantiles::{Quantiles, bootstrap_quantiles};
pub use ratios::{Ratios, bootstrap_ratios};
pub use sign_flips::count_sign_flips;

use std::io;

/// How often to draw, and from which seed.
#[derive(Clone, Copy)]
pub struct Draws {
    pub resamples: u32,
    pub seed: u32,
}

/// Sorted in memory by each thread.
const MOST_RESAMPLES: u32 = 1_000_000;

impl Draws {
    fn check(self) -> io::Result<()> {
        if self.resamples == 0 || self.resamples > MOST_RESAMPLES {
            return refuse(format!("resamples must be from 1 to {MOST_RESAMPLES}, not {}", self.resamples));
        }
        Ok(())
    }

    /// The `rank`-th resample from either end makes an interval.
    fn check_rank(self, rank: u32) -> io::Result<()> {
        self.check()?;
        if rank == 0 || rank > self.resamples.div_ceil(2) {
            return refuse(format!("rank {rank} of {} resamples is no end of an interval", self.resamples));
        }
        Ok(())
    }
}

fn refuse<T>(message: String) -> io::Result<T> {
    Err(io::Error::new(io::ErrorKind::InvalidInput, message))
}

/// Elements of each comparison: `values[offsets[i]..offsets[i + 1]]`, never empty, all finite.
fn split<'a>(values: &'a [f64], offsets: &[u32]) -> io::Result<Vec<&'a [f64]>> {
    let parts = offsets.windows(2).enumerate().map(|(index, ends)| {
        let part = match ends {
            [first, end] => values.get(*first as usize..*end as usize).unwrap_or_default(),
            _ => &[],
        };
        match part.iter().find(|value| !value.is_finite()) {
            _ if part.is_empty() => refuse(format!("comparison {index} has no values")),
            Some(wrong) => refuse(format!("comparison {index} has the value {wrong}")),
            None => Ok(part),
        }
    });
    parts.collect()
}

/// The `rank`-th smallest and the `rank`-th largest.
fn interval_ends(drawn: &mut [f64], rank: u32) -> [f64; 2] {
    drawn.sort_unstable_by(f64::total_cmp);
    let rank = rank as usize;
    [drawn[rank - 1], drawn[drawn.len() - rank]]
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRAWS: Draws = Draws { resamples: 999, seed: 1 };

    #[test]
    fn wrong_input_is_refused_and_named() {
        let says = |answer: io::Result<Vec<u32>>, words: &str| match answer {
            Ok(counts) => assert_eq!(words, format!("{counts:?}")),
            Err(error) => assert!(error.to_string().contains(words), "{error}"),
        };
        let none = Draws { resamples: 0, ..DRAWS };
        says(count_sign_flips(&[1.0], &[0, 1], none), "resamples must be from 1");
        says(count_sign_flips(&[1.0], &[0, 1, 1], DRAWS), "comparison 1 has no values");
        says(count_sign_flips(&[1.0], &[0, 9], DRAWS), "comparison 0 has no values");
        says(count_sign_flips(&[1.0, f64::NAN], &[0, 2], DRAWS), "the value NaN");
        says(count_sign_flips(&[], &[0], DRAWS), "[]");
        says(count_sign_flips(&[], &[], DRAWS), "[]");
    }

    #[test]
    fn an_interval_needs_a_rank_within_its_resamples() {
        let ratios = Ratios { numerators: &[1.0], denominators: &[2.0], offsets: &[0, 1] };
        assert!(bootstrap_ratios(ratios, DRAWS, 0).is_err());
        assert!(bootstrap_ratios(ratios, DRAWS, 501).is_err());
        assert!(bootstrap_ratios(ratios, DRAWS, 500).is_ok());
    }

    #[test]
    fn ends_are_counted_from_both_sides() {
        assert_eq!(interval_ends(&mut [5.0, 1.0, 4.0, 2.0, 3.0], 2), [2.0, 4.0]);
    }
}
