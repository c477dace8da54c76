import { crc32, deflateSync } from 'node:zlib';
import { rewritePalette } from '../../src/core/png/rewritePalette.ts';

/** A synthetic semantic mask with uneven outlines, as photographs' masks have; the same for the same seed. */
export interface BenchMask {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly ids: Uint8Array;
}

/**
 * Paints `shapes` ellipses with a randomly walking outline and a void rim, later ones on top.
 * Ids are 0 (background), 1 … `classes` − 1, and 255 (void).
 */
export function paintMask(name: string, width: number, height: number, shapes: number, classes: number): BenchMask {
  const random = mulberry32(width * 31 + height);
  const ids = new Uint8Array(width * height);
  for (let shape = 0; shape < shapes; shape++) {
    const id = 1 + Math.floor(random() * (classes - 1));
    const centreX = random() * width;
    const centreY = random() * height;
    const radiusX = width * (0.02 + 0.15 * random() * random());
    const radiusY = height * (0.02 + 0.2 * random() * random());
    let left = 0;
    let right = 0;
    for (let y = Math.max(0, Math.ceil(centreY - radiusY)); y < Math.min(height, centreY + radiusY); y++) {
      const half = radiusX * Math.sqrt(Math.max(0, 1 - ((y - centreY) / radiusY) ** 2));
      left = walk(left, random);
      right = walk(right, random);
      const from = Math.max(0, Math.round(centreX - half + left));
      const to = Math.min(width, Math.round(centreX + half + right));
      if (to > from) {
        const row = y * width;
        ids.fill(255, row + Math.max(0, from - 2), row + Math.min(width, to + 2));
        ids.fill(id, row + from, row + to);
      }
    }
  }
  return { name, width, height, ids };
}

function walk(position: number, random: () => number): number {
  const step = random();
  return Math.max(-12, Math.min(12, position + (step < 0.25 ? -1 : step > 0.75 ? 1 : 0)));
}

/** The plainest palette PNG of a mask: filter None, zlib level 6, as Pillow writes by default. */
export function plainPng(mask: BenchMask): Buffer {
  const rows = Buffer.alloc((mask.width + 1) * mask.height);
  for (let y = 0; y < mask.height; y++) {
    rows.set(mask.ids.subarray(y * mask.width, (y + 1) * mask.width), y * (mask.width + 1) + 1);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(mask.width, 0);
  header.writeUInt32BE(mask.height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const palette = Buffer.alloc(768);
  for (let id = 0; id < 256; id++) {
    palette.set([(id * 67) & 255, (id * 131) & 255, (id * 197) & 255], id * 3);
  }
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(rows, { level: 6 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const out = Buffer.alloc(data.length + 12);
  out.writeUInt32BE(data.length, 0);
  out.write(type, 4, 'latin1');
  out.set(data, 8);
  out.writeUInt32BE(crc32(out.subarray(4, data.length + 8)), data.length + 8);
  return out;
}

/** Small seeded generator (Mulberry32, public domain, T. Ettinger); uniform in [0, 1). */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** The same colours at the opposite ids. */
export function withReversedPalette(file: Buffer): Uint8Array {
  const rgb = new Uint8Array(768);
  for (let id = 0; id < 256; id++) rgb.set([(id * 67) & 255, (id * 131) & 255, (id * 197) & 255], 3 * (255 - id));
  return rewritePalette(file, { rgb, alpha: new Uint8Array(256).fill(255), transparencyEntries: 0 }, crc32);
}
