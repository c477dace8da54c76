// Records what TensorFlow returns of the test files, for machines that have none:
//   MASKSCOPE_PYTHON=PYTHON-WITH-TENSORFLOW node test/unit/readers/recordTensorFlow.ts
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { READERS } from '../../../src/core/mask/readers/readings.ts';
import { digestOf, filesDigest } from './recording.ts';
import { readerCases } from './readerCases.ts';
import { runReaders } from './runReaders.ts';

const files = readerCases().map(({ file }) => file);
const python = runReaders(files, () => []);
const version = python?.versions.TensorFlow;
if (python === null || version === undefined) throw new Error('This Python has no TensorFlow.');
const arrays = Object.fromEntries(
  READERS.flatMap(({ library, call }, index) =>
    library === 'TensorFlow' ? [[call, python.results.map((results) => digestOf(results[index] ?? null))]] : [],
  ),
);
const record = { version, files: filesDigest(files), arrays };
writeFileSync(join(import.meta.dirname, 'tensorFlow.json'), `${JSON.stringify(record, null, 2)}\n`);
