import { isPhotograph, type MaskOptions } from '../../src/core/mask/fromPng.ts';
import type { Mask } from '../../src/core/mask/mask.ts';
import type { Photograph } from '../../src/core/mask/photograph.ts';
import type { EditState, MaskAhead, MaskContext, PairPlace } from '../../src/protocol/mask.ts';
import type { MaskOfOriginal } from './overlay/loadOriginal.ts';
import { decodeMask, maskOptions } from './decode.ts';

/** A file that the page has, with what the host said of it last. */
export interface HeldFile {
  readonly bytes: ArrayBuffer;
  readonly context: MaskContext;
  /** Null where the host has to say it anew. */
  readonly editing: EditState | null;
  readonly place: PairPlace;
}

interface Held extends HeldFile {
  readonly options: MaskOptions;
  readonly result: Promise<Mask | Photograph>;
  /** Null until it is there, and where it cannot be decoded. */
  readonly decoded: { mask: Mask | null };
}

/** Masks that are decoded before they are opened, so that a step to one of them only has to draw it. */
export class DecodedAhead {
  #held = new Map<number, Held>();
  /** The one that was shown before this one. */
  #left: number | null = null;

  /**
   * Decodes these masks and drops all others. Never throws: a mask that cannot be decoded fails when it is taken.
   *
   * @returns the generations that the page does not have any more, though the host takes it for granted
   */
  decode(masks: readonly MaskAhead[], forced: boolean): number[] {
    const before = this.#held;
    const missing: number[] = [];
    this.#held = new Map();
    this.#left = null;
    for (const { generation, bytes: sent, ...facts } of masks) {
      const options = maskOptions(facts.context, forced);
      const known = before.get(generation);
      const bytes = sent ?? known?.bytes;
      if (bytes === undefined) missing.push(generation);
      else this.#hold(generation, { ...facts, bytes }, options, known && decodedAs(known, options)?.result);
    }
    return missing;
  }

  /** Keeps the mask that is left for another one, in the place of the one that was left before. */
  keep(generation: number, file: HeldFile, mask: Mask, forced: boolean): void {
    if (this.#left !== null) this.#held.delete(this.#left);
    this.#left = this.#held.has(generation) ? null : generation;
    const held = this.#hold(generation, file, maskOptions(file.context, forced), Promise.resolve(mask));
    held.decoded.mask = mask;
  }

  /** The masks, once all are decoded; what is none is left out. */
  async masks(): Promise<MaskOfOriginal[]> {
    const decoding = [...this.#held].map(async ([generation, { result }]) => {
      const mask = await result.catch(() => null);
      return mask === null || isPhotograph(mask) ? [] : [{ generation, mask }];
    });
    return (await Promise.all(decoding)).flat();
  }

  bytesOf(generation: number): ArrayBuffer | undefined {
    return this.#held.get(generation)?.bytes;
  }

  /** What was decoded of a version under the same options; undefined where nothing was. */
  take(generation: number, options: MaskOptions): Promise<Mask | Photograph> | undefined {
    const held = this.#held.get(generation);
    return held && decodedAs(held, options)?.result;
  }

  /** The mask of a pair, where it can be shown at once. */
  at({ index, total }: Pick<PairPlace, 'index' | 'total'>, forced: boolean) {
    for (const [generation, held] of this.#held) {
      const { place, context, editing, bytes, decoded } = held;
      if (place.index !== index || place.total !== total || editing === null || decoded.mask === null) continue;
      if (decodedAs(held, maskOptions(context, forced)) === undefined) continue;
      return { generation, place, context, editing, bytes, mask: decoded.mask };
    }
    return null;
  }

  #hold(generation: number, file: HeldFile, options: MaskOptions, known?: Promise<Mask | Photograph>): Held {
    const result = known ?? decodeMask(file.bytes, options);
    const held: Held = { ...file, options, result, decoded: { mask: null } };
    this.#held.set(generation, held);
    result.then(
      (mask) => (held.decoded.mask = isPhotograph(mask) ? null : mask),
      () => undefined,
    );
    return held;
  }
}

function decodedAs(held: Held, { force }: MaskOptions): Held | undefined {
  return held.options.force === force ? held : undefined;
}
