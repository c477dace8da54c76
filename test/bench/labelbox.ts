import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ElementReader } from '../../src/core/labelbox/elements.ts';
import { SeededRandom } from '../fixtures/seededRandom.ts';
import { atLeastAsFast, interleave, timeCall, type BenchRow } from './measure.ts';

const CHUNK = 1 << 20;
const COMPARED = 100;
const LARGE = 300;
const MAX_PEAK = 400 * 2 ** 20;

/** Rows against `JSON.parse`, and the memory that a large export takes. */
export async function benchLabelbox(folder: string): Promise<BenchRow[]> {
  const array = join(folder, 'array.json');
  const lines = join(folder, 'lines.ndjson');
  writeExport(array, COMPARED, 'array');
  writeExport(lines, COMPARED, 'lines');
  const arrayBytes = readFileSync(array);
  const lineBytes = readFileSync(lines);
  const medians = await interleave(
    [
      { name: 'array', run: () => timed(() => splitAll(arrayBytes)) },
      { name: 'whole', run: () => timed(() => JSON.parse(arrayBytes.toString('utf8')) as unknown) },
      { name: 'lines', run: () => timed(() => splitAll(lineBytes)) },
      {
        name: 'split',
        run: () =>
          timed(() =>
            lineBytes
              .toString('utf8')
              .split('\n')
              .flatMap((line) => (line === '' ? [] : [JSON.parse(line) as unknown])),
          ),
      },
    ],
    5,
  );
  const of = (name: string): number => medians.get(name) ?? Number.NaN;
  const large = join(folder, 'large.json');
  writeExport(large, LARGE, 'array');
  const script = join(import.meta.dirname, 'labelboxPeak.ts');
  const { rows, seconds, peak } = JSON.parse(execFileSync(process.execPath, [script, large], { encoding: 'utf8' })) as {
    rows: number;
    seconds: number;
    peak: number;
  };
  for (const file of [array, lines, large]) rmSync(file);
  return [
    atLeastAsFast(`JSON array of ${COMPARED} MB, against JSON.parse on the whole text`, of('array'), of('whole'), 0.9),
    atLeastAsFast(`NDJSON of ${COMPARED} MB, against split and JSON.parse`, of('lines'), of('split'), 1.5),
    {
      what: `${LARGE} MB, ${rows} rows, scanned into summary, findings and index in ${seconds.toFixed(1)} s: peak memory`,
      ours: `${Math.round(peak / 2 ** 20)} MB`,
      other: '',
      ratio: '',
      aim: '< 400 MB',
      met: peak < MAX_PEAK,
    },
  ];
}

/** Writes an export of E5 of about so many megabytes: 1 to 4 outlines of 8 to 60 points a row. */
export function writeExport(path: string, megabytes: number, container: 'array' | 'lines'): void {
  const random = new SeededRandom(20_191_008);
  const names = ['eye', 'nose', 'mouth', 'eyebrow'];
  const rows = Array.from({ length: 500 }, () => ({
    'Labeled Data': 'https://storage.labelbox.com/x.jpg?Expires=1571643200000&Signature=abc',
    Label: {
      objects: names.slice(0, random.integer(1, 4)).map((title) => ({
        featureId: `ck${random.integer(1e9, 2e9)}`,
        title,
        value: title,
        color: '#ff0000',
        polygon: ringOf(random),
        instanceURI: 'https://api.labelbox.com/masks/feature/f?token=a.b.c',
      })),
      classifications: [],
    },
    'Created By': `person${random.integer(1, 9)}@example.com`,
    'Project Name': 'faces',
    'Created At': '2019-11-22T13:48:53.000Z',
    'Seconds to Label': random.integer(10, 2000) / 10,
    Agreement: -1,
    Reviews: [],
    Skipped: false,
  }));
  const bodies = rows.map((row) => JSON.stringify(row).slice(1));
  const file = openSync(path, 'w');
  let size = 0;
  let text = container === 'array' ? '[' : '';
  for (let i = 0; size < megabytes * 1e6; i++) {
    const head = `{"ID":"ck${i}","DataRow ID":"cd${i}","External ID":"example-${i}.jpg",`;
    const between = i === 0 ? '' : container === 'array' ? ',' : '\n';
    text += between + head + (bodies[i % bodies.length] ?? '}');
    if (text.length < CHUNK) continue;
    size += writeSync(file, text);
    text = '';
  }
  writeSync(file, text + (container === 'array' ? ']' : '\n'));
  closeSync(file);
}

function ringOf(random: SeededRandom): readonly object[] {
  const count = random.integer(8, 60);
  return Array.from({ length: count }, (_, i) => {
    const angle = (2 * Math.PI * i) / count;
    const radius = 100 + random.next() * 20;
    const rounded = (value: number): number => Math.round(value * 1000) / 1000;
    return { x: rounded(300 + radius * Math.cos(angle)), y: rounded(300 + radius * Math.sin(angle)) };
  });
}

function splitAll(bytes: Uint8Array): number {
  let count = 0;
  const decode = (piece: Uint8Array): string =>
    Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength).toString('utf8');
  const reader = new ElementReader(decode, { element: () => count++, finding: () => undefined });
  for (let at = 0; at < bytes.length; at += CHUNK) reader.push(bytes.subarray(at, at + CHUNK));
  reader.end();
  return count;
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Seconds of a call; what the one before left is collected first. */
function timed(call: () => unknown): number {
  collect();
  return timeCall(call);
}
