use super::parallel::map_parallel;
use super::words::Words;
use super::{Draws, interval_ends, refuse, split};
use std::io;

/// Numerators and denominators of all comparisons, each a pair per block.
#[derive(Clone, Copy)]
pub struct Ratios<'a> {
    pub numerators: &'a [f64],
    pub denominators: &'a [f64],
    pub offsets: &'a [u32],
}

/// Ends of the percentile interval of the ratio of sums of each comparison, one after the other. Refuses wrong draws, no blocks, numbers
/// that are not finite and denominators that are not above 0.
pub fn bootstrap_ratios(ratios: Ratios, draws: Draws, rank: u32) -> io::Result<Vec<f64>> {
    draws.check_rank(rank)?;
    let numerators = split(ratios.numerators, ratios.offsets)?;
    let denominators = split(ratios.denominators, ratios.offsets)?;
    for (index, own) in denominators.iter().enumerate() {
        if let Some(wrong) = own.iter().find(|denominator| **denominator <= 0.0) {
            return refuse(format!("comparison {index} has the denominator {wrong}"));
        }
    }
    let ends = map_parallel(numerators.len(), |i| {
        let mut drawn =
            draw_ratios(numerators[i], denominators[i], draws, Words::start(draws.seed, i as u32));
        interval_ends(&mut drawn, rank)
    })?;
    Ok(ends.concat())
}

fn draw_ratios(numerators: &[f64], denominators: &[f64], draws: Draws, mut words: Words) -> Vec<f64> {
    let blocks: Vec<(f64, f64)> = numerators.iter().copied().zip(denominators.iter().copied()).collect();
    let draw_one = |_| {
        let (mut numerator, mut denominator) = (0.0, 0.0);
        for _ in 0..blocks.len() {
            let (above, below) = blocks[words.below(blocks.len())];
            numerator += above;
            denominator += below;
        }
        numerator / denominator
    };
    (0..draws.resamples).map(draw_one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRAWS: Draws = Draws { resamples: 999, seed: 5 };

    #[test]
    fn a_ratio_that_is_the_same_in_all_blocks_is_certain() -> io::Result<()> {
        let ratios =
            Ratios { numerators: &[2.0, 4.0, 8.0], denominators: &[1.0, 2.0, 4.0], offsets: &[0, 3] };
        assert_eq!(bootstrap_ratios(ratios, DRAWS, 25)?, [2.0, 2.0]);
        Ok(())
    }

    #[test]
    fn other_comparisons_do_not_change_an_interval() -> io::Result<()> {
        let (numerators, denominators) = ([1.0, 5.0, 2.0, 9.0, 9.0], [1.0; 5]);
        let of = |offsets: &[u32]| {
            bootstrap_ratios(
                Ratios { numerators: &numerators, denominators: &denominators, offsets },
                DRAWS,
                25,
            )
        };
        assert_eq!(of(&[0, 3])?[..], of(&[0, 3, 5])?[..2]);
        Ok(())
    }

    #[test]
    fn a_denominator_of_zero_is_refused() {
        let ratios = Ratios { numerators: &[1.0, 1.0], denominators: &[1.0, 0.0], offsets: &[0, 2] };
        assert!(
            bootstrap_ratios(ratios, DRAWS, 25)
                .is_err_and(|error| error.to_string().contains("denominator 0"))
        );
    }
}
