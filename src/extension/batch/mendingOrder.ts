import type { ReencodeChoice, SpecksChoice } from '../../jobs/batchOrder.ts';

/** Opens the preview of a batch whose options others know: a {@link MendingOrder}. */
export const MEND_MASKS = '_maskscope.mendMasks';

/** A batch that somebody else has the answers for. */
export interface MendingOrder {
  /** Of the masks; absolute. */
  readonly paths: readonly string[];
  /** What is done to them: options of a re-encoding that differ from its defaults, or specks. */
  readonly work: ({ readonly kind: 'reencode' } & Partial<ReencodeChoice>) | SpecksChoice;
  /** The class map of the masks (absolute), or the name of its preset; null where there is none. */
  readonly classMap: string | null;
}
