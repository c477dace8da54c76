import { fieldsOf } from '../formats/json.ts';
import { dateOf, listOf, numberOf, textOf, type Fields } from './fields.ts';
import { firstKnown, isNoImage, isTileLayer, mediaOfName, mediaOfObjects, mediaOfType, rowState } from './media.ts';
import type { Label, MediaKind, Place, Row } from './model.ts';
import { readObjectsLabel } from './objectsLabel.ts';
import type { Report } from './rules.ts';
import { exifRotationOf, readReview, shareOf, sizeOf, stateOf, sumOfScores } from './v1Row.ts';

/** A row of v2, which holds the labels of every project that the image is in. Any block may be absent. */
export function readV2Row(row: Fields, index: number, place: Place, report: Report): Row {
  const dataRow = fieldsOf(row['data_row']) ?? {};
  const attributes = fieldsOf(row['media_attributes']) ?? {};
  const projects = Object.entries(fieldsOf(row['projects']) ?? {}).flatMap(([id, value]): Fields[] => {
    const project = fieldsOf(value);
    // Without names projects are told apart by their ids.
    return project === null ? [] : [{ ...project, name: textOf(project['name']) ?? id }];
  });
  const written = projects.flatMap((project) =>
    listOf(project['labels']).map((label) => ({ project, label: fieldsOf(label) ?? {} })),
  );
  const externalId = textOf(dataRow['external_id']);
  const imageUrl = textOf(dataRow['row_data']);
  const media = firstKnown(
    ...written.map(({ label }) => mediaOfAnnotations(label)),
    isTileLayer(dataRow['row_data']) ? 'tiled' : 'unknown',
    mediaOfType(attributes['asset_type']),
    mediaOfType(attributes['mime_type']),
    mediaOfName(externalId),
    mediaOfName(imageUrl),
    ...written.map(({ label }) => mediaOfObjects(fieldsOf(label['annotations'])?.['objects'])),
  );
  const labels = written.map(({ project, label }) => readLabel(label, project, media, report));
  return {
    index,
    place,
    dataRowId: textOf(dataRow['id']),
    externalId,
    globalKey: textOf(dataRow['global_key']),
    imageUrl: media === 'tiled' ? null : imageUrl,
    media,
    size: sizeOf(attributes),
    exifRotation: exifRotationOf(attributes['exif_rotation']),
    datasetName: textOf((fieldsOf(dataRow['details']) ?? {})['dataset_name']),
    projectName: textOf(projects[0]?.['name']),
    state: rowState(media, labels),
    labels,
  };
}

function readLabel(label: Fields, project: Fields, media: MediaKind, report: Report): Label {
  const details = fieldsOf(label['label_details']) ?? {};
  const performance = fieldsOf(label['performance_details']) ?? {};
  const annotations = fieldsOf(label['annotations']) ?? {};
  const content = readObjectsLabel(annotations, report);
  const reviews = listOf(details['reviews']).flatMap(readReview);
  const state = stateOf(content, Array.isArray(annotations['objects']));
  const benchmark = textOf(performance['benchmark_reference_label']);
  return {
    id: textOf(label['id']),
    state: isNoImage(media) ? 'notImage' : performance['skipped'] === true ? 'skipFlag' : state,
    projectName: textOf(project['name']),
    createdBy: textOf(details['created_by']),
    createdAt: dateOf(details['created_at']),
    updatedAt: dateOf(details['updated_at'] ?? details['content_last_updated_at']),
    secondsToLabel: numberOf(performance['seconds_to_create']),
    reviews,
    reviewScore: sumOfScores(reviews),
    agreement: shareOf(performance['consensus_score']),
    benchmarkAgreement: shareOf(performance['benchmark_score']),
    benchmarkId: label['label_kind'] === 'Benchmark' ? textOf(label['id']) : benchmark,
    viewUrl: null,
    ...content,
    classMasks: [],
  };
}

function mediaOfAnnotations(label: Fields): MediaKind {
  const annotations = fieldsOf(label['annotations']) ?? {};
  if (annotations['frames'] !== undefined) return 'video';
  const told = mediaOfObjects(annotations['objects']);
  return isNoImage(told) ? told : 'unknown';
}
