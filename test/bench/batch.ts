import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BatchJob } from '../../src/jobs/batch.ts';
import { readPaletteSource } from '../../src/jobs/paletteSource.ts';
import { paintMask, plainPng, withReversedPalette } from './benchMasks.ts';
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
 * Many masks. Whole commands, from the start of the process to its end: with the preview of every file (histograms,
 * damage, proof) and the journal. They are compared with two things: with two Python processes that are there already and
 * only read, change and write, and with a whole Python process that starts those two, imports what it needs and ends.
 * Results go to a folder, and over the files themselves. All lies in memory (/dev/shm) where there is such a place, since
 * no program is faster than the disk. Neither side syncs single files; ours syncs the batch once at its end.
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
    for (const entry of races(reversed)) {
      for (const target of ['folder', 'inPlace'] as const) {
        rows.push(...(await runCommand(entry, target, folder, masks, script, pillow)));
      }
    }
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
  const theirs = async (): Promise<number> => {
    const out = emptied(join(folder, 'theirs'));
    return (await pillow.batch('palette', masks, out)).seconds;
  };
  const seconds = await interleave(
    [
      { name: 'ours', run: write },
      { name: 'theirs', run: theirs },
    ],
    ROUNDS,
  );
  const of = (contender: string): number => seconds.get(contender) ?? Number.NaN;
  return atLeastAsFast(
    'palette only: writing after the preview, against the work of Pillow',
    of('ours'),
    of('theirs'),
    20,
  );
}

function emptied(folder: string): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  return folder;
}

async function runCommand(
  { name, arguments: words, peer, peerName, factor }: Race,
  target: 'folder' | 'inPlace',
  folder: string,
  masks: string,
  script: string,
  pillow: Pillow,
): Promise<BenchRow[]> {
  /** Where a run reads and where it writes; copying what it writes over is not timed. */
  const places = (owner: string): [from: string, to: string] => {
    const out = emptied(join(folder, owner));
    if (target === 'folder') return [masks, out];
    cpSync(masks, out, { recursive: true });
    return [out, out];
  };
  const ours = (): number => {
    const [from, to] = places('ours');
    const args = [script, ...words, from, ...(target === 'folder' ? ['-o', to] : ['--in-place']), '--yes'];
    return timeCall(() => execFileSync(NODE, args, { stdio: 'ignore' }));
  };
  const seconds = await interleave(
    [
      { name: 'ours', run: ours },
      { name: 'work', run: async () => (await pillow.batch(peer, ...places('theirs'))).seconds },
      { name: 'process', run: () => pillow.batchFromStart(peer, ...places('theirs')) },
    ],
    ROUNDS,
  );
  const of = (contender: string): number => seconds.get(contender) ?? Number.NaN;
  const what = `${name}, ${target === 'folder' ? 'to a folder' : 'in place'}: whole command with its preview`;
  return [
    atLeastAsFast(`${what}, against the work of ${peerName}`, of('ours'), of('work'), factor),
    atLeastAsFast(`${what}, against the whole process of ${peerName}`, of('ours'), of('process'), factor),
  ];
}
