import { closeSync, openSync, readSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { imageKindOf } from '../core/download/imageKind.ts';
import { readImageHeader, type ImageHeader } from '../core/dataset/imageHeader.ts';
import { nestedProblem, type ReportConvert } from '../core/labelbox/convertRules.ts';
import { cleanName } from '../core/formats/classMap.ts';
import type { Row } from '../core/labelbox/model.ts';
import { collisionKey } from '../core/labelbox/outputNames.ts';
import { namedRow } from '../core/labelbox/rowNames.ts';
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

/** What the original of a row may be called. */
export interface OriginalNames {
  /** Equal for rows of one image. */
  readonly image: string;
  /** Of the row, in outputs. */
  readonly name: string;
  readonly dataRowId: string | null;
  readonly externalId: string | null;
  /** Of the image: a path, or of a URL what begins with its last slash, which is no path in a folder. */
  readonly address: string | null;
}

/** @param name of the row, in outputs */
export function originalNames(
  row: Pick<Row, 'dataRowId' | 'externalId' | 'globalKey' | 'imageUrl' | 'labels' | 'index'>,
): Omit<OriginalNames, 'name'> {
  const { dataRowId, externalId, imageUrl } = row;
  const path = imageUrl?.replace(/[?#].*$/s, '') ?? null;
  const isUrl = path !== null && /^[a-z][a-z0-9+.-]*:/i.test(path);
  return {
    image: namedRow(row).image,
    ...{ dataRowId, externalId, address: isUrl ? path.slice(path.lastIndexOf('/')) : path },
  };
}

/** How surely a file is an image's, the surest first: by its id or path, by its name in outputs, by the end of a path. */
type Claim = 0 | 1 | 2;

/** The images that claim a file most surely. */
interface Owner {
  readonly claim: Claim;
  readonly images: Set<string>;
}

/** A folder with originals of an export. No file is given to several images. */
export class OriginalsFolder {
  readonly #index: FolderIndex;
  /** Images by external id, and by the last part of a path or an address. */
  readonly #byExternalId = new Map<string, Set<string>>();
  readonly #byLastPart = new Map<string, Set<string>>();
  readonly #owners = new Map<string, Owner>();

  /**
   * @param rows all of the export
   * @throws what the file system says of the folder
   */
  constructor(folder: string, rows: readonly OriginalNames[]) {
    this.#index = new FolderIndex(folder, collisionKey);
    for (const { image, externalId, address } of rows) {
      if (externalId !== null) insert(this.#byExternalId, externalId, image);
      for (const text of [externalId, address]) {
        const last = lastPart(text ?? '');
        if (last !== '') insert(this.#byLastPart, collisionKey(last), image);
      }
    }
    for (const row of rows) {
      const [file, other] = this.#files(row);
      if (file === undefined || other !== undefined) continue;
      const owner = this.#owners.get(file);
      const claim = this.#claim(row, file);
      if (owner === undefined || claim < owner.claim) this.#owners.set(file, { claim, images: new Set([row.image]) });
      else if (claim === owner.claim) owner.images.add(row.image);
    }
  }

  /**
   * The original of a row: by its name in outputs, then by its data row id, by its external id as a path, and by the last
   * part of that or of its address, where no other image has the same.
   *
   * @returns null, with a finding, where there is none, where there are several, where it may be that of another image, or
   *   where it is no image
   */
  find(row: OriginalNames, report: ReportConvert): LocalOriginal | null {
    const [path, other] = this.#files(row);
    if (path === undefined) {
      const { count, id } = this.#sharedId(row);
      if (count > 1) report('originalShared', { count, id, name: ownName(row) });
      else report('originalMissing');
      return null;
    }
    if (other !== undefined) {
      report('originalAmbiguous', { first: path, second: other });
      return null;
    }
    const claimants = this.#owners.get(path)?.images ?? new Set<string>();
    const count = claimants.size + (claimants.has(row.image) ? 0 : 1);
    const twins = this.#claim(row, path) === 2 ? this.#twins(row, path) : 1;
    if (count > 1 || twins > 1) {
      report('originalNotOwn', { file: basename(path), count: Math.max(count, twins), name: ownName(row) });
      return null;
    }
    return read(path, report);
  }

  /** The images of the first way in which there are any. */
  #files(row: OriginalNames): readonly string[] {
    for (const paths of this.#candidates(row)) {
      const images = paths.filter((path) => IMAGE_EXTENSION.test(path));
      if (images.length > 0) return images;
    }
    return [];
  }

  *#candidates(row: OriginalNames): Generator<readonly string[]> {
    const { name, dataRowId, externalId, address } = row;
    const index = this.#index;
    yield index.withStem(name);
    yield index.withStem(`${name}-original`);
    if (dataRowId !== null) yield index.withStem(dataRowId);
    if (this.#sharedId(row).count > 1) return;
    for (const text of [externalId, address]) {
      if (text === null) continue;
      const at = index.at(text);
      if (at !== null) yield [at];
      const last = lastPart(text);
      if (last === '') continue;
      yield index.named(last);
      yield index.withStem(last);
    }
  }

  #claim(row: OriginalNames, file: string): Claim {
    const { name, dataRowId, externalId, address } = row;
    const index = this.#index;
    const isAt = (text: string | null): boolean => text !== null && index.at(text) === file;
    const hasStem = (stem: string | null): boolean => stem !== null && index.withStem(stem).includes(file);
    if (hasStem(dataRowId) || (this.#sharedId(row).count === 1 && (isAt(externalId) || isAt(address)))) return 0;
    return hasStem(name) || hasStem(`${name}-original`) ? 1 : 2;
  }

  /** How many images have the row's external id; 1 without one. */
  #sharedId({ externalId }: OriginalNames): { readonly count: number; readonly id: string } {
    if (externalId === null) return { count: 1, id: '' };
    return { count: this.#byExternalId.get(externalId)?.size ?? 1, id: cleanName(externalId).name };
  }

  /** How many images have the last part by which the row leads to a file; the fewest, where both of them do. */
  #twins({ externalId, address }: OriginalNames, file: string): number {
    const counts = [externalId, address].flatMap((text) => {
      const last = lastPart(text ?? '');
      const leads = last !== '' && [...this.#index.named(last), ...this.#index.withStem(last)].includes(file);
      return leads ? (this.#byLastPart.get(collisionKey(last))?.size ?? 1) : [];
    });
    return Math.min(...counts);
  }
}

/** What the original of a row can be called so that no other row has it. */
function ownName({ dataRowId, name }: OriginalNames): string {
  return dataRowId === null ? name : cleanName(dataRowId).name;
}

function insert(map: Map<string, Set<string>>, key: string, image: string): void {
  const images = map.get(key);
  if (images === undefined) map.set(key, new Set([image]));
  else images.add(image);
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
