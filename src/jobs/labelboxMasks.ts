import { basename, extname } from 'node:path';
import type { AreaObject, MaskPicture } from '../core/labelbox/areaObjects.ts';
import { nestedProblem, type ReportConvert } from '../core/labelbox/convertRules.ts';
import { maskFileCandidates, type MaskNaming, type NamedMask } from '../core/labelbox/maskFiles.ts';
import { binaryMask, compositeMask, type CompositeMask } from '../core/labelbox/maskSpans.ts';
import type { ImageSize, MaskReference } from '../core/labelbox/model.ts';
import { collisionKey } from '../core/labelbox/outputNames.ts';
import { hexOf } from '../core/formats/classMap.ts';
import { readPng } from '../core/png/read.ts';
import type { PngImage } from '../core/png/types.ts';
import type { Spans } from '../core/raster/spans.ts';
import { FolderIndex } from '../platform/folderIndex.ts';
import { takeSnapshot } from '../platform/snapshot.ts';
import { crc32, inflate } from '../platform/zlib.ts';
import { problemOf } from './nestedProblem.ts';

type MaskOrigin = Extract<AreaObject['origin'], { readonly kind: 'mask' }>;
type MaskedObject = AreaObject & { readonly origin: MaskOrigin };

/** A folder with masks of an export. */
export class MasksFolder {
  readonly #index: FolderIndex | null;
  readonly #threshold: number;
  readonly #naming: MaskNaming;

  /**
   * @param folder null: nothing is found
   * @param naming of the whole export
   * @throws what the file system says of the folder
   */
  constructor(folder: string | null, threshold: number, naming: MaskNaming) {
    this.#index = folder === null ? null : new FolderIndex(folder, collisionKey);
    this.#threshold = threshold;
    this.#naming = naming;
  }

  /**
   * The pixels of objects of one label, by object. One that is missing, or not of the image's size, is a finding.
   *
   * @param name of the row
   */
  read(
    name: string,
    objects: readonly AreaObject[],
    size: ImageSize,
    report: ReportConvert,
  ): ReadonlyMap<AreaObject, Spans> {
    const found = new Map<AreaObject, Spans>();
    const composites = new Map<string, MaskedObject[]>();
    const taken = new Map<string, MaskedObject>();
    for (const object of objects) {
      if (!isMasked(object)) continue;
      const { picture } = object.origin;
      if (picture.kind === 'composite') {
        composites.set(picture.url, [...(composites.get(picture.url) ?? []), object]);
        continue;
      }
      const file = this.#find(name, object, report);
      const other = file === null ? undefined : taken.get(file);
      if (file !== null && other !== undefined && other.origin.picture.url !== picture.url) {
        const names = { name: object.className.name, other: other.className.name };
        report('maskShared', { file: basename(file), ...names });
        continue;
      }
      const image = file === null ? null : readImage(file, size, report);
      if (file === null || image === null) continue;
      taken.set(file, object);
      found.set(object, this.#binary(image, basename(file), report));
    }
    for (const sharing of composites.values()) this.#readComposite(name, sharing, size, found, report);
    return found;
  }

  #readComposite(
    name: string,
    sharing: readonly MaskedObject[],
    size: ImageSize,
    found: Map<AreaObject, Spans>,
    report: ReportConvert,
  ): void {
    const [first] = sharing;
    const file = first === undefined ? null : this.#find(name, first, report);
    const image = file === null ? null : readImage(file, size, report);
    if (file === null || image === null) return;
    const colours = sharing.map(({ origin }) => colourOf(origin.picture));
    const mask = compositeMask(image, colours);
    if (mask === null) {
      report('maskUnreadable', { ...nestedProblem('noColours'), file: basename(file) });
      return;
    }
    reportUnknown(mask, basename(file), report);
    for (const [at, object] of sharing.entries()) {
      const spans = mask.spans.get(colours[at] ?? -1);
      if (spans !== undefined) found.set(object, spans);
    }
  }

  #binary(image: PngImage, file: string, report: ReportConvert): Spans {
    const { spans, between, range, differing } = binaryMask(image, this.#threshold);
    if (range !== null) {
      const [least, most] = range;
      report('maskNotBinary', { file, pixels: between, least, most, threshold: this.#threshold });
    }
    if (differing > 0) report('maskChannelsDiffer', { file, pixels: differing });
    return spans;
  }

  /** Whether the file of an object's mask is there. @param name of the row */
  has(name: string, object: NamedMask): boolean {
    return this.#pathsOf(name, object).length > 0;
  }

  #find(name: string, object: MaskedObject, report: ReportConvert): string | null {
    const [first, second] = this.#pathsOf(name, object);
    if (first !== undefined && second === undefined) return first;
    if (first !== undefined && second !== undefined) {
      report('maskAmbiguous', { name: object.className.name, first, second });
      return null;
    }
    const [likeliest] = maskFileCandidates(name, object, this.#naming);
    report('maskMissing', { name: object.className.name, file: `${likeliest?.name ?? ''}.png` });
    return null;
  }

  /** The file of a mask, or several of which each may be it; one that is spelled exactly so comes before others. */
  #pathsOf(name: string, object: NamedMask): readonly string[] {
    for (const candidate of maskFileCandidates(name, object, this.#naming)) {
      const paths = (this.#index?.withStem(candidate.name) ?? []).filter((one) => /\.png$/i.test(one));
      const exact = paths.filter((one) => basename(one, extname(one)).normalize('NFC') === candidate.name);
      const found = exact.length > 0 || candidate.isExact ? exact : paths;
      if (found.length > 0) return found;
    }
    return [];
  }
}

function isMasked(object: AreaObject): object is MaskedObject {
  return object.origin.kind === 'mask';
}

function colourOf(picture: MaskPicture): number {
  const [red, green, blue] = (picture as Extract<MaskReference, { kind: 'composite' }>).colour;
  return (red << 16) | (green << 8) | blue;
}

function readImage(path: string, size: ImageSize, report: ReportConvert): PngImage | null {
  const file = basename(path);
  try {
    const image = readPng(takeSnapshot(path).bytes, inflate, { crc32 });
    const { width, height } = image.header;
    if (width === size.width && height === size.height) return image;
    report('maskSizeDiffers', { file, width, height, imageWidth: size.width, imageHeight: size.height });
  } catch (error) {
    report('maskUnreadable', { ...problemOf(error), file });
  }
  return null;
}

function reportUnknown({ unknown, unknownColour }: CompositeMask, file: string, report: ReportConvert): void {
  if (unknownColour === null) return;
  const colour = hexOf((unknownColour >> 16) & 255, (unknownColour >> 8) & 255, unknownColour & 255);
  report('compositeUnknown', { file, pixels: unknown, colour });
}
