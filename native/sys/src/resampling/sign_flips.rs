use super::parallel::map_parallel;
use super::words::Words;
use super::{Draws, split};
use std::io;

/// Blocks whose signs one byte of a random word decides.
const GROUP_BLOCKS: usize = 8;
/// Sums of a group by a mask whose bit j says that difference j keeps its sign.
type GroupSums = [f64; 1 << GROUP_BLOCKS];

/// For each comparison, how many random assignments of signs to its values have a sum at least as far from 0 as the values
/// themselves. Refuses no resamples, no values, and values that are not finite.
pub fn count_sign_flips(values: &[f64], offsets: &[u32], draws: Draws) -> io::Result<Vec<u32>> {
    draws.check()?;
    let parts = split(values, offsets)?;
    map_parallel(parts.len(), |i| count_one(parts[i], draws.resamples, Words::start(draws.seed, i as u32)))
}

fn count_one(differences: &[f64], resamples: u32, mut words: Words) -> u32 {
    let sums: Vec<GroupSums> = differences.chunks(GROUP_BLOCKS).map(sum_group).collect();
    let observed = sums.iter().fold(0.0, |sum, group| sum + group[group.len() - 1]);
    let threshold = observed.abs() - rounding_error(differences);
    let mut count = 0;
    for _ in 0..resamples {
        let mut sum = 0.0;
        for groups in sums.chunks(4) {
            let bytes = words.next().to_le_bytes();
            for (group, byte) in groups.iter().zip(bytes) {
                sum += group[usize::from(byte)];
            }
        }
        count += u32::from(sum.abs() >= threshold);
    }
    count
}

fn sum_group(differences: &[f64]) -> GroupSums {
    let mut sums = [0.0; 1 << GROUP_BLOCKS];
    for j in 0..GROUP_BLOCKS {
        let difference = differences.get(j).copied().unwrap_or(0.0);
        for mask in 0..1 << j {
            let sum = sums[mask];
            sums[mask + (1 << j)] = sum + difference;
            sums[mask] = sum - difference;
        }
    }
    sums
}

/// Sums that are equal but for rounding differ by no more; the source is named in count-sign-flips.ts.
fn rounding_error(differences: &[f64]) -> f64 {
    let total = differences.iter().fold(0.0, |sum, difference| sum + difference.abs());
    differences.len() as f64 * f64::EPSILON * total
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRAWS: Draws = Draws { resamples: 10_000, seed: 3 };

    #[test]
    fn every_assignment_reaches_a_sum_of_zero() -> io::Result<()> {
        let values = [0.0, 0.0, 1.0, -1.0];
        assert_eq!(count_sign_flips(&values, &[0, 2, 4], DRAWS)?, [10_000, 10_000]);
        Ok(())
    }

    #[test]
    fn values_of_one_sign_are_reached_by_two_assignments() -> io::Result<()> {
        // 2 of 2^5: 625 of 10,000, with a standard deviation of 24.
        let counts = count_sign_flips(&[0.1, 0.2, 0.3, 0.4, 0.5], &[0, 5], DRAWS)?;
        assert!(counts[0].abs_diff(625) < 120, "{counts:?}");
        Ok(())
    }

    #[test]
    fn a_tie_counts_however_it_is_rounded() -> io::Result<()> {
        // All assignments that flip one of ten equal values: 0.1·8 by many orders of addition. Two-sided tail of B(10, 1/2).
        let mut values = [0.1; 10];
        values[9] = -0.1;
        let counts = count_sign_flips(&values, &[0, 10], DRAWS)?;
        assert!(counts[0].abs_diff(10_000 * 22 / 1024) < 75, "{counts:?}");
        Ok(())
    }
}
