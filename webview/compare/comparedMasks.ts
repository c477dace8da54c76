import { comparePair, type NamedPair } from '../../src/core/compare/comparePair.ts';
import { ConfusionMatrix } from '../../src/core/compare/confusion.ts';
import { differenceMap, type DifferenceMap } from '../../src/core/compare/differences.ts';
import { scoresOf, type Scores } from '../../src/core/compare/scores.ts';
import { voidKeys } from '../../src/core/compare/voidKeys.ts';
import { ClassNaming, type ClassKey } from '../../src/core/dataset/classNaming.ts';
import type { ClassMap, ClassMapEntry } from '../../src/core/formats/classMap.ts';
import { colourOfId } from '../../src/core/mask/colourOfId.ts';
import type { Mask } from '../../src/core/mask/mask.ts';
import {
  distinctColour,
  idColours,
  parseHex,
  vocColour,
  type IdColours,
  type Rgb,
} from '../../src/core/palette/idColours.ts';
import type { ReadRules } from '../../src/protocol/compare.ts';
import type { ClassEntry, MaskContext } from '../../src/protocol/mask.ts';
import { classColours } from '../mask/idMeaning.ts';
import type { Appearance } from '../mask/canvas/types.ts';

/** A mask of the pair with what the host knows of it. */
export interface SideMask {
  readonly label: string;
  readonly mask: Mask;
  readonly context: MaskContext;
}

/** What comparing two masks of one size found. */
export interface ComparedMasks {
  readonly named: NamedPair;
  readonly voids: ReadonlySet<ClassKey>;
  readonly difference: DifferenceMap;
  /** The difference map as the canvas shows it. */
  readonly picture: Mask;
  /** Null where the ids tell objects apart. */
  readonly scores: Scores | null;
  /** Ids in use that the two palettes give different colours. */
  readonly otherColours: readonly { readonly id: number; readonly truth: string; readonly prediction: string }[];
}

/** What the scores of two masks go by. */
export interface ComparedBy {
  /** Of the folders that the masks are a pair of; null: names and void come from the class map of the truth, as on the command line. */
  readonly rules: Pick<ReadRules, 'classMap' | 'voidIds'> | null;
  /** Whether outlines are compared as well. */
  readonly isBoundary: boolean;
}

/** Compares two masks of one size. */
export function compareMasks(truth: SideMask, prediction: SideMask, { rules, isBoundary }: ComparedBy): ComparedMasks {
  const classMap = rules === null ? classMapOf(truth.context) : namesClasses(truth.context) ? rules.classMap : null;
  const setting = { classMap, voidIds: rules?.voidIds ?? null, isBoundary };
  const named = comparePair(new ClassNaming(classMap), setting, truth.mask, prediction.mask);
  const voids = voidKeys(named, setting);
  const difference = differenceMap(truth.mask, prediction.mask, named, voids);
  const isOfObjects = [truth, prediction].some(({ context: { kind } }) =>
    ['classInstance', 'panoptic'].includes(kind.kind),
  );
  const matrix = new ConfusionMatrix();
  matrix.addAll(named.cells);
  const { width, height, ids } = difference;
  return {
    ...{ named, voids, difference },
    picture: {
      ...{ width, height, ids, encoding: 'grey', palette: null, colours: null },
      bitDepth: ids instanceof Uint8Array ? 8 : 16,
    },
    scores: isOfObjects ? null : scoresOf(matrix.cells(), voids),
    otherColours: otherColours(truth.mask, prediction.mask, named),
  };
}

/** Whether the ids of a mask are classes: a class map names no objects. */
function namesClasses({ kind }: MaskContext): boolean {
  return kind.kind !== 'instance';
}

/** The class map that the host found, as far as it tells. */
function classMapOf(context: MaskContext): ClassMap | null {
  const { classMap } = context;
  if (classMap === null || classMap.source === null || !namesClasses(context)) return null;
  const entries = (classMap.naming?.classes ?? classMap.entries).map(entryOf);
  return { entries, idsFrom: classMap.naming === undefined ? 'id' : 'position', problems: [] };
}

function entryOf({ id, name, colour, isVoid = false }: ClassEntry): ClassMapEntry {
  return { id, name, colour: colour ?? null, isVoid };
}

function otherColours(truth: Mask, prediction: Mask, named: NamedPair): ComparedMasks['otherColours'] {
  if (truth.palette === null || prediction.palette === null) return [];
  const used = new Set([...named.truthClasses.keys(), ...named.predictionClasses.keys()]);
  return [...used]
    .sort((one, other) => one - other)
    .flatMap((id) => {
      const [one, other] = [colourOfId(truth, id), colourOfId(prediction, id)];
      return one === null || other === null || one === other ? [] : [{ id, truth: one, prediction: other }];
    });
}

/** The colours that the mask page draws a mask with. */
export function sideColours({ mask, context }: SideMask): IdColours {
  const { kind, divisor } = context.kind;
  return idColours(mask, { kind, divisor: divisor ?? null, classColours: classColours(context) });
}

/** Share of a class's colour that is left where the masks agree. */
const DIMMED = 0.25;
const VOID_GREY = [128, 128, 128] as const;

/**
 * Colours of a difference map: equal classes dimmed, transitions told apart, void of the truth grey.
 *
 * @param selected the slot whose pixels alone are shown; null: all differences are
 * @param ground grey that dimmed colours approach, 0 to 255
 */
export function differenceAppearance(
  { named, difference: { slots } }: ComparedMasks,
  selected: number | null,
  ground: number,
): Appearance {
  const colours = new Uint8Array(4 * slots.length);
  const known = new Map(named.classes.map(({ key, colour }) => [key, colour]));
  slots.forEach(({ truth, agreement }, slot) => {
    const isShown = agreement === 'different' && (selected === null || selected === slot);
    const own = parseHex(known.get(truth) ?? '') ?? (typeof truth === 'number' ? vocColour(truth) : [128, 128, 128]);
    const dimmed = own.map((value) => Math.round(DIMMED * value + (1 - DIMMED) * ground));
    const quiet = agreement === 'void' ? VOID_GREY : dimmed;
    colours.set([...(isShown ? transitionColour(slots, slot) : quiet), 255], 4 * slot);
  });
  return { colours, outsideFrom: slots.length, hidden: null };
}

/** The colour of a transition, by its place among them. */
export function transitionColour(slots: DifferenceMap['slots'], slot: number): Rgb {
  const first = slots.findIndex(({ agreement }) => agreement === 'different');
  return distinctColour(1 + slot - first);
}
