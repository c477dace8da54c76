import { resolve } from 'node:path';
import { AREA_SOURCES } from '../core/labelbox/areaObjects.ts';
import { LAYOUTS } from '../core/labelbox/layouts.ts';
import { DEFAULT_THRESHOLD } from '../core/labelbox/maskSpans.ts';
import { RASTER_RULES } from '../core/raster/rasterise.ts';
import { commandText } from '../jobs/commandText.ts';
import { ConvertJob } from '../jobs/labelboxConvert.ts';
import { LABEL_CHOICES, OVERLAPS } from '../jobs/labelboxConvertCommand.ts';
import type { ConvertRequest } from '../jobs/labelboxConvertTypes.ts';
import { failed, type BatchSwitches } from './batchCommand.ts';
import { cancelOnInterrupt, isAnsweredYes, showProgress } from './terminal.ts';
import { chosen, switchesOf, wholeNumber } from './batchOptions.ts';
import { filesText } from './batchTexts.ts';
import { parseCommandLine } from './commandLine.ts';
import { convertPlanText, convertResultText, convertRowText } from './labelboxConvertTexts.ts';
import { oneExport, READING_OPTIONS, readingOf } from './labelboxOptions.ts';
import { printOutput, reportError } from './output.ts';
import { UsageError } from './usageError.ts';

const COMMAND = 'labelbox convert';

/** `maskscope labelbox convert`. Returns the exit status. */
export async function runLabelboxConvert(args: readonly string[]): Promise<number> {
  const commandLine = await parseCommandLine(COMMAND, args, {
    output: { type: 'string', short: 'o' },
    layout: { type: 'string' },
    source: { type: 'string' },
    raster: { type: 'string' },
    overlap: { type: 'string' },
    'class-order': { type: 'string' },
    labels: { type: 'string' },
    project: { type: 'string' },
    ...READING_OPTIONS,
    frame: { type: 'string' },
    size: { type: 'string' },
    'class-map': { type: 'string' },
    'unknown-class': { type: 'string' },
    originals: { type: 'string' },
    images: { type: 'string' },
    masks: { type: 'string' },
    threshold: { type: 'string' },
    'require-classes': { type: 'string' },
    'dry-run': { type: 'boolean' },
    yes: { type: 'boolean', short: 'y' },
    json: { type: 'boolean' },
  });
  if (commandLine === null) return 0;
  const { values, files } = commandLine;
  const file = oneExport(COMMAND, files);
  if (values.output === undefined) throw new UsageError('give the folder of the dataset with -o', COMMAND);
  if (values.layout === undefined) throw new UsageError(`say --layout ${LAYOUTS.join(', ')}`, COMMAND);
  if (values.source === undefined) throw new UsageError('say --source polygons, masks, or both in order', COMMAND);
  const oneOf = <T extends string>(option: string, value: string | undefined, allowed: readonly T[]): T | null =>
    value === undefined ? null : chosen(COMMAND, option, value, allowed);
  const pathOf = (path: string | undefined): string | null => (path === undefined ? null : resolve(path));
  const reading = readingOf(COMMAND, values);
  const overlap = oneOf('--overlap', values.overlap, Object.keys(OVERLAPS)) ?? 'error';
  const labels =
    oneOf('--labels', values.labels, Object.keys(LABEL_CHOICES) as (keyof typeof LABEL_CHOICES)[]) ?? 'newest';
  const request: ConvertRequest = {
    exportFile: resolve(file),
    folder: resolve(values.output),
    layout: chosen(COMMAND, '--layout', values.layout, LAYOUTS),
    sources: namesOf('--source', values.source).map((one) => chosen(COMMAND, '--source', one, AREA_SOURCES)),
    rule: oneOf('--raster', values.raster, RASTER_RULES) ?? 'centre',
    overlap: OVERLAPS[overlap] ?? 'error',
    classOrder: namesOf('--class-order', values['class-order']),
    labels: LABEL_CHOICES[labels],
    project: values.project ?? null,
    era: reading.era ?? null,
    yAxis: reading.yAxis ?? null,
    frame: oneOf('--frame', values.frame, ['displayed', 'stored'] as const),
    size: sizeOf(values.size),
    classMap: pathOf(values['class-map']),
    unknownClass: oneOf('--unknown-class', values['unknown-class'], ['error', 'skip', 'add'] as const) ?? 'error',
    originals: pathOf(values.originals),
    images: oneOf('--images', values.images, ['copy', 'link', 'none'] as const) ?? 'copy',
    masks: pathOf(values.masks),
    threshold:
      values.threshold === undefined
        ? DEFAULT_THRESHOLD
        : wholeNumber(COMMAND, '--threshold', values.threshold, 1, 255),
    requiredClasses: namesOf('--require-classes', values['require-classes']),
    command: commandText(['labelbox', 'convert', ...args]),
  };
  if (request.classOrder.length > 0 && request.overlap !== 'classOrder') {
    throw new UsageError('--class-order goes with --overlap class-order', COMMAND);
  }
  return run(request, switchesOf(values));
}

async function run(request: ConvertRequest, switches: BatchSwitches): Promise<number> {
  const { isJson, isDryRun, isYes } = switches;
  const job = new ConvertJob(request, { onProgress: showProgress });
  const stopWatching = cancelOnInterrupt(job);
  try {
    const plan = await job.preview((row) => {
      printOutput(isJson ? `${JSON.stringify({ type: 'row', ...row })}\n` : convertRowText(row));
    });
    printOutput(isJson ? `${JSON.stringify({ type: 'plan', ...plan })}\n` : convertPlanText(plan, request));
    const status = plan.rows.refused > 0 || plan.isCancelled ? 1 : 0;
    const { write, replace } = plan.files;
    if (plan.isCancelled || isDryRun || (write + replace === 0 && plan.resumes === null)) return status;
    const question = `Write ${filesText(write + replace)} to ${plan.root}? [y/N] `;
    if (!isYes && !(await isAnsweredYes(question))) {
      reportError('nothing was written; give --yes to write');
      return 1;
    }
    const outcome = await job.write();
    printOutput(isJson ? `${JSON.stringify({ type: 'outcome', ...outcome })}\n` : convertResultText(outcome, plan));
    return outcome.isCancelled ? 1 : status;
  } catch (error) {
    return failed(error);
  } finally {
    stopWatching();
  }
}

/** Names with commas between them, each once; none where the option is not given. */
function namesOf(option: string, text: string | undefined): string[] {
  const names = text?.split(',').map((one) => one.trim()) ?? [];
  if (names.includes('')) throw new UsageError(`${option} '${text ?? ''}' has an empty name`, COMMAND);
  const twice = names.find((one, at) => names.indexOf(one) !== at);
  if (twice !== undefined) throw new UsageError(`${option} names ${twice} twice`, COMMAND);
  return names;
}

function sizeOf(text: string | undefined): ConvertRequest['size'] {
  if (text === undefined) return null;
  const [, width, height] = /^([1-9]\d{0,5})x([1-9]\d{0,5})$/i.exec(text) ?? [];
  if (width === undefined || height === undefined) {
    throw new UsageError(`--size '${text}' is not of the form WIDTHxHEIGHT`, COMMAND);
  }
  return { width: Number(width), height: Number(height) };
}
