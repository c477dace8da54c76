import { readdirSync, realpathSync, statSync, type Dirent } from 'node:fs';
import { join, sep } from 'node:path';
import type { FileVersion } from '../../core/dataset/records.ts';
import { FileError, fileProblem } from '../../platform/readFile.ts';
import { DatasetProblem } from './datasetProblem.ts';

/** A bound for whole disks that are given by accident. */
const MOST_FILES = 2_000_000;

/** Images as datasets have them. */
const IMAGE = /\.(?:png|jpe?g|webp|gif|bmp|tiff?|avif)$/i;
/** Split lists, class maps and what else a dataset says of itself. */
const TEXT = /(?:\.(?:txt|lst|json|csv)|^filelist)$/i;
/** Passed over: they hold no dataset. */
const SILENT = new Set(['node_modules', '__MACOSX']);

export interface DatasetListing {
  /** The folder, links resolved. */
  readonly root: string;
  /** Paths of images, parts separated by `/`, ordered by code points. */
  readonly images: readonly string[];
  /** Paths of texts, in the same order. */
  readonly texts: readonly string[];
  /** Folders that may not be listed, links to folders, and files beyond the limit; paths in the dataset. */
  readonly passedOver: readonly string[];
}

/**
 * Lists a folder with the folders in it. Hidden files and folders are passed over, and links to folders, which may lead in
 * circles; links to files count.
 *
 * @throws FileError, DatasetProblem where the folder itself cannot be read
 */
export function listDataset(folder: string): DatasetListing {
  let root: string;
  try {
    root = realpathSync(folder);
    readdirSync(root);
  } catch (error) {
    const problem = fileProblem(error);
    if (problem instanceof FileError && problem.code === 'notFound')
      throw new DatasetProblem('folderMissing', { path: folder });
    throw problem;
  }
  const images: string[] = [];
  const texts: string[] = [];
  const passedOver: string[] = [];
  const folders = [''];
  for (let inner = folders.pop(); inner !== undefined; inner = folders.pop()) {
    const entries = entriesOf(join(root, inner));
    if (entries === null) {
      passedOver.push(inner);
      continue;
    }
    for (const entry of entries) {
      const { name } = entry;
      if (name.startsWith('.')) continue;
      const path = inner === '' ? name : `${inner}/${name}`;
      if (entry.isDirectory()) {
        if (!SILENT.has(name)) folders.push(path);
        continue;
      }
      const isLinkedFolder = (): boolean =>
        entry.isSymbolicLink() && statSync(join(root, path), { throwIfNoEntry: false })?.isDirectory() === true;
      if (isLinkedFolder()) {
        passedOver.push(path);
        continue;
      }
      const isImage = IMAGE.test(name);
      if (!isImage && !TEXT.test(name)) continue;
      if (images.length >= MOST_FILES) passedOver.push(path);
      else (isImage ? images : texts).push(path);
    }
  }
  return { root, images: images.sort(), texts: texts.sort(), passedOver };
}

/** The version of a file as it lies there now; null where there is none. */
export function versionOf(root: string, path: string): FileVersion | null {
  try {
    // Both are clean: joining would take as long as asking the file system.
    const facts = statSync(`${root}${root.endsWith(sep) ? '' : sep}${path}`, { throwIfNoEntry: false });
    return facts === undefined ? null : { path, size: facts.size, modified: Math.max(facts.mtimeMs, facts.ctimeMs) };
  } catch {
    return null;
  }
}

function entriesOf(folder: string): Dirent[] | null {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return null;
  }
}
