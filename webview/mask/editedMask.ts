import { applyEdit, type MaskEdit } from '../../src/core/mask/edits.ts';
import type { Mask } from '../../src/core/mask/mask.ts';
import type { EditState, ToMaskWebview } from '../../src/protocol/mask.ts';

/** Bytes of ids that states which are not on the screen may hold, so that undo and redo find them ready. */
const KEPT_BYTES = 128 * 1024 * 1024;

/** The file's mask and the edits on it; composes what is on the screen. */
export class EditedMask {
  readonly generation: number;
  readonly #edits: MaskEdit[];
  #applied: number;
  #revision: number;
  /** The mask after so many edits; 0 is the file's and stays. */
  readonly #states = new Map<number, Mask>();

  constructor(generation: number, base: Mask, { edits, applied, revision }: EditState) {
    this.generation = generation;
    this.#edits = [...edits];
    this.#applied = applied;
    this.#revision = revision;
    this.#states.set(0, base);
  }

  get revision(): number {
    return this.#revision;
  }

  /** Takes what the host says of the edits. */
  take({ kept, added, applied, revision }: Extract<ToMaskWebview, { type: 'edits' }>): void {
    for (const position of [...this.#states.keys()]) if (position > kept) this.#states.delete(position);
    this.#edits.splice(kept, this.#edits.length, ...added);
    this.#applied = applied;
    this.#revision = revision;
  }

  /**
   * The mask with all edits that are done.
   *
   * @throws EditError where an edit does not fit the mask
   */
  compose(): Mask {
    const start = Math.max(...[...this.#states.keys()].filter((position) => position <= this.#applied));
    let mask = this.#states.get(start) as Mask;
    for (let position = start; position < this.#applied; position++) {
      mask = applyEdit(mask, this.#edits[position] as MaskEdit);
      this.#states.set(position + 1, mask);
      this.#forget();
    }
    return mask;
  }

  /** Forgets the states farthest from the one on the screen until the others fit; palette edits cost nothing. */
  #forget(): void {
    const distance = (position: number): number => Math.abs(position - this.#applied);
    const others = [...this.#states.keys()]
      .filter((position) => position > 0)
      .sort((a, b) => distance(a) - distance(b));
    const seen = new Set<Mask['ids']>([this.#states.get(0)?.ids ?? new Uint8Array(0)]);
    let bytes = 0;
    for (const position of others) {
      const ids = this.#states.get(position)?.ids ?? new Uint8Array(0);
      bytes += seen.has(ids) ? 0 : ids.byteLength;
      seen.add(ids);
      if (bytes > KEPT_BYTES && position !== this.#applied) this.#states.delete(position);
    }
  }
}
