import { crc32 } from 'node:zlib';

/** `open` begins a session; the sequence of an `ack` is the next data frame expected. */
export type FrameKind = 'open' | 'ack' | 'data';

export interface Frame {
  readonly kind: FrameKind;
  /** 32 bits, chosen by the orchestrator. */
  readonly session: number;
  readonly sequence: number;
  /** JSON text in ASCII; empty but for data frames. */
  readonly payload: string;
}

/** Longest payload in bytes; FRAME_PAYLOAD_MAX of the guest's agent. */
export const payloadMax = 16384;

/** RS, the byte that RFC 7464 puts before JSON texts. Neither it nor LF occurs inside JSON. */
const recordSeparator = 0x1e;
const lineFeed = 0x0a;
const headerMax = 37;
const letters: ReadonlyMap<FrameKind, string> = new Map([
  ['open', 'S'],
  ['ack', 'A'],
  ['data', 'D'],
]);
const kinds: ReadonlyMap<string, FrameKind> = new Map([...letters].map(([kind, letter]) => [letter, kind]));

/** The bytes of a frame, as native/guest/frame.h describes them. Throws for a payload that no frame can hold. */
export function renderFrame(frame: Frame): Buffer {
  if (!/^[\x20-\x7e]*$/.test(frame.payload))
    throw new Error('a payload must be ASCII without control characters');
  if (frame.payload.length > payloadMax)
    throw new Error(`a payload of ${frame.payload.length} bytes is too long`);
  const { session, sequence, payload } = frame;
  const body = `${letters.get(frame.kind)} ${hex(session)} ${sequence} ${payload.length} ${payload}`;
  return Buffer.from(`\x1e${hex(crc32(body))} ${body}\n`, 'latin1');
}

export interface FrameReader {
  /** Undamaged frames that `bytes` completed; everything else is skipped. */
  read(bytes: Uint8Array): readonly Frame[];
  /** Frames that were begun and found damaged. */
  dropped(): number;
}

/** Finds frames in a stream of bytes, wherever it was cut and whatever noise lies between them. */
export function makeFrameReader(): FrameReader {
  let line: number[] | undefined;
  let dropped = 0;

  const take = (byte: number): Frame | undefined => {
    if (byte === recordSeparator) {
      if (line !== undefined) dropped += 1;
      line = [];
      return undefined;
    }
    if (line === undefined) return undefined;
    if (byte !== lineFeed) {
      line.push(byte);
      if (line.length <= headerMax + payloadMax) return undefined;
    }
    const frame = byte === lineFeed ? parseFrame(Buffer.from(line).toString('latin1')) : undefined;
    if (frame === undefined) dropped += 1;
    line = undefined;
    return frame;
  };

  return {
    read: (bytes) => {
      const frames: Frame[] = [];
      for (const byte of bytes) {
        const frame = take(byte);
        if (frame !== undefined) frames.push(frame);
      }
      return frames;
    },
    dropped: () => dropped,
  };
}

const header = /^([0-9a-f]{8}) (([SAD]) ([0-9a-f]{8}) (\d{1,10}) (\d{1,5}) )/;

/** The frame on a line between RS and LF; undefined when it is damaged. */
function parseFrame(line: string): Frame | undefined {
  const match = header.exec(line);
  const kind = kinds.get(match?.[3] ?? '');
  if (match === null || kind === undefined) return undefined;
  const body = line.slice(9);
  const payload = body.slice(match[2]?.length);
  const sequence = Number(match[5]);
  if (crc32(Buffer.from(body, 'latin1')) !== Number.parseInt(match[1] ?? '', 16)) return undefined;
  if (payload.length !== Number(match[6]) || sequence > 0xffffffff) return undefined;
  return { kind, session: Number.parseInt(match[4] ?? '', 16), sequence, payload };
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}
