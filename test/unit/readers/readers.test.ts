import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isPhotograph, maskFromPng } from '../../../src/core/mask/fromPng.ts';
import type { PillowVersion } from '../../../src/core/mask/readers/pillow.ts';
import { pythonLine } from '../../../src/core/mask/readers/pythonLine.ts';
import { readFileTraits } from '../../../src/core/mask/readers/fileTraits.ts';
import { PIXEL_ALPHA, type ReadableMask, type ReaderArray } from '../../../src/core/mask/readers/reading.ts';
import { READERS } from '../../../src/core/mask/readers/readings.ts';
import { readPng } from '../../../src/core/png/read.ts';
import { inflate } from '../../../src/platform/zlib.ts';
import { readerCases } from './readerCases.ts';
import { digestOf, filesDigest, type Recording } from './recording.ts';
import { runReaders, type PythonArray } from './runReaders.ts';

/** The mask and the traits of a file. */
function readable(file: Uint8Array): ReadableMask {
  const mask = maskFromPng(readPng(file, inflate), { force: true });
  const traits = readFileTraits(file);
  if (isPhotograph(mask) || traits === null) throw new Error('The file is no mask.');
  return { mask, traits };
}

/** What `array` says that the whole mask becomes. */
function predicted({ mask }: ReadableMask, array: ReaderArray): PythonArray {
  const { dtype, mode, channels, value } = array;
  const values = Array.from(mask.ids, (id, pixel) =>
    value(id).map((sample) => {
      if (sample !== PIXEL_ALPHA) return sample;
      const alpha = mask.alpha?.[pixel] ?? NaN;
      return mask.bitDepth === 16 && dtype === 'uint8' ? alpha >> 8 : alpha;
    }),
  );
  const shape = [mask.height, mask.width, ...(channels === null ? [] : [channels])];
  return { dtype, mode, shape, values: values.flat() };
}

const cases = readerCases();
const masks = cases.map(({ file }) => readable(file));
const python = runReaders(
  cases.map(({ file }) => file),
  (at, path) => {
    const mask = masks[at];
    const line = mask === undefined ? null : pythonLine(mask, 'panoptic', path);
    return line === null ? [] : [line.replace(/^ids = /, '')];
  },
);
const pillow: PillowVersion = (python?.versions.Pillow ?? '').startsWith('9.') ? '9.4' : '12.3';

describe('what readers are said to return', () => {
  for (const [index, reader] of READERS.entries()) {
    const version = python?.versions[reader.library];
    const name = `is what ${reader.library} ${version ?? ''} returns: ${reader.call}`;
    it.skipIf(version === undefined)(version === undefined ? `${name} (skipped: it is absent)` : name, () => {
      for (const [at, { name: file }] of cases.entries()) {
        const mask = masks[at];
        if (mask === undefined) continue;
        expect(predicted(mask, reader.read(mask, pillow)), file).toEqual(python?.results[at]?.[index]);
      }
    });
  }
});

describe('what TensorFlow is said to return', () => {
  const recording = JSON.parse(readFileSync(join(import.meta.dirname, 'tensorFlow.json'), 'utf8')) as Recording;

  it(`is what TensorFlow ${recording.version} returned when it was recorded`, () => {
    expect(filesDigest(cases.map(({ file }) => file))).toBe(recording.files);
    const readers = READERS.filter(({ library }) => library === 'TensorFlow');
    expect(Object.keys(recording.arrays)).toEqual(readers.map(({ call }) => call));
    for (const { call, read } of readers) {
      for (const [at, { name }] of cases.entries()) {
        const mask = masks[at];
        if (mask === undefined) continue;
        expect(digestOf(predicted(mask, read(mask, '12.3'))), `${call} of ${name}`).toBe(recording.arrays[call]?.[at]);
      }
    }
  });
});

describe('the line of Python', () => {
  const hasPillow = python?.versions.Pillow !== undefined && python.versions.OpenCV !== undefined;
  it.skipIf(!hasPillow)('returns the ids of each file that has some', () => {
    let compared = 0;
    for (const [at, { name }] of cases.entries()) {
      const result = python?.results[at]?.[READERS.length];
      const mask = masks[at]?.mask;
      if (result === undefined || result === null || mask === undefined) continue;
      const { colours } = mask;
      const ids = Array.from(mask.ids, (id) =>
        colours === null
          ? id
          : (colours[4 * id] ?? 0) + 256 * (colours[4 * id + 1] ?? 0) + 65_536 * (colours[4 * id + 2] ?? 0),
      );
      expect(result.values, name).toEqual(ids);
      expect(result.shape, name).toEqual([mask.height, mask.width]);
      compared++;
    }
    expect(compared).toBeGreaterThan(100);
  });
});
