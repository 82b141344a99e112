//! The bootstrap of analysis/stats/resampling. The one in TypeScript makes the same draws and the same sums, so that answers are equal
//! to the last bit; what the numbers mean is written there.

mod quantiles;
mod words;

pub use quantiles::{Draws, Pooled, bootstrap_pooled_quantiles};
