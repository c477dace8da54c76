import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareConversion } from '../../src/jobs/batchConvert.ts';
import type { BatchTask } from '../../src/jobs/batchTypes.ts';
import { readPaletteSource } from '../../src/jobs/paletteSource.ts';
import { paintMask, plainPng, withReversedPalette } from './benchMasks.ts';
import { atLeastAsFast, interleave, processorTimeOf, type BenchRow } from './measure.ts';
import type { Pillow, PillowBatch } from './peers.ts';

const DISTINCT = 40;
const FILES = 400;
const ROUNDS = 11;

/**
 * The conversions of a batch by themselves: from the bytes of a file to the bytes of another, in memory, one after the
 * other on one core. What a batch adds is left out on both sides: files, journal, preview, proof, processes. Processor
 * time is compared, which other programs disturb less than wall time.
 */
export async function benchConversions(pillow: Pillow): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'maskscope-bench-'));
  try {
    const masks = join(folder, 'masks');
    mkdirSync(masks);
    const distinct = Array.from({ length: DISTINCT }, (_, seed) => plainPng(paintMask('', 500, 375 - seed, 4, 20)));
    for (let i = 0; i < FILES; i++) writeFileSync(join(masks, `${i}.png`), distinct[i % DISTINCT] as Buffer);
    const reversed = join(folder, 'reversed.png');
    writeFileSync(reversed, withReversedPalette(distinct[0] as Buffer));
    const files = readdirSync(masks).map((name) => readFileSync(join(masks, name)));

    const race = async (what: string, task: BatchTask, work: PillowBatch, aim: number): Promise<BenchRow> => {
      const convert = prepareConversion(task);
      const file = { index: 0, name: '', relative: '', source: '', output: '' };
      const ours = (): number =>
        processorTimeOf(() => {
          for (const bytes of files) {
            if (convert(bytes, file, { isPreview: false }).output === null) throw new Error('A mask was refused.');
          }
        });
      const theirs = async (): Promise<number> => (await pillow.convert(work, masks)).seconds;
      const seconds = await interleave(
        [
          { name: 'ours', run: ours },
          { name: 'theirs', run: theirs },
        ],
        ROUNDS,
      );
      const of = (contender: string): number => (seconds.get(contender) ?? Number.NaN) / FILES;
      return atLeastAsFast(`${what}: a mask in memory`, of('ours'), of('theirs'), aim);
    };
    return [
      await race('palette only, against Pillow', reencode('voc', 'index'), 'palette', 20),
      await race('ids remapped by colour, against Pillow + NumPy', reencode(reversed, 'colour'), 'remap', 5),
      await race('border, K = 5, against OpenCV + Pillow', UNION_BORDER, 'border', 3),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function reencode(source: string, by: 'index' | 'colour'): BatchTask {
  const { palette, colours } = readPaletteSource(source);
  const options = {
    ...({ by, palette, colours, voidId: 255, unknown: 'error', choices: [] } as const),
    ...{ raw: null, depth: null, classId: null, isSwapped: false },
  };
  return { kind: 'reencode', options };
}

/** The published recipe's border: outside of whatever is not background, a 3 × 3 square dilated five times. */
const UNION_BORDER: BatchTask = {
  kind: 'border',
  options: {
    ...({ kind: 'draw', mode: 'union', iterations: 5, side: 'outer', element: 'rectangle' } as const),
    ...{ voidId: 255, background: 0, backgroundBecomes: null, colour: null, instances: null, resize: null },
  },
};
