use super::words::Words;
use std::io;

/// How often to draw, and from which seed; the `rank`-th resample from either end makes an interval.
#[derive(Clone, Copy)]
pub struct Draws {
    pub resamples: u32,
    pub seed: u32,
    pub rank: u32,
}

/// Observations by value and block, as PooledObservations of analysis/stats/resampling describes them.
#[derive(Clone, Copy)]
pub struct Pooled<'a> {
    pub values: &'a [f64],
    /// For each block one count per value.
    pub counts: &'a [f64],
}

const MOST_RESAMPLES: u32 = 1_000_000;

impl Draws {
    fn check(self) -> io::Result<()> {
        if self.resamples == 0 || self.resamples > MOST_RESAMPLES {
            return refuse(format!("resamples must be from 1 to {MOST_RESAMPLES}, not {}", self.resamples));
        }
        if self.rank == 0 || self.rank > self.resamples.div_ceil(2) {
            return refuse(format!(
                "rank {} of {} resamples is no end of an interval",
                self.rank, self.resamples
            ));
        }
        Ok(())
    }
}

fn refuse<T>(message: String) -> io::Result<T> {
    Err(io::Error::new(io::ErrorKind::InvalidInput, message))
}

/// Ends of the percentile intervals of all quantiles of the pooled blocks, one after the other. Refuses wrong draws, quantiles that are
/// not in (0, 1), values that are not finite, and blocks without observations.
pub fn bootstrap_pooled_quantiles(pooled: Pooled, quantiles: &[f64], draws: Draws) -> io::Result<Vec<f64>> {
    draws.check()?;
    if let Some(wrong) = quantiles.iter().find(|q| !(**q > 0.0 && **q < 1.0)) {
        return refuse(format!("a quantile must lie between 0 and 1, not at {wrong}"));
    }
    let table = Table::cumulate(pooled)?;
    let drawn = table.draw(quantiles, draws);
    Ok(drawn.iter().flat_map(|hits| table.interval_ends(hits, draws.rank)).collect())
}

/// Sums that are made beside each other: the compiler puts several into one register.
const LANES: usize = 8;

struct Table<'a> {
    values: &'a [f64],
    blocks: usize,
    /// For each value a row: for each block, how many of its observations are not above the value, and zeros up to whole lanes.
    rows: Vec<f64>,
    row_length: usize,
}

impl<'a> Table<'a> {
    fn cumulate(Pooled { values, counts }: Pooled<'a>) -> io::Result<Table<'a>> {
        if values.is_empty() || counts.is_empty() || !counts.len().is_multiple_of(values.len()) {
            return refuse(format!("{} counts of {} values", counts.len(), values.len()));
        }
        if let Some(wrong) = values.iter().chain(counts).find(|value| !value.is_finite()) {
            return refuse(format!("the value or count {wrong}"));
        }
        let blocks = counts.len() / values.len();
        let row_length = blocks.next_multiple_of(LANES);
        let mut rows = vec![0.0; values.len() * row_length];
        for (block, own) in counts.chunks(values.len()).enumerate() {
            let mut below = 0.0;
            for (value, count) in own.iter().enumerate() {
                below += count;
                rows[value * row_length + block] = below;
            }
            if below <= 0.0 {
                return refuse(format!("no observation in block {block}"));
            }
        }
        Ok(Table { values, blocks, rows, row_length })
    }

    /// For each quantile, how many resamples have it at each value.
    fn draw(&self, quantiles: &[f64], draws: Draws) -> Vec<Vec<u32>> {
        let mut words = Words::start(draws.seed, 0);
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
        let row = &self.rows[value * self.row_length..(value + 1) * self.row_length];
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

    const DRAWS: Draws = Draws { resamples: 999, seed: 5, rank: 25 };
    const VALUES: [f64; 3] = [10.0, 20.0, 30.0];

    fn bootstrap(counts: &[f64], quantiles: &[f64], draws: Draws) -> io::Result<Vec<f64>> {
        bootstrap_pooled_quantiles(Pooled { values: &VALUES, counts }, quantiles, draws)
    }

    #[test]
    fn blocks_that_are_alike_leave_no_doubt() -> io::Result<()> {
        let ends = bootstrap(&[6.0, 3.0, 1.0, 6.0, 3.0, 1.0], &[0.5, 0.9], DRAWS)?;
        assert_eq!(ends, [10.0, 10.0, 20.0, 20.0]);
        Ok(())
    }

    #[test]
    fn blocks_that_differ_widen_an_interval() -> io::Result<()> {
        let ends = bootstrap(&[9.0, 0.0, 0.0, 0.0, 9.0, 0.0, 0.0, 0.0, 9.0], &[0.5], DRAWS)?;
        assert_eq!(ends, [10.0, 30.0]);
        Ok(())
    }

    #[test]
    fn wrong_input_is_refused_and_named() {
        let says = |counts: &[f64], q: f64, draws: Draws, words: &str| {
            let answer = bootstrap(counts, &[q], draws);
            assert!(answer.is_err_and(|error| error.to_string().contains(words)), "{words}");
        };
        says(&[1.0, 1.0], 0.5, DRAWS, "2 counts of 3 values");
        says(&[], 0.5, DRAWS, "0 counts of 3 values");
        says(&[0.0, 0.0, 0.0], 0.5, DRAWS, "no observation in block 0");
        says(&[1.0, f64::NAN, 1.0], 0.5, DRAWS, "the value or count NaN");
        says(&[1.0; 3], 1.0, DRAWS, "between 0 and 1, not at 1");
        says(&[1.0; 3], 0.5, Draws { resamples: 0, ..DRAWS }, "resamples must be from 1");
        says(&[1.0; 3], 0.5, Draws { rank: 501, ..DRAWS }, "rank 501 of 999");
        says(&[1.0; 3], 0.5, Draws { rank: 0, ..DRAWS }, "rank 0 of 999");
        assert!(bootstrap(&[1.0; 3], &[0.5], Draws { rank: 500, ..DRAWS }).is_ok());
    }
}
