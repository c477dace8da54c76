// Makes the sample dataset: drawn faces with masks of eye, nose, mouth and eyebrow in the layout of Pascal VOC, the
// same face in every way that a mask is stored, and files that are deliberately broken. The same bytes on every run.
//   node scripts/sample.ts [FOLDER]     default: sample
//   --fresh    also replaces files that were changed since
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { explainErrors } from './commandLine.ts';
import { brokenFiles } from './sample/broken.ts';
import { datasetFiles } from './sample/dataset.ts';
import { CLASSES, CLASS_COLOURS, FACE_SIZE, classIds, drawFace, objectIds, renderOriginal } from './sample/faces.ts';
import { labelboxFiles } from './sample/labelbox.ts';
import { mixedFiles } from './sample/mixed.ts';
import { DEFAULT_ORIGIN, servedExports } from './sample/served.ts';
import { type SampleFile, classMask, objectMask, specialFiles } from './sample/special.ts';

const FACES = 6;
const TRAINING_FACES = 4;

const name = (number: number) => `face_${String(number).padStart(2, '0')}`;
const lines = (...text: readonly string[]) => new TextEncoder().encode(text.join('\n') + '\n');

function jpeg(rgb: Uint8Array): Promise<Uint8Array> {
  const raw = { width: FACE_SIZE, height: FACE_SIZE, channels: 3 } as const;
  return sharp(rgb, { raw }).jpeg({ quality: 88 }).toBuffer();
}

/** Every file of the sample dataset, README included. */
async function sampleFiles(): Promise<SampleFile[]> {
  const faces = Array.from({ length: FACES }, (_, i) => ({ name: name(i + 1), face: drawFace(20_191_008 + i) }));
  const originals = await Promise.all(faces.map(({ face }) => jpeg(renderOriginal(face))));
  const names = faces.map((face) => face.name);
  const [first] = faces;
  const [firstOriginal] = originals;
  if (first === undefined || firstOriginal === undefined) throw new Error('The sample needs a face.');

  const files: SampleFile[] = [
    ...faces.flatMap(({ name, face }, i) => [
      { path: `faces/JPEGImages/${name}.jpg`, bytes: originals[i] ?? firstOriginal, about: '' },
      { path: `faces/SegmentationClass/${name}.png`, bytes: classMask(classIds(face)), about: '' },
      { path: `faces/SegmentationObject/${name}.png`, bytes: objectMask(objectIds(face)), about: '' },
    ]),
    ...mixedFiles(faces),
    ...(await datasetFiles(faces.map(({ face }, i) => ({ face, original: originals[i] ?? firstOriginal })))),
    ...(await labelboxFiles(faces.map((one, i) => ({ ...one, original: originals[i] ?? firstOriginal })))),
    ...servedExports(DEFAULT_ORIGIN),
    ...['faces', 'mixed', 'special/rgb'].map((parent) => ({
      path: `${parent}/labelmap.txt`,
      about: 'Names and colours of the classes.',
      bytes: lines(
        '# label:color_rgb:parts:actions',
        ...CLASSES.map((label, id) => `${label}:${(CLASS_COLOURS[id] ?? []).join(',')}::`),
      ),
    })),
    ...(
      [
        ['train', names.slice(0, TRAINING_FACES)],
        ['val', names.slice(TRAINING_FACES)],
        ['trainval', names],
      ] as const
    ).map(([split, members]) => ({
      path: `faces/ImageSets/Segmentation/${split}.txt`,
      about: `The ${split} split.`,
      bytes: lines(...members),
    })),
    {
      path: 'special/class_names.txt',
      about: 'Names of the classes, one a line, from id 0.',
      bytes: lines(...CLASSES),
    },
    ...specialFiles(first.face),
    ...brokenFiles(first.face, firstOriginal),
  ];
  const readme = [
    '# Sample dataset of Maskscope',
    '',
    'Generated: drawn faces, nobody’s data. Edit the files as you like; `npm run sample -- --fresh` makes them anew.',
    '',
    '- `faces/JPEGImages/*.jpg`: the originals.',
    '- `faces/SegmentationClass/*.png`: class masks of the five-colour palette (8 bits, 256 entries).',
    '- `faces/SegmentationObject/*.png`: object masks with a void border of id 255.',
    '- `mixed/masks/*.png`: the faces as four tools export them; their palettes number the classes differently, and',
    '  `face_06.png` is RGB with a border in a colour of no class.',
    '- `dataset/JPEGImages/*.jpg`: frames of the faces, a dataset to be scanned; one has no mask.',
    '- `dataset/SegmentationClass/*.png`: their class masks, with a void edge of id 255.',
    '- `labelbox/originals/*.jpg`: smaller originals, which the exports beside them are about.',
    ...files.flatMap(({ path, about }) => (about === '' ? [] : [`- \`${path}\`: ${about}`])),
  ];
  return [...files, { path: 'README.md', about: 'This list.', bytes: lines(...readme) }];
}

/** Writes a file unless there is one; an existing one is replaced only on demand. */
async function writeSample(file: string, bytes: Uint8Array, fresh: boolean): Promise<'written' | 'same' | 'kept'> {
  if (!fresh && existsSync(file)) return (await readFile(file)).equals(bytes) ? 'same' : 'kept';
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, bytes);
  return 'written';
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { fresh: { type: 'boolean', default: false } },
  });
  const folder = resolve(positionals[0] ?? join(dirname(import.meta.dirname), 'sample'));
  const files = await sampleFiles();
  let kept = 0;
  for (const { path, bytes } of files) {
    if ((await writeSample(join(folder, path), bytes, values.fresh)) === 'kept') kept += 1;
  }
  const changed = `; kept ${kept} changed ${kept === 1 ? 'file' : 'files'} (npm run sample -- --fresh makes them anew)`;
  console.log(`sample: ${files.length} files in ${folder}${kept === 0 ? '' : changed}`);
}

await explainErrors('npm run sample', main);
