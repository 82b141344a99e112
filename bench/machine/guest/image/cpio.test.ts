import { expect, test } from 'vitest';
import { type ArchiveEntry, makeArchive } from './cpio.ts';

const entries: readonly ArchiveEntry[] = [
  { type: 'folder', path: 'dev' },
  { type: 'device', path: 'dev/console', major: 5, minor: 1 },
  { type: 'file', path: 'one', content: Buffer.from('abc'), executable: true },
  { type: 'file', path: 'empty', content: Buffer.alloc(0), executable: false },
  { type: 'link', path: 'lib', target: 'usr/lib' },
];

/**
 * Reads an archive by the field table of cpio(5), "New ASCII Format": 6 bytes of magic, 13 fields of 8 hex
 * digits.
 */
function readArchive(archive: Buffer) {
  const found = [];
  for (let at = 0; at < archive.length; ) {
    expect(archive.toString('latin1', at, at + 6)).toBe('070701');
    expect(at % 4).toBe(0);
    const field = (index: number) =>
      Number.parseInt(archive.toString('latin1', at + 6 + 8 * index, at + 14 + 8 * index), 16);
    const nameEnd = at + 110 + field(11);
    const content = nameEnd + ((4 - (nameEnd % 4)) % 4);
    found.push({
      path: archive.toString('latin1', at + 110, nameEnd - 1),
      inode: field(0),
      mode: field(1).toString(8),
      times: field(5),
      device: [field(9), field(10)],
      content: archive.toString('latin1', content, content + field(6)),
    });
    at = content + field(6);
    at += (4 - (at % 4)) % 4;
  }
  return found;
}

test('holds what was put in, and ends with a trailer', () => {
  expect(readArchive(makeArchive(entries))).toEqual([
    { path: 'dev', inode: 1, mode: '40755', times: 0, device: [0, 0], content: '' },
    { path: 'dev/console', inode: 2, mode: '20600', times: 0, device: [5, 1], content: '' },
    { path: 'one', inode: 3, mode: '100755', times: 0, device: [0, 0], content: 'abc' },
    { path: 'empty', inode: 4, mode: '100644', times: 0, device: [0, 0], content: '' },
    { path: 'lib', inode: 5, mode: '120777', times: 0, device: [0, 0], content: 'usr/lib' },
    { path: 'TRAILER!!!', inode: 0, mode: '0', times: 0, device: [0, 0], content: '' },
  ]);
});

test('is the same for the same entries', () => {
  expect(makeArchive(entries).equals(makeArchive(entries))).toBe(true);
});
