import { joinedPath, perFolder, type Claim } from '../claims.ts';
import { isImage, maskRank, originalRank, type ListedFile } from '../listedFile.ts';
import { splitAmong, splitNamed } from '../splitWords.ts';
import { folderWords, type FolderWords } from './folderWords.ts';
import { claimsByNameAlone } from './nameAlone.ts';
import { commonWord, stemWord, withoutNumber, withoutWord, type StemWord } from './stemWords.ts';

/** A folder whose name, or one above it, says what it holds. */
interface WordedFolder {
  readonly words: FolderWords;
  readonly place: readonly string[];
  /** The place and the folders of names, a `/` at the end unless there are none. */
  readonly prefix: string;
  readonly split: string | null;
  /** The folders below the last that has a word, but for splits. */
  readonly inner: readonly string[];
  /** Editions of masks are ranked: earlier ones, with which results were published, first. */
  readonly edition: number;
}

interface Placed {
  readonly file: ListedFile;
  readonly folder: WordedFolder;
}

/** Mapillary Vistas has `v1.2/labels` and `v2.0/labels`. */
const EDITION = /^v(\d{1,3})(?:\.(\d{1,3}))?$/;

/**
 * Folders whose names say what they hold, `images` beside `masks` and many other words, with a folder of the split above
 * or below (`images/train/a.jpg` with `annotations/train/a.png`, `train/images/a.jpg` with `train/masks/a.png`) or in the
 * name (`train_images`, `panoptic_train2017`). Names may carry words that tell masks from originals (`a_mask.png`,
 * `gt_a.png`): one that most files of a role carry, if more masks find their originals without it, else one's own.
 * Several numbered masks of an original (`a_mask_1.png`, `a_mask_2.png`) are its objects.
 *
 * Masks whose originals lie in no such folder find them in the folder of the split itself (Carvana's `train` beside
 * `train_masks`) or above the masks (`a.jpg` beside `masks/a.png`). Masks that find none by their folders find them by split
 * and name, where only one has that name (`images/10k/train/a.jpg` with `labels/sem_seg/masks/train/a.png` in BDD100K) and the
 * folders below the words end alike (frames of `images/bear` are no originals of `masks/camel`).
 */
export function readFolders(files: readonly ListedFile[]): Claim[] {
  const originals: Placed[] = [];
  const masks: Placed[] = [];
  const besides: Placed[] = [];
  const elsewhere: ListedFile[] = [];
  const folderOf = perFolder(wordedFolder);
  for (const file of files) {
    if (!isImage(file)) continue;
    const folder = folderOf(file);
    if (folder === null) elsewhere.push(file);
    else if (folder.words.role === 'original') originals.push({ file, folder });
    else if (folder.words.role === 'mask') masks.push({ file, folder });
    else besides.push({ file, folder });
  }
  if (originals.length + masks.length === 0) return [];

  const { original: originalWord, mask: maskWord } = chosenWords(originals, masks);
  const claims = originals.map((one) => claimOf(one, withoutWord(one.file.stem, originalWord)));
  const found = new Set(claims.map(({ key }) => key));
  const maskClaims = masks.map((one) => claimWithin(one, maskWord, found));
  claims.push(...besides.map((one) => claimWithin(one, maskWord, found)));
  const lonely = new Set(maskClaims.map(({ key }) => key).filter((key) => !found.has(key)));
  if (lonely.size > 0) {
    for (const file of elsewhere) {
      const claim = bareClaim(file, originalWord, lonely);
      if (claim === null) continue;
      claims.push(claim);
      found.add(claim.key);
    }
  }
  const innerOf = ({ file }: Claim): readonly string[] => folderOf(file)?.inner ?? [];
  return [...claims, ...claimsByNameAlone(claims, maskClaims, found, innerOf)];
}

function wordedFolder(folders: readonly string[]): WordedFolder | null {
  const words = folders.map(folderWords);
  const own = words.findLast((one) => one !== null);
  if (own === undefined || own === null) return null;
  const first = words.findIndex((one) => one !== null);
  const [isEdition, major = 0, minor = 0] = EDITION.exec(folders[first - 1] ?? '') ?? [];
  const place = folders.slice(0, isEdition === undefined ? first : first - 1);
  const below = folders.slice(first).flatMap((folder, at) => words[first + at]?.rest ?? [folder]);
  return {
    words: own,
    place,
    prefix: joinedPath([...place, ...below], ''),
    split: splitAmong([...place.slice(-1), ...below]),
    inner: folders.slice(words.lastIndexOf(own) + 1).filter((folder) => splitNamed(folder) === null),
    edition: 1000 * Number(major) + Number(minor),
  };
}

function claimOf({ file, folder }: Placed, stem: string): Claim {
  const { words, place, prefix, split, edition } = folder;
  const named = { file, role: words.role, place, key: prefix + stem, split };
  if (words.role !== 'mask') return { ...named, rank: originalRank(file) };
  const isTrainIds = file.stem.endsWith('labelTrainIds');
  const rank = 100 * edition + (isTrainIds ? 10 : 0) + maskRank(file);
  return words.kind === null ? { ...named, rank } : { ...named, rank, kind: words.kind };
}

/** The claim of a file beside originals: by its name less the word of all such files, its own word or its number. */
function claimWithin(one: Placed, word: StemWord | null, found: ReadonlySet<string>): Claim {
  const stem = withoutWord(one.file.stem, word);
  const claim = claimOf(one, stem);
  if (found.has(claim.key)) return claim;
  const own = claimOf(one, withoutWord(stem, stemWord(stem, 'mask')));
  if (found.has(own.key)) return own;
  const numbered = claimOf(one, withoutNumber(stem));
  return found.has(numbered.key) && numbered.role === 'mask' ? { ...numbered, kind: 'instance' } : claim;
}

/** The words to leave out of names: those with which most masks find an original, none before any. */
function chosenWords(originals: readonly Placed[], masks: readonly Placed[]) {
  const stems = (some: readonly Placed[]) => some.map(({ file }) => file.stem);
  const original = commonWord(stems(originals), 'original');
  const mask = commonWord(stems(masks), 'mask');
  let chosen = { original, mask };
  if (originals.length === 0 || masks.length === 0 || (original === null && mask === null)) return chosen;
  let most = -1;
  const keyOf = ({ file, folder }: Placed, word: StemWord | null) => folder.prefix + withoutWord(file.stem, word);
  for (const originalWord of original === null ? [null] : [null, original]) {
    const keys = new Set(originals.map((one) => keyOf(one, originalWord)));
    for (const maskWord of mask === null ? [null] : [null, mask]) {
      const matches = masks.filter((one) => keys.has(keyOf(one, maskWord))).length;
      if (matches <= most) continue;
      most = matches;
      chosen = { original: originalWord, mask: maskWord };
    }
  }
  return chosen;
}

/** An original outside of folders that say so, if a mask waits for it. */
function bareClaim(file: ListedFile, word: StemWord | null, lonely: ReadonlySet<string>): Claim | null {
  const { stem, folders } = file;
  for (const name of [stem, withoutWord(stem, word ?? stemWord(stem, 'original'))]) {
    const key = joinedPath(folders, name);
    if (!lonely.has(key)) continue;
    return {
      file,
      role: 'original',
      place: folders,
      key,
      split: splitAmong(folders.slice(-1)),
      rank: originalRank(file),
    };
  }
  return null;
}
