import { parseHex } from '../../palette/idColours.ts';
import { spareColours } from '../../palette/spareColours.ts';
import { fillTemplate } from '../../png/errors.ts';
import { CLASS_MAP_PROBLEMS, hexOf, type ClassMap } from '../../formats/classMap.ts';
import { PRESETS } from '../../formats/presets/presets.ts';
import type { ClassMapFix } from '../../formats/classMapLint.ts';
import { namesEveryMask } from '../classMapScope.ts';
import type { ClassKey } from '../classNaming.ts';
import type { DatasetFacts } from '../facts.ts';
import type { DatasetLayout } from '../pairs.ts';
import type { MaskRecord } from '../records.ts';
import { semanticMask, type ClassedId, type DatasetCheck, type Report, type VisitedPair } from './check.ts';
import { inWords, type DatasetFix, type FindingFix } from './finding.ts';
import { BACKGROUND_ID, VOID_ID } from './visitPairs.ts';

/** Ids against the class map and the palette. */
export class ClassCheck implements DatasetCheck {
  readonly #map: ClassMap | null;
  /** Path of the class map in the dataset; null where it is a preset or lies elsewhere, or there is none. */
  readonly #path: string | null;
  readonly #layout: DatasetLayout;
  readonly #unusable: DatasetFacts['unusableMaps'];
  readonly #used = new Set<ClassKey>();
  /** Masks with ids that only convention names. */
  readonly #conventional = { background: 0, void: 0 };
  #masks = 0;

  constructor({ classMap, layout, unusableMaps }: DatasetFacts) {
    this.#unusable = unusableMaps;
    this.#layout = layout;
    this.#map = classMap?.map ?? null;
    const source = classMap?.source ?? '';
    this.#path = layout.classMapFiles.find((path) => source === path || source.endsWith(`/${path}`)) ?? null;
  }

  visit(visited: VisitedPair, report: Report): void {
    const mask = semanticMask(visited);
    if (mask === null) return;
    this.#masks++;
    const { ids, pair } = visited;
    for (const { key } of ids) this.#used.add(key);
    const at = { path: mask.path, pair: pair.name };
    const outside = ids.filter((one) => !one.isDamaged && isOutside(mask, one));
    if (outside.length > 0) {
      const details = { entries: mask.entries, list: withPixels(outside) };
      report('idOutsidePalette', { ...at, ...placeOf(outside), details, fix: { kind: 'reencode', by: 'index' } });
    }
    if (this.#map === null) return;
    if (ids.some(({ name, isBackground }) => name === null && isBackground)) this.#conventional.background++;
    if (ids.some(({ name, isVoid }) => name === null && isVoid)) this.#conventional.void++;
    // Values between black and white are told as such.
    const isSoft = this.#map === PRESETS.binary && mask.encoding === 'grey';
    // Ids that are another class's by their colour are told with the palette.
    const displaced = new Set(visited.displaced.map(({ id }) => id));
    const isExplained = (one: ClassedId): boolean =>
      isSoft || one.isDamaged || displaced.has(one.id) || isOutside(mask, one);
    const unnamed = ids.filter((one) => one.name === null && !one.isBackground && !one.isVoid && !isExplained(one));
    if (unnamed.length === 0) return;
    const fix = this.#fixOf(unnamed);
    report('idWithoutClass', { ...at, ...placeOf(unnamed), details: { list: withPixels(unnamed) }, ...fix });
  }

  finish(report: Report): void {
    if (this.#map === null || this.#map === PRESETS.binary) {
      const partial = this.#layout.classMapFiles.filter((path) => !namesEveryMask(path, this.#layout));
      for (const path of partial) report('classMapPartial', { path });
    }
    for (const { source, problem } of this.#unusable) {
      const path = this.#layout.classMapFiles.find((one) => source.endsWith(`/${one}`)) ?? null;
      const template = CLASS_MAP_PROBLEMS[problem.code];
      const facts = { ...problem.details, source, template, problem: fillTemplate(template, problem.details) };
      report('classMapUnusable', { path, details: facts });
    }
    for (const { code, details } of this.#map?.problems.slice(0, MOST_PROBLEMS) ?? []) {
      const template = CLASS_MAP_PROBLEMS[code];
      const facts = { ...details, template, problem: fillTemplate(template, details) };
      report('classMapProblem', { path: this.#path, details: facts });
    }
    if (this.#map === null || this.#masks === 0) return;
    const unused = this.#map.entries.filter(({ id, isVoid }) => id >= 0 && !isVoid && !this.#used.has(id));
    if (unused.length > 0) {
      const list = inWords(unused.map(({ id, name }) => `${name} (${id})`));
      report('classUnused', { path: this.#path, details: { list, count: unused.length } });
    }
    const { background, void: voids } = this.#conventional;
    if (background > 0) {
      const fixes: ClassMapFix[] = [{ kind: 'add', id: BACKGROUND_ID, name: 'background', colour: '#000000' }];
      const details = { count: background, id: BACKGROUND_ID };
      report('backgroundUnnamed', { path: this.#path, details, ...this.#classMapFix(fixes) });
    }
    if (voids > 0) {
      const fixes: ClassMapFix[] = [{ kind: 'add', id: VOID_ID, name: 'void', colour: this.#spareColour() }];
      report('voidUnnamed', { path: this.#path, details: { count: voids, id: VOID_ID }, ...this.#classMapFix(fixes) });
    }
  }

  /** Classes whose names only the user knows, in the colours that the mask gives them. */
  #fixOf(ids: readonly ClassedId[]): FindingFix {
    return this.#classMapFix(
      ids.flatMap(({ key, colour }): ClassMapFix[] =>
        typeof key === 'number' ? [{ kind: 'add', id: key, name: `class ${key}`, colour }] : [],
      ),
    );
  }

  #classMapFix(fixes: readonly ClassMapFix[]): FindingFix {
    const fix: DatasetFix = { kind: 'classMap', fixes };
    return this.#path === null || this.#map?.idsFrom !== 'id' || fixes.length === 0 ? {} : { fix };
  }

  #spareColour(): string {
    const taken =
      this.#map?.entries.flatMap(({ colour }) => (colour === null ? [] : [parseHex(colour) ?? BLACK])) ?? [];
    return hexOf(...spareColours(taken)(VOID_ID));
  }
}

/** A file of a thousand wrong lines is another file. */
const MOST_PROBLEMS = 20;

const BLACK = [0, 0, 0] as const;

function isOutside({ encoding, entries }: MaskRecord, { id }: ClassedId): boolean {
  return encoding === 'palette' && id >= entries;
}

/** `5 (12 px), #ff0000 (3 px)`. */
function withPixels(ids: readonly ClassedId[]): string {
  return inWords(ids.map(({ key, pixels }) => `${key} (${pixels} px)`));
}

/** A pixel of the rarest of them. */
function placeOf(ids: readonly ClassedId[]): { place?: { x: number; y: number } } {
  const [rarest] = [...ids].sort((a, b) => a.pixels - b.pixels);
  return rarest === undefined ? {} : { place: { x: rarest.smallestAt[0], y: rarest.smallestAt[1] } };
}
