import type { ClassMap } from '../formats/classMap.ts';
import { formatHex, parseHex } from '../palette/idColours.ts';
import type { Palette } from '../png/types.ts';
import { histogramById } from './histogram.ts';
import type { Mask } from './mask.ts';
import { remapIds, UNKNOWN_ID, type IdTable, type RemappedIds } from './remap.ts';
import { RemapError, type RefusedValue } from './remapErrors.ts';

/** An id and the colour by which it is found. */
export interface ColouredId {
  readonly id: number;
  /** Class name; null where the target is a bare palette. */
  readonly name: string | null;
  readonly red: number;
  readonly green: number;
  readonly blue: number;
}

/** What becomes of a colour that the target does not know: its void, the nearest of its colours, or an id. */
export type ColourChoice = 'void' | 'nearest' | number;

export interface ColourPolicy {
  /** For every unknown colour without a choice of its own; `error` refuses the mask. */
  readonly unknown: 'error' | ColourChoice;
  /** Choices for single colours, known ones too, by `#RRGGBB` (`#RRGGBBAA` where not opaque), any case. */
  readonly choices?: ReadonlyMap<string, ColourChoice>;
  /** The id that `void` means; without it `void` is no choice. */
  readonly voidId?: number;
  /**
   * Whether alpha is part of a colour: then what is not opaque is unknown. Default: in RGBA masks, but not in palettes,
   * whose tRNS is for display.
   */
  readonly isAlphaCompared?: boolean;
}

/** A colour of the mask and what becomes of it. */
export interface ColourFate {
  /** Id in the mask: palette index or row of the colour table. */
  readonly sourceId: number;
  /** `#RRGGBB`, or `#RRGGBBAA` unless opaque; null for ids outside the mask's palette. */
  readonly colour: string | null;
  readonly pixels: number;
  /** The id that it becomes; null where that is not decided, which refuses the mask. */
  readonly id: number | null;
  /** The target's ids that have exactly this colour, ascending; empty for an unknown colour, several if shared. */
  readonly candidates: readonly ColouredId[];
  /** For unknown colours: the nearest of the target and how far it is; null where there is no colour to compare. */
  readonly nearest: { readonly entry: ColouredId; readonly distance: number } | null;
  /**
   * The mask's ids that occur in this colour, ascending, where there are several: the colour cannot tell them apart.
   * Empty where the id is alone.
   */
  readonly sharedBy: readonly SharingId[];
}

/** An id of a palette mask whose colour is another id's too. */
export interface SharingId {
  readonly id: number;
  readonly pixels: number;
  /** Of the palette entry, 0 … 255. */
  readonly alpha: number;
}

/** What re-encoding by colour would do, before it is done. */
export interface ColourPlan {
  /** Colours that occur, most pixels first. */
  readonly fates: readonly ColourFate[];
  /** From the mask's ids to the target's. */
  readonly table: IdTable;
  readonly before: Uint32Array;
}

/** The colours of a palette; entry by entry. */
export function coloursOfPalette({ rgb }: Palette): ColouredId[] {
  return Array.from({ length: rgb.length / 3 }, (_, id) => {
    const [red = 0, green = 0, blue = 0] = rgb.subarray(3 * id, 3 * id + 3);
    return { id, name: null, red, green, blue };
  });
}

/** The colours of a class map; classes without a colour, and −1, cannot be found by one. */
export function coloursOfClassMap({ entries }: ClassMap): ColouredId[] {
  const found: ColouredId[] = [];
  for (const { id, name, colour } of entries) {
    const rgb = colour === null ? null : parseHex(colour);
    if (rgb !== null && id >= 0) found.push({ id, name, red: rgb[0], green: rgb[1], blue: rgb[2] });
  }
  return found.sort((a, b) => a.id - b.id);
}

/**
 * Plans how a palette or RGB mask gets the ids that a target gives to its colours. Colours match exactly or not at all:
 * 16-bit samples only where they are 257 times a byte. Nearest is measured as the distance of red, green and blue
 * (Euclidean, 0 … 441.7); of equals the smallest id. Nothing is decided for unknown colours unless the policy says so,
 * nor for a colour of the target that two of its ids share, or two ids that occur in the mask (entries that differ in
 * transparency alone are of one colour, unless alpha is compared), unless it has a choice of its own. A target is not
 * changed afterwards.
 *
 * @param before the histogram of the mask's ids, where it is known already
 * @throws RemapError `wrongSource` for a grey mask, which has no colours
 */
export function planByColour(
  mask: Mask,
  target: readonly ColouredId[],
  policy: ColourPolicy,
  before: Uint32Array = histogramById(mask.ids),
): ColourPlan {
  const colourOf = sourceColours(mask, policy.isAlphaCompared ?? mask.encoding === 'colour');
  const byColour = entriesByColour(target);
  const choices = new Map([...(policy.choices ?? [])].map(([colour, choice]) => [colour.toUpperCase(), choice]));
  const table = new Int32Array(before.length).fill(UNKNOWN_ID);
  const sources: Source[] = [];
  before.forEach((pixels, sourceId) => {
    if (pixels > 0) sources.push({ sourceId, pixels, colour: colourOf(sourceId) });
  });
  const sharing = mask.palette === null ? NOTHING_SHARED : sharedColours(sources, mask.palette);
  const fates = sources.map((source) => {
    const fate = fateOf(source, sharing, byColour, target, policy, choices);
    table[source.sourceId] = fate.id ?? UNKNOWN_ID;
    return fate;
  });
  return { fates: fates.sort((a, b) => b.pixels - a.pixels || a.sourceId - b.sourceId), table, before };
}

/** An id of the mask, its pixels, and its colour: null outside the palette. */
interface Source {
  readonly sourceId: number;
  readonly pixels: number;
  readonly colour: SourceColour | null;
}

type Sharing = ReadonlyMap<string, readonly SharingId[]>;

const NOTHING_SHARED: Sharing = new Map();

/** The colours that several ids of a palette mask have, by their text. */
function sharedColours(sources: readonly Source[], { alpha }: Palette): Sharing {
  const owners = new Map<string, SharingId[]>();
  for (const { sourceId: id, pixels, colour } of sources) {
    if (colour === null) continue;
    const owner = { id, pixels, alpha: alpha[id] ?? 255 };
    const others = owners.get(textOf(colour));
    if (others) others.push(owner);
    else owners.set(textOf(colour), [owner]);
  }
  return new Map([...owners].filter(([, ids]) => ids.length > 1));
}

type Entries = ReadonlyMap<number, readonly ColouredId[]>;

/** Batches look thousands of masks up in one target. */
const ENTRIES = new WeakMap<readonly ColouredId[], Entries>();

function entriesByColour(target: readonly ColouredId[]): Entries {
  const known = ENTRIES.get(target);
  if (known !== undefined) return known;
  const byColour = new Map<number, ColouredId[]>();
  for (const entry of target) {
    const key = keyOf(entry.red, entry.green, entry.blue);
    const others = byColour.get(key);
    if (others) others.push(entry);
    else byColour.set(key, [entry]);
  }
  ENTRIES.set(target, byColour);
  return byColour;
}

/**
 * Everything that a plan leaves undecided, one error of a kind: `coloursShared`, `idsShareColour`, `coloursUnknown`; empty
 * where the plan can be carried out.
 */
export function undecidedIn({ fates }: ColourPlan): RemapError[] {
  const undecided = fates.filter(({ id }) => id === null);
  const shared = undecided.filter(({ candidates }) => candidates.length > 1);
  const sharing = undecided.filter(({ candidates, sharedBy }) => candidates.length === 1 && sharedBy.length > 0);
  const unknown = undecided.filter(({ candidates }) => candidates.length === 0);
  const errors: RemapError[] = [];
  if (shared.length > 0) errors.push(new RemapError('coloursShared', shared.map(refusedShared)));
  if (sharing.length > 0) {
    const once = sharing.filter(({ sourceId, sharedBy }) => sharedBy[0]?.id === sourceId);
    errors.push(new RemapError('idsShareColour', once.map(refusedSharing)));
  }
  if (unknown.length > 0) errors.push(new RemapError('coloursUnknown', unknown.map(refusedUnknown)));
  return errors;
}

/**
 * Carries out a plan.
 *
 * @param room where ids in bytes are put, may be those of the mask; default: fresh memory
 * @throws RemapError the first of {@link undecidedIn}
 */
export function applyColourPlan(mask: Mask, plan: ColourPlan, room?: Uint8Array): RemappedIds {
  const [error] = undecidedIn(plan);
  if (error !== undefined) throw error;
  return remapIds(mask.ids, plan.table, plan.before, room);
}

interface SourceColour {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  readonly alpha: number;
  /** Every sample is a byte exactly, and alpha is opaque or not compared. */
  readonly isExact: boolean;
}

function sourceColours(mask: Mask, isAlphaCompared: boolean): (id: number) => SourceColour | null {
  const { palette, colours, bitDepth } = mask;
  if (palette !== null) {
    const entries = palette.rgb.length / 3;
    return (id) => {
      if (id >= entries) return null;
      const [red = 0, green = 0, blue = 0] = palette.rgb.subarray(3 * id, 3 * id + 3);
      const alpha = isAlphaCompared ? (palette.alpha[id] ?? 255) : 255;
      return { red, green, blue, alpha, isExact: alpha === 255 };
    };
  }
  if (colours === null) {
    throw new RemapError('wrongSource', [], { expected: 'a palette or RGB mask', found: 'grey' });
  }
  const step = bitDepth === 16 ? 257 : 1;
  return (id) => {
    const raw = Array.from(colours.subarray(4 * id, 4 * id + 4));
    const [red = 0, green = 0, blue = 0, alpha = 255] = raw.map((sample) => Math.round(sample / step));
    const compared = isAlphaCompared ? alpha : 255;
    const isExact = raw.slice(0, isAlphaCompared ? 4 : 3).every((sample) => sample % step === 0) && compared === 255;
    return { red, green, blue, alpha: compared, isExact };
  };
}

function fateOf(
  source: Source,
  sharing: Sharing,
  byColour: ReadonlyMap<number, readonly ColouredId[]>,
  target: readonly ColouredId[],
  policy: ColourPolicy,
  choices: ReadonlyMap<string, ColourChoice>,
): ColourFate {
  const { sourceId, pixels, colour } = source;
  const text = colour === null ? null : textOf(colour);
  const sharedBy = sharing.get(text ?? '') ?? [];
  const candidates = colour?.isExact ? (byColour.get(keyOf(colour.red, colour.green, colour.blue)) ?? []) : [];
  const nearest = colour === null || candidates.length > 0 ? null : nearestOf(colour, target);
  const own = text === null ? undefined : choices.get(text);
  let id: number | null = null;
  if (own !== undefined) id = chosenId(own, policy, nearest, candidates);
  else if (candidates.length === 1) id = sharedBy.length > 0 ? null : (candidates[0]?.id ?? null);
  else if (candidates.length === 0 && policy.unknown !== 'error') id = chosenId(policy.unknown, policy, nearest, []);
  return { sourceId, colour: text, pixels, id, candidates, nearest, sharedBy };
}

function chosenId(
  choice: ColourChoice,
  policy: ColourPolicy,
  nearest: ColourFate['nearest'],
  candidates: readonly ColouredId[],
): number | null {
  if (choice === 'void') return policy.voidId ?? null;
  if (choice !== 'nearest') return choice;
  // The nearest colour of a known one is itself; which of its owners is meant stays open.
  return nearest?.entry.id ?? (candidates.length === 1 ? (candidates[0]?.id ?? null) : null);
}

function nearestOf(colour: SourceColour, target: readonly ColouredId[]): ColourFate['nearest'] {
  let best: ColouredId | null = null;
  let least = Infinity;
  for (const entry of target) {
    const squared = (entry.red - colour.red) ** 2 + (entry.green - colour.green) ** 2 + (entry.blue - colour.blue) ** 2;
    if (squared < least || (squared === least && best !== null && entry.id < best.id)) {
      least = squared;
      best = entry;
    }
  }
  return best === null ? null : { entry: best, distance: Math.sqrt(least) };
}

const textOf = ({ red, green, blue, alpha }: SourceColour): string => formatHex(red, green, blue, alpha);

const keyOf = (red: number, green: number, blue: number): number => (red << 16) | (green << 8) | blue;

/** Ids that a hint names before it stops counting them out. */
const LISTED = 8;

const wordsFor = ({ id, name }: ColouredId): string => (name === null ? String(id) : `${id} ${name}`);

function refusedShared({ colour, pixels, candidates }: ColourFate): RefusedValue {
  const more = candidates.length > LISTED ? ` or ${candidates.length - LISTED} more` : '';
  return { value: colour ?? '', pixels, hint: candidates.slice(0, LISTED).map(wordsFor).join(' or ') + more };
}

function refusedSharing({ colour, sharedBy }: ColourFate): RefusedValue {
  const isTranslucent = sharedBy.some(({ alpha }) => alpha < 255);
  const ids = sharedBy.map(({ id, pixels, alpha }) => `${id}: ${pixels} px${isTranslucent ? `, alpha ${alpha}` : ''}`);
  const pixels = sharedBy.reduce((sum, one) => sum + one.pixels, 0);
  const more = ids.length > LISTED ? `; and ${ids.length - LISTED} more` : '';
  return { value: colour ?? '', pixels, hint: `ids ${ids.slice(0, LISTED).join('; ')}${more}` };
}

function refusedUnknown({ sourceId, colour, pixels, nearest }: ColourFate): RefusedValue {
  if (colour === null) return { value: `${sourceId}`, pixels, hint: 'outside the palette' };
  return nearest === null
    ? { value: colour, pixels }
    : { value: colour, pixels, hint: `nearest: ${wordsFor(nearest.entry)}` };
}
