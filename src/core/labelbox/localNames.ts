/**
 * Where the images and masks of an export lie in a folder: downloads write them there, and conversions look for them
 * there.
 *
 * ```
 * originals/NAME.jpg             the image; the extension is the export's, else the address's, else jpg
 * masks/NAME/CLASS-ID.png        a mask of one object (ID: its feature id) or, in E4, of one class (ID: its label's id)
 * masks/NAME/composite-ID.png    a mask that the objects of a label share (ID: the label's id)
 * ```
 *
 * NAME is the image's by {@link imageNames}. Masks are PNG, whatever their addresses end in. An address that several
 * objects share is one file.
 */
import type { UrlKind } from './expiry.ts';
import type { Label, Row } from './model.ts';
import { imageExtension, outputNames, type NamedRow } from './outputNames.ts';

export const ORIGINALS_FOLDER = 'originals';
export const MASKS_FOLDER = 'masks';

/** One mask that a row leads to. */
export interface LocalMask {
  readonly url: string;
  readonly kind: Exclude<UrlKind, 'image'>;
  /** Of its file in the folder of the image's masks, without an extension. */
  readonly stem: string;
}

/** What a row is named by: without a data row id its label's id counts, and at last its place in the file. */
export function namedRow({ externalId, globalKey, dataRowId, labels, index }: Row): NamedRow {
  return {
    externalId: externalId ?? globalKey,
    dataRowId: dataRowId ?? labels[0]?.id ?? `row${index + 1}`,
  };
}

/**
 * The names of the rows' images, in their order: {@link outputNames}, but rows of one external id and one data row id are
 * of one image and share its name.
 */
export function imageNames(rows: readonly NamedRow[]): string[] {
  const places = new Map<string, number>();
  const distinct: NamedRow[] = [];
  const placeOf = rows.map((row) => {
    const key = JSON.stringify([row.externalId, row.dataRowId]);
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, distinct.length);
    return distinct.push(row) - 1;
  });
  const names = outputNames(distinct);
  return placeOf.map((place) => names[place] ?? '');
}

/** The path of an image: `originals/NAME.jpg`. */
export function originalPath(name: string, { externalId, imageUrl }: Pick<Row, 'externalId' | 'imageUrl'>): string {
  const extension = imageExtension(externalId ?? '') ?? imageExtension(imageUrl ?? '') ?? '.jpg';
  return `${ORIGINALS_FOLDER}/${name}${extension}`;
}

/** The path of a mask: `masks/NAME/STEM.png`. */
export function maskPath(name: string, { stem }: Pick<LocalMask, 'stem'>): string {
  return `${MASKS_FOLDER}/${name}/${stem}.png`;
}

/** The masks of a row, each address once. Their stems depend on nothing but the row. */
export function localMasks(row: Row): LocalMask[] {
  const found = new Map<string, NamedRow & Pick<LocalMask, 'kind'>>();
  for (const label of row.labels) {
    const labelId = label.id ?? `row${row.index + 1}`;
    for (const { url, kind, title, id } of masksOf(label, labelId)) {
      if (!found.has(url)) found.set(url, { kind, externalId: `${title}-${id}`, dataRowId: labelId });
    }
  }
  const stems = outputNames([...found.values()]);
  return [...found].map(([url, { kind }], i) => ({ url, kind, stem: stems[i] ?? '' }));
}

interface TitledMask extends Pick<LocalMask, 'url' | 'kind'> {
  readonly title: string;
  readonly id: string;
}

function masksOf(label: Label, labelId: string): TitledMask[] {
  const masks: TitledMask[] = label.classMasks.map(({ url, className }) => ({
    ...{ url, kind: 'classMask', title: className.name, id: labelId },
  }));
  for (const [place, { mask, className, featureId }] of label.objects.entries()) {
    if (mask === null) continue;
    const { url } = mask;
    if (mask.kind === 'composite') masks.push({ url, kind: 'compositeMask', title: 'composite', id: labelId });
    else
      masks.push({ url, kind: `${mask.kind}Mask`, title: className.name, id: featureId ?? `${labelId}-${place + 1}` });
  }
  return masks;
}
