import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { loadPngRenderer } from './render-png.ts';

const renderPng = loadPngRenderer();

interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Whether the pixel is darker than mid-grey. */
  readonly isDark: (x: number, y: number) => boolean;
}

/** A PNG of 8-bit RGBA without interlace, read by the rules of the format, not by the library that wrote it. */
function decodePng(bytes: Uint8Array): Pixels {
  const file = Buffer.from(bytes);
  expect(file.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  const chunks: { type: string; data: Buffer }[] = [];
  for (let at = 8; at < file.length; at += 12 + file.readUInt32BE(at)) {
    const data = file.subarray(at + 8, at + 8 + file.readUInt32BE(at));
    chunks.push({ type: file.toString('latin1', at + 4, at + 8), data });
  }
  const [head] = chunks;
  if (head?.type !== 'IHDR') throw new Error('no head');
  const [width, height] = [head.data.readUInt32BE(0), head.data.readUInt32BE(4)];
  expect([...head.data.subarray(8)]).toEqual([8, 6, 0, 0, 0]);
  const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
  const pixels = unfilter(inflateSync(packed), width * 4, height);
  return { width, height, isDark: (x, y) => (pixels[(y * width + x) * 4] ?? 255) < 128 };
}

/** Undoes the filter that each line of a PNG names in its first byte. */
function unfilter(raw: Buffer, stride: number, height: number): Buffer {
  const out = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)];
    for (let x = 0; x < stride; x++) {
      const left = x < 4 ? 0 : (out[y * stride + x - 4] ?? 0);
      const up = y === 0 ? 0 : (out[(y - 1) * stride + x] ?? 0);
      const corner = x < 4 || y === 0 ? 0 : (out[(y - 1) * stride + x - 4] ?? 0);
      const guesses = [0, left, up, (left + up) >> 1, paeth(left, up, corner)];
      out[y * stride + x] = (raw[y * (stride + 1) + 1 + x] ?? 0) + (guesses[filter ?? 0] ?? 0);
    }
  }
  return out;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [left, up, corner].map((value) => Math.abs(guess - value)) as [number, number, number];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

const picture = (body: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="120" height="40"><rect width="120" height="40" fill="#ffffff"/>${body}</svg>`;
const text = (line: string) =>
  `<text x="10" y="28" font-family="DejaVu Sans, Verdana, sans-serif" font-size="20">${line}</text>`;

function darkPixels(svg: string): number {
  const { width, height, isDark } = decodePng(renderPng(svg));
  let count = 0;
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) if (isDark(x, y)) count++;
  return count;
}

test('a picture is twice as large in pixels, and its marks are where they are in the SVG', () => {
  const { width, height, isDark } = decodePng(
    renderPng(picture('<rect x="100" y="5" width="10" height="10"/>')),
  );
  expect([width, height]).toEqual([240, 80]);
  expect([isDark(198, 20), isDark(202, 20), isDark(218, 20), isDark(222, 20)]).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

test('text is drawn without any font of the system, and other text is another picture', () => {
  expect(darkPixels(picture(''))).toBe(0);
  expect(darkPixels(picture(text('musl')))).toBeGreaterThan(300);
  expect(darkPixels(picture(text('musl')))).toBeGreaterThan(darkPixels(picture(text('.'))) * 5);
});

test('the same picture gives the same bytes', () => {
  const svg = picture(text('0.123 µs'));
  expect(Buffer.compare(renderPng(svg), renderPng(svg))).toBe(0);
});

test('letters that no font has stop nothing', () => {
  expect(renderPng(picture(text('漢字 \u{1F600}'))).length).toBeGreaterThan(100);
});
