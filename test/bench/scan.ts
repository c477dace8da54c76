import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NODE } from '../unit/cli/bundle.ts';
import { paintMask, plainPng } from './benchMasks.ts';
import { atLeastAsFast, formatSeconds, interleave, median, timeCall, type BenchRow } from './measure.ts';

/** Pascal VOC 2012's masks. */
const VOC_MASKS = 2913;
const ROUNDS = 3;
const GROWTH = [1000, 10_000, 100_000] as const;
const MOST_MEMORY = 600e6;
/** Different masks; the others repeat them, as far as their content goes. */
const DIFFERENT = 200;

/** Scans of a folder, whole commands, against a script in a warm pool; memory and growth to 100,000 masks. */
export async function benchScan(script: string, folder: string): Promise<BenchRow[]> {
  const voc = join(folder, 'voc');
  writeFolder(voc, VOC_MASKS, 500, 375);
  const cache = join(folder, 'cache');
  const scan = (dataset: string): number =>
    timeCall(() =>
      execFileSync(NODE, [script, 'scan', dataset], {
        stdio: 'ignore',
        env: { ...process.env, XDG_CACHE_HOME: cache },
      }),
    );
  const python = (work: string) => (): number => {
    const output = execFileSync('/usr/bin/python3', [join(import.meta.dirname, 'scan.py'), voc, work, '1'], {
      encoding: 'utf8',
    });
    return median(JSON.parse(output) as number[]);
  };
  const medians = await interleave(
    [
      {
        name: 'first',
        run: () => {
          rmSync(cache, { recursive: true, force: true });
          return scan(voc);
        },
      },
      { name: 'second', run: () => scan(voc) },
      { name: 'same', run: python('same') },
      { name: 'counts', run: python('counts') },
    ],
    ROUNDS,
  );
  const of = (name: string): number => medians.get(name) ?? Number.NaN;
  return [
    atLeastAsFast(
      `${VOC_MASKS} masks of 500 × 375, the first scan as a whole command, against the same work in Pillow, NumPy and OpenCV, two warm processes`,
      of('first'),
      of('same'),
      6,
    ),
    atLeastAsFast('the same scan against counting pixels alone in Pillow and NumPy', of('first'), of('counts'), 6),
    atLeastAsFast('the second scan, a whole command, against the first', of('second'), of('first'), 20),
    ...growth(script, folder),
  ];
}

/** Runs a command and prints its seconds and the peak of its resident memory, in bytes. */
const RUN = `import json, resource, subprocess, sys, time
start = time.perf_counter()
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
seconds = time.perf_counter() - start
print(json.dumps({'seconds': seconds, 'peak': resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024}))`;

/** Seconds and memory of first scans of more and more small masks, each in a process of its own. */
function growth(script: string, folder: string): BenchRow[] {
  const measured = GROWTH.map((count) => {
    const dataset = join(folder, `masks${count}`);
    writeFolder(dataset, count, 96, 72);
    const cache = join(folder, `cache${count}`);
    const output = execFileSync('/usr/bin/python3', ['-c', RUN, NODE, script, 'scan', dataset], {
      encoding: 'utf8',
      env: { ...process.env, XDG_CACHE_HOME: cache },
    });
    rmSync(dataset, { recursive: true, force: true });
    return { count, ...(JSON.parse(output) as { readonly seconds: number; readonly peak: number }) };
  });
  const each = (one: { readonly count: number; readonly seconds: number }): number => one.seconds / one.count;
  const [smallest] = measured;
  return measured.map((one) => ({
    what: `first scan of ${one.count.toLocaleString('en')} masks of 96 × 72 with originals: seconds, and peak of memory`,
    ours: formatSeconds(one.seconds),
    other: `${Math.round(one.peak / 1e6)} MB`,
    ratio: `${(each(one) / each(smallest ?? one)).toFixed(2)}× a mask of the smallest`,
    aim: `< ${MOST_MEMORY / 1e6} MB, linear`,
    met: one.peak < MOST_MEMORY && each(one) <= 1.5 * each(smallest ?? one),
  }));
}

/** Masks and headers of originals in the layout of Pascal VOC, old enough to be known by their times. */
export function writeFolder(folder: string, count: number, width: number, height: number): void {
  const [masks, originals] = [join(folder, 'SegmentationClass'), join(folder, 'JPEGImages')];
  for (const one of [masks, originals]) mkdirSync(one, { recursive: true });
  const different = Array.from({ length: DIFFERENT }, (_, at) =>
    plainPng(paintMask(`mask ${at}`, width, height, 2 + (at % 12), 20)),
  );
  const long = new Date(Date.now() - 60_000);
  for (let at = 0; at < count; at++) {
    const name = `2007_${String(at).padStart(6, '0')}`;
    const mask = join(masks, `${name}.png`);
    writeFileSync(mask, different[at % DIFFERENT] ?? '');
    utimesSync(mask, long, long);
    writeFileSync(join(originals, `${name}.jpg`), jpegHead(width, height, at));
  }
}

/** SOI, SOF0 and the start of a scan, which is as far as sizes are looked for, and bytes that make sizes in bytes differ. */
function jpegHead(width: number, height: number, number: number): Buffer {
  const head = Buffer.from('ffd8ffc00011080000000003012200021101031101ffda000c03010002110311003f00', 'hex');
  head.writeUInt16BE(height, 7);
  head.writeUInt16BE(width, 9);
  return Buffer.concat([head, Buffer.alloc(number % 5003), Buffer.from('ffd9', 'hex')]);
}
