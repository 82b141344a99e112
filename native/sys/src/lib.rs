//! System calls of NUMA placement that Node cannot make. All `unsafe` of the project's Rust is in `kernel.rs`.

mod errno;
mod kernel;
mod numa_maps;
mod probe;

pub use errno::errno_name;
pub use numa_maps::{NodeBytes, parse_numa_maps, read_resident_bytes};
pub use probe::{Call, probe_system_calls, try_call};
