//! numa-lab-sys for Node. No logic lives here; bench/addon/load-addon.ts gives the answers their types.

use napi_derive::napi;

#[napi(object)]
pub struct ProbedCall {
    pub call: String,
    /// The kernel's answer by name; absent when the call worked.
    pub error: Option<String>,
}

#[napi(object)]
pub struct ResidentBytes {
    pub node: u32,
    pub resident_bytes: i64,
}

#[napi]
pub fn probe_system_calls() -> Vec<ProbedCall> {
    numa_lab_sys::probe_system_calls()
        .into_iter()
        .map(|(call, outcome)| ProbedCall {
            call: call.name().to_owned(),
            error: outcome.err().map(|error| numa_lab_sys::errno_name(&error)),
        })
        .collect()
}

#[napi]
pub fn read_resident_bytes(pid: u32) -> napi::Result<Vec<ResidentBytes>> {
    let nodes = numa_lab_sys::read_resident_bytes(pid)?;
    Ok(nodes
        .into_iter()
        .map(|entry| ResidentBytes { node: entry.node, resident_bytes: entry.resident_bytes as i64 })
        .collect())
}
