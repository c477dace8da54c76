import { readFileSync } from 'node:fs';
import { readPng } from '../../src/core/png/read.ts';
import { writePng } from '../../src/core/png/write.ts';
import { crc32, deflate, inflate } from '../../src/platform/zlib.ts';
import { atLeastAsFast, interleave, timeCall, type BenchRow } from './measure.ts';
import type { Pillow } from './peers.ts';

/** Writing a mask, against Pillow's default: time and size, both into memory. */
export async function benchEncode(
  files: readonly { name: string; path: string }[],
  pillow: Pillow,
): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const { name, path } of files) {
    const image = readPng(readFileSync(path), inflate, { crc32 });
    let ours = 0;
    let theirs = 0;
    const repeats = image.samples.length > 1e6 ? 3 : 30;
    const medians = await interleave(
      [
        {
          name: 'ours',
          run: () =>
            timeCall(() => {
              for (let i = 0; i < repeats; i++) {
                ours = writePng(image, deflate, { crc32 }).length;
              }
            }) / repeats,
        },
        {
          name: 'pillow',
          run: async () => {
            const answer = await pillow.encode(path, repeats);
            theirs = answer.bytes;
            return answer.seconds;
          },
        },
      ],
      image.samples.length > 1e7 ? 5 : 21,
    );
    rows.push(
      atLeastAsFast(
        `${name}: encode, against Pillow's default`,
        medians.get('ours') ?? Number.NaN,
        medians.get('pillow') ?? Number.NaN,
        3,
      ),
      {
        what: `${name}: size, against Pillow's default`,
        ours: `${ours.toLocaleString('en')} B`,
        other: `${theirs.toLocaleString('en')} B`,
        ratio: `${(ours / theirs).toFixed(2)}×`,
        aim: '≤ 1.15×',
        met: ours / theirs <= 1.15,
      },
    );
  }
  return rows;
}
