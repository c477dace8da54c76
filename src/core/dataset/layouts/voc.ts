import { kindByPath, type Claim } from '../claims.ts';
import { isImage, maskRank, originalRank, type ListedFile } from '../listedFile.ts';
import { splitAmong } from '../splitWords.ts';

const ORIGINALS = 'jpegimages';
/** Folders of class masks; of several masks of one name the one in the earliest folder is taken. */
const MASKS = ['segmentationclass', 'segmentationclasspng', 'segmentationclassaug', 'segmentationclassraw'];
const OBJECTS = /^segmentationobject(?:png)?$/i;
const DRAWINGS = /^segmentation(?:class|object)visualization$/i;

/**
 * Pascal VOC (VOC2012 development kit, section 3): `JPEGImages`, `SegmentationClass` and `SegmentationObject` beside each
 * other, wherever and however often (`VOCdevkit/VOC2007`, `VOCdevkit/VOC2012`). labelme writes its folders
 * `SegmentationClassPNG` and `…Visualization`; the masks of the Semantic Boundaries Dataset lie in `SegmentationClassAug`.
 */
export function readVoc(files: readonly ListedFile[]): Claim[] {
  const hasMasks = files.some(({ folders }) =>
    folders.some((folder) => MASKS.includes(folder.toLowerCase()) || OBJECTS.test(folder)),
  );
  const hasLists = files.some(({ folders }) => folders.some((folder) => folder.toLowerCase() === 'imagesets'));
  return hasMasks || hasLists ? files.flatMap(claimed) : [];
}

function claimed(file: ListedFile): Claim[] {
  if (!isImage(file)) return [];
  const at = file.folders.findLastIndex((folder) => /^(?:jpegimages|segmentation)/i.test(folder));
  const role = roleOf(file.folders[at] ?? '');
  if (role === null) return [];
  const place = file.folders.slice(0, at);
  const below = file.folders.slice(at + 1);
  const isMask = role.name === 'mask';
  return [
    {
      path: file.path,
      role: role.name,
      place,
      parts: [...below, file.stem],
      split: splitAmong([...place.slice(-1), ...below]),
      kind: isMask ? kindByPath(file.path) : 'semantic',
      rank: isMask ? 10 * role.rank + maskRank(file) : originalRank(file),
    },
  ];
}

function roleOf(folder: string): { readonly name: Claim['role']; readonly rank: number } | null {
  const name = folder.toLowerCase();
  if (name === ORIGINALS) return { name: 'original', rank: 0 };
  if (DRAWINGS.test(name)) return { name: 'colours', rank: 0 };
  if (OBJECTS.test(name)) return { name: 'mask', rank: 0 };
  const rank = MASKS.indexOf(name);
  return rank < 0 ? null : { name: 'mask', rank };
}

/**
 * Whether folders of {@link readVoc} are what CVAT exports as Segmentation mask 1.1: a `labelmap.txt` beside them, and the
 * list of a task, `default.txt`, or masks without originals.
 */
export function isCvat(files: readonly ListedFile[]): boolean {
  const has = (stem: string, folder?: string): boolean =>
    files.some(
      ({ stem: name, extension, folders }) =>
        name === stem && extension === 'txt' && (folder === undefined || folders.at(-1) === folder),
    );
  if (!has('labelmap')) return false;
  const hasOriginals = files.some(({ folders }) => folders.some((folder) => folder.toLowerCase() === ORIGINALS));
  return has('default', 'Segmentation') || !hasOriginals;
}
