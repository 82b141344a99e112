//! System calls of NUMA placement that Node cannot make, and resampling on all CPUs. All `unsafe` of the project's Rust is in
//! `kernel.rs`.

mod errno;
mod kernel;
mod memory;
mod numa_maps;
mod probe;
mod process;
mod recorder;
mod resampling;
mod sampler;

pub use errno::errno_name;
pub use memory::Walked;
pub use numa_maps::{NodeBytes, read_resident_bytes};
pub use probe::{Call, probe_system_calls, try_call};
pub use recorder::Series;
pub use resampling::{Draws, Quantiles, Ratios, bootstrap_quantiles, bootstrap_ratios, count_sign_flips};
pub use sampler::Sampler;
