import { closeSync, openSync, readSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { imageKindOf } from '../core/download/imageKind.ts';
import { readImageHeader, type ImageHeader } from '../core/dataset/imageHeader.ts';
import { nestedProblem, type ReportConvert } from '../core/labelbox/convertRules.ts';
import type { Row } from '../core/labelbox/model.ts';
import { collisionKey } from '../core/labelbox/outputNames.ts';
import { FolderIndex } from '../platform/folderIndex.ts';
import { takeSnapshot } from '../platform/snapshot.ts';
import { problemOf } from './nestedProblem.ts';

/** Enough for the headers of nearly all files. */
const HEAD_BYTES = 1 << 18;

const IMAGE_EXTENSION = /\.(?:jpe?g|jpe|jfif|png|gif|bmp|webp|tiff?|avif)$/i;

/** A local original. */
export interface LocalOriginal {
  /** Absolute. */
  readonly path: string;
  /** With its dot, as the file has it. */
  readonly extension: string;
  /** Null for formats whose header is not read here. */
  readonly header: ImageHeader | null;
}

/** A folder with originals of an export. */
export class OriginalsFolder {
  readonly #index: FolderIndex;

  /** @throws what the file system says of the folder */
  constructor(folder: string) {
    this.#index = new FolderIndex(folder, collisionKey);
  }

  /**
   * The original of a row: by the row's own name, then by its external id as a path or a file name, then by the last part
   * of its address.
   *
   * @param name of the row in outputs
   * @param isShared whether other rows have the same external id, which names nobody then
   * @returns null where there is none; with a finding where there are several, or it is no image
   */
  find(row: Row, name: string, isShared: boolean, report: ReportConvert): LocalOriginal | null {
    const candidates = this.#candidates(row, name, isShared);
    const found = candidates
      .map((paths) => paths.filter((path) => IMAGE_EXTENSION.test(path)))
      .find((paths) => paths.length > 0);
    if (found === undefined) {
      report('originalMissing');
      return null;
    }
    const [path = '', other] = found;
    if (other !== undefined) {
      report('originalAmbiguous', { first: path, second: other });
      return null;
    }
    return read(path, report);
  }

  #candidates({ externalId, imageUrl }: Row, name: string, isShared: boolean): (readonly string[])[] {
    const index = this.#index;
    const candidates = [index.withStem(name), index.withStem(`${name}-original`)];
    if (isShared) return candidates;
    for (const text of [externalId, imageUrl]) {
      if (text === null) continue;
      const at = index.at(text);
      if (at !== null) candidates.push([at]);
      const last = lastPart(text);
      if (last !== '') candidates.push(index.named(last), index.withStem(last));
    }
    return candidates;
  }
}

/** The last part of a path or an address, without its query and its escapes. */
function lastPart(text: string): string {
  const path = text.replace(/[?#].*$/s, '');
  const last = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  try {
    return basename(decodeURIComponent(last).replaceAll('\\', '/'));
  } catch {
    return last;
  }
}

function read(path: string, report: ReportConvert): LocalOriginal | null {
  try {
    const head = headOf(path);
    if (imageKindOf(head) === null) {
      report('originalUnreadable', { ...nestedProblem('noImage'), file: basename(path) });
      return null;
    }
    const isWhole = head.length < HEAD_BYTES;
    const header = readImageHeader(head) ?? (isWhole ? null : readImageHeader(takeSnapshot(path).bytes));
    return { path, extension: extname(path), header };
  } catch (error) {
    report('originalUnreadable', { ...problemOf(error), file: basename(path) });
    return null;
  }
}

function headOf(path: string): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const bytes = new Uint8Array(HEAD_BYTES);
    return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, 0));
  } finally {
    closeSync(file);
  }
}
