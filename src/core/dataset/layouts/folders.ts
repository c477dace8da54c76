import { kindByPath, type Claim } from '../claims.ts';
import { isImage, maskRank, originalRank, type ListedFile } from '../listedFile.ts';
import { splitAmong } from '../splitWords.ts';
import { folderWords, type FolderWords } from './folderWords.ts';
import { commonWord, stemWord, withoutNumber, withoutWord, type StemWord } from './stemWords.ts';

/** A file in a folder whose name says what it holds. */
interface Placed {
  readonly file: ListedFile;
  readonly words: FolderWords;
  readonly place: readonly string[];
  /** The folders of the name. */
  readonly below: readonly string[];
  /** Which edition of the masks it belongs to (`v1.2`), for the rank; empty where there are none. */
  readonly version: string;
}

const VERSION = /^v\d{1,3}(?:\.\d{1,3}){0,2}$/;

/**
 * Folders whose names say what they hold, `images` beside `masks` and many other words, with a folder of the split above
 * or below (`images/train/a.jpg` with `annotations/train/a.png`, `train/images/a.jpg` with `train/masks/a.png`) or in the
 * name (`train_images`, `panoptic_train2017`). Names may carry words that tell masks from originals (`a_mask.png`,
 * `gt_a.png`): one that most files of a role carry, if more masks find their originals without it, else one's own.
 *
 * Masks whose originals lie in no such folder find them in the folder of the split itself (Carvana's `train` beside
 * `train_masks`) or above the masks (`a.jpg` beside `masks/a.png`). Masks that find none by their folders find them by split
 * and name alone, where only one has that name (`images/10k/train/a.jpg` with `labels/sem_seg/masks/train/a.png` in BDD100K).
 * Several numbered masks of an original (`a_mask_1.png`, `a_mask_2.png`) are its objects.
 */
export function readFolders(files: readonly ListedFile[]): Claim[] {
  const placed: Placed[] = [];
  const elsewhere: ListedFile[] = [];
  for (const file of files) {
    if (!isImage(file)) continue;
    const one = placedIn(file);
    if (one === null) elsewhere.push(file);
    else placed.push(one);
  }
  const originals = placed.filter(({ words }) => words.role === 'original');
  const masks = placed.filter(({ words }) => words.role === 'mask');
  const besides = placed.filter(({ words }) => words.role === 'colours' || words.role === 'measurement');
  if (originals.length + masks.length === 0) return [];

  const { original: originalWord, mask: maskWord } = chosenWords(originals, masks);
  const claims = originals.map((one) => originalClaim(one, withoutWord(one.file.stem, originalWord)));
  const found = new Set(claims.map(keyOf));
  const withOwn = (one: Placed): Claim => {
    const stem = withoutWord(one.file.stem, maskWord);
    const claim = maskClaim(one, stem);
    if (found.has(keyOf(claim))) return claim;
    const own = maskClaim(one, withoutWord(stem, stemWord(stem, 'mask')));
    if (found.has(keyOf(own))) return own;
    const numbered = maskClaim(one, withoutNumber(stem));
    return found.has(keyOf(numbered)) && numbered.role === 'mask' ? { ...numbered, kind: 'instance' } : claim;
  };
  const maskClaims = masks.map(withOwn);
  claims.push(...besides.map(withOwn));

  const lonely = new Set(maskClaims.map(keyOf).filter((key) => !found.has(key)));
  if (lonely.size > 0) {
    for (const file of elsewhere) {
      const claim = bareClaim(file, originalWord, lonely);
      if (claim === null) continue;
      claims.push(claim);
      found.add(keyOf(claim));
    }
  }
  claims.push(...byNameAlone(claims, maskClaims, found));
  return claims;
}

function placedIn(file: ListedFile): Placed | null {
  const { folders } = file;
  const words = folders.map(folderWords);
  const last = words.findLastIndex((one) => one !== null);
  const own = words[last];
  if (own === undefined || own === null) return null;
  const first = words.findIndex((one) => one !== null);
  const isVersion = VERSION.test(folders[first - 1] ?? '');
  const place = folders.slice(0, isVersion ? first - 1 : first);
  const below = folders.slice(first).flatMap((folder, at) => words[first + at]?.rest ?? [folder]);
  return { file, words: own, place, below, version: isVersion ? (folders[first - 1] ?? '') : '' };
}

function keyOf({ place, parts }: Pick<Claim, 'place' | 'parts'>): string {
  return place.length === 0 ? parts.join('/') : `${place.join('/')}/${parts.join('/')}`;
}

function originalClaim(one: Placed, stem: string): Claim {
  return { ...named(one, stem), role: 'original', kind: 'semantic', rank: originalRank(one.file) };
}

function maskClaim(one: Placed, stem: string): Claim {
  const { file, words, version } = one;
  if (words.role !== 'mask') return { ...named(one, stem), role: words.role, kind: 'semantic', rank: 0 };
  const kind = kindByPath(file.path);
  return {
    ...named(one, stem),
    role: 'mask',
    kind: kind === 'semantic' ? (words.kind ?? kind) : kind,
    rank: 1000 * versionRank(version) + (/labelTrainIds$/i.test(file.stem) ? 10 : 0) + maskRank(file),
  };
}

function named({ file, place, below }: Placed, stem: string) {
  return { path: file.path, place, parts: [...below, stem], split: splitAmong([...place.slice(-1), ...below]) };
}

/** Earlier editions first: they are what results were published with. */
function versionRank(version: string): number {
  const [major = 0, minor = 0] = version.slice(1).split('.').map(Number);
  return 100 * major + minor;
}

/** The words to leave out of names: those with which most masks find an original, none before any. */
function chosenWords(originals: readonly Placed[], masks: readonly Placed[]) {
  const stems = (some: readonly Placed[]) => some.map(({ file }) => file.stem);
  const original = commonWord(stems(originals), 'original');
  const mask = commonWord(stems(masks), 'mask');
  let chosen = { original, mask };
  if (originals.length === 0 || masks.length === 0) return chosen;
  let most = -1;
  for (const originalWord of original === null ? [null] : [null, original]) {
    const keys = new Set(originals.map((one) => keyOf(named(one, withoutWord(one.file.stem, originalWord)))));
    for (const maskWord of mask === null ? [null] : [null, mask]) {
      const matches = masks.filter((one) => keys.has(keyOf(named(one, withoutWord(one.file.stem, maskWord))))).length;
      if (matches <= most) continue;
      most = matches;
      chosen = { original: originalWord, mask: maskWord };
    }
  }
  return chosen;
}

/** An original outside of folders that say so, if a mask waits for it. */
function bareClaim(file: ListedFile, word: StemWord | null, lonely: ReadonlySet<string>): Claim | null {
  const { path, stem, folders } = file;
  for (const name of new Set([stem, withoutWord(stem, word ?? stemWord(stem, 'original'))])) {
    const key = keyOf({ place: folders, parts: [name] });
    if (!lonely.has(key)) continue;
    const split = splitAmong(folders.slice(-1));
    return { path, role: 'original', place: folders, parts: [name], split, kind: 'semantic', rank: originalRank(file) };
  }
  return null;
}

/** Mask claims, those without an original moved to the one of the same split and name if there is but one of each. */
function byNameAlone(
  originals: readonly Claim[],
  masks: readonly Claim[],
  found: ReadonlySet<string>,
): readonly Claim[] {
  const lonely = masks.filter((mask) => !found.has(keyOf(mask)));
  if (lonely.length === 0) return masks;
  const taken = new Set(masks.map(keyOf));
  const waiting = originals.filter((claim) => claim.role === 'original' && !taken.has(keyOf(claim)));
  const nameOf = ({ split, parts }: Claim): string => `${split ?? ''}/${parts.at(-1) ?? ''}`;
  const byName = uniqueKeys(waiting, nameOf);
  const unique = uniqueKeys(lonely, nameOf);
  return masks.map((mask) => {
    if (found.has(keyOf(mask)) || unique.get(nameOf(mask)) === null) return mask;
    const original = byName.get(nameOf(mask));
    if (original === undefined || original === null) return mask;
    return { ...mask, place: original.place, parts: original.parts };
  });
}

/** The claim of each name; null for names that several keys have. */
function uniqueKeys(claims: readonly Claim[], nameOf: (claim: Claim) => string): Map<string, Claim | null> {
  const byName = new Map<string, Claim | null>();
  for (const claim of claims) {
    const name = nameOf(claim);
    const first = byName.get(name);
    const isSame = first !== undefined && first !== null && keyOf(first) === keyOf(claim);
    if (!isSame) byName.set(name, first === undefined ? claim : null);
  }
  return byName;
}
