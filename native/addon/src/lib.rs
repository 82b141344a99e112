//! numa-lab-sys for Node. No logic lives here; bench/addon/load-addon.ts gives the answers their types.

use napi_derive::napi;
use std::time::Duration;

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
pub fn bootstrap_pooled_quantiles(
    values: &[f64],
    counts: &[f64],
    quantiles: &[f64],
    resamples: u32,
    seed: u32,
    rank: u32,
) -> napi::Result<Vec<f64>> {
    let pooled = numa_lab_sys::Pooled { values, counts };
    let draws = numa_lab_sys::Draws { resamples, seed, rank };
    Ok(numa_lab_sys::bootstrap_pooled_quantiles(pooled, quantiles, draws)?)
}

#[napi(object)]
pub struct WalkedMemory {
    pub sample: u32,
    pub anonymous_bytes: i64,
    pub lazy_free_bytes: i64,
    pub nodes: Vec<ResidentBytes>,
}

#[napi(object)]
pub struct SampledMemory {
    pub started_ns: i64,
    pub at_ns: Vec<i64>,
    pub took_ns: Vec<i64>,
    pub resident_bytes: Vec<i64>,
    pub anonymous_bytes: Vec<i64>,
    pub walks: Vec<WalkedMemory>,
    pub missed: i64,
    pub dropped: i64,
    pub cpu_ns: i64,
    /// Why sampling ended too early; absent when it did not.
    pub failure: Option<String>,
}

#[napi]
pub struct MemorySampler {
    running: Option<numa_lab_sys::Sampler>,
}

#[napi]
impl MemorySampler {
    #[napi]
    pub fn stop(&mut self) -> napi::Result<SampledMemory> {
        let Some(sampler) = self.running.take() else {
            return Err(napi::Error::from_reason("the sampler was stopped before"));
        };
        Ok(sampler.stop()?.into())
    }
}

#[napi]
pub fn sample_memory(pid: u32, every_ms: u32) -> napi::Result<MemorySampler> {
    let sampler = numa_lab_sys::Sampler::start(pid, Duration::from_millis(every_ms.into()))?;
    Ok(MemorySampler { running: Some(sampler) })
}

impl From<numa_lab_sys::Series> for SampledMemory {
    fn from(series: numa_lab_sys::Series) -> SampledMemory {
        let numbers = |values: Vec<u64>| values.into_iter().map(|value| value as i64).collect();
        SampledMemory {
            started_ns: series.started_ns as i64,
            at_ns: numbers(series.at_ns),
            took_ns: numbers(series.took_ns),
            resident_bytes: series.counted.iter().map(|one| one.resident_bytes as i64).collect(),
            anonymous_bytes: series.counted.iter().map(|one| one.anonymous_bytes as i64).collect(),
            walks: series.walks.into_iter().map(WalkedMemory::from).collect(),
            missed: series.missed as i64,
            dropped: series.dropped as i64,
            cpu_ns: series.cpu_ns as i64,
            failure: series.failure.map(|error| numa_lab_sys::errno_name(&error)),
        }
    }
}

impl From<(usize, numa_lab_sys::Walked)> for WalkedMemory {
    fn from((sample, walked): (usize, numa_lab_sys::Walked)) -> WalkedMemory {
        WalkedMemory {
            sample: sample as u32,
            anonymous_bytes: walked.anonymous_bytes as i64,
            lazy_free_bytes: walked.lazy_free_bytes as i64,
            nodes: walked.nodes.into_iter().map(ResidentBytes::from).collect(),
        }
    }
}

impl From<numa_lab_sys::NodeBytes> for ResidentBytes {
    fn from(entry: numa_lab_sys::NodeBytes) -> ResidentBytes {
        ResidentBytes { node: entry.node, resident_bytes: entry.resident_bytes as i64 }
    }
}
