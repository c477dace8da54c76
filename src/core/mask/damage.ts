import { channelSumsIn } from './damageSums.ts';
import { inventedIdsIn } from './damageBands.ts';
import { swappedChannelsIn } from './damageColours.ts';
import { stainedEdgesIn } from './damageEdges.ts';
import { ownersByColour } from './damageFacts.ts';
import { clampedVoidIn } from './damageRims.ts';
import { displacedColoursIn, truncatedVoidIn } from './damagePalettes.ts';
import { histogramById } from './histogram.ts';
import type { Mask } from './mask.ts';
import type { ColouredId } from './remapColours.ts';

/** Damage that masks classically suffer; English sentences with `{name}` placeholders, keys of the l10n bundle. */
export const DAMAGE_SENTENCES = {
  adaptivePalette:
    'An adaptive palette: colours that stand where a colour quantiser put them, not at their ids: {count}.',
  renumberedPalette: 'A renumbered palette: colours that stand at other ids than in the class map: {count}.',
  blendedEdges:
    'Edges are blended by anti-aliasing or smooth resizing. Pixels in colours that no class has: {pixels}; colours: {count}.',
  compressedEdges:
    'Edges are stained by lossy compression. Pixels in colours that no class has: {pixels}; colours: {count}.',
  inventedIds:
    'May have been resized with interpolation. Ids that occur only as thin bands between two others: {count}; pixels: {pixels}.',
  truncatedVoid: 'The void {id} does not fit a palette of {entries} entries: {pixels} pixels.',
  uncolouredVoid:
    'The palette of {entries} entries has no colour for the void {id} ({pixels} pixels): the ids are intact.',
  clampedVoid:
    'Id {id}, the largest of {bits} bits, lies like a border between other ids ({pixels} pixels): it may have been 255.',
  channelSums: 'Colours were added where masks overlap, {pixels} pixels: {list}.',
  swappedChannels: 'Blue and red are swapped. Colours that fit the class map only the other way round: {count}.',
} as const;

export type DamageKind = keyof typeof DAMAGE_SENTENCES;

/** A colour at another id than its own. */
export interface DisplacedColour {
  /** Id in the mask. */
  readonly id: number;
  /** `#RRGGBB`. */
  readonly colour: string;
  readonly pixels: number;
  /** Id of that colour in the class map or palette. */
  readonly belongsTo: number;
}

/** What a recogniser found, with its evidence. Where a fix is known it says which. */
export type Damage =
  | {
      /** Fix: by colour. */
      readonly kind: 'adaptivePalette' | 'renumberedPalette';
      readonly displaced: readonly DisplacedColour[];
      /** The order of the entries, as quantisers leave it; null: any other. */
      readonly order: PaletteOrder | null;
    }
  | {
      /** Fix: the damaged pixels become classes beside them, see `repairEdges`. */
      readonly kind: 'blendedEdges' | 'compressedEdges' | 'inventedIds';
      /** Ids of the mask (of RGB masks rows of the colour table), ascending. */
      readonly ids: readonly number[];
      readonly pixels: number;
      /** Of compressed RGB masks those of the ids that fill areas which had another colour. */
      readonly shifted?: readonly ShiftedColour[];
      /** Of invented ids those that may be thin classes all the same; a repair keeps them. */
      readonly mayBeClasses?: readonly number[];
    }
  | {
      /** Below 8 bits: reported only, what the ids were cannot be known. Of 8 bits only the colour is missing: by id. */
      readonly kind: 'truncatedVoid' | 'uncolouredVoid';
      /** The id that stands for the void. */
      readonly id: number;
      readonly entries: number;
      readonly pixels: number;
    }
  | {
      /** Reported only: the largest id of few bits may be what a greater one was cut to. */
      readonly kind: 'clampedVoid';
      readonly id: number;
      readonly bits: number;
      readonly pixels: number;
    }
  | {
      /** Fix: a choice for each colour, such as void. */
      readonly kind: 'channelSums';
      readonly sums: readonly ChannelSum[];
      readonly pixels: number;
    }
  | {
      /** Fix: red and blue exchanged, see `swapRedAndBlue`. */
      readonly kind: 'swappedChannels';
      /** Colours that fit only swapped, and colours that fit only as they are. */
      readonly swappedColours: number;
      readonly plainColours: number;
      readonly pixels: number;
    };

/** A colour that compression moved away from that of its class. */
export interface ShiftedColour {
  /** Row of the colour table. */
  readonly id: number;
  /** `#RRGGBB` of the class. */
  readonly colour: string;
}

/** `luminance`: lightest or darkest first. */
export type PaletteOrder = 'frequency' | 'luminance';

/** A colour that is the sum of two others that it touches, channel by channel, wrapping or cut at 255. */
export interface ChannelSum {
  /** Id in the mask. */
  readonly id: number;
  /** `#RRGGBB`. */
  readonly colour: string;
  /** `#RRGGBB` of the two. */
  readonly parts: readonly [string, string];
  readonly pixels: number;
  /** The class whose colour it happens to be; null where it is no class's. */
  readonly mistakenFor: number | null;
}

/**
 * Recognises classic damage in one mask.
 *
 * @param target the colours of the class map or palette that the mask should have; empty where nothing is known, then
 *   only what the pixels alone show is found
 */
export function recogniseDamage(
  mask: Mask,
  target: readonly ColouredId[],
  histogram: Uint32Array = histogramById(mask.ids),
): Damage[] {
  const found: (Damage | null)[] = [];
  if (mask.palette !== null) {
    found.push(displacedColoursIn(mask.palette, histogram, target), truncatedVoidIn(mask, mask.palette, histogram));
    found.push(clampedVoidIn(mask, mask.palette, histogram, target));
  }
  found.push(swappedChannelsIn(mask, histogram, target));
  if (mask.encoding === 'colour') found.push(channelSumsIn(mask, histogram, target));
  const stained = stainedEdgesIn(mask, histogram, target);
  found.push(stained);
  if (mask.encoding !== 'colour' && stained === null) found.push(inventedIdsIn(mask, histogram, target));
  return found.filter((one) => one !== null);
}

/**
 * The facts that fill a damage's sentence of {@link DAMAGE_SENTENCES}.
 *
 * @param target what names the colours that were added
 */
export function damageDetails(
  damage: Damage,
  target: readonly ColouredId[] = [],
): Readonly<Record<string, string | number>> {
  switch (damage.kind) {
    case 'adaptivePalette':
    case 'renumberedPalette':
      return { count: damage.displaced.length };
    case 'blendedEdges':
    case 'compressedEdges':
    case 'inventedIds':
      return { count: damage.ids.length, pixels: damage.pixels };
    case 'clampedVoid':
      return { id: damage.id, bits: damage.bits, pixels: damage.pixels };
    case 'truncatedVoid':
    case 'uncolouredVoid':
      return { id: damage.id, entries: damage.entries, pixels: damage.pixels };
    case 'channelSums':
      return { pixels: damage.pixels, list: sumsInWords(damage.sums, target) };
    case 'swappedChannels':
      return { count: damage.swappedColours };
  }
}

/** `#808000 (3 bird) = #008000 (2 bicycle) + #800000 (1 aeroplane)`, most pixels first, ten at most. */
function sumsInWords(sums: readonly ChannelSum[], target: readonly ColouredId[]): string {
  const owners = ownersByColour(target);
  const named = (colour: string): string => {
    const id = owners.get(Number.parseInt(colour.slice(1), 16))?.[0];
    const name = target.find((entry) => entry.id === id)?.name ?? '';
    return id === undefined ? colour : `${colour} (${`${id} ${name}`.trimEnd()})`;
  };
  const ordered = [...sums].sort((a, b) => b.pixels - a.pixels || a.id - b.id);
  const texts = ordered.slice(0, 10).map(({ colour, parts }) => `${named(colour)} = ${parts.map(named).join(' + ')}`);
  return texts.join(', ') + (ordered.length > 10 ? ', …' : '');
}

/** The mask with red and blue exchanged, in its palette or its colours; ids stay. */
export function swapRedAndBlue(mask: Mask): Mask {
  const swapped = <T extends Uint8Array | Uint16Array>(values: T, step: number): T => {
    const out = values.slice() as T;
    for (let at = 0; at < out.length; at += step) {
      out[at] = values[at + 2] as number;
      out[at + 2] = values[at] as number;
    }
    return out;
  };
  if (mask.palette !== null) return { ...mask, palette: { ...mask.palette, rgb: swapped(mask.palette.rgb, 3) } };
  return mask.colours === null ? mask : { ...mask, colours: swapped(mask.colours, 4) };
}
