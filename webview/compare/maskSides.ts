import { isPhotograph, maskFromPng } from '../../src/core/mask/fromPng.ts';
import type { Mask } from '../../src/core/mask/mask.ts';
import type { Photograph } from '../../src/core/mask/photograph.ts';
import type { CompareSide, ToMasksPage } from '../../src/protocol/compare.ts';
import type { MaskContext } from '../../src/protocol/mask.ts';
import { idMeanings } from '../mask/idMeaning.ts';
import { namedContext } from '../mask/paletteNames.ts';
import { recoveredPng } from '../mask/recoveredPng.ts';
import type { SideMask } from './comparedMasks.ts';

/** A mask of the pair with what its ids are called. */
export interface Side extends SideMask {
  readonly meaning: ReturnType<typeof idMeanings>;
}

export interface MaskSidesOptions {
  readonly decode: (bytes: ArrayBuffer, context: MaskContext) => Promise<Mask | Photograph>;
  /** What is said of a file that is a photograph. */
  readonly photographText: (label: string) => string;
  /** A side has another mask, other names or another problem. */
  readonly onChange: () => void;
  /** This version cannot be decoded; the host says why. */
  readonly onUndecoded: (side: CompareSide, generation: number) => void;
}

/** The two masks of a pair as they come: versions are decoded, and what is said of them is kept meanwhile. */
export class MaskSides {
  readonly #options: MaskSidesOptions;
  readonly #sides = new Map<CompareSide, Side>();
  readonly #problems = new Map<CompareSide, string>();
  readonly #generations = new Map<CompareSide, number>();
  /** The latest that is said of each mask, which may come while its pixels are decoded. */
  readonly #contexts = new Map<CompareSide, MaskContext>();

  constructor(options: MaskSidesOptions) {
    this.#options = options;
  }

  /** Undefined while it is read, and where there is a problem. */
  get(side: CompareSide): Side | undefined {
    return this.#sides.get(side);
  }

  /** Sentences on masks that cannot be shown. */
  get problems(): readonly string[] {
    return [...this.#problems.values()];
  }

  /** Whether a side has neither a mask nor a problem yet. */
  get isWaiting(): boolean {
    return this.#sides.size + this.#problems.size < 2;
  }

  receive(message: ToMasksPage): void {
    if (message.type === 'start') {
      for (const known of [this.#sides, this.#problems, this.#generations, this.#contexts]) known.clear();
      return;
    }
    const { side } = message;
    if (message.type === 'context') {
      this.#contexts.set(side, message.context);
      const known = this.#sides.get(side);
      if (known === undefined) return;
      this.#sides.set(side, sideOf(known.label, known.mask, message.context));
      return this.#options.onChange();
    }
    this.#generations.set(side, message.generation);
    if (message.type === 'open' || message.type === 'recovered') this.#contexts.set(side, message.context);
    if (message.type === 'open') {
      void this.#open(message);
      return;
    }
    if (message.type === 'recovered')
      return this.#take(message, maskFromPng(recoveredPng(message.image), { force: true }));
    const problem = message.type === 'problem' ? message.problem : message.diagnosis.message;
    this.#fail(side, `${message.label}: ${problem}`);
  }

  async #open(message: Extract<ToMasksPage, { type: 'open' }>): Promise<void> {
    const { side, generation, bytes, context } = message;
    try {
      const mask = await this.#options.decode(bytes, context);
      if (this.#generations.get(side) === generation) this.#take(message, mask);
    } catch {
      if (this.#generations.get(side) !== generation) return;
      // Until the host has looked at it, nothing of an earlier version is compared.
      this.#sides.delete(side);
      this.#problems.delete(side);
      this.#options.onChange();
      this.#options.onUndecoded(side, generation);
    }
  }

  #take(message: Extract<ToMasksPage, { type: 'open' | 'recovered' }>, mask: Mask | Photograph): void {
    const { side, label } = message;
    if (isPhotograph(mask)) return this.#fail(side, this.#options.photographText(label));
    this.#problems.delete(side);
    this.#sides.set(side, sideOf(label, mask, this.#contexts.get(side) ?? message.context));
    this.#options.onChange();
  }

  #fail(side: CompareSide, problem: string): void {
    this.#sides.delete(side);
    this.#problems.set(side, problem);
    this.#options.onChange();
  }
}

function sideOf(label: string, mask: Mask, context: MaskContext): Side {
  const named = namedContext(context, mask);
  return { label, mask, context: named, meaning: idMeanings(mask, named) };
}
