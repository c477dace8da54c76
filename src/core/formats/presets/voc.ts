import { vocColour } from '../../palette/idColours.ts';
import { presetOf } from './preset.ts';

const NAMES = [
  'background',
  'aeroplane',
  'bicycle',
  'bird',
  'boat',
  'bottle',
  'bus',
  'car',
  'cat',
  'chair',
  'cow',
  'diningtable',
  'dog',
  'horse',
  'motorbike',
  'person',
  'pottedplant',
  'sheep',
  'sofa',
  'train',
  'tvmonitor',
];
const VOID = 255;

/** Pascal VOC: 21 classes and the void rim, in the colours of the VOC colormap. */
export const voc = presetOf(
  [...NAMES.map((name, id) => [id, name, ...vocColour(id)] as const), [VOID, 'void', ...vocColour(VOID)]],
  (id) => id === VOID,
);

/** Whether a palette is the VOC colormap, as far as it goes; at least the 21 classes. */
export function isVocPalette(paletteRgb: Uint8Array): boolean {
  const entries = paletteRgb.length / 3;
  if (entries < NAMES.length) return false;
  for (let id = 0; id < entries; id++) {
    const [red, green, blue] = vocColour(id);
    if (paletteRgb[3 * id] !== red || paletteRgb[3 * id + 1] !== green || paletteRgb[3 * id + 2] !== blue) return false;
  }
  return true;
}
