import type { Tiling } from '../core/mask/tiles.ts';
import { MOST_TRANSFORMED, type TransformStep } from '../core/mask/transform.ts';
import type { PadId, TransformTask } from '../jobs/transforms/transformTypes.ts';
import { RESIZE_FILTERS } from '../core/compose/resample.ts';
import { chosen, switchesOf, wholeNumber } from './batchOptions.ts';
import { parseCommandLine } from './commandLine.ts';
import { PAIRS_OPTIONS, pairsRequest, runPairsOrder, type PairsOrder } from './pairsCommand.ts';
import { UsageError } from './usageError.ts';

const COMMAND = 'transform';
const MOST_SIDE = MOST_TRANSFORMED;
const MOST_ID = 65_535;

const STEPS = {
  crop: { type: 'string', multiple: true },
  flip: { type: 'string', multiple: true },
  transpose: { type: 'boolean', multiple: true },
  rotate: { type: 'string', multiple: true },
  resize: { type: 'string', multiple: true },
  'pad-square': { type: 'boolean', multiple: true },
} as const;

type StepValues = { readonly [Option in keyof typeof STEPS]?: readonly (string | boolean)[] | undefined };

/** `maskscope transform`. Returns the exit status. */
export async function runTransform(args: readonly string[]): Promise<number> {
  return runPairsOrder(() => transformOrder(args));
}

/** A command line as a request; null where it asks for help, which is printed. Throws UsageError. */
export async function transformOrder(args: readonly string[]): Promise<PairsOrder | null> {
  const commandLine = await parseCommandLine(COMMAND, args, {
    ...PAIRS_OPTIONS,
    ...STEPS,
    tiles: { type: 'string' },
    overlap: { type: 'string' },
    edge: { type: 'string' },
    'pad-id': { type: 'string' },
    resampling: { type: 'string' },
    filter: { type: 'string' },
    'originals-as': { type: 'string' },
    quality: { type: 'string' },
    frame: { type: 'string' },
    fit: { type: 'boolean' },
  });
  if (commandLine === null) return null;
  const { values } = commandLine;
  const task: TransformTask = {
    kind: 'transform',
    steps: stepsOf(args, values),
    tiling: tilingOf(values),
    padId: padIdOf(values['pad-id'] ?? 'void'),
    maskRule: chosen(COMMAND, '--resampling', values.resampling ?? 'opencv', ['opencv', 'pillow'] as const),
    filter: chosen(COMMAND, '--filter', values.filter ?? 'lanczos3', RESIZE_FILTERS),
    originals: chosen(COMMAND, '--originals-as', values['originals-as'] ?? 'jpeg', ['jpeg', 'png'] as const),
    quality: wholeNumber(COMMAND, '--quality', values.quality ?? '95', 1, 100),
    reading: {
      frame: chosen(COMMAND, '--frame', values.frame ?? 'displayed', ['displayed', 'stored'] as const),
      isFitted: values.fit === true,
    },
  };
  if (task.steps.length === 0 && task.tiling === null) {
    throw new UsageError(
      'give at least one step: --crop, --flip, --transpose, --rotate, --resize, --pad-square or --tiles',
      COMMAND,
    );
  }
  return { request: pairsRequest(COMMAND, args, commandLine, task), switches: switchesOf(values) };
}

/** The steps in the order of the command line, which parseArgs keeps only for each option by itself. */
function stepsOf(args: readonly string[], values: StepValues): TransformStep[] {
  const taken = new Map<string, number>();
  const end = args.indexOf('--');
  return args.slice(0, end < 0 ? args.length : end).flatMap((arg) => {
    const option = /^--([a-z-]+)(?:=|$)/.exec(arg)?.[1] ?? '';
    if (!isStep(option)) return [];
    const at = taken.get(option) ?? 0;
    taken.set(option, at + 1);
    return [stepOf(option, String(values[option]?.[at] ?? ''))];
  });
}

function isStep(option: string): option is keyof typeof STEPS {
  return Object.hasOwn(STEPS, option);
}

function stepOf(option: keyof typeof STEPS, text: string): TransformStep {
  switch (option) {
    case 'crop': {
      const [x = 0, y = 0, width = 0, height = 0] = numbersOf(text, /^\d+,\d+,\d+,\d+$/, ',', '--crop takes X,Y,W,H');
      return { kind: 'crop', x, y, width, height };
    }
    case 'flip':
      return { kind: 'flip', axis: chosen(COMMAND, '--flip', text, ['horizontal', 'vertical'] as const) };
    case 'transpose':
      return { kind: 'transpose' };
    case 'rotate': {
      const turn = chosen(COMMAND, '--rotate', text, ['90', '180', '270'] as const);
      return { kind: 'rotate', degrees: turn === '90' ? 90 : turn === '180' ? 180 : 270 };
    }
    case 'resize': {
      const [width = 0, height = 0] = numbersOf(text, /^\d+x\d+$/i, /x/i, '--resize takes WxH, such as 512x512');
      return { kind: 'resize', width, height };
    }
    case 'pad-square':
      return { kind: 'padSquare' };
  }
}

function numbersOf(text: string, form: RegExp, between: string | RegExp, problem: string): number[] {
  const numbers = form.test(text) ? text.split(between).map(Number) : [];
  const sides = numbers.slice(-2);
  if (sides.length < 2 || sides.some((side) => side < 1) || numbers.some((number) => number > MOST_SIDE)) {
    throw new UsageError(`${problem}, not '${text}'`, COMMAND);
  }
  return numbers;
}

interface TileValues {
  readonly tiles?: string | undefined;
  readonly overlap?: string | undefined;
  readonly edge?: string | undefined;
}

function tilingOf({ tiles, overlap, edge }: TileValues): Tiling | null {
  if (tiles === undefined) {
    if (overlap !== undefined || edge !== undefined)
      throw new UsageError('--overlap and --edge go with --tiles', COMMAND);
    return null;
  }
  const side = wholeNumber(COMMAND, '--tiles', tiles, 1, 16_384);
  return {
    side,
    overlap: wholeNumber(COMMAND, '--overlap', overlap ?? '0', 0, side - 1),
    edge: chosen(COMMAND, '--edge', edge ?? 'shift', ['shift', 'pad'] as const),
  };
}

function padIdOf(text: string): PadId {
  if (text === 'void' || text === 'background') return text;
  if (/^\d+$/.test(text)) return wholeNumber(COMMAND, '--pad-id', text, 0, MOST_ID);
  throw new UsageError(`--pad-id is void, background or an id, not '${text}'`, COMMAND);
}
