import type { RepairedMask } from '../core/mask/damageRepair.ts';
import type { Mask } from '../core/mask/mask.ts';
import type { ColourPlan } from '../core/mask/remapColours.ts';
import { formatHex } from '../core/palette/idColours.ts';
import type { Palette } from '../core/png/types.ts';
import { finding } from './batchRules.ts';
import type { Finding, IdCount, RepairSummary, UnknownColour } from './batchTypes.ts';
import { countsOf } from './encodeIds.ts';

/** Changes of a repair that a preview lists. */
const LISTED = 64;

/** Ids beyond the palette, as a warning. */
export function outsidePalette({ palette }: Mask, before: Uint32Array): Finding[] {
  if (palette === null) return [];
  const entries = palette.rgb.length / 3;
  const ids = countsOf(before).filter(([id]) => id >= entries);
  if (ids.length === 0) return [];
  return [finding('outsidePalette', { entries, ids: ids.map(([id, pixels]) => `${id} (${pixels} px)`).join(', ') })];
}

export function assigned(plan: ColourPlan | null): Finding[] {
  const fates = plan?.fates.filter(({ id, candidates }) => id !== null && candidates.length !== 1) ?? [];
  if (fates.length === 0) return [];
  const colours = fates.slice(0, 10).map(({ colour, sourceId, id }) => `${colour ?? `id ${sourceId}`} → ${id}`);
  return [
    finding('unknownAssigned', {
      count: fates.length,
      pixels: fates.reduce((sum, { pixels }) => sum + pixels, 0),
      colours: colours.join(', ') + (fates.length > 10 ? ', …' : ''),
    }),
  ];
}

export function unknownOf(plan: ColourPlan | null): UnknownColour[] {
  const fates = plan?.fates.filter(({ candidates }) => candidates.length !== 1) ?? [];
  return fates.map(({ colour, sourceId, pixels, id, nearest }) => ({
    colour: colour ?? `id ${sourceId}`,
    pixels,
    becomes: id,
    nearest: nearest === null ? null : { id: nearest.entry.id, name: nearest.entry.name ?? '' },
  }));
}

export function renumberedBy({ fates }: ColourPlan): [from: number, to: number, pixels: number][] {
  return fates
    .flatMap(({ sourceId, id, pixels }): [number, number, number][] =>
      id === null || id === sourceId ? [] : [[sourceId, id, pixels]],
    )
    .sort((a, b) => a[0] - b[0]);
}

export function coloursAt({ rgb }: Palette, ids: readonly IdCount[]): number[] {
  const inside = ids.filter(([id]) => 3 * id < rgb.length);
  return inside.map(([id]) => {
    const [red = 0, green = 0, blue = 0] = rgb.subarray(3 * id, 3 * id + 3);
    return (red << 16) | (green << 8) | blue;
  });
}

/**
 * What a repair changes, in the ids of the result.
 *
 * @param mask as it was stored
 * @param targetOf the target's id of an id of the mask; negative where there is none
 */
export function repairSummary(mask: Mask, { changes }: RepairedMask, targetOf: (id: number) => number): RepairSummary {
  const merged = changes.map(({ from, to, pixels }) => ({ from: nameOf(mask, from), to: targetOf(to), pixels }));
  return {
    pixels: changes.reduce((sum, { pixels }) => sum + pixels, 0),
    values: new Set(changes.map(({ from }) => from)).size,
    changes: merged.slice(0, LISTED),
  };
}

/** `#RRGGBB` of RGB masks, `id 7` of others. */
function nameOf({ colours, bitDepth }: Mask, id: number): string {
  if (colours === null) return `id ${id}`;
  const [red = 0, green = 0, blue = 0] = Array.from(colours.subarray(4 * id, 4 * id + 3), (sample) =>
    Math.round((255 * sample) / (2 ** bitDepth - 1)),
  );
  return formatHex(red, green, blue);
}

/** What a repair leaves open: an error where a pixel has no class around it. */
export function repairFindings(mask: Mask, { undecided, doubtful }: RepairedMask): Finding[] {
  const findings: Finding[] = [];
  if (undecided > 0) findings.push(finding('repairUndecided', { pixels: undecided }));
  if (doubtful.length > 0) {
    const named = (id: number): string => (mask.colours === null ? String(id) : nameOf(mask, id));
    const ids = doubtful.map(({ id, pixels }) => `${named(id)} (${pixels} px)`).join(', ');
    findings.push(finding('repairDoubtful', { ids }));
  }
  return findings;
}
