import { open } from 'node:fs/promises';

/** Offsets and values of ELF64, from the System V ABI (elf(5)). */
const elf64 = { headerBytes: 64, programHeaderOffset: 0x20, programHeaderSize: 0x36, programHeaders: 0x38 };
const segment = { interpreterType: 3, offset: 0x08, fileSize: 0x20 };

export type ElfInterpreter =
  | { readonly state: 'dynamic'; readonly interpreter: string }
  | { readonly state: 'static' }
  | { readonly state: 'not-elf' };

/** The loader a program asks for (PT_INTERP); `static` when it asks for none. Reads little-endian ELF64 only. */
export async function readInterpreter(path: string): Promise<ElfInterpreter> {
  const file = await open(path, 'r');
  try {
    const header = await readAt(file, 0, elf64.headerBytes);
    if (header === undefined || header.readUInt32BE(0) !== 0x7f454c46 || header[4] !== 2 || header[5] !== 1) {
      return { state: 'not-elf' };
    }
    const entrySize = header.readUInt16LE(elf64.programHeaderSize);
    const start = Number(header.readBigUInt64LE(elf64.programHeaderOffset));
    for (let i = 0; i < header.readUInt16LE(elf64.programHeaders); i += 1) {
      const entry = await readAt(file, start + i * entrySize, entrySize);
      if (entry === undefined) return { state: 'not-elf' };
      if (entry.readUInt32LE(0) !== segment.interpreterType) continue;
      const size = Number(entry.readBigUInt64LE(segment.fileSize));
      const text = await readAt(file, Number(entry.readBigUInt64LE(segment.offset)), size);
      // The path ends in a NUL byte.
      if (text !== undefined) return { state: 'dynamic', interpreter: text.toString('latin1', 0, size - 1) };
    }
    return { state: 'static' };
  } finally {
    await file.close();
  }
}

async function readAt(
  file: Awaited<ReturnType<typeof open>>,
  position: number,
  length: number,
): Promise<Buffer | undefined> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return bytesRead === length ? buffer : undefined;
}
