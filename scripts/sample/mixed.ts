import { CLASSES, CLASS_COLOURS, FACE_SIZE, type Face, classIds } from './faces.ts';
import { paletteChunk, pngFile } from './pngFile.ts';
import { type SampleFile, VOID_COLOUR, classMask } from './special.ts';

const size = { width: FACE_SIZE, height: FACE_SIZE } as const;

/** A mask whose palette lists the classes in the given order, with no entry to spare. */
function renumbered(ids: Uint8Array, order: readonly number[], bitDepth: 4 | 8): Uint8Array {
  const colours = order.map((id) => CLASS_COLOURS[id] ?? [0, 0, 0]);
  const samples = ids.map((id) => order.indexOf(id));
  return pngFile({ ...size, bitDepth, colourType: 3, samples, chunks: [paletteChunk(colours, colours.length)] });
}

/** The classes from the most frequent to the rarest: the order of an adaptive palette. */
function byFrequency(ids: Uint8Array): number[] {
  const counts = CLASSES.map((_, id) => ids.reduce((sum, other) => sum + (other === id ? 1 : 0), 0));
  return CLASSES.map((_, id) => id).sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0));
}

/** Class colours as RGB pixels, and a colour of no class where a pixel's right or lower neighbour is of another. */
function colouredWithRim(ids: Uint8Array): Uint8Array {
  const rgb = new Uint8Array(3 * ids.length);
  ids.forEach((id, i) => {
    const isRim = (i % FACE_SIZE < FACE_SIZE - 1 && ids[i + 1] !== id) || (ids[i + FACE_SIZE] ?? id) !== id;
    rgb.set(isRim ? VOID_COLOUR : (CLASS_COLOURS[id] ?? []), 3 * i);
  });
  return pngFile({ ...size, bitDepth: 8, colourType: 2, samples: rgb });
}

/** The same classes as four tools number them: palettes differ from file to file, colours agree. */
export function mixedFiles(faces: readonly { readonly name: string; readonly face: Face }[]): SampleFile[] {
  const tools: ((ids: Uint8Array) => Uint8Array)[] = [
    classMask,
    classMask,
    (ids) => renumbered(ids, byFrequency(ids), 4),
    (ids) => renumbered(ids, byFrequency(ids), 4),
    (ids) => renumbered(ids, [0, 4, 3, 2, 1], 8),
    colouredWithRim,
  ];
  return faces.map(({ name, face }, i) => ({
    path: `mixed/masks/${name}.png`,
    bytes: (tools[i] ?? classMask)(classIds(face)),
    about: '',
  }));
}
