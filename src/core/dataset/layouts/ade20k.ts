import { joinedPath, type Claim } from '../claims.ts';
import { isImage, originalRank, type ListedFile } from '../listedFile.ts';
import { splitAmong } from '../splitWords.ts';

const ENDING = /_(?:seg|parts_\d{1,3})$/;
const OBJECT = /^instance_\d{1,6}_/;

/**
 * The full release of ADE20K: `{name}.jpg` with `{name}_seg.png`, which holds class and instance together, the same of
 * parts in `{name}_parts_1.png`, a list `{name}_atr.txt` or `{name}.json`, and since 2020 the masks of single objects in the
 * folder `{name}`. Claims the files of names that have all but the last; others may be masks of classes (`a_seg.png`).
 */
export function readAde20k(files: readonly ListedFile[]): Claim[] {
  const names = namesOf(files);
  if (names.size === 0) return [];
  return files.flatMap((file) => (isImage(file) ? claimed(file, names) : []));
}

function namesOf(files: readonly ListedFile[]): ReadonlySet<string> {
  const masks = new Set<string>();
  const described = new Set<string>();
  for (const file of files) {
    const { folders, stem, extension } = file;
    if (extension === 'png' && stem.endsWith('_seg')) masks.add(joinedPath(folders, stem.slice(0, -'_seg'.length)));
    if (extension === 'txt' && stem.endsWith('_atr')) described.add(joinedPath(folders, stem.slice(0, -'_atr'.length)));
    if (extension === 'json') described.add(joinedPath(folders, stem));
  }
  return new Set([...masks].filter((name) => described.has(name)));
}

function claimed(file: ListedFile, names: ReadonlySet<string>): Claim[] {
  const { stem, extension, folders } = file;
  const named = (place: readonly string[], name: string) => {
    return { file, place, key: joinedPath(place, name), split: splitAmong(place) };
  };
  if (names.has(joinedPath(folders, stem))) {
    return [{ ...named(folders, stem), role: 'original', rank: originalRank(file) }];
  }
  const [ending] = ENDING.exec(stem.slice(-16)) ?? [];
  const name = ending === undefined ? '' : stem.slice(0, -ending.length);
  if (extension === 'png' && names.has(joinedPath(folders, name))) {
    return [{ ...named(folders, name), role: 'mask', kind: 'classInstance', rank: ending === '_seg' ? 0 : 1 }];
  }
  if (!OBJECT.test(stem) || !names.has(folders.join('/'))) return [];
  return [{ ...named(folders.slice(0, -1), folders.at(-1) ?? ''), role: 'mask', kind: 'instance', rank: 2 }];
}
