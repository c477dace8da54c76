import { splitNamed } from '../splitWords.ts';

/** What a folder's name says of the files in it. */
export interface FolderWords {
  readonly role: 'original' | 'mask' | 'colours' | 'measurement';
  readonly kind: 'instance' | 'panoptic' | null;
  /** What tells such folders apart and belongs to names: `train` in `train_images`, `512` in `masks_512`. */
  readonly rest: readonly string[];
}

const ORIGINALS = words('images image imgs img jpegimages originals original photos photo pictures rgb rgbleft');
const MASKS = words(
  'masks mask labels label lbl annotations annotation annots annot anns ann gts gt gtleft groundtruth groundtruths truth',
  'segmentations segmentation segs seg semantic semseg sem segmentationclass segmentationclasspng category',
);
const KINDS: Readonly<Record<string, 'instance' | 'panoptic'>> = {
  instances: 'instance',
  instance: 'instance',
  segmentationobject: 'instance',
  segmentationobjectpng: 'instance',
  panoptic: 'panoptic',
};
const COLOURS = words('color colors colour colours colored coloured rgb vis viz visualization visualizations overlay');
const MEASUREMENTS = words('depth depthleft disparity flow normals');
const NEUTRAL = words('dir folder png jpg ground class classes ids raw');

/** `trainannot`, `valmasks`, `train2017`: words that are written together. */
const TOGETHER = /^(train|val|test)(annot|annots|masks?|labels?|images?|imgs?)$/i;
/** Names that are one word, however they look: KITTI's left colour camera. */
const WHOLE: Readonly<Record<string, FolderWords>> = { image_2: { role: 'original', kind: null, rest: [] } };
/** Longer names tell nothing. */
const LONGEST = 64;

/**
 * Reads the name of a folder: `images`, `train_masks`, `semantic_rgb`, `panoptic_train2017`. Null where it does not say
 * what its files are, and for every name with a word that is not known: `my_masks_old` may hold anything.
 */
export function folderWords(folder: string): FolderWords | null {
  const known = READ.get(folder);
  if (known !== undefined) return known;
  const read = folder.length > LONGEST ? null : readWords(folder);
  // Folders repeat by the thousands, but a stranger's listing may have as many names.
  if (READ.size >= 10_000) READ.clear();
  READ.set(folder, read);
  return read;
}

const READ = new Map<string, FolderWords | null>();

function readWords(folder: string): FolderWords | null {
  const whole = WHOLE[folder.toLowerCase()];
  if (whole !== undefined) return whole;
  const found = { original: 0, mask: 0, colours: 0, measurement: 0 };
  let kind: FolderWords['kind'] = null;
  const rest: string[] = [];
  for (const written of folder.split(/[-_. ]+/).flatMap((one) => TOGETHER.exec(one)?.slice(1) ?? [one])) {
    const word = written.toLowerCase();
    const ownKind = Object.hasOwn(KINDS, word) ? KINDS[word] : undefined;
    if (ownKind !== undefined) kind = ownKind;
    else if (MASKS.has(word)) found.mask++;
    else if (MEASUREMENTS.has(word)) found.measurement++;
    else if (COLOURS.has(word) && word !== 'rgb') found.colours++;
    else if (word === 'rgb' && found.mask > 0) found.colours++;
    else if (ORIGINALS.has(word)) found.original++;
    else if (splitNamed(word) !== null || /^\d+$/.test(word)) rest.push(written);
    else if (word !== '' && !NEUTRAL.has(word)) return null;
  }
  if (found.measurement > 0) return { role: 'measurement', kind: null, rest };
  const isMask = found.mask > 0 || kind !== null;
  if (found.colours > 0) return isMask ? { role: 'colours', kind: null, rest } : null;
  // "mask_images" are masks.
  if (isMask) return { role: 'mask', kind, rest };
  return found.original > 0 ? { role: 'original', kind: null, rest } : null;
}

function words(...lists: readonly string[]): ReadonlySet<string> {
  return new Set(lists.join(' ').split(' '));
}
