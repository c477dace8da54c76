import { sortedByCodePoint } from '../dataset/listedFile.ts';

/** Labels as numbers from 0, in the order of {@link labels}. */
export interface LabelCodes {
  /** The code of each name's label. */
  readonly codes: Int32Array;
  /** Distinct, in NumPy's order. */
  readonly labels: readonly string[];
}

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * Numbers labels as `numpy.unique(labels, return_inverse=True)` does. Labels that all are numbers count as numbers, as they
 * do for whoever reads a table of them; otherwise all are texts, in the order of their code points.
 */
export function labelCodes(texts: readonly string[]): LabelCodes {
  const distinct = [...new Set(texts)];
  const areNumbers = distinct.every((text) => NUMBER.test(text));
  const keyOf = (text: string): string => (areNumbers ? String(Number(text)) : text);
  const keys = [...new Set(distinct.map(keyOf))];
  const labels = areNumbers ? keys.sort((a, b) => Number(a) - Number(b)) : sortedByCodePoint(keys);
  const codeOf = new Map(labels.map((label, code) => [label, code]));
  const codes = Int32Array.from(texts, (text) => codeOf.get(keyOf(text)) ?? 0);
  return { codes, labels };
}

/** The labels of some of the names, as if there were no others: `labels[indices]`. */
export function pickLabels({ codes, labels }: LabelCodes, indices: Int32Array): LabelCodes {
  const isUsed = new Uint8Array(labels.length);
  for (const index of indices) isUsed[codes[index] ?? 0] = 1;
  const newCodes = new Int32Array(labels.length);
  let used = 0;
  for (let code = 0; code < labels.length; code++) if (isUsed[code] === 1) newCodes[code] = used++;
  return {
    codes: indices.map((index) => newCodes[codes[index] ?? 0] ?? 0),
    labels: labels.filter((_, code) => isUsed[code] === 1),
  };
}
