import { fieldsOf, shown } from '../formats/json.ts';
import { readClassLabel, type LabelContent } from './classLabel.ts';
import { classesBeside, isObjectsList, viewedAt } from './era.ts';
import { classNameOf, dateOf, listOf, numberOf, textOf, type Fields } from './fields.ts';
import { firstKnown, isNoImage, isTileLayer, mediaOfName, mediaOfObjects, mediaOfType, rowState } from './media.ts';
import type { ClassMask, Era, ImageSize, Label, LabelState, MediaKind, Place, Review, Row } from './model.ts';
import { readObjectsLabel } from './objectsLabel.ts';
import type { Report } from './rules.ts';
import { decideYAxis } from './yAxis.ts';

const NO_CONTENT: LabelContent = { objects: [], classifications: [] };

/** A row of E1 to E5, which holds one label. */
export function readV1Row(row: Fields, era: Era, index: number, place: Place, report: Report): Row {
  const written = row['Label'];
  const externalId = textOf(row['External ID']);
  const imageUrl = textOf(row['Labeled Data']);
  const attributes = fieldsOf(row['Media Attributes']) ?? {};
  const media = firstKnown(
    mediaOfLabel(written),
    isTileLayer(row['Labeled Data']) ? 'tiled' : 'unknown',
    mediaOfType(row['media_type']),
    mediaOfType(attributes['mimeType']),
    mediaOfName(externalId),
    mediaOfName(imageUrl),
    mediaOfObjects(fieldsOf(written)?.['objects']),
  );
  const viewed = viewedAt(row);
  if (viewed !== null && decideYAxis(viewed.era, null).choice !== decideYAxis(era, null).choice) {
    report('eraContradicted', { host: viewed.host, own: viewed.era, era });
  }
  const { content, state } = readLabel(written, era, report);
  const reviews = listOf(row['Reviews']).flatMap(readReview);
  const projectName = textOf(row['Project Name']);
  const label: Label = {
    id: textOf(row['ID']),
    state: isNoImage(media) ? 'notImage' : isTrue(row['Skipped']) ? 'skipFlag' : state,
    projectName,
    createdBy: textOf(row['Created By']),
    createdAt: dateOf(row['Created At']),
    updatedAt: dateOf(row['Updated At']),
    secondsToLabel: numberOf(row['Seconds to Label']),
    reviews,
    reviewScore: sumOfScores(reviews),
    agreement: shareOf(row['Agreement']),
    benchmarkAgreement: shareOf(row['Benchmark Agreement']),
    benchmarkId: textOf(row['Benchmark ID']),
    viewUrl: textOf(row['View Label']),
    ...content,
    classMasks: readClassMasks(row['Masks']),
  };
  const labels = state === 'notLabelled' ? [] : [label];
  return {
    index,
    place,
    dataRowId: textOf(row['DataRow ID']),
    externalId,
    globalKey: textOf(row['Global Key']),
    imageUrl: media === 'tiled' ? null : imageUrl,
    media,
    size: sizeOf(attributes),
    exifRotation: exifRotationOf(attributes['exifRotation']),
    datasetName: textOf(row['Dataset Name']),
    projectName,
    state: rowState(media, labels),
    labels,
  };
}

/** The kind that the form of a label tells. */
function mediaOfLabel(label: unknown): MediaKind {
  if (Array.isArray(label)) return 'video';
  const fields = fieldsOf(label);
  if (typeof fields?.['frames'] === 'string') return 'video';
  const told = isObjectsList(fields?.['objects']) ? mediaOfObjects(fields['objects']) : 'unknown';
  return isNoImage(told) ? told : 'unknown';
}

function readLabel(label: unknown, era: Era, report: Report): { content: LabelContent; state: LabelState } {
  if (label === undefined || label === null || label === '') return { content: NO_CONTENT, state: 'notLabelled' };
  if (label === 'Skip') return { content: NO_CONTENT, state: 'skipText' };
  if (Array.isArray(label)) return { content: NO_CONTENT, state: 'notImage' };
  const fields = fieldsOf(label);
  if (fields === null) {
    report('labelUnreadable', { text: shown(label) });
    return { content: NO_CONTENT, state: 'unreadable' };
  }
  const hasList = isObjectsList(fields['objects']);
  const asObjects = era === 'E5' ? hasList || 'classifications' in fields : hasList;
  const content = asObjects ? readBoth(fields, era, report) : readClassLabel(fields, era, report);
  return { content, state: stateOf(content, hasList) };
}

/** A list of objects, and classes that stand beside it: in E5 in whatever form an earlier era wrote them. */
function readBoth(fields: Fields, era: Era, report: Report): LabelContent {
  const listed = readObjectsLabel(fields, report);
  const classes = classesBeside(fields);
  const beside = readClassLabel(classes, era === 'E5' ? 'E2' : era, report, listed.objects.length);
  return {
    objects: [...listed.objects, ...beside.objects],
    classifications: [...listed.classifications, ...beside.classifications],
  };
}

/** How a label with this content stands. */
export function stateOf({ objects, classifications }: LabelContent, hasList: boolean): LabelState {
  if (objects.length > 0) return 'labelled';
  if (classifications.length > 0) return 'classificationsOnly';
  return hasList ? 'background' : 'emptyLabel';
}

function readClassMasks(value: unknown): ClassMask[] {
  return Object.entries(fieldsOf(value) ?? {}).flatMap(([written, url]) =>
    typeof url === 'string' && url !== '' ? [{ className: classNameOf(written), url }] : [],
  );
}

/** A review as E2 to E5 and v2 have it. */
export function readReview(value: unknown): Review[] {
  const fields = fieldsOf(value);
  if (fields === null) return [];
  return [
    {
      score: numberOf(fields['score']),
      createdBy: textOf(fields['createdBy']) ?? textOf(fields['reviewed_by']),
      createdAt: dateOf(fields['createdAt'] ?? fields['reviewed_at']),
    },
  ];
}

/** Sum of the reviews' scores; null where none has one. */
export function sumOfScores(reviews: readonly Review[]): number | null {
  const scores = reviews.flatMap(({ score }) => score ?? []);
  return scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0);
}

/** A share 0 … 1; −1 stands for none. */
export function shareOf(value: unknown): number | null {
  const number = numberOf(value);
  return number === null || number < 0 ? null : number;
}

/** An image's size as attributes state it; null where they do not. */
export function sizeOf(attributes: Fields): ImageSize | null {
  const width = numberOf(attributes['width']);
  const height = numberOf(attributes['height']);
  const isSize = (side: number | null): side is number => side !== null && Number.isInteger(side) && side > 0;
  return isSize(width) && isSize(height) ? { width, height } : null;
}

/** An EXIF orientation 1 … 8; null for anything else. */
export function exifRotationOf(value: unknown): number | null {
  const number = numberOf(value);
  return number !== null && Number.isInteger(number) && number >= 1 && number <= 8 ? number : null;
}

function isTrue(value: unknown): boolean {
  return value === true || (typeof value === 'string' && value.toLowerCase() === 'true');
}
