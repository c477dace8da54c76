import { readFileSync } from 'node:fs';
import { constants, inflateSync } from 'node:zlib';
import { histogramById } from '../../src/core/mask/histogram.ts';
import { parsePng, readPng } from '../../src/core/png/read.ts';
import { crc32, inflate } from '../../src/platform/zlib.ts';
import { atLeastAsFast, atMost, interleave, timeCall, type BenchRow, type Contender } from './measure.ts';
import { decodeWithPngjs, type Pillow } from './peers.ts';

/** Ids with their histogram, against inflate alone and against what a user would write instead. */
export async function benchDecode(
  files: readonly { name: string; path: string }[],
  pillow: Pillow | null,
): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const { name, path } of files) {
    const bytes = readFileSync(path);
    const parsed = parsePng(bytes, { crc32 });
    const stream = Buffer.concat(parsed.idat);
    const large = bytes.length > 200_000;
    const repeats = large ? 1 : name.startsWith('500') ? 40 : 5;
    const repeated = (call: () => unknown): number =>
      timeCall(() => {
        for (let i = 0; i < repeats; i++) call();
      }) / repeats;

    const contenders: Contender[] = [
      {
        name: 'inflate',
        run: () =>
          repeated(() =>
            inflateSync(stream, { chunkSize: parsed.inflatedLength + 1, finishFlush: constants.Z_FINISH }),
          ),
      },
      { name: 'ours', run: () => repeated(() => histogramById(readPng(bytes, inflate, { crc32 }).samples)) },
      {
        name: 'ours with open',
        run: () => repeated(() => histogramById(readPng(readFileSync(path), inflate, { crc32 }).samples)),
      },
    ];
    if (pillow) contenders.push({ name: 'pillow', run: async () => (await pillow.decode(path)).seconds });
    const medians = await interleave(contenders, large ? 7 : 21);
    const seconds = (contender: string): number => medians.get(contender) ?? Number.NaN;
    rows.push(
      atMost(
        `${name}: ids + histogram, against inflateSync alone`,
        seconds('ours'),
        seconds('inflate'),
        name.startsWith('500') ? 2.5 : 2,
      ),
    );
    if (pillow) {
      rows.push(
        atLeastAsFast(
          `${name}: open, ids + histogram, against Pillow + np.bincount`,
          seconds('ours with open'),
          seconds('pillow'),
          5,
        ),
      );
    }
    const pngjs = await interleave(
      [
        { name: 'ours', run: () => repeated(() => histogramById(readPng(bytes, inflate, { crc32 }).samples)) },
        { name: 'pngjs', run: () => timeCall(() => decodeWithPngjs(bytes)) },
      ],
      large ? 1 : 7,
    );
    rows.push(
      atLeastAsFast(
        `${name}: ids + histogram, against pngjs (colours only)`,
        pngjs.get('ours') ?? Number.NaN,
        pngjs.get('pngjs') ?? Number.NaN,
        20,
      ),
    );
  }
  return rows;
}
