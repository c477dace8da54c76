import { PALETTE_NAMES } from '../core/palette/namedPalettes.ts';
import type { ColourChoice } from '../core/mask/remapColours.ts';
import {
  classesOf,
  PaletteProblem,
  readPaletteSource,
  requireColours,
  type PaletteSource,
} from '../jobs/paletteSource.ts';
import type { ReencodeOptions } from '../jobs/reencode.ts';
import { parseCommandLine } from './commandLine.ts';
import { runBatchCommand } from './batchCommand.ts';
import { BATCH_OPTIONS, chosen, requestOf, switchesOf, wholeNumber } from './batchOptions.ts';
import { reportError } from './output.ts';
import { UsageError } from './usageError.ts';

/** `maskscope reencode`. Returns the exit status. */
export async function runReencode(args: readonly string[]): Promise<number> {
  const commandLine = await parseCommandLine('reencode', args, {
    ...BATCH_OPTIONS,
    palette: { type: 'string' },
    by: { type: 'string' },
    unknown: { type: 'string' },
    'unknown-colour': { type: 'string', multiple: true },
    raw: { type: 'string' },
    depth: { type: 'string' },
    class: { type: 'string' },
    'binary-rule': { type: 'string' },
    threshold: { type: 'string' },
    'swap-red-blue': { type: 'boolean' },
    'no-swap': { type: 'boolean' },
    repair: { type: 'string' },
  });
  if (commandLine === null) return 0;
  const { values, files } = commandLine;
  if (files.length === 0) throw new UsageError('give at least one file or folder', 'reencode');
  const classId = values.class === undefined ? null : wholeNumber('reencode', '--class', values.class, 0, 255);
  const rule = values['binary-rule'];
  const binaryRule = rule === undefined ? null : chosen('reencode', '--binary-rule', rule, ['alpha', 'brightness']);
  if (binaryRule !== null && classId === null) throw new UsageError('--binary-rule goes with --class', 'reencode');
  const threshold =
    values.threshold === undefined ? null : wholeNumber('reencode', '--threshold', values.threshold, 1, 65_535);
  if (threshold !== null && classId === null) throw new UsageError('--threshold goes with --class', 'reencode');
  const raw =
    values.raw === undefined ? null : (Number(chosen('reencode', '--raw', values.raw, ['8', '16'])) as 8 | 16);
  const depth =
    values.depth === undefined
      ? null
      : (Number(chosen('reencode', '--depth', values.depth, ['1', '2', '4', '8'])) as 1 | 2 | 4 | 8);
  if (raw !== null && depth !== null)
    throw new UsageError('--depth is for palettes; leave it out with --raw', 'reencode');
  const by = byOf(values.by, classId);
  const isSwapped = values['swap-red-blue'] === true;
  const isAsStored = values['no-swap'] === true;
  if (isSwapped && isAsStored) throw new UsageError('give --swap-red-blue or --no-swap, not both', 'reencode');
  if (isAsStored && by === 'index') throw new UsageError('--no-swap goes with --by colour', 'reencode');
  if (isSwapped && by === 'index') throw new UsageError('--swap-red-blue goes with --by colour', 'reencode');
  if (values.palette === undefined && (raw === null || by === 'colour')) {
    throw new UsageError(`give --palette: a file, or ${PALETTE_NAMES.join(', ')}`, 'reencode');
  }

  let source: PaletteSource;
  try {
    source = readPaletteSource(values.palette ?? 'voc');
    for (const note of source.notes) reportError(`${values.palette ?? ''}: ${note}`);
    if (by === 'colour') requireColours(source, values.palette ?? 'voc');
  } catch (error) {
    if (!(error instanceof PaletteProblem)) throw error;
    reportError(error.message);
    return 1;
  }
  const largest = 2 ** (raw ?? depth ?? 8) - 1;
  const unknown = choiceOf('--unknown', values.unknown ?? 'error', source, largest);
  const choices = (values['unknown-colour'] ?? []).map((text) => singleChoice(text, source, largest));
  const { palette, colours } = source;
  const voidId = source.voidIds.length === 1 ? (source.voidIds[0] ?? null) : null;
  const repair =
    values.repair === undefined ? 'none' : chosen('reencode', '--repair', values.repair, ['none', 'edges']);
  const options: ReencodeOptions = {
    classes: classesOf(source, values.palette ?? null),
    ...{ by, palette, colours, voidId, unknown, choices, raw, depth, classId, isSwapped, repair },
    ...(binaryRule === null ? {} : { binaryRule }),
    ...(threshold === null ? {} : { threshold }),
    ...(isAsStored ? { isAsStored } : {}),
    ...(values.palette === undefined ? {} : { paletteName: values.palette }),
  };
  const request = requestOf('reencode', args, commandLine, { kind: 'reencode', options });
  return runBatchCommand(request, switchesOf(values));
}

/** No default: whether ids or colours are right is what only the user knows. */
function byOf(value: string | undefined, classId: number | null): 'index' | 'colour' {
  if (value === undefined && classId !== null) return 'index';
  if (value === undefined) {
    throw new UsageError('say --by index (pixels keep their ids) or --by colour (colours say the ids)', 'reencode');
  }
  // American spelling is accepted.
  return chosen('reencode', '--by', value === 'color' ? 'colour' : value, ['index', 'colour']);
}

/** @param largest the largest id that the results can hold */
function choiceOf(option: string, text: string, { voidIds }: PaletteSource, largest: number): 'error' | ColourChoice {
  if (text === 'error' || text === 'nearest') return text;
  if (text !== 'void' && !/^-?\d+$/.test(text)) {
    const words = option === '--unknown' ? 'error, void, nearest' : 'void, nearest';
    throw new UsageError(`${option} is one of ${words} or an id, not '${text}'`, 'reencode');
  }
  if (text !== 'void') return wholeNumber('reencode', option, text, 0, largest);
  if (voidIds.length === 1) return text;
  const found = voidIds.length === 0 ? 'no void class' : `several void classes (${voidIds.join(', ')})`;
  throw new UsageError(`the palette has ${found}; give the id instead of 'void'`, 'reencode');
}

/** `#rrggbb=ID`, `#rrggbb=void` or `#rrggbb=nearest`. */
function singleChoice(text: string, source: PaletteSource, largest: number): [colour: string, choice: ColourChoice] {
  const [, colour, choice] = /^(#(?:[0-9a-f]{6}|[0-9a-f]{8}))=(.+)$/i.exec(text) ?? [];
  const chosenId = choice === undefined ? 'error' : choiceOf('--unknown-colour', choice, source, largest);
  if (colour === undefined || chosenId === 'error') {
    throw new UsageError(`--unknown-colour '${text}' is not of the form #rrggbb=ID`, 'reencode');
  }
  return [colour.toUpperCase(), chosenId];
}
