import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { NODE } from '../unit/cli/bundle.ts';
import { paintMask, plainPng } from './benchMasks.ts';
import { atLeastAsFast, interleave, timeCall, type BenchRow } from './measure.ts';

const PAIRS = 500;
const ROUNDS = 3;
/** Different pairs; the others repeat them. */
const DIFFERENT = 20;
const [WIDTH, HEIGHT] = [500, 375];

/** Overlays as JPEG of quality 90, both as whole programs: the command with its journal, and OpenCV in two processes. */
export async function benchOverlay(script: string, folder: string): Promise<BenchRow[]> {
  const [originals, masks] = ['JPEGImages', 'SegmentationClass'].map((name) => join(folder, 'overlay', name)) as [
    string,
    string,
  ];
  for (const one of [originals, masks]) mkdirSync(one, { recursive: true });
  for (let at = 0; at < PAIRS; at++) {
    const number = at % DIFFERENT;
    const mask = plainPng(paintMask(`overlay ${number}`, WIDTH, HEIGHT, 4 + (number % 8), 20));
    writeFileSync(join(masks, `${at}.png`), mask);
    writeFileSync(join(originals, `${at}.jpg`), await photograph(number));
  }
  const out = join(folder, 'overlaid');
  const emptied = (run: () => void) => (): number => {
    rmSync(out, { recursive: true, force: true });
    return timeCall(run);
  };
  const ours = [script, 'overlay', join(folder, 'overlay'), '-o', out, '--format', 'jpeg', '--yes'];
  const python = [join(import.meta.dirname, 'overlay.py'), originals, masks, out];
  const medians = await interleave(
    [
      { name: 'ours', run: emptied(() => execFileSync(NODE, ours, { stdio: 'ignore' })) },
      { name: 'opencv', run: emptied(() => execFileSync('/usr/bin/python3', python, { stdio: 'ignore' })) },
    ],
    ROUNDS,
  );
  const of = (name: string): number => medians.get(name) ?? Number.NaN;
  return [
    atLeastAsFast(
      `${PAIRS} overlays of ${WIDTH} × ${HEIGHT} as JPEG, whole programs, against OpenCV in two processes`,
      of('ours'),
      of('opencv'),
      3,
    ),
  ];
}

/** Soft shapes with noise, about as large a file as a photograph. */
function photograph(seed: number): Promise<Buffer> {
  const samples = new Uint8Array(3 * WIDTH * HEIGHT);
  let state = seed + 1;
  for (let at = 0; at < samples.length; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const pixel = Math.floor(at / 3);
    const [x, y] = [pixel % WIDTH, Math.floor(pixel / WIDTH)];
    samples[at] = 128 + 70 * Math.sin(x / 31 + seed) * Math.cos(y / 23 + (at % 3)) + (state >>> 27);
  }
  return sharp(samples, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
    .jpeg({ quality: 92 })
    .toBuffer();
}
