import { createHash } from 'node:crypto';
import { createReadStream, lstatSync, realpathSync, statSync } from 'node:fs';
import { BACKGROUND_ID, classOrder } from '../core/labelbox/classIds.ts';
import { NOT_EXPORTS } from '../core/labelbox/era.ts';
import type { YAxis } from '../core/labelbox/model.ts';
import { fillTemplate } from '../core/png/errors.ts';
import type { OverlapPolicy } from '../core/raster/overlapPolicy.ts';
import { listBatches, requireUnlocked, stateOf, type Batch } from '../platform/journal.ts';
import { fileProblem } from '../platform/readFile.ts';
import { InputProblem, placeOf } from './batchInputs.ts';
import { AnnotationFile } from './labelboxAnnotations.ts';
import { requireBackground, resolveClassMap, voidIdOf, type ResolvedClassMap } from './labelboxClassMap.ts';
import { requestHashOf } from './labelboxConvertJournal.ts';
import { ConvertProblem, exportProblem, type ConvertPlan, type ConvertRequest } from './labelboxConvertTypes.ts';
import { OutputPlan } from './labelboxOutputs.ts';
import { RowConverter } from './labelboxRowConverter.ts';
import { selectRows, type SelectedRows } from './labelboxRows.ts';

/**
 * Under the lock: whether the preview still tells what will be written. Other runs may have written since, and their files
 * would be taken for those of this one.
 */
export function requireSamePlan(
  { outputs, batches }: Pick<Prepared, 'outputs' | 'batches'>,
  resumed: Batch | null,
): void {
  const { root } = outputs;
  if (resumed !== null && !(listBatches(root).includes(resumed.folder) && stateOf(resumed.folder) === 'unfinished')) {
    throw new InputProblem('journalGone', { root });
  }
  if (batchesOf(root) !== batches) throw new ConvertProblem('planOutdated', { path: root });
  const path = resumed === null ? outputs.changed() : null;
  if (path !== null) throw new ConvertProblem('planOutdated', { path });
}

/** Runs over a folder, and how they stand. */
export function batchesOf(root: string): string {
  return listBatches(root)
    .map((folder) => `${folder} ${stateOf(folder)}`)
    .join('\n');
}

/** Everything that is decided before the first row. */
export interface Prepared {
  readonly era: ConvertPlan['era'];
  readonly yAxis: YAxis;
  /** The export; absolute, links resolved. */
  readonly source: { readonly path: string; readonly hash: string };
  readonly requestHash: string;
  readonly selected: SelectedRows;
  readonly classMap: ResolvedClassMap;
  readonly outputs: OutputPlan;
  /** Runs over the folder when the preview began. */
  readonly batches: string;
  readonly converter: RowConverter;
  /** Null for layouts of masks. */
  readonly annotations: AnnotationFile | null;
}

export async function prepare(request: ConvertRequest, signal: AbortSignal): Promise<Prepared> {
  const root = placeOf(request.folder);
  if (lstatSync(root, { throwIfNoEntry: false })?.isDirectory() === false) {
    throw new InputProblem('notAFolder', { path: request.folder });
  }
  requireUnlocked(root);
  const batches = batchesOf(root);
  const path = request.exportFile;
  const selected = await selectRows(path, { ...request, choice: request.labels, signal }).catch((error: unknown) => {
    throw exportProblem(path, error);
  });
  const { scan, classes } = selected;
  const { recognised, format } = scan;
  if (recognised.kind === 'notExport' || format === null || scan.yAxis === null) {
    const { what, details } = recognised.kind === 'notExport' ? recognised : { what: 'empty' as const, details: {} };
    const problem = fillTemplate(NOT_EXPORTS[what], details);
    throw new ConvertProblem('notExport', { ...details, path, template: NOT_EXPORTS[what], problem });
  }
  if (scan.yAxis.choice === 'ask' && request.sources.includes('polygons')) {
    throw new ConvertProblem('yAxisUnknown', scan.yAxis.details);
  }
  const yAxis = scan.yAxis.choice === 'ask' ? 'down' : scan.yAxis.choice;
  const { era } = format;
  const needsOrder = request.layout !== 'coco' && (request.overlap === 'firstDrawn' || request.overlap === 'lastDrawn');
  if (needsOrder && era !== 'E5' && era !== 'v2') throw new ConvertProblem('drawOrderUnknown', { era });
  const source = await hashed(request.exportFile);
  const outputs = new OutputPlan(root);
  const classMap = resolveClassMap(
    { exportFile: source.path, root, given: request.classMap, unknownClass: request.unknownClass },
    classes,
    (path) => outputs.isOwn(path),
  );
  requireBackground(classMap, classes);
  const policy = policyOf(request, classMap);
  const voidId = voidIdOf(classMap.entries, policy.kind === 'toVoid');
  const converter = new RowConverter(request, {
    ...{ format, yAxis, classMap, classes, policy, voidId, source, maskNaming: selected.maskNaming },
    originals: selected.rows.map(({ original }) => original),
  });
  const isCoco = request.layout === 'coco';
  return {
    ...{ era, yAxis, source, selected, classMap, outputs, batches, converter },
    requestHash: requestHashOf(request, source.hash),
    annotations: isCoco ? new AnnotationFile(classMap.entries) : null,
  };
}

function policyOf({ overlap, classOrder: names }: ConvertRequest, { entries }: ResolvedClassMap): OverlapPolicy {
  if (overlap !== 'classOrder') return { kind: overlap };
  const order = classOrder(entries, names);
  if ('unknown' in order) throw new ConvertProblem('classNotInMap', { name: order.unknown });
  return { kind: 'classOrder', order: order.includes(BACKGROUND_ID) ? order : [BACKGROUND_ID, ...order] };
}

async function hashed(path: string): Promise<{ path: string; hash: string }> {
  try {
    if (!statSync(path).isFile()) throw Object.assign(new Error(path), { code: 'EISDIR' });
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
    return { path: realpathSync(path), hash: hash.digest('hex') };
  } catch (error) {
    throw exportProblem(path, fileProblem(error));
  }
}
