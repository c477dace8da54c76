import type { ConvertRule } from '../core/labelbox/convertRules.ts';
import type { ClassMapEntry } from '../core/formats/classMap.ts';
import type { ClassOverlap } from '../core/raster/classOverlaps.ts';
import type { ClassPixels, ConvertedRow, ConvertPlan, LeftOutReason } from './labelboxConvertTypes.ts';

/** Adds up what becomes of rows. */
export class ConvertTally {
  readonly #entries: readonly ClassMapEntry[];
  readonly #classes = new Map<number, { pixels: number; objects: number; rows: number }>();
  readonly #overlaps = new Map<string, ClassOverlap>();
  readonly #findings = new Map<ConvertRule, number>();
  readonly #leftOut = new Map<LeftOutReason, number>();
  #all = 0;
  #masks = 0;
  #refused = 0;
  #unusedLabels = 0;

  constructor(entries: readonly ClassMapEntry[]) {
    this.#entries = entries.filter(({ id }, at) => id >= 0 && entries.findIndex((other) => other.id === id) === at);
  }

  /** Overlaps of rows that are refused count too: they are what a policy is to be chosen for. */
  add({ status, reason, classes, overlaps, findings }: ConvertedRow): void {
    this.#all++;
    if (status === 'mask') this.#masks++;
    else if (status === 'refused') this.#refused++;
    else if (reason !== null) this.#leftOut.set(reason, (this.#leftOut.get(reason) ?? 0) + 1);
    for (const { rule, details } of findings) {
      this.#findings.set(rule, (this.#findings.get(rule) ?? 0) + 1);
      if (rule === 'labelsUnused') this.#unusedLabels += Number(details['unused']);
    }
    for (const pair of overlaps) this.#addOverlap(pair);
    if (status !== 'mask') return;
    for (const { id, pixels, objects, rows } of classes) {
      const sum = this.#classes.get(id) ?? { pixels: 0, objects: 0, rows: 0 };
      this.#classes.set(id, {
        pixels: sum.pixels + pixels,
        objects: sum.objects + objects,
        rows: sum.rows + rows,
      });
    }
  }

  /** Labels of rows of which another label counts. */
  get unusedLabels(): number {
    return this.#unusedLabels;
  }

  result(): Pick<ConvertPlan, 'rows' | 'classes' | 'overlaps' | 'findingCounts'> {
    const named = this.#entries.map(({ id, name }) => this.#classOf(id, name));
    return {
      rows: {
        all: this.#all,
        masks: this.#masks,
        refused: this.#refused,
        leftOut: Object.fromEntries(this.#leftOut),
      },
      classes: named.sort((a, b) => a.id - b.id),
      overlaps: [...this.#overlaps.values()].sort((a, b) => a.first - b.first || a.second - b.second),
      findingCounts: Object.fromEntries(this.#findings),
    };
  }

  #classOf(id: number, name: string): ClassPixels {
    return { id, name, ...(this.#classes.get(id) ?? { pixels: 0, objects: 0, rows: 0 }) };
  }

  #addOverlap(pair: ClassOverlap): void {
    const { first, second } = pair;
    const key = `${first} ${second}`;
    const sum = this.#overlaps.get(key);
    this.#overlaps.set(key, {
      ...{ first, second, pixels: pair.pixels + (sum?.pixels ?? 0) },
      wonByFirst: pair.wonByFirst + (sum?.wonByFirst ?? 0),
      wonBySecond: pair.wonBySecond + (sum?.wonBySecond ?? 0),
    });
  }
}
