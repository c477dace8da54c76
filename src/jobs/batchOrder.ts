import { resolve } from 'node:path';
import type { ColourChoice } from '../core/mask/remapColours.ts';
import { formatHex } from '../core/palette/idColours.ts';
import type { BatchRequest, BatchTarget } from './batchTypes.ts';
import type { BorderOptions } from './border.ts';
import { commandText } from './commandText.ts';
import { classesOf, PaletteProblem, readPaletteSource, requireColours, type PaletteSource } from './paletteSource.ts';
import type { ReencodeOptions } from './reencode.ts';
import type { SpecksOptions } from './specks.ts';

/** A re-encoding as it is chosen: the palette is still a name or a file. */
export interface ReencodeChoice extends Omit<
  ReencodeOptions,
  'palette' | 'colours' | 'voidId' | 'classes' | 'paletteName'
> {
  readonly kind: 'reencode';
  /** A named palette, or the absolute path of a class map or mask; null where raw ids need none. */
  readonly palette: string | null;
}

/** A border as it is chosen. */
export interface BorderChoice {
  readonly kind: 'border';
  readonly options: BorderOptions;
}

/** A filling of specks as it is chosen. */
export interface SpecksChoice {
  readonly kind: 'specks';
  readonly options: SpecksOptions;
}

/** A batch as it is chosen: plain data, from which the request is made where the work is done. */
export interface BatchOrder {
  readonly work: ReencodeChoice | BorderChoice | SpecksChoice;
  /** Files and folders, absolute or relative to the working folder. */
  readonly inputs: readonly string[];
  /** Absolute. */
  readonly workingFolder: string;
  readonly target: BatchTarget;
  readonly isRepeated: boolean;
  /** Files with unsaved edits; absolute. */
  readonly unsaved: readonly string[];
  /** Files that settings make read-only; absolute. Absent: none. */
  readonly readonlyFiles?: readonly string[];
  /** Where classes of borders and specks have their names from: a named palette or a class map file; null: nowhere. */
  readonly names: string | null;
}

/** A class that a pixel can become. */
export interface KnownClass {
  readonly id: number;
  /** Null where the palette has no names. */
  readonly name: string | null;
  /** `#RRGGBB` */
  readonly colour: string;
}

/** What is known of the classes of a batch. */
export interface OrderFacts {
  /** Ascending by id. */
  readonly classes: readonly KnownClass[];
  /** The only id that training ignores; null where there is none, or several. */
  readonly voidId: number | null;
  /** English sentences about lines of a class map that were left out. */
  readonly notes: readonly string[];
}

/**
 * The request of an order; equal orders give equal requests, at a terminal too.
 *
 * @throws PaletteProblem
 */
export function requestOf(order: BatchOrder): { readonly request: BatchRequest; readonly facts: OrderFacts } {
  const { work, inputs, workingFolder, target, isRepeated, unsaved, readonlyFiles = [] } = order;
  const rest = { inputs, workingFolder, target, isRepeated, unsaved, readonlyFiles, command: commandOf(order) };
  if (work.kind !== 'reencode') return { request: { task: work, ...rest }, facts: namesOf(order.names) };
  const { kind, palette: nameOrFile, ...options } = work;
  const source = readPaletteSource(nameOrFile ?? 'voc');
  if (options.by === 'colour') requireColours(source, nameOrFile ?? 'voc');
  const { palette, colours } = source;
  const facts = factsOf(source, nameOrFile !== null);
  const classes = classesOf(source, nameOrFile);
  return {
    request: { task: { kind, options: { ...options, palette, colours, voidId: facts.voidId, classes } }, ...rest },
    facts,
  };
}

function factsOf({ palette, colours, voidIds, notes }: PaletteSource, isAsked: boolean): OrderFacts {
  const names = new Map(colours.map(({ id, name }) => [id, name]));
  const count = isAsked ? palette.rgb.length / 3 : 0;
  const classes = Array.from({ length: count }, (_, id): KnownClass => {
    const [red = 0, green = 0, blue = 0] = palette.rgb.subarray(3 * id, 3 * id + 3);
    return { id, name: names.get(id) ?? null, colour: formatHex(red, green, blue) };
  });
  return { classes, voidId: voidIds.length === 1 ? (voidIds[0] ?? null) : null, notes };
}

/** Names are an extra: without them a border is drawn, and specks are filled, all the same. */
function namesOf(nameOrFile: string | null): OrderFacts {
  try {
    if (nameOrFile !== null) return { ...factsOf(readPaletteSource(nameOrFile), true), notes: [] };
  } catch (error) {
    if (!(error instanceof PaletteProblem)) throw error;
  }
  return { classes: [], voidId: null, notes: [] };
}

/** The same batch as a command for a terminal, from any folder. */
function commandOf({ work, inputs, workingFolder, target, isRepeated }: BatchOrder): string {
  const places = inputs.map((input) => resolve(workingFolder, input));
  const options = wordsOf(work);
  const where = target.kind === 'folder' ? ['-o', target.folder] : ['--in-place'];
  return commandText([work.kind, ...places, ...options, ...where, ...(isRepeated ? ['--again'] : [])]);
}

function wordsOf(work: BatchOrder['work']): string[] {
  switch (work.kind) {
    case 'reencode':
      return reencodeWords(work);
    case 'border':
      return borderWords(work.options);
    case 'specks': {
      const { below, voidIds } = work.options;
      return ['--below', String(below), '--void', voidIds.length === 0 ? 'none' : voidIds.join(',')];
    }
  }
}

function reencodeWords(choice: ReencodeChoice): string[] {
  const { palette, by, classId, binaryRule, threshold, unknown, choices, raw, depth, isSwapped, isAsStored, repair } =
    choice;
  return [
    ...(palette === null ? [] : ['--palette', palette]),
    ...(classId === null ? ['--by', by] : ['--class', String(classId)]),
    ...(classId === null || !binaryRule ? [] : ['--binary-rule', binaryRule]),
    ...(classId === null || !threshold ? [] : ['--threshold', String(threshold)]),
    ...(unknown === 'error' ? [] : [`--unknown=${unknown}`]),
    ...choices.flatMap(([colour, fate]: readonly [string, ColourChoice]) => ['--unknown-colour', `${colour}=${fate}`]),
    ...(isSwapped ? ['--swap-red-blue'] : []),
    ...(isAsStored === true ? ['--no-swap'] : []),
    ...(repair === 'edges' ? ['--repair', repair] : []),
    ...(raw === null ? [] : ['--raw', String(raw)]),
    ...(depth === null ? [] : ['--depth', String(depth)]),
  ];
}

function borderWords(options: BorderOptions): string[] {
  if (options.kind === 'remove') {
    return ['--remove', '--within', String(options.within), '--void', String(options.voidId)];
  }
  const { mode, iterations, side, element, voidId, background, backgroundBecomes, colour, instances, resize } = options;
  return [
    ...['--mode', mode, '--iterations', String(iterations), '--side', side, '--element', element],
    ...['--void', String(voidId), '--background', String(background)],
    ...(backgroundBecomes === null ? [] : ['--background-becomes', String(backgroundBecomes)]),
    ...(colour === null ? [] : ['--colour', formatHex(...colour)]),
    ...(instances === null ? [] : ['--instances', instances]),
    ...(resize === null ? [] : ['--resize', `${resize.width}x${resize.height}`, '--resampling', resize.rule]),
  ];
}
