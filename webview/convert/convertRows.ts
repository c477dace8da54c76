import type { ConvertFindingFacts, ConvertRowFacts } from '../../src/protocol/convert.ts';

export const ROW_FILTERS = ['all', 'mask', 'refused', 'leftOut', 'findings'] as const;
export type RowFilter = (typeof ROW_FILTERS)[number];

/** Findings of one rule. */
export interface RuleGroup {
  readonly first: ConvertFindingFacts;
  /** Of the first row. */
  readonly name: string;
  readonly rows: number;
}

const ORDER = { error: 0, warning: 1, information: 2 };

/** The rows of a preview, counted as they come in. */
export class ConvertRows {
  readonly #rows: ConvertRowFacts[] = [];
  readonly #groups = new Map<string, { first: ConvertFindingFacts; name: string; rows: number }>();
  readonly #counts = { all: 0, mask: 0, refused: 0, leftOut: 0, findings: 0 };

  add(rows: readonly ConvertRowFacts[]): void {
    for (const row of rows) {
      this.#rows.push(row);
      this.#counts.all++;
      this.#counts[row.status]++;
      if (row.findings.length > 0) this.#counts.findings++;
      for (const rule of new Set(row.findings.map((finding) => finding.rule))) {
        const group = this.#groups.get(rule);
        const first = row.findings.find((finding) => finding.rule === rule);
        if (group !== undefined) group.rows++;
        else if (first !== undefined) this.#groups.set(rule, { first, name: row.name, rows: 1 });
      }
    }
  }

  clear(): void {
    this.#rows.length = 0;
    this.#groups.clear();
    for (const filter of ROW_FILTERS) this.#counts[filter] = 0;
  }

  count(filter: RowFilter): number {
    return this.#counts[filter];
  }

  /** @param rule only rows with findings of this rule; null: all */
  shown(filter: RowFilter, rule: string | null): readonly ConvertRowFacts[] {
    return this.#rows.filter(({ status, findings }) => {
      if (rule !== null && !findings.some((finding) => finding.rule === rule)) return false;
      return filter === 'all' || (filter === 'findings' ? findings.length > 0 : status === filter);
    });
  }

  /** The worst first. */
  get groups(): readonly RuleGroup[] {
    return [...this.#groups.values()].sort(
      (a, b) => ORDER[a.first.severity] - ORDER[b.first.severity] || b.rows - a.rows,
    );
  }
}
