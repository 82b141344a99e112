//! The border to the kernel: one safe function per call, errors as `io::Error`.

use std::ffi::{c_int, c_long, c_void};
use std::fs::File;
use std::io;
use std::os::fd::FromRawFd;
use std::ptr;

#[cfg(not(all(target_os = "linux", target_arch = "x86_64")))]
compile_error!("the system call numbers below are those of Linux on x86-64");

/// From arch/x86/entry/syscalls/syscall_64.tbl.
mod number {
    use std::ffi::c_long;
    pub const MBIND: c_long = 237;
    pub const SET_MEMPOLICY: c_long = 238;
    pub const GET_MEMPOLICY: c_long = 239;
    pub const MOVE_PAGES: c_long = 279;
    pub const PERF_EVENT_OPEN: c_long = 298;
}

unsafe extern "C" {
    fn syscall(number: c_long, ...) -> c_long;
    fn mmap(addr: *mut c_void, len: usize, prot: c_int, flags: c_int, fd: c_int, off: i64) -> *mut c_void;
    fn munmap(addr: *mut c_void, len: usize) -> c_int;
    fn clock_gettime(clock: c_int, time: *mut Timespec) -> c_int;
}

/// struct timespec on x86-64.
#[repr(C)]
#[derive(Default)]
struct Timespec {
    seconds: i64,
    nanoseconds: i64,
}

/// Numbers from include/uapi/linux/time.h.
#[derive(Clone, Copy)]
pub enum Clock {
    Monotonic = 1,
    /// CPU time that the calling thread has used.
    ThreadCpu = 3,
}

pub fn now_ns(clock: Clock) -> io::Result<u64> {
    let mut time = Timespec::default();
    // SAFETY: `time` is valid for one timespec and lives through the call.
    checked(unsafe { clock_gettime(clock as c_int, &raw mut time) }.into())?;
    Ok(time.seconds as u64 * 1_000_000_000 + time.nanoseconds as u64)
}

/// A set of nodes in the kernel's form; as many as any kernel configuration has (CONFIG_NODES_SHIFT is at most 10).
pub type NodeMask = [u64; 16];
/// The kernel reads one bit less than it is given.
const MASK_BITS: usize = 1024 + 1;

pub const MPOL_BIND: c_int = 2;
const MPOL_F_MEMS_ALLOWED: c_long = 1 << 2;

/// The memory policy of the calling thread: a mode with its flags, and its nodes.
#[derive(Clone, Copy, Default)]
pub struct Policy {
    pub mode: c_int,
    pub nodes: NodeMask,
}

fn checked(answer: c_long) -> io::Result<c_long> {
    if answer < 0 { Err(io::Error::last_os_error()) } else { Ok(answer) }
}

fn ask_mempolicy(flags: c_long) -> io::Result<Policy> {
    let mut policy = Policy::default();
    let none = ptr::null_mut::<c_void>();
    // MPOL_F_MEMS_ALLOWED answers nodes only and wants no place for a mode.
    let mode = if flags == 0 { &raw mut policy.mode } else { ptr::null_mut() };
    // SAFETY: `mode` is null or valid for one int, `nodes` for MASK_BITS - 1 bits; both live through the call.
    checked(unsafe {
        syscall(number::GET_MEMPOLICY, mode, policy.nodes.as_mut_ptr(), MASK_BITS, none, flags)
    })?;
    Ok(policy)
}

pub fn get_mempolicy() -> io::Result<Policy> {
    ask_mempolicy(0)
}

/// Nodes this thread may take memory from.
pub fn allowed_nodes() -> io::Result<NodeMask> {
    ask_mempolicy(MPOL_F_MEMS_ALLOWED).map(|policy| policy.nodes)
}

pub fn set_mempolicy(policy: &Policy) -> io::Result<()> {
    let empty = policy.nodes.iter().all(|word| *word == 0);
    let nodes = if empty { ptr::null() } else { policy.nodes.as_ptr() };
    let bits = if empty { 0 } else { MASK_BITS };
    // SAFETY: `nodes` is null with 0 bits, or valid for MASK_BITS - 1 bits, and lives through the call.
    checked(unsafe { syscall(number::SET_MEMPOLICY, policy.mode as c_long, nodes, bits) }).map(drop)
}

/// One anonymous page of this process, unmapped when dropped.
pub struct Page {
    address: *mut c_void,
}

/// The base page; x86-64 has no other.
pub const PAGE_BYTES: usize = 4096;

impl Page {
    pub fn map() -> io::Result<Page> {
        const PROT_READ_WRITE: c_int = 1 | 2;
        const MAP_PRIVATE_ANONYMOUS: c_int = 0x02 | 0x20;
        // SAFETY: a new anonymous mapping at an address of the kernel's choice touches no memory of ours.
        let address =
            unsafe { mmap(ptr::null_mut(), PAGE_BYTES, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0) };
        if address.addr() == usize::MAX { Err(io::Error::last_os_error()) } else { Ok(Page { address }) }
    }

    pub fn touch(&mut self) {
        // SAFETY: the page is mapped for writing while `self` lives, and nothing else refers to it.
        unsafe { self.address.cast::<u8>().write_volatile(1) };
    }

    pub fn bind(&self, mode: c_int, nodes: &NodeMask) -> io::Result<()> {
        let (start, mode, mask) = (self.address, mode as c_long, nodes.as_ptr());
        let flags: c_long = 0;
        // SAFETY: `start` is our own page; `mask` is valid for MASK_BITS - 1 bits and lives through the call.
        checked(unsafe { syscall(number::MBIND, start, PAGE_BYTES, mode, mask, MASK_BITS, flags) }).map(drop)
    }

    /// The node that holds the page; an error of the page itself (EFAULT before it was touched) is an error here too.
    pub fn node(&self) -> io::Result<u32> {
        let (myself, one, flags): (c_long, c_long, c_long) = (0, 1, 0);
        let pages = [self.address];
        let ask_only = ptr::null::<c_int>();
        let mut status: c_int = 0;
        // SAFETY: `pages` and `status` are valid for one element each; without target nodes nothing is moved.
        checked(unsafe {
            syscall(number::MOVE_PAGES, myself, one, pages.as_ptr(), ask_only, &raw mut status, flags)
        })?;
        u32::try_from(status).map_err(|_| io::Error::from_raw_os_error(-status))
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        // SAFETY: the mapping is ours, of this length, and unmapped only here.
        unsafe { munmap(self.address, PAGE_BYTES) };
    }
}

/// A counter of the calling thread in user mode, as perf_event_open(2) numbers them.
#[derive(Clone, Copy)]
pub enum Counter {
    PageFaults,
    Cycles,
}

/// The first published form of perf_event_attr: 64 bytes, which every kernel accepts.
#[repr(C)]
#[derive(Default)]
struct PerfEventAttr {
    kind: u32,
    size: u32,
    config: u64,
    sample_period: u64,
    sample_type: u64,
    read_format: u64,
    flags: u64,
    wakeup_events: u32,
    bp_type: u32,
    bp_addr: u64,
}

/// Opens the counter, disabled; closed when the file is dropped.
pub fn open_counter(counter: Counter) -> io::Result<File> {
    const DISABLED_USER_ONLY: u64 = 1 | 1 << 5 | 1 << 6;
    const FD_CLOEXEC: c_long = 1 << 3;
    let (kind, config) = match counter {
        Counter::PageFaults => (1, 2),
        Counter::Cycles => (0, 0),
    };
    let size = size_of::<PerfEventAttr>() as u32;
    let attr = PerfEventAttr { kind, size, config, flags: DISABLED_USER_ONLY, ..Default::default() };
    let (myself, any_cpu, no_group): (c_long, c_long, c_long) = (0, -1, -1);
    // SAFETY: `attr` is valid for the `size` it states and lives through the call.
    let fd = checked(unsafe {
        syscall(number::PERF_EVENT_OPEN, &raw const attr, myself, any_cpu, no_group, FD_CLOEXEC)
    })?;
    // SAFETY: the kernel has just made this descriptor for us and nothing else owns it.
    Ok(unsafe { File::from_raw_fd(fd as c_int) })
}
