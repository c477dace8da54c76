import { joinedPath, perFolder, type Claim } from '../claims.ts';
import { isImage, maskRank, originalRank, type ListedFile } from '../listedFile.ts';
import { splitAmong } from '../splitWords.ts';

const ORIGINALS = 'JPEGImages';
const ANNOTATIONS = ['Annotations', 'Annotations_unsupervised'];
const RESOLUTION = /^(?:480p|1080p|Full-Resolution)$/;

/**
 * DAVIS (`JPEGImages/480p/{sequence}/00000.jpg`, `Annotations/480p/{sequence}/00000.png`) and YouTube-VOS, which has the
 * same without the folder of a resolution. Ids are objects.
 */
export function readDavis(files: readonly ListedFile[]): Claim[] {
  const folderOf = perFolder(readFolders);
  const claims = files.flatMap((file): Claim[] => {
    const folder = folderOf(file);
    if (folder === null || !isImage(file)) return [];
    const { isOriginal, place, prefix, split } = folder;
    const named = { file, place, key: prefix + file.stem, split };
    if (isOriginal) return [{ ...named, role: 'original', rank: originalRank(file) }];
    return [{ ...named, role: 'mask', rank: maskRank(file), kind: 'instance' }];
  });
  return claims.some(({ role }) => role === 'mask') ? claims : [];
}

function readFolders(folders: readonly string[]) {
  const at = folders.findLastIndex((folder) => folder === ORIGINALS || ANNOTATIONS.includes(folder));
  const resolution = RESOLUTION.test(folders[at + 1] ?? '') ? 1 : 0;
  const below = folders.slice(at + 1 + resolution);
  // The frames of a video lie in a folder of its own, which VOC's images do not.
  if (at < 0 || below.length === 0) return null;
  const above = folders.slice(0, at);
  const place = [...above, ...folders.slice(at + 1, at + 1 + resolution)];
  const prefix = joinedPath([...place, ...below], '');
  return { isOriginal: folders[at] === ORIGINALS, place, prefix, split: splitAmong(above.slice(-1)) };
}
