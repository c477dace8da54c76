import { resolve } from 'node:path';
import { parseHex } from '../core/palette/idColours.ts';
import type { BorderOptions, DrawOptions } from '../jobs/border.ts';
import { parseCommandLine } from './commandLine.ts';
import { runBatchCommand } from './batchCommand.ts';
import { BATCH_OPTIONS, chosen, requestOf, switchesOf, wholeNumber } from './batchOptions.ts';
import { reportError } from './output.ts';
import { UsageError } from './usageError.ts';

const OPTIONS = {
  ...BATCH_OPTIONS,
  mode: { type: 'string' },
  iterations: { type: 'string' },
  side: { type: 'string' },
  element: { type: 'string' },
  void: { type: 'string' },
  colour: { type: 'string' },
  background: { type: 'string' },
  'background-becomes': { type: 'string' },
  instances: { type: 'string' },
  resize: { type: 'string' },
  resampling: { type: 'string' },
  remove: { type: 'boolean' },
  within: { type: 'string' },
} as const;

type Values = { readonly [K in keyof typeof OPTIONS]?: string | boolean | undefined };

/** Larger borders than any mask. */
const MOST_PIXELS = 65_535;

/** `maskscope border`. Returns the exit status. */
export async function runBorder(args: readonly string[]): Promise<number> {
  const commandLine = await parseCommandLine('border', args, OPTIONS);
  if (commandLine === null) return 0;
  const { values, files } = commandLine;
  if (files.length === 0) throw new UsageError('give at least one file or folder', 'border');
  const options = values.remove === true ? removeOptions(values) : drawOptions(values);
  if (options.kind === 'draw' && options.resize !== null) {
    reportError('the masks are resized, their original images are not: resize those to the same size yourself');
  }
  const request = requestOf('border', args, commandLine, { kind: 'border', options });
  return runBatchCommand(request, switchesOf(values));
}

function removeOptions(values: Values): BorderOptions {
  const alien = (['mode', 'iterations', 'side', 'element', 'colour', 'instances', 'resize'] as const).find(
    (option) => values[option] !== undefined,
  );
  if (alien !== undefined) throw new UsageError(`--${alien} does not go with --remove`, 'border');
  const within = textOf(values.within);
  if (within === undefined) throw new UsageError('say how far to fill: --remove --within PIXELS', 'border');
  return {
    kind: 'remove',
    voidId: wholeNumber('border', '--void', textOf(values.void) ?? '255', 0, 255),
    within: wholeNumber('border', '--within', within, 1, MOST_PIXELS),
  };
}

function drawOptions(values: Values): DrawOptions {
  const mode = textOf(values.mode);
  const iterations = textOf(values.iterations);
  if (mode === undefined) throw new UsageError('say --mode union, classes or objects (or --remove)', 'border');
  if (iterations === undefined) throw new UsageError('say how wide: --iterations PIXELS', 'border');
  if (values.within !== undefined) throw new UsageError('--within goes with --remove', 'border');
  const instances = textOf(values.instances);
  if ((mode === 'objects') !== (instances !== undefined)) {
    throw new UsageError('--mode objects and --instances FOLDER go together', 'border');
  }
  const id = (option: keyof Values, otherwise: string): number =>
    wholeNumber('border', `--${option}`, textOf(values[option]) ?? otherwise, 0, 255);
  const becomes = textOf(values['background-becomes']);
  const voidId = id('void', '255');
  const background = id('background', '0');
  if (voidId === background) {
    throw new UsageError(`--void and --background are both ${voidId}; give the border an id of its own`, 'border');
  }
  return {
    kind: 'draw',
    mode: chosen('border', '--mode', mode, ['union', 'classes', 'objects']),
    iterations: wholeNumber('border', '--iterations', iterations, 1, MOST_PIXELS),
    side: chosen('border', '--side', textOf(values.side) ?? 'outer', ['outer', 'inner', 'centred']),
    element: chosen('border', '--element', textOf(values.element) ?? 'rectangle', ['rectangle', 'cross']),
    ...{ voidId, background },
    backgroundBecomes: becomes === undefined ? null : id('background-becomes', '0'),
    colour: colourOf(textOf(values.colour)),
    instances: instances === undefined ? null : resolve(instances),
    resize: resizeOf(textOf(values.resize), textOf(values.resampling)),
  };
}

function colourOf(text: string | undefined): DrawOptions['colour'] {
  if (text === undefined) return null;
  const colour = parseHex(text);
  if (colour === null) throw new UsageError(`--colour takes #rrggbb, not '${text}'`, 'border');
  return colour;
}

function resizeOf(size: string | undefined, resampling: string | undefined): DrawOptions['resize'] {
  if (size === undefined) {
    if (resampling !== undefined) throw new UsageError('--resampling goes with --resize', 'border');
    return null;
  }
  const [, width = '', height = ''] = /^(\d+)x(\d+)$/.exec(size) ?? [];
  if (width === '') throw new UsageError(`--resize takes WIDTHxHEIGHT, not '${size}'`, 'border');
  if (resampling === undefined) {
    throw new UsageError('say --resampling opencv or pillow: their nearest neighbours differ', 'border');
  }
  return {
    width: wholeNumber('border', '--resize', width, 1, MOST_PIXELS),
    height: wholeNumber('border', '--resize', height, 1, MOST_PIXELS),
    rule: chosen('border', '--resampling', resampling, ['opencv', 'pillow']),
  };
}

function textOf(value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
