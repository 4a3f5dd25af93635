import { crc32, deflateSync } from 'node:zlib';

import type { PNG } from 'pngjs';

/** Values of a colour channel: with these a picture of the view has some 180 colours, each at the most 8 of 255 off. */
const LEVELS = 16;
const STEP = 255 / (LEVELS - 1);
const MAX_COLOURS = 256;

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Of the header: 8 bits a pixel, indexed colours, the only compression and filtering there are, not interlaced. */
const INDEXED = [8, 3, 0, 0, 0];

/**
 * The picture without transparency as a PNG with a palette (PNG, third edition, section 11), a third as long as one in
 * full colours. Throws when it has more colours than fit.
 */
export function palettePng({ width, height, data }: PNG): Buffer {
  const palette = new Map<number, number>();
  // A line is a zero, for no filter, and an index for each pixel.
  const lines = Buffer.alloc((width + 1) * height);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const colour = roundedColour(data, pixel * 4);
    const index = palette.get(colour) ?? palette.size;
    palette.set(colour, index);
    lines[pixel + Math.floor(pixel / width) + 1] = index;
  }
  if (palette.size > MAX_COLOURS) {
    throw new Error(`palettePng: ${palette.size} colours`);
  }
  const header = Buffer.alloc(8);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  const colours = Buffer.alloc(palette.size * 3);
  [...palette.keys()].forEach((rgb, at) => colours.writeUIntBE(rgb, at * 3, 3));
  return Buffer.concat([
    Buffer.from(SIGNATURE),
    chunk('IHDR', Buffer.concat([header, Buffer.from(INDEXED)])),
    chunk('PLTE', colours),
    chunk('IDAT', deflateSync(lines, { level: 9 })),
    chunk('IEND', Buffer.alloc(0))
  ]);
}

/** The colour at a place of RGBA data as 24 bits, each channel at the nearest of its `LEVELS`. */
function roundedColour(data: Buffer, at: number): number {
  const channel = (offset: number): number =>
    Math.round(Math.round((data[at + offset] ?? 0) / STEP) * STEP);
  return (channel(0) << 16) | (channel(1) << 8) | channel(2);
}

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(content.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
