import { joinedPath, perFolder, type Claim } from '../claims.ts';
import { isImage, maskRank, originalRank, type ListedFile } from '../listedFile.ts';
import { splitAmong } from '../splitWords.ts';

const ORIGINALS = 'jpegimages';
/** Folders of class masks; of several masks of one name the one in the earliest folder is taken. */
const MASKS = ['segmentationclass', 'segmentationclasspng', 'segmentationclassaug', 'segmentationclassraw'];
const OBJECTS = ['segmentationobject', 'segmentationobjectpng'];
const DRAWINGS = ['segmentationclassvisualization', 'segmentationobjectvisualization'];

/**
 * Pascal VOC (VOC2012 development kit, section 3): `JPEGImages`, `SegmentationClass` and `SegmentationObject` beside each
 * other, wherever and however often (`VOCdevkit/VOC2007`, `VOCdevkit/VOC2012`). labelme writes its folders
 * `SegmentationClassPNG` and `…Visualization`; the masks of the Semantic Boundaries Dataset lie in `SegmentationClassAug`.
 */
export function readVoc(files: readonly ListedFile[]): Claim[] {
  const folderOf = perFolder(readFolders);
  const hasLists = perFolder((folders) => folders.some((folder) => folder.toLowerCase() === 'imagesets'));
  const claims: Claim[] = [];
  let isVoc = false;
  for (const file of files) {
    isVoc ||= hasLists(file);
    const folder = folderOf(file);
    if (folder === null || !isImage(file)) continue;
    const { role, rank, place, prefix, split } = folder;
    isVoc ||= role === 'mask';
    const ownRank = role === 'mask' ? 10 * rank + maskRank(file) : originalRank(file);
    claims.push({ file, role, place, key: prefix + file.stem, split, rank: ownRank });
  }
  return isVoc ? claims : [];
}

function readFolders(folders: readonly string[]) {
  const at = folders.findLastIndex((folder) => /^(?:jpegimages|segmentation)/i.test(folder));
  const role = roleOf(folders[at]?.toLowerCase() ?? '');
  if (role === null) return null;
  const place = folders.slice(0, at);
  const below = folders.slice(at + 1);
  return {
    ...role,
    place,
    prefix: joinedPath([...place, ...below], ''),
    split: splitAmong([...place.slice(-1), ...below]),
  };
}

function roleOf(folder: string): Pick<Claim, 'role' | 'rank'> | null {
  if (folder === ORIGINALS) return { role: 'original', rank: 0 };
  if (DRAWINGS.includes(folder)) return { role: 'colours', rank: 0 };
  if (OBJECTS.includes(folder)) return { role: 'mask', rank: 0 };
  const rank = MASKS.indexOf(folder);
  return rank < 0 ? null : { role: 'mask', rank };
}

/**
 * Whether folders of {@link readVoc} are what CVAT exports as Segmentation mask 1.1: a `labelmap.txt` in the folder of
 * `SegmentationClass`, and the list of a task, `default.txt`, or masks without originals.
 */
export function isCvat(files: readonly ListedFile[]): boolean {
  const texts = files.filter(({ extension }) => extension === 'txt');
  const labelmaps = new Set(texts.filter(({ stem }) => stem === 'labelmap').map(({ folders }) => folders.join('/')));
  if (labelmaps.size === 0) return false;
  const above = perFolder((folders) => {
    const at = folders.lastIndexOf('SegmentationClass');
    return at < 0 ? null : folders.slice(0, at).join('/');
  });
  const isOriginals = perFolder((folders) => folders.some((folder) => folder.toLowerCase() === ORIGINALS));
  const hasDefault = texts.some(({ stem, folders }) => stem === 'default' && folders.at(-1) === 'Segmentation');
  return files.some((file) => labelmaps.has(above(file) ?? '/')) && (hasDefault || !files.some(isOriginals));
}
