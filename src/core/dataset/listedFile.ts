/** A file of a listing, taken apart. */
export interface ListedFile {
  /** Path in the dataset, parts separated by `/`. */
  readonly path: string;
  /** Its place among all files, from 0. */
  readonly index: number;
  /** The folders that it lies in, outermost first; the same array for all files of a folder. */
  readonly folders: readonly string[];
  /** Its name without the extension. */
  readonly stem: string;
  /** In lower case, without the dot; empty where there is none. */
  readonly extension: string;
}

/**
 * Takes paths apart. In one order whatever order they come in, each once, so that a listing decides alike on every file
 * system.
 *
 * @param paths in the dataset, parts separated by `/`
 */
export function listedFiles(paths: readonly string[]): ListedFile[] {
  const files: ListedFile[] = [];
  const ordered = sortedByCodePoint(paths);
  const foldersOf = new Map<string, readonly string[]>();
  for (const [at, path] of ordered.entries()) {
    if (at > 0 && path === ordered[at - 1]) continue;
    const slash = path.lastIndexOf('/');
    const folder = path.slice(0, Math.max(slash, 0));
    let folders = foldersOf.get(folder);
    if (folders === undefined) {
      folders = folder.split('/').filter((part) => part !== '' && part !== '.');
      foldersOf.set(folder, folders);
    }
    const name = path.slice(slash + 1);
    const dot = name.lastIndexOf('.');
    // A leading dot hides a file and begins no extension.
    const end = dot > 0 ? dot : name.length;
    files.push({
      path,
      index: files.length,
      folders,
      stem: name.slice(0, end),
      extension: name.slice(end + 1).toLowerCase(),
    });
  }
  return files;
}

const SURROGATES = /[\ud800-\udfff]/;

/**
 * Texts by code points. UTF-16 code units, by which texts are compared and sorted otherwise, give the same order but for
 * characters beyond U+FFFF, that come before U+E000 there.
 */
export function sortedByCodePoint(texts: readonly string[]): string[] {
  return texts.some((text) => SURROGATES.test(text)) ? texts.toSorted(byCodePoint) : texts.toSorted();
}

function byCodePoint(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const left = a.charCodeAt(at);
    const right = b.charCodeAt(at);
    if (left !== right) return aboveSurrogates(left) - aboveSurrogates(right);
  }
  return a.length - b.length;
}

function aboveSurrogates(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/** Images as datasets hold them. Order: which of several files of one name is the original. */
const ORIGINAL_EXTENSIONS = ['jpg', 'jpeg', 'png', 'tif', 'tiff', 'bmp', 'webp', 'avif', 'gif'];
/** PNG keeps ids as no other format does; a JPEG among masks is shown, to be found wrong. */
export const MASK_EXTENSIONS = ['png', 'tif', 'tiff', 'bmp', 'gif', 'webp', 'jpg', 'jpeg', 'avif'];

export function isImage({ extension }: ListedFile): boolean {
  return MASK_EXTENSIONS.includes(extension);
}

/** Of several originals of one name the one with the least rank is taken. */
export function originalRank({ extension }: ListedFile): number {
  return ORIGINAL_EXTENSIONS.indexOf(extension);
}

/** Of several masks of one name the one with the least rank is taken; below 10. */
export function maskRank({ extension }: ListedFile): number {
  return MASK_EXTENSIONS.indexOf(extension);
}
