import type { BatchProgress } from '../batchTypes.ts';
import type { PairsOutcome, PairsPlan, PairsRequest, PlannedItem, WrittenItem } from './pairsTypes.ts';

/** Items that travel to a page; it shows no more of them either. */
export const MOST_SHOWN = 200;

/** Host → the process of one export of pairs. Each call is answered before the next one is looked at. */
export type PairsCall =
  | { readonly type: 'preview'; readonly request: PairsRequest }
  /** Writes what was previewed. */
  | { readonly type: 'write' };

/** A picture as it will be, small. */
export interface SamplePicture {
  readonly name: string;
  /** A WebP file. */
  readonly bytes: Uint8Array;
}

/** The process of one export of pairs → host. */
export type PairsReply =
  | { readonly type: 'progress'; readonly progress: BatchProgress<'preview' | 'write'> }
  | {
      readonly type: 'plan';
      readonly plan: PairsPlan;
      /** The first of those that are written, and of those that are not or of which something is to be said. */
      readonly items: readonly PlannedItem[];
      readonly told: readonly PlannedItem[];
      readonly samples: readonly SamplePicture[];
    }
  | { readonly type: 'outcome'; readonly outcome: PairsOutcome; readonly told: readonly WrittenItem[] }
  | {
      readonly type: 'failed';
      readonly failure: {
        readonly name: string;
        readonly message: string;
        readonly code: string | null;
        readonly details: Readonly<Record<string, string | number>>;
      };
    };
