use super::parallel::map_parallel;
use super::words::Words;
use super::{Draws, refuse, split};
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
    let ends = map_parallel(values.len(), |i| -> io::Result<Vec<f64>> {
        let group = Group::cumulate(values[i], counts[i])?;
        let drawn = group.draw(input.quantiles, draws, Words::start(draws.seed, i as u32));
        Ok(drawn.iter().flat_map(|hits| group.interval_ends(hits, rank)).collect())
    })?;
    Ok(ends.into_iter().collect::<io::Result<Vec<_>>>()?.concat())
}

/// Sums that are made beside each other: the compiler puts several into one register.
const LANES: usize = 8;

struct Group<'a> {
    values: &'a [f64],
    blocks: usize,
    /// For each value a row: for each block, how many of its observations are not above the value, and zeros up to whole lanes.
    table: Vec<f64>,
    row_length: usize,
}

impl<'a> Group<'a> {
    fn cumulate(values: &'a [f64], counts: &[f64]) -> io::Result<Group<'a>> {
        if !counts.len().is_multiple_of(values.len()) {
            return refuse(format!("{} counts of {} values", counts.len(), values.len()));
        }
        let blocks = counts.len() / values.len();
        let row_length = blocks.next_multiple_of(LANES);
        let mut table = vec![0.0; values.len() * row_length];
        for (block, own) in counts.chunks(values.len()).enumerate() {
            let mut below = 0.0;
            for (value, count) in own.iter().enumerate() {
                below += count;
                table[value * row_length + block] = below;
            }
            if below <= 0.0 {
                return refuse(format!("no observation in block {block}"));
            }
        }
        Ok(Group { values, blocks, table, row_length })
    }

    /// For each quantile, how many resamples have it at each value.
    fn draw(&self, quantiles: &[f64], draws: Draws, mut words: Words) -> Vec<Vec<u32>> {
        let mut times = vec![0.0; self.row_length];
        times[..self.blocks].fill(1.0);
        let whole = self.weigh(self.values.len() - 1, &times);
        let middle = self.values.len() / 2;
        let starts = quantiles.iter().map(|q| self.find_rank(&times, wanted_rank(*q, whole), middle));
        let starts: Vec<usize> = starts.collect();
        let mut drawn = vec![vec![0; self.values.len()]; quantiles.len()];
        for _ in 0..draws.resamples {
            times.fill(0.0);
            for _ in 0..self.blocks {
                times[words.below(self.blocks)] += 1.0;
            }
            let total = self.weigh(self.values.len() - 1, &times);
            for ((q, start), hits) in quantiles.iter().zip(&starts).zip(&mut drawn) {
                hits[self.find_rank(&times, wanted_rank(*q, total), *start)] += 1;
            }
        }
        drawn
    }

    /// The first value at which at least `wanted` observations of the drawn blocks are reached.
    fn find_rank(&self, times: &[f64], wanted: f64, start: usize) -> usize {
        let reaches = |value: usize| self.weigh(value, times) >= wanted;
        let (mut low, mut high) = bracket(start, self.values.len() - 1, reaches);
        while low < high {
            let middle = low.midpoint(high);
            if reaches(middle) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        low
    }

    /// Observations not above a value in all drawn blocks together: whole numbers, and thus exact in any order.
    fn weigh(&self, value: usize, times: &[f64]) -> f64 {
        let row = &self.table[value * self.row_length..(value + 1) * self.row_length];
        let mut sums = [0.0; LANES];
        for (counts, times) in row.chunks_exact(LANES).zip(times.chunks_exact(LANES)) {
            for lane in 0..LANES {
                sums[lane] += counts[lane] * times[lane];
            }
        }
        let pairs = [sums[0] + sums[4], sums[1] + sums[5], sums[2] + sums[6], sums[3] + sums[7]];
        (pairs[0] + pairs[2]) + (pairs[1] + pairs[3])
    }

    /// The `rank`-th smallest and the `rank`-th largest of the resamples, which `hits` has counted by value.
    fn interval_ends(&self, hits: &[u32], rank: u32) -> [f64; 2] {
        let last = self.values.len() - 1;
        let lower = position_of_rank(hits.iter(), rank).unwrap_or(last);
        let upper = position_of_rank(hits.iter().rev(), rank).unwrap_or(last);
        [self.values[lower], self.values[last - upper]]
    }
}

/// First and last place where the first one that reaches can be, if the last does. Steps that double lead away from `start`, the quantile of all
/// blocks: that of a resample lies a few values from it, and looking at a value is all the cost.
fn bracket(start: usize, last: usize, reaches: impl Fn(usize) -> bool) -> (usize, usize) {
    let mut step = 1;
    if reaches(start) {
        let mut high = start;
        while high > 0 {
            let probe = high.saturating_sub(step);
            if !reaches(probe) {
                return (probe + 1, high);
            }
            high = probe;
            step *= 2;
        }
        return (0, 0);
    }
    let mut low = start;
    while low < last {
        let probe = last.min(low + step);
        if reaches(probe) {
            return (low + 1, probe);
        }
        low = probe;
        step *= 2;
    }
    (last, last)
}

/// Where the sum of `hits` reaches `rank`.
fn position_of_rank<'a>(mut hits: impl Iterator<Item = &'a u32>, rank: u32) -> Option<usize> {
    let mut seen = 0;
    hits.position(|hits| {
        seen += hits;
        seen >= rank
    })
}

/// The small slack keeps products such as 0.1·30 from being rounded up to the next rank.
fn wanted_rank(quantile: f64, total: f64) -> f64 {
    (quantile * total - 1e-9).ceil()
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
