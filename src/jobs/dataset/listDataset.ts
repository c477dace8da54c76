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
/** Passed over: they hold no dataset, and the last three may often not be listed. */
const SILENT = new Set(['node_modules', '__MACOSX', 'lost+found', '$RECYCLE.BIN', 'System Volume Information']);

const MOST_NAMED = 10;

export interface DatasetListing {
  /** The folder, links resolved. */
  readonly root: string;
  /** Paths of images, parts separated by `/`, ordered by code points. */
  readonly images: readonly string[];
  /** Paths of texts, in the same order. */
  readonly texts: readonly string[];
  /** Links to folders, which are passed over; paths in the dataset. */
  readonly linked: readonly string[];
  /** Folders that may not be listed; paths in the dataset. */
  readonly forbidden: readonly string[];
  /** How many files there are beyond the limit. */
  readonly beyond: number;
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
  const linked: string[] = [];
  let beyond = 0;
  const forbidden: string[] = [];
  const folders = [''];
  for (let inner = folders.pop(); inner !== undefined; inner = folders.pop()) {
    const entries = entriesOf(join(root, inner));
    if (entries === null) {
      forbidden.push(inner);
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
        linked.push(path);
        continue;
      }
      const isImage = IMAGE.test(name);
      if (!isImage && !TEXT.test(name)) continue;
      if (images.length >= MOST_FILES) beyond++;
      else (isImage ? images : texts).push(path);
    }
  }
  return { root, images: images.sort(), texts: texts.sort(), linked, forbidden, beyond };
}

/** That a folder has no image, and why that may be. @param folder as it was given */
export function nothingFound(folder: string, { linked, forbidden }: DatasetListing): DatasetProblem {
  const [first] = forbidden;
  if (first !== undefined) return new DatasetProblem('folderForbidden', { path: join(folder, first) });
  if (linked.length === 0) return new DatasetProblem('nothingFound', { path: folder });
  const links = linked.slice(0, MOST_NAMED).join(', ') + (linked.length > MOST_NAMED ? ', …' : '');
  return new DatasetProblem('nothingFoundLinks', { path: folder, links });
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
