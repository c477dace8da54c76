import type { Pair } from '../pairs.ts';
import type { DatasetFinding } from './finding.ts';

/** Which pairs findings are about: by their names, and by the files of pairs that they name. */
export class PairsOfFindings {
  readonly #names = new Set<string>();
  /** Name of the pair by path of its original, its mask and its other masks. */
  readonly #byPath = new Map<string, string>();

  constructor(pairs: readonly Pair[]) {
    for (const { name, original, mask, others } of pairs) {
      this.#names.add(name);
      for (const path of [original, mask, ...others.map((one) => one.path)]) {
        if (path !== null) this.#byPath.set(path, name);
      }
    }
  }

  /** Names of pairs, each once. */
  of(findings: readonly Pick<DatasetFinding, 'pair' | 'path' | 'related'>[]): Set<string> {
    const found = new Set<string>();
    for (const { pair, path, related = [] } of findings) {
      if (pair !== null && this.#names.has(pair)) found.add(pair);
      for (const one of path === null ? related : [path, ...related]) {
        const name = this.#byPath.get(one);
        if (name !== undefined) found.add(name);
      }
    }
    return found;
  }
}
