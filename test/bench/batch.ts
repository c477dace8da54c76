import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BatchJob } from '../../src/jobs/batch.ts';
import { readPaletteSource } from '../../src/jobs/paletteSource.ts';
import { rewritePalette } from '../../src/core/png/rewritePalette.ts';
import { crc32 } from '../../src/platform/zlib.ts';
import { paintMask, plainPng } from './benchMasks.ts';
import { atLeastAsFast, interleave, timeCall, type BenchRow } from './measure.ts';
import type { Pillow, PillowBatch } from './peers.ts';
import { NODE } from '../unit/cli/bundle.ts';

/** Masks of the VOC segmentation set, training and validation. */
const FILES = 2_913;
const DISTINCT = 40;
const ROUNDS = 3;

interface Race {
  readonly name: string;
  readonly arguments: readonly string[];
  readonly peer: PillowBatch;
  readonly peerName: string;
  readonly factor: number;
}

/**
 * Many masks. Most rows are the whole command, with the start of its process, its preview with histograms, damage and proof,
 * and the journal; against two Python processes that were started before their clock and only read, change and write. Sources
 * and results lie in memory (/dev/shm) where there is such a place, since no program is faster than the disk. Neither
 * side syncs single files; ours syncs the batch once at its end.
 *
 * @param script the bundled command
 */
export async function benchBatch(script: string, pillow: Pillow): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'maskscope-bench-'));
  try {
    console.log(`\n${FILES.toLocaleString('en')} masks in ${folder}`);
    const masks = join(folder, 'masks');
    mkdirSync(masks);
    const files = Array.from({ length: DISTINCT }, (_, seed) => plainPng(paintMask('', 500, 375 - seed, 4, 20)));
    for (let i = 0; i < FILES; i++) writeFileSync(join(masks, `${i}.png`), files[i % DISTINCT] as Buffer);
    const reversed = join(folder, 'reversed.png');
    writeFileSync(reversed, withReversedPalette(files[0] as Buffer));
    const rows: BenchRow[] = [await writeOnly(folder, masks, script, pillow)];
    for (const entry of races(reversed)) rows.push(await runCommand(entry, folder, masks, script, pillow));
    return rows;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function races(reversed: string): Race[] {
  return [
    {
      name: 'palette only',
      arguments: ['reencode', '--palette', 'voc', '--by', 'index'],
      peer: 'palette',
      peerName: 'Pillow',
      factor: 20,
    },
    {
      name: 'ids remapped',
      arguments: ['reencode', '--palette', reversed, '--by', 'colour'],
      peer: 'remap',
      peerName: 'Pillow + NumPy',
      factor: 5,
    },
    {
      name: 'border, K = 5',
      arguments: ['border', '--mode', 'union', '--iterations', '5'],
      peer: 'border',
      peerName: 'OpenCV + Pillow',
      factor: 3,
    },
  ];
}

/** The same colours at the opposite ids. */
function withReversedPalette(file: Buffer): Uint8Array {
  const rgb = new Uint8Array(768);
  for (let id = 0; id < 256; id++) rgb.set([(id * 67) & 255, (id * 131) & 255, (id * 197) & 255], 3 * (255 - id));
  return rewritePalette(file, { rgb, alpha: new Uint8Array(256).fill(255), transparencyEntries: 0 }, crc32);
}

/** What follows the approved preview of palettes: reading, hashing and comparing, exchanging, writing, the manifest. */
async function writeOnly(folder: string, masks: string, script: string, pillow: Pillow): Promise<BenchRow> {
  const ours = join(folder, 'ours');
  const { palette, colours } = readPaletteSource('voc');
  const options = {
    ...({ by: 'index', palette, colours, voidId: 255, unknown: 'error', choices: [] } as const),
    ...{ raw: null, depth: null, classId: null, isSwapped: false },
  };
  const write = async (): Promise<number> => {
    rmSync(ours, { recursive: true, force: true });
    const request = {
      ...({ task: { kind: 'reencode', options }, inputs: [masks], workingFolder: folder } as const),
      ...({ target: { kind: 'folder', folder: ours }, command: 'bench', isRepeated: false } as const),
    };
    const job = new BatchJob(request, { workers: 2, workerScript: script });
    try {
      await job.preview(() => undefined);
      const start = performance.now();
      const { results } = await job.write(() => undefined);
      const seconds = (performance.now() - start) / 1000;
      if (results.some(({ status }) => status !== 'written')) throw new Error('Not every mask was written.');
      return seconds;
    } finally {
      await job.close();
    }
  };
  return race('palette only: writing after the preview, against Pillow', 20, write, () =>
    theirSeconds('palette', folder, masks, pillow),
  );
}

/** Seconds of the Python processes. */
async function theirSeconds(work: PillowBatch, folder: string, masks: string, pillow: Pillow): Promise<number> {
  const out = join(folder, 'theirs');
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out);
  return (await pillow.batch(work, masks, out)).seconds;
}

async function race(
  what: string,
  factor: number,
  ours: () => number | Promise<number>,
  theirs: () => Promise<number>,
): Promise<BenchRow> {
  const contenders = [
    { name: 'ours', run: ours },
    { name: 'theirs', run: theirs },
  ];
  const seconds = await interleave(contenders, ROUNDS);
  return atLeastAsFast(what, seconds.get('ours') ?? Number.NaN, seconds.get('theirs') ?? Number.NaN, factor);
}

function runCommand(entry: Race, folder: string, masks: string, script: string, pillow: Pillow): Promise<BenchRow> {
  const ours = (): number => {
    const out = join(folder, 'ours');
    rmSync(out, { recursive: true, force: true });
    const args = [script, ...entry.arguments, masks, '-o', out, '--yes'];
    return timeCall(() => execFileSync(NODE, args, { stdio: 'ignore' }));
  };
  return race(`${entry.name}: whole command with its preview, against ${entry.peerName}`, entry.factor, ours, () =>
    theirSeconds(entry.peer, folder, masks, pillow),
  );
}
