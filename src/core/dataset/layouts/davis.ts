import { kindByPath, type Claim } from '../claims.ts';
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
  const claims = files.flatMap(claimed);
  return claims.some(({ role }) => role === 'mask') ? claims : [];
}

function claimed(file: ListedFile): Claim[] {
  if (!isImage(file)) return [];
  const { path, stem, folders } = file;
  const at = folders.findLastIndex((folder) => folder === ORIGINALS || ANNOTATIONS.includes(folder));
  const below = folders.slice(at + 1);
  // The frames of a video lie in a folder of its own, which VOC's images do not.
  const isVideo = below.length > (RESOLUTION.test(below[0] ?? '') ? 1 : 0);
  if (at < 0 || !isVideo) return [];
  const place = folders.slice(0, at);
  const common = { path, place, parts: [...below, stem], split: splitAmong(place.slice(-1)) };
  const folder = folders[at] ?? '';
  if (folder === ORIGINALS) return [{ ...common, role: 'original', kind: 'semantic', rank: originalRank(file) }];
  const kind = kindByPath(path);
  return [{ ...common, role: 'mask', kind: kind === 'semantic' ? 'instance' : kind, rank: maskRank(file) }];
}
