import type { ReportView } from '../../src/core/report/reportDocument.ts';

/** What of a report is shown, and where it is scrolled to: what outlives the page. */
export interface SavedView extends ReportView {
  /** Null: all pairs. */
  readonly split: string | null;
  /** Pixels. */
  readonly scrollTop: number;
}

const SORTS: readonly ReportView['sort'][] = ['pixels', 'images', 'map', 'name'];

/** What a page saved, or what a new one begins with. */
export function savedView(saved: unknown): SavedView {
  const state: Readonly<Record<string, unknown>> = typeof saved === 'object' && saved !== null ? { ...saved } : {};
  const { split, scrollTop, isLogarithmic, sort } = state;
  return {
    split: typeof split === 'string' ? split : null,
    scrollTop: typeof scrollTop === 'number' ? scrollTop : 0,
    isLogarithmic: isLogarithmic === true,
    sort: SORTS.find((one) => one === sort) ?? 'pixels',
  };
}
