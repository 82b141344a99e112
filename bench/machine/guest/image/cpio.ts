/** A file of an archive; `path` without a leading slash. Parent folders come before what lies in them. */
export type ArchiveEntry =
  | { readonly type: 'folder'; readonly path: string }
  | {
      readonly type: 'file';
      readonly path: string;
      readonly content: Uint8Array;
      readonly executable: boolean;
    }
  | { readonly type: 'link'; readonly path: string; readonly target: string }
  /** A character device, as the kernel needs for the first process's standard output. */
  | { readonly type: 'device'; readonly path: string; readonly major: number; readonly minor: number };

const trailer = 'TRAILER!!!';

/**
 * An archive in the format `newc` of cpio(5), which is what the kernel unpacks as an initramfs
 * (Documentation/driver-api/early-userspace/buffer-format.rst). The same entries give the same bytes: no
 * times, owner 0.
 */
export function makeArchive(entries: readonly ArchiveEntry[]): Buffer {
  const parts: Uint8Array[] = [];
  entries.forEach((entry, index) => {
    parts.push(...renderEntry(entry, index + 1));
  });
  parts.push(renderHeader({ inode: 0, mode: 0, links: 1, size: 0, major: 0, minor: 0, name: trailer }));
  return Buffer.concat(parts);
}

function renderEntry(entry: ArchiveEntry, inode: number): readonly Uint8Array[] {
  const content = contentOf(entry);
  const header = renderHeader({
    inode,
    mode: modeOf(entry),
    links: entry.type === 'folder' ? 2 : 1,
    size: content.length,
    major: entry.type === 'device' ? entry.major : 0,
    minor: entry.type === 'device' ? entry.minor : 0,
    name: entry.path,
  });
  return [header, content, padding(content.length)];
}

function contentOf(entry: ArchiveEntry): Uint8Array {
  if (entry.type === 'file') return entry.content;
  return entry.type === 'link' ? Buffer.from(entry.target) : Buffer.alloc(0);
}

/** File type and permissions as in inode(7). */
function modeOf(entry: ArchiveEntry): number {
  switch (entry.type) {
    case 'folder':
      return 0o040755;
    case 'file':
      return entry.executable ? 0o100755 : 0o100644;
    case 'link':
      return 0o120777;
    case 'device':
      return 0o020600;
  }
}

function renderHeader(fields: {
  readonly inode: number;
  readonly mode: number;
  readonly links: number;
  readonly size: number;
  readonly major: number;
  readonly minor: number;
  readonly name: string;
}): Buffer {
  const name = Buffer.from(`${fields.name}\0`);
  const numbers = [
    fields.inode,
    fields.mode,
    0, // owner
    0, // group
    fields.links,
    0, // modification time
    fields.size,
    0, // device that holds the file, major and minor
    0,
    fields.major,
    fields.minor,
    name.length,
    0, // checksum, unused in this format
  ];
  const text = `070701${numbers.map((number) => number.toString(16).padStart(8, '0')).join('')}`;
  return Buffer.concat([Buffer.from(text), name, padding(text.length + name.length)]);
}

/** Everything is aligned to four bytes. */
function padding(length: number): Buffer {
  return Buffer.alloc((4 - (length % 4)) % 4);
}
