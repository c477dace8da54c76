import { sep } from 'node:path';
import { recogniseLayout } from '../../core/dataset/layout.ts';
import { folderWords } from '../../core/dataset/layouts/folderWords.ts';
import { recogniseKind, type RecognisedKind } from '../../core/mask/kind.ts';
import { nearestOf } from '../nearestOf.ts';
import type { PairFiles } from '../pairs/pairsTypes.ts';

/** A folder that every command takes for one of originals. */
const ORIGINALS = 'images';
/** The folder of masks whose ids are classes. */
const MASKS = 'masks';
/** Folders of objects' masks that say what lies above them, such as an edition or `Annotations`. */
const MOST_FOLDERS = 3;

/** Depths and encodings that folders of objects are recognised by: a path alone says nothing of them. */
const STORED = [{}, { bitDepth: 16, isColour: false }, { bitDepth: 8, isColour: true }] as const;

/** What a path says of ids: of masks of any depth, of 16 bits, in colours. */
function kindsOf(path: string): readonly RecognisedKind[] {
  return STORED.map((stored) => recogniseKind({ path, ...stored }));
}

/** Whether the ids of a mask are classes, or tell classes as well, as far as its path says. @param path absolute */
export function hasClassIds(path: string): boolean {
  return kindsOf(nearestOf(path)).every(({ kind }) => kind === 'semantic' || kind === 'classInstance');
}

/** Where the files of a pair lie after a transform, `/` between the parts. */
export interface MovedPlace {
  /** Without extension. @param name of what the pair has become, the last part of it */
  original(name: string): string;
  mask(name: string): string;
}

/** Folders, and what stands behind the name of the mask. */
interface Candidate {
  readonly originals: readonly string[];
  readonly masks: readonly string[];
  readonly ending: string;
}

/**
 * Where a pair lies after a transform. Classes lie in `masks` and originals in `images`. Where folders or the name say that ids
 * are others, they go on saying so, and originals lie where a scan finds them by it: `SegmentationObject/a.png` with
 * `images/a.jpg`, `Annotations/480p/bear/00000.png` with `JPEGImages/480p/bear/00000.jpg`, `train/instances/a.png` with
 * `train/images/a.jpg`.
 *
 * @returns null where no such place is known: the mask would become one of another kind, or lose its original
 */
export function movedPlace(pair: Pick<PairFiles, 'mask' | 'name' | 'kind'>): MovedPlace | null {
  const { mask, name, kind = 'semantic' } = pair;
  const named = name.split('/');
  const last = named.pop() ?? '';
  // A folder that says what it holds would say it of the original, too.
  const own = named.filter((folder) => folderWords(folder) === null);
  const was = kindsOf(nearestOf(mask));
  const isSemantic = was.every((one) => one.kind === 'semantic');
  if (isSemantic && kind === 'semantic') {
    return placeOf({ originals: [ORIGINALS, ...own], masks: [MASKS, ...own], ending: '' });
  }
  for (const candidate of candidatesOf(pair, own)) {
    const place = placeOf(candidate);
    const path = place.mask(last);
    const keepsPath = kindsOf(path).every((one, at) => one.kind === was[at]?.kind && one.divisor === was[at]?.divisor);
    if (!isSemantic && !keepsPath) continue;
    const [found, ...more] = recogniseLayout([`${place.original(last)}.jpg`, path]).pairs;
    if (found === undefined || found.original === null || more.length > 0) continue;
    const foundKind = found.mask === null ? found.others[0]?.kind : 'semantic';
    if (foundKind !== undefined && (kind === 'semantic' || foundKind === kind)) return place;
  }
  return null;
}

function placeOf({ originals, masks, ending }: Candidate): MovedPlace {
  return {
    original: (name) => [...originals, name].join('/'),
    mask: (name) => [...masks, `${name}${ending}.png`].join('/'),
  };
}

/** Places to try, the likeliest first. @param own the folders that the name has */
function* candidatesOf({ mask }: Pick<PairFiles, 'mask'>, own: readonly string[]): Generator<Candidate> {
  const parts = mask.split(sep);
  const stem = (parts.pop() ?? '').replace(/\.png$/i, '');
  const ending = /(?:_instance(?:Train)?Ids|_panoptic|_seg|_parts_\d+)$/i.exec(stem)?.[0] ?? '';
  const endings = ending === '' ? [''] : ['', ending];
  // Folders that are part of the name come back with it, as far as they are the last.
  const isNamed = own.length > 0 && own.every((folder, at) => parts.at(at - own.length) === folder);
  const folders = isNamed ? parts.slice(0, -own.length) : parts;
  for (let count = 1; count <= Math.min(MOST_FOLDERS, folders.length); count++) {
    const masks = folders.slice(-count);
    const originals = besideOf(masks);
    if (originals === null) continue;
    const rest = folderWords(masks.at(-1) ?? '')?.rest ?? [];
    for (const one of endings) {
      // `panoptic_train2017` names the split by itself.
      if (rest.length > 0 && (own.length === 0 || rest.join('/') === own.join('/'))) {
        yield { originals: [ORIGINALS, ...rest], masks, ending: one };
      }
      yield { originals: [...originals, ...own], masks: [...masks, ...own], ending: one };
      yield { originals: [...own, ...originals], masks: [...own, ...masks], ending: one };
    }
  }
  yield { originals: [ORIGINALS, ...own], masks: [MASKS, ...own], ending };
  // For files that only what lies beside them, or a number in their names, told to be of objects; and as the challenge of
  // ADE20K has what its full release keeps in `a_seg.png`.
  for (const folder of ['SegmentationObject', 'annotations_instance']) {
    yield { originals: [...own, ORIGINALS], masks: [...own, folder], ending: '' };
  }
}

/** Where originals lie beside folders of masks; null where no folder says that it holds masks. */
function besideOf(masks: readonly string[]): string[] | null {
  const at = masks.findLastIndex((folder) => folderWords(folder)?.role === 'mask');
  if (at < 0) return null;
  // What DAVIS and YouTube-VOS have beside them; by other folders their sequences are none.
  const originals = /^Annotations(?:_unsupervised)?$/.test(masks[at] ?? '') ? 'JPEGImages' : ORIGINALS;
  return masks.with(at, originals);
}
