//! System calls of NUMA placement that Node cannot make; and a bootstrap. All `unsafe` of the project's Rust is in
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
pub use numa_maps::NodeBytes;
pub use probe::{Call, probe_system_calls, try_call};
pub use recorder::Series;
pub use resampling::{Draws, Pooled, bootstrap_pooled_quantiles};
pub use sampler::Sampler;
