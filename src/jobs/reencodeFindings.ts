import type { RepairedMask } from '../core/mask/damageRepair.ts';
import type { Mask } from '../core/mask/mask.ts';
import type { ValueBetween } from '../core/mask/remapBinary.ts';
import type { ColourFate, ColourPlan } from '../core/mask/remapColours.ts';
import { formatHex } from '../core/palette/idColours.ts';
import type { Palette } from '../core/png/types.ts';
import { finding, type BatchRule } from './batchRules.ts';
import type { Finding, IdCount, RepairSummary, UnknownColour } from './batchTypes.ts';
import { countsOf } from './encodeIds.ts';
import type { ReencodeOptions } from './reencode.ts';

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

/**
 * Ids in use that the new palette gives one colour, as a warning: whoever reads colours cannot go back to the ids. Ids
 * that shared a colour before lose nothing.
 *
 * @param old the mask's palette, where its ids are those of `after`; else null
 * @param after pixels by id of the result
 */
export function coloursMeet(palette: Palette, old: Palette | null, after: Uint32Array): Finding[] {
  const colourIn = ({ rgb }: Palette, id: number): string | null => {
    const [red, green, blue] = rgb.subarray(3 * id, 3 * id + 3);
    return red === undefined || green === undefined || blue === undefined ? null : formatHex(red, green, blue);
  };
  const idsOf = new Map<string, number[]>();
  for (const [id] of countsOf(after)) {
    const colour = colourIn(palette, id);
    if (colour !== null) idsOf.set(colour, [...(idsOf.get(colour) ?? []), id]);
  }
  const meeting = [...idsOf].filter(([, ids]) => {
    const before = new Set(ids.map((id) => (old === null ? null : colourIn(old, id)) ?? `id ${id}`));
    return before.size > 1;
  });
  if (meeting.length === 0) return [];
  const listed = meeting.slice(0, 10).map(([colour, ids]) => {
    return `${colour} (ids ${ids.slice(0, 20).join(', ')}${ids.length > 20 ? ', …' : ''})`;
  });
  return [finding('coloursMeet', { colours: listed.join(', ') + (meeting.length > 10 ? ', …' : '') })];
}

/** What choices did that no class map says: warnings. */
export function assigned(plan: ColourPlan | null): Finding[] {
  if (plan === null) return [];
  const decided = plan.fates.filter(({ id }) => id !== null);
  const unknown = decided.filter(({ candidates }) => candidates.length === 0);
  const shared = decided.filter(({ candidates }) => candidates.length > 1);
  const known = decided.filter(({ id, candidates }) => candidates.length === 1 && candidates[0]?.id !== id);
  const merged = decided.filter(({ sourceId, sharedBy }) => sharedBy[0]?.id === sourceId);
  return [
    ...assignment('unknownAssigned', unknown),
    ...assignment('sharedAssigned', shared),
    ...assignment('knownAssigned', known),
    ...assignment('idsMerged', merged),
  ];
}

/**
 * Ids of a palette mask that become one id without a choice for each of their colours: a warning. The rows of an RGB
 * mask's colours are no ids.
 */
export function idsMeet(mask: Mask, plan: ColourPlan | null, choices: ReencodeOptions['choices']): Finding[] {
  if (plan === null || mask.palette === null) return [];
  const chosen = new Set(choices.map(([colour]) => colour.toUpperCase()));
  const meeting = new Map<number, ColourFate[]>();
  for (const fate of plan.fates) {
    if (fate.id === null || (fate.colour !== null && chosen.has(fate.colour))) continue;
    meeting.set(fate.id, [...(meeting.get(fate.id) ?? []), fate]);
  }
  const merged = [...meeting].filter(([, fates]) => fates.length > 1).sort((a, b) => a[0] - b[0]);
  if (merged.length === 0) return [];
  const listed = merged.slice(0, 10).map(([id, fates]) => {
    const sources = fates.map(({ sourceId }) => sourceId).sort((a, b) => a - b);
    return `${sources.slice(0, 20).join(', ')}${sources.length > 20 ? ', …' : ''} → ${id}`;
  });
  const pixels = merged.flatMap(([, fates]) => fates).reduce((sum, fate) => sum + fate.pixels, 0);
  return [finding('idsMeet', { pixels, ids: listed.join('; ') + (merged.length > 10 ? '; …' : '') })];
}

function assignment(rule: BatchRule, fates: readonly ColourFate[]): Finding[] {
  if (fates.length === 0) return [];
  const pixelsOf = ({ pixels, sharedBy }: ColourFate): number =>
    rule === 'idsMerged' ? sharedBy.reduce((sum, one) => sum + one.pixels, 0) : pixels;
  const colours = fates.slice(0, 10).map((fate) => {
    const { colour, sourceId, id, sharedBy } = fate;
    const ids = rule === 'idsMerged' ? ` (ids ${sharedBy.map((one) => one.id).join(', ')})` : '';
    return `${colour ?? `id ${sourceId}`}${ids} → ${id}`;
  });
  return [
    finding(rule, {
      count: fates.length,
      pixels: fates.reduce((sum, fate) => sum + pixelsOf(fate), 0),
      colours: colours.join(', ') + (fates.length > 10 ? ', …' : ''),
    }),
  ];
}

/**
 * Ids that are kept and that no class has, as a warning.
 *
 * @param after pixels by id of the result
 * @param classes null where the palette has none
 */
export function idsWithoutClass(
  after: Uint32Array,
  classes: { readonly name: string; readonly ids: readonly number[] } | null,
): Finding[] {
  if (classes === null) return [];
  const known = new Set(classes.ids);
  const ids = countsOf(after).filter(([id]) => !known.has(id));
  if (ids.length === 0) return [];
  const listed = ids.slice(0, 10).map(([id, pixels]) => `${id} (${pixels} px)`);
  const list = listed.join(', ') + (ids.length > 10 ? ', …' : '');
  return [finding('idsWithoutClass', { classes: classes.name, list })];
}

/** What a threshold made of values that are neither none nor full: a warning with their counts. */
export function thresholdDecisions(between: readonly ValueBetween[], threshold: number | null): Finding[] {
  if (between.length === 0 || threshold === null) return [];
  const sum = (wanted: boolean): number =>
    between.reduce((pixels, one) => pixels + (one.isObject === wanted ? one.pixels : 0), 0);
  const listed = between.slice(0, 10).map(({ value, pixels }) => `${value} (${pixels} px)`);
  const list = listed.join(', ') + (between.length > 10 ? ', …' : '');
  return [finding('thresholdDecides', { threshold, object: sum(true), background: sum(false), list })];
}

/** The colours that only a choice gives an id, each once; most pixels first. */
export function unknownOf(plan: ColourPlan | null): UnknownColour[] {
  const open = new Map<string, UnknownColour>();
  for (const { colour, sourceId, pixels, id, nearest, candidates, sharedBy } of plan?.fates ?? []) {
    if (candidates.length === 1 && sharedBy.length === 0) continue;
    const name = colour ?? `id ${sourceId}`;
    open.set(name, {
      colour: name,
      pixels: pixels + (open.get(name)?.pixels ?? 0),
      becomes: id,
      nearest: nearest === null ? null : { id: nearest.entry.id, name: nearest.entry.name ?? '' },
    });
  }
  return [...open.values()].sort((a, b) => b.pixels - a.pixels);
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
