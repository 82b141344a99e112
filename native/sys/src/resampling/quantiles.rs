use super::parallel::map_parallel;
use super::words::Words;
use super::{Draws, interval_ends, refuse, split};
use std::io;

/// Observations of all groups by value and block, as QuantilesInput of analysis/stats/resampling/engine.ts describes them.
#[derive(Clone, Copy)]
pub struct Quantiles<'a> {
    pub values: &'a [f64],
    pub value_offsets: &'a [u32],
    /// For each group its blocks, for each block one count per value.
    pub counts: &'a [f64],
    pub count_offsets: &'a [u32],
    pub quantiles: &'a [f64],
}

/// Ends of the percentile intervals of all quantiles of the pooled blocks of each group, one after the other. Refuses wrong draws,
/// quantiles that are not in (0, 1], and groups or blocks without observations.
pub fn bootstrap_quantiles(input: Quantiles, draws: Draws, rank: u32) -> io::Result<Vec<f64>> {
    draws.check_rank(rank)?;
    if let Some(wrong) = input.quantiles.iter().find(|q| !(**q > 0.0 && **q <= 1.0)) {
        return refuse(format!("a quantile must lie between 0 and 1, not at {wrong}"));
    }
    let values = split(input.values, input.value_offsets)?;
    let counts = split(input.counts, input.count_offsets)?;
    if values.len() != counts.len() {
        return refuse(format!("{} groups of values, but {} of counts", values.len(), counts.len()));
    }
    let groups = values.into_iter().zip(counts).map(|(values, counts)| Group::cumulate(values, counts));
    let groups = groups.collect::<io::Result<Vec<_>>>()?;
    let ends = map_parallel(groups.len(), |i| {
        let mut drawn = groups[i].draw(input.quantiles, draws, Words::start(draws.seed, i as u32));
        drawn.iter_mut().flat_map(|of_quantile| interval_ends(of_quantile, rank)).collect::<Vec<f64>>()
    })?;
    Ok(ends.concat())
}

struct Group<'a> {
    values: &'a [f64],
    blocks: usize,
    /// For each value, and for each block, how many of the block's observations are not above the value.
    table: Vec<f64>,
}

impl<'a> Group<'a> {
    fn cumulate(values: &'a [f64], counts: &[f64]) -> io::Result<Group<'a>> {
        if !counts.len().is_multiple_of(values.len()) {
            return refuse(format!("{} counts of {} values", counts.len(), values.len()));
        }
        let blocks = counts.len() / values.len();
        let mut table = vec![0.0; counts.len()];
        for (block, own) in counts.chunks(values.len()).enumerate() {
            let mut below = 0.0;
            for (value, count) in own.iter().enumerate() {
                below += count;
                table[value * blocks + block] = below;
            }
            if below <= 0.0 {
                return refuse(format!("no observation in block {block}"));
            }
        }
        Ok(Group { values, blocks, table })
    }

    fn draw(&self, quantiles: &[f64], draws: Draws, mut words: Words) -> Vec<Vec<f64>> {
        let mut drawn = vec![Vec::with_capacity(draws.resamples as usize); quantiles.len()];
        let mut times = vec![0.0; self.blocks];
        for _ in 0..draws.resamples {
            times.fill(0.0);
            for _ in 0..self.blocks {
                times[words.below(self.blocks)] += 1.0;
            }
            let total = self.weigh(self.values.len() - 1, &times);
            for (q, of_quantile) in quantiles.iter().zip(&mut drawn) {
                // The small slack keeps products such as 0.1·30 from being rounded up to the next rank.
                let wanted = (q * total - 1e-9).ceil();
                of_quantile.push(self.values[self.find_rank(&times, wanted)]);
            }
        }
        drawn
    }

    /// The first value at which at least `wanted` observations of the drawn blocks are reached.
    fn find_rank(&self, times: &[f64], wanted: f64) -> usize {
        let (mut low, mut high) = (0, self.values.len() - 1);
        while low < high {
            let middle = (low + high) / 2;
            if self.weigh(middle, times) >= wanted {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        low
    }

    /// Observations not above a value in all drawn blocks together: whole numbers, and thus exact.
    fn weigh(&self, value: usize, times: &[f64]) -> f64 {
        let row = &self.table[value * self.blocks..(value + 1) * self.blocks];
        row.iter().zip(times).fold(0.0, |sum, (count, times)| sum + count * times)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRAWS: Draws = Draws { resamples: 999, seed: 5 };

    fn input<'a>(values: &'a [f64], counts: &'a [f64], count_offsets: &'a [u32]) -> Quantiles<'a> {
        Quantiles { values, value_offsets: &[0, 3], counts, count_offsets, quantiles: &[0.5, 0.9] }
    }

    #[test]
    fn blocks_that_are_alike_leave_no_doubt() -> io::Result<()> {
        let counts = [6.0, 3.0, 1.0, 6.0, 3.0, 1.0];
        let ends = bootstrap_quantiles(input(&[10.0, 20.0, 30.0], &counts, &[0, 6]), DRAWS, 25)?;
        assert_eq!(ends, [10.0, 10.0, 20.0, 20.0]);
        Ok(())
    }

    #[test]
    fn blocks_that_differ_widen_an_interval() -> io::Result<()> {
        let counts = [9.0, 0.0, 0.0, 0.0, 9.0, 0.0, 0.0, 0.0, 9.0];
        let ends = bootstrap_quantiles(input(&[10.0, 20.0, 30.0], &counts, &[0, 9]), DRAWS, 25)?;
        assert_eq!(ends[..2], [10.0, 30.0]);
        Ok(())
    }

    #[test]
    fn counts_that_do_not_fit_are_refused() {
        let says = |counts: &[f64], offsets: &[u32], words: &str| {
            let answer = bootstrap_quantiles(input(&[1.0, 2.0, 3.0], counts, offsets), DRAWS, 25);
            assert!(answer.is_err_and(|error| error.to_string().contains(words)));
        };
        says(&[1.0, 1.0], &[0, 2], "2 counts of 3 values");
        says(&[0.0, 0.0, 0.0], &[0, 3], "no observation in block 0");
        says(&[1.0; 6], &[0, 3, 6], "1 groups of values, but 2 of counts");
    }
}
