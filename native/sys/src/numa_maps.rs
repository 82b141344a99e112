use std::collections::BTreeMap;
use std::io;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NodeBytes {
    pub node: u32,
    pub resident_bytes: u64,
}

/// Sums the `N<node>=<pages>` fields of mappings without a file, each times its own line's `kernelpagesize_kB` (proc(5)): huge pages of
/// hugetlbfs are counted in their own size, transparent ones in base pages. Pages of files are shared with other processes and are not an
/// allocator's.
pub fn parse_numa_maps(text: &str) -> io::Result<Vec<NodeBytes>> {
    let mut bytes = BTreeMap::new();
    for line in text.lines() {
        if line.contains(" file=") {
            continue;
        }
        add_line(line, &mut bytes)
            .ok_or_else(|| io::Error::other(format!("not a line of numa_maps: '{line}'")))?;
    }
    Ok(bytes.into_iter().map(|(node, resident_bytes)| NodeBytes { node, resident_bytes }).collect())
}

/// `None` for a line that does not follow the format; nothing of it is to be trusted then.
fn add_line(line: &str, bytes: &mut BTreeMap<u32, u64>) -> Option<()> {
    let fields = || line.split_ascii_whitespace().filter_map(|field| field.split_once('='));
    let counts = || fields().filter(|(key, _)| is_node_key(key));
    if counts().next().is_none() {
        return Some(());
    }
    let page_kib: u64 = fields().find(|(key, _)| *key == "kernelpagesize_kB")?.1.parse().ok()?;
    for (key, pages) in counts() {
        let pages: u64 = pages.parse().ok()?;
        *bytes.entry(key.get(1..)?.parse().ok()?).or_default() +=
            pages.checked_mul(page_kib)?.checked_mul(1024)?;
    }
    Some(())
}

fn is_node_key(key: &str) -> bool {
    key.strip_prefix('N')
        .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_summed_by_node_in_the_size_of_their_mapping() -> io::Result<()> {
        let text = "\
55d0 default heap anon=3 dirty=3 N0=2 N1=1 kernelpagesize_kB=4
7f00 bind:1 huge anon=2 dirty=2 N1=2 kernelpagesize_kB=2048
7f10 default
";
        let expected = [(0, 2 * 4096), (1, 4096 + 2 * 2_097_152)];
        let found: Vec<_> =
            parse_numa_maps(text)?.iter().map(|entry| (entry.node, entry.resident_bytes)).collect();
        assert_eq!(found, expected);
        Ok(())
    }

    #[test]
    fn mappings_of_files_are_left_out() -> io::Result<()> {
        let text = "\
7f00 default file=/usr/lib/libc.so.6 anon=2 mapped=9 N0=9 kernelpagesize_kB=4
7f10 default anon=5 N1=5 kernelpagesize_kB=4
";
        let found = parse_numa_maps(text)?;
        assert_eq!(found, [NodeBytes { node: 1, resident_bytes: 5 * 4096 }]);
        Ok(())
    }

    #[test]
    fn a_line_without_its_page_size_is_an_error_and_not_a_guess() {
        assert!(parse_numa_maps("7f00 default anon=1 N0=1\n").is_err());
        assert!(parse_numa_maps("7f00 default anon=1 N0=many kernelpagesize_kB=4\n").is_err());
    }
}
