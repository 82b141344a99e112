//! Which calls the lab depends on work in this process: containers forbid some of them by seccomp.

use crate::kernel::{Counter, MPOL_BIND, Page, allowed_nodes, get_mempolicy, open_counter, set_mempolicy};
use std::io;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    Mbind,
    SetMempolicy,
    GetMempolicy,
    MovePages,
    /// A software counter.
    PerfEventOpen,
    /// A hardware counter.
    PerfEventOpenHardware,
}

impl Call {
    pub const ALL: [Call; 6] = [
        Call::Mbind,
        Call::SetMempolicy,
        Call::GetMempolicy,
        Call::MovePages,
        Call::PerfEventOpen,
        Call::PerfEventOpenHardware,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Call::Mbind => "mbind",
            Call::SetMempolicy => "set_mempolicy",
            Call::GetMempolicy => "get_mempolicy",
            Call::MovePages => "move_pages",
            Call::PerfEventOpen => "perf_event_open",
            Call::PerfEventOpenHardware => "perf_event_open-hardware",
        }
    }
}

/// Makes one call so that it changes nothing that stays.
pub fn try_call(call: Call) -> io::Result<()> {
    match call {
        Call::Mbind => bind_page(),
        // Sets what is set already; where it cannot be asked for, nobody can have set anything but the default.
        Call::SetMempolicy => set_mempolicy(&get_mempolicy().unwrap_or_default()),
        Call::GetMempolicy => get_mempolicy().map(drop),
        Call::MovePages => locate_page(),
        Call::PerfEventOpen => open_counter(Counter::PageFaults).map(drop),
        Call::PerfEventOpenHardware => open_counter(Counter::Cycles).map(drop),
    }
}

/// Every call with what came of it, in the order of `Call::ALL`.
pub fn probe_system_calls() -> Vec<(Call, io::Result<()>)> {
    Call::ALL.iter().map(|call| (*call, try_call(*call))).collect()
}

/// Without get_mempolicy node 0 is tried: every machine has it.
fn bind_page() -> io::Result<()> {
    let mut node_zero = [0; 16];
    node_zero[0] = 1;
    Page::map()?.bind(MPOL_BIND, &allowed_nodes().unwrap_or(node_zero))
}

fn locate_page() -> io::Result<()> {
    let mut page = Page::map()?;
    page.touch();
    page.node().map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::Policy;

    #[test]
    fn every_call_is_probed_once_under_a_name_of_its_own() {
        let mut names: Vec<_> = probe_system_calls().iter().map(|(call, _)| call.name()).collect();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), Call::ALL.len());
    }

    #[test]
    fn a_page_has_a_node_once_it_is_written_and_not_before() -> io::Result<()> {
        let mut page = Page::map()?;
        let before = page.node();
        if before.as_ref().is_err_and(|error| error.raw_os_error() == Some(1)) {
            return Ok(()); // A container forbids move_pages: then the probe says so and there is nothing to locate.
        }
        assert!(before.is_err(), "a page nobody wrote lies on {before:?}");
        page.touch();
        let node = page.node()?;
        let allowed = allowed_nodes()?;
        assert!(allowed[(node / 64) as usize] & (1 << (node % 64)) != 0, "node {node} is not allowed");
        Ok(())
    }

    #[test]
    fn probing_leaves_the_memory_policy_as_it_was() -> io::Result<()> {
        let Ok(mut nodes) = allowed_nodes() else { return Ok(()) };
        // The first allowed node of each word alone: less than the default, which is all of them, where there are several.
        for word in nodes.iter_mut() {
            *word &= word.wrapping_neg();
        }
        set_mempolicy(&Policy { mode: MPOL_BIND, nodes })?;
        let before = get_mempolicy()?;
        probe_system_calls();
        let after = get_mempolicy()?;
        set_mempolicy(&Policy::default())?;
        assert_eq!((before.mode, before.nodes), (after.mode, after.nodes));
        assert_eq!(before.mode, MPOL_BIND);
        Ok(())
    }
}
