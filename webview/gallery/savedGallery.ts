import { ALL_PAIRS } from '../../src/core/dataset/pairTable.ts';
import { isDatasetRule } from '../../src/core/dataset/findings/rules.ts';
import type { ClassKey } from '../../src/core/dataset/classNaming.ts';
import type { GalleryFilter } from '../../src/protocol/datasetPages.ts';

/** What of a gallery outlives its page. */
export interface SavedGallery {
  readonly filter: GalleryFilter;
  readonly chosen: readonly string[];
  readonly active: string | null;
  /** Pixels. */
  readonly scrollTop: number;
}

/** More chosen names are not kept: the state is written at every change. */
export const MOST_SAVED = 20_000;

export const SORTS = [
  'name',
  'pixels',
  'share',
  'regions',
  'classes',
  'size',
] as const satisfies readonly GalleryFilter['sort'][];

/** What a page saved, or what a new one begins with. */
export function savedGallery(saved: unknown): SavedGallery {
  const state = fieldsOf(saved);
  const filter = fieldsOf(state['filter']);
  const has = keysOf(filter['has']);
  return {
    filter: {
      ...{ has, lacks: keysOf(filter['lacks']), of: has[0] ?? null, among: null },
      // What is no rule with findings any more is taken off with the first facts.
      rule: typeof filter['rule'] === 'string' && isDatasetRule(filter['rule']) ? filter['rule'] : null,
      split: typeof filter['split'] === 'string' ? filter['split'] : null,
      text: typeof filter['text'] === 'string' ? filter['text'] : '',
      sort: SORTS.find((one) => one === filter['sort']) ?? ALL_PAIRS.sort,
      isDescending: filter['isDescending'] === true,
    },
    chosen: Array.isArray(state['chosen']) ? state['chosen'].filter((one) => typeof one === 'string') : [],
    active: typeof state['active'] === 'string' ? state['active'] : null,
    scrollTop: typeof state['scrollTop'] === 'number' ? state['scrollTop'] : 0,
  };
}

function keysOf(value: unknown): ClassKey[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [];
  return all.filter((key) => typeof key === 'number' || typeof key === 'string');
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
