import { joinedPath, perFolder, type Claim } from '../claims.ts';
import { isImage, maskRank, originalRank, type ListedFile } from '../listedFile.ts';
import { splitAmong } from '../splitWords.ts';
import { readAde20k } from './ade20k.ts';
import { folderWords } from './folderWords.ts';
import { commonWord, stemWord, withoutWord, type StemWord } from './stemWords.ts';

/**
 * Originals and masks in one folder, told apart by names. The dataset decides which way:
 *
 * - By a word: `a_mask.png` beside `a.jpg`, `a.png` or `a_img.jpg`. PNGs with such a word are masks, also alone; all other
 *   files are originals.
 * - Else by format: `a.png` beside `a.jpg`. PNGs are masks, all other files originals.
 * - Else, if no mask has an original, PNGs are masks alone and all other files originals.
 * - In folders that are called after originals or masks their names go before formats.
 *
 * Before that: the full release of ADE20K, and folders of `img.png` and `label.png`, one for each pair, as labelme writes
 * them.
 */
export function readSuffix(files: readonly ListedFile[]): Claim[] {
  const claims = readAde20k(files);
  const claimed = new Set(claims.map(({ file }) => file));
  const rest = files.filter((file) => isImage(file) && !claimed.has(file));
  const whole = readWholeWords(rest);
  const claimedWhole = new Set(whole.map(({ file }) => file));
  return [...claims, ...whole, ...readNamed(rest.filter((file) => !claimedWhole.has(file)))];
}

const WHOLE_WORDS = {
  original: /^(?:img|image|original|rgb)$/i,
  mask: /^(?:label|mask|gt|seg)$/i,
  colours: /^(?:label|mask|gt|seg)_(?:viz|vis|color|colour)$/i,
} as const;

/** Folders in which one file is called an original and one a mask: their name is that of the pair. */
function readWholeWords(files: readonly ListedFile[]): Claim[] {
  const byFolder = new Map<string, { file: ListedFile; role: keyof typeof WHOLE_WORDS }[]>();
  for (const file of files) {
    if (file.stem.length > 16) continue;
    const role = (['original', 'mask', 'colours'] as const).find((one) => WHOLE_WORDS[one].test(file.stem));
    if (role === undefined) continue;
    const folder = file.folders.join('/');
    const known = byFolder.get(folder);
    if (known === undefined) byFolder.set(folder, [{ file, role }]);
    else known.push({ file, role });
  }
  return [...byFolder.values()].flatMap((found) => {
    const originals = found.filter(({ role }) => role === 'original');
    if (originals.length !== 1 || found.filter(({ role }) => role === 'mask').length !== 1) return [];
    return found.map(({ file, role }): Claim => {
      const place = file.folders.slice(0, -1);
      const name = file.folders.at(-1) ?? originals[0]?.file.stem ?? '';
      const rank = role === 'mask' ? maskRank(file) : originalRank(file);
      return { file, role, place, key: joinedPath(place, name), split: splitAmong(place), rank };
    });
  });
}

function readNamed(files: readonly ListedFile[]): Claim[] {
  const extensions = new Map<string, string>();
  for (const file of files) {
    const key = joinedPath(file.folders, file.stem);
    const known = extensions.get(key);
    extensions.set(key, known === undefined || known === file.extension ? file.extension : 'several');
  }
  const words = files.map(({ stem }) => stemWord(stem, 'mask'));
  const has = ({ folders }: ListedFile, stem: string): boolean => extensions.has(joinedPath(folders, stem));
  const matchedBy = (originalWord: StemWord | null): readonly boolean[] =>
    files.map((file, at) => {
      const word = words[at] ?? null;
      const name = withoutWord(file.stem, word);
      return word !== null && has(file, originalWord === null ? name : withWord(name, originalWord));
    });
  const withoutMaskWord = files.filter((_, at) => words[at] === null).map(({ stem }) => stem);
  const common = commonWord(withoutMaskWord, 'original');
  const plain = matchedBy(null);
  const worded = common === null ? [] : matchedBy(common);
  // A word that masks keep ("photo 1_mask.png") belongs to names.
  const isWorded = worded.filter(Boolean).length > plain.filter(Boolean).length;
  const originalWord = isWorded ? common : null;
  const matched = isWorded ? worded : plain;
  if (matched.some(Boolean)) {
    return files.map((file, at): Claim => {
      const word = words[at] ?? null;
      const isMask = word !== null && (matched[at] === true || file.extension === 'png');
      return isMask
        ? maskOf(file, withoutWord(file.stem, word))
        : originalOf(file, withoutWord(file.stem, originalWord));
    });
  }
  const roleOf = perFolder((folders) => folders.map(folderWords).findLast((one) => one !== null)?.role ?? null);
  const isMask = (file: ListedFile): boolean => {
    const role = roleOf(file);
    return role === 'mask' || (role !== 'original' && file.extension === 'png');
  };
  const masks = files.filter(isMask);
  const hasFormats = masks.some((file) => extensions.get(joinedPath(file.folders, file.stem)) === 'several');
  const maskWord = hasFormats
    ? null
    : commonWord(
        masks.map(({ stem }) => stem),
        'mask',
      );
  return files.map((file) =>
    isMask(file) ? maskOf(file, withoutWord(file.stem, maskWord)) : originalOf(file, file.stem),
  );
}

function withWord(name: string, { place, text }: StemWord): string {
  return place === 'before' ? text + name : name + text;
}

function originalOf(file: ListedFile, name: string): Claim {
  return { ...placed(file, name), role: 'original', rank: originalRank(file) };
}

function maskOf(file: ListedFile, name: string): Claim {
  return { ...placed(file, name), role: 'mask', rank: maskRank(file) };
}

function placed(file: ListedFile, name: string) {
  const { folders } = file;
  return { file, place: folders, key: joinedPath(folders, name), split: splitAmong(folders) };
}
