import type { ClassKey } from '../core/dataset/classNaming.ts';
import { isSound, type SplitProof } from '../core/split/splitProof.ts';
import { STABLE_HASH } from '../core/split/stableSplit.ts';
import { sha256Hex } from '../platform/hash.ts';
import { LineBytes } from './lineBytes.ts';
import type { SplitRequest } from './splitTypes.ts';

/** The record's file name. */
export const RECORD_FILE = 'split.json';

/** A list as the record names it. */
export interface RecordedList {
  /** Path beside the record. */
  readonly file: string;
  readonly names: number;
  /** SHA-256 of the file, hexadecimal. */
  readonly sha256: string;
}

/** SHA-256 of names, sorted by code points, each with a line feed behind it; the order of the source does not matter. */
export function hashOfNames(names: readonly string[]): string {
  return sha256Hex(new LineBytes(names).sorted());
}

/**
 * What tells a reader years later how lists came about and what they are: `split.json` beside them. It holds no date, so
 * that equal requests give equal files.
 */
export function splitRecord(
  { options, groupBy, form }: SplitRequest,
  names: readonly string[],
  lists: readonly RecordedList[],
  calls: readonly string[],
  proof: SplitProof,
  classNames: ReadonlyMap<ClassKey, string>,
): string {
  const { method, shape, seed, stratify } = options;
  const record = {
    version: 1,
    method,
    ...(shape.kind === 'ratios' ? { ratios: shape.ratios } : { folds: shape.folds }),
    seed,
    stratify,
    groupBy: groupBy === null ? null : groupBy.kind === 'pattern' ? `regex:${groupBy.pattern}` : groupBy.kind,
    form,
    ...(method === 'stable' ? { hash: STABLE_HASH } : {}),
    calls,
    names: { count: names.length, sha256: hashOfNames(names) },
    lists,
    proof: {
      isSound: isSound(proof),
      ...proof,
      classes: proof.classes && proof.classes.map((one) => ({ name: classNames.get(one.key) ?? null, ...one })),
    },
  };
  return `${JSON.stringify(record, null, 2)}\n`;
}
