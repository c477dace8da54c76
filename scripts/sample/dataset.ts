import sharp from 'sharp';
import { CLASSES, CLASS_COLOURS, FACE_SIZE, type Face, classIds } from './faces.ts';
import { paletteChunk, pngFile } from './pngFile.ts';
import { type SampleFile, VOID_COLOUR } from './special.ts';

/** Side of its images, in pixels, and of the part of a face that each shows. */
const SIZE = 224;
const WINDOW = 2 * SIZE;
/** Frames of each face: the window moves a little from one to the next. */
const FRAMES = 4;
const STEP = 12;
const VOID = 255;

/** The frame whose mask is missing, whose mask is cut off, that no list has, and that two lists have. */
const WITHOUT_MASK = 'subject-02_003';
const BROKEN = 'subject-05_001';
const IN_NO_LIST = 'subject-06_004';
const IN_BOTH = 'subject-04_004';

const text = (...lines: readonly string[]) => new TextEncoder().encode(lines.join('\n') + '\n');

/**
 * A small dataset in the layout of Pascal VOC with what goes wrong in larger ones: a mask is missing, one is cut off, one
 * stands alone, a class is never used, the lists overlap, and neighbouring frames show nearly the same.
 */
export async function datasetFiles(
  faces: readonly { readonly face: Face; readonly original: Uint8Array }[],
): Promise<SampleFile[]> {
  const frames = faces.flatMap(({ face, original }, at) => {
    const ids = classIds(face);
    return Array.from({ length: FRAMES }, (_, frame) => ({
      name: `subject-${String(at + 1).padStart(2, '0')}_${String(frame + 1).padStart(3, '0')}`,
      ...{ subject: at, ids, original, shift: STEP * frame },
    }));
  });
  const images = await Promise.all(
    frames.map(async ({ name, original, shift }): Promise<SampleFile> => {
      const image = sharp(original).extract({ left: shift, top: shift, width: WINDOW, height: WINDOW });
      const bytes = await image.resize(SIZE, SIZE).jpeg({ quality: 80 }).toBuffer();
      return { path: `dataset/JPEGImages/${name}.jpg`, bytes, about: '' };
    }),
  );
  const masks = frames
    .filter(({ name }) => name !== WITHOUT_MASK)
    .map(({ name, ids, shift }): SampleFile => {
      const bytes = frameMask(ids, shift);
      return {
        path: `dataset/SegmentationClass/${name}.png`,
        bytes: name === BROKEN ? bytes.subarray(0, bytes.length - 200) : bytes,
        about: name === BROKEN ? 'It ends too early.' : '',
      };
    });
  const [alone] = frames;
  const listed = frames.filter(({ name }) => name !== IN_NO_LIST);
  const isTrain = (subject: number): boolean => subject < (2 * faces.length) / 3;
  const train = listed.filter(({ subject }) => isTrain(subject)).map(({ name }) => name);
  const val = listed.filter(({ subject }) => !isTrain(subject)).map(({ name }) => name);
  return [
    ...images,
    ...masks,
    {
      path: 'dataset/SegmentationClass/subject-07_001.png',
      about: 'Its original is missing.',
      bytes: frameMask(alone?.ids ?? new Uint8Array(FACE_SIZE * FACE_SIZE), 6 * STEP),
    },
    {
      path: 'dataset/faces.classes.json',
      about: 'Names and colours of the classes; no mask has glasses.',
      bytes: text(JSON.stringify({ classes: classList(), void: [VOID] }, null, 2)),
    },
    {
      path: 'dataset/ImageSets/Segmentation/train.txt',
      about: 'The train split.',
      bytes: text(...train),
    },
    {
      path: 'dataset/ImageSets/Segmentation/val.txt',
      about: `The val split; ${IN_BOTH} is in train, too, and subject-08_001 is nowhere. No list has ${IN_NO_LIST}.`,
      bytes: text(...val, IN_BOTH, 'subject-08_001'),
    },
  ];
}

function classList(): { readonly id: number; readonly name: string; readonly colour: string }[] {
  const hex = (colour: readonly number[]): string =>
    `#${colour.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
  return [
    ...CLASSES.map((name, id) => ({ id, name, colour: hex(CLASS_COLOURS[id] ?? [0, 0, 0]) })),
    { id: CLASSES.length, name: 'glasses', colour: '#800080' },
    { id: VOID, name: 'void', colour: hex(VOID_COLOUR) },
  ];
}

/** Every second pixel of a window of a face, with void along the edges of its parts, as Pascal VOC has it. */
function frameMask(ids: Uint8Array, shift: number): Uint8Array {
  const at = (x: number, y: number): number => ids[(2 * y + shift) * FACE_SIZE + 2 * x + shift] ?? 0;
  const samples = new Uint8Array(SIZE * SIZE);
  for (let y = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++) {
      const id = at(x, y);
      const isEdge = (x + 1 < SIZE && at(x + 1, y) !== id) || (y + 1 < SIZE && at(x, y + 1) !== id);
      samples[y * SIZE + x] = isEdge ? VOID : id;
    }
  }
  const colours = Array.from({ length: 256 }, (_, id) =>
    id === VOID ? VOID_COLOUR : (CLASS_COLOURS[id] ?? [0, 0, 0]),
  );
  const chunks = [paletteChunk(colours, 256)];
  return pngFile({ width: SIZE, height: SIZE, bitDepth: 8, colourType: 3, samples, chunks });
}
