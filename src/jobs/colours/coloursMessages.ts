import type { BatchProgress } from '../batchTypes.ts';
import type { DatasetFailure } from '../dataset/datasetMessages.ts';
import type { FoundColours } from './coloursTypes.ts';

/** The process of one search for colours → host; the host sends it a `ColoursRequest` and nothing else. */
export type ColoursReply =
  | { readonly type: 'progress'; readonly progress: BatchProgress<'colours'> }
  | { readonly type: 'found'; readonly found: FoundColours }
  | { readonly type: 'failed'; readonly failure: DatasetFailure };
