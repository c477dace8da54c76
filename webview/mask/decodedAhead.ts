import { isPhotograph, type MaskOptions } from '../../src/core/mask/fromPng.ts';
import type { Mask } from '../../src/core/mask/mask.ts';
import type { Photograph } from '../../src/core/mask/photograph.ts';
import type { ToMaskWebview } from '../../src/protocol/mask.ts';
import type { MaskOfOriginal } from './overlay/loadOriginal.ts';
import { decodeMask, maskOptions } from './decode.ts';

type Ahead = Extract<ToMaskWebview, { type: 'ahead' }>['masks'];

interface Decoding {
  readonly options: MaskOptions;
  readonly result: Promise<Mask | Photograph>;
}

/** Masks that are decoded before they are opened, so that a step to one of them only has to draw it. */
export class DecodedAhead {
  #decoding = new Map<number, Decoding>();

  /** Decodes these masks and drops all others. Never throws: a mask that cannot be decoded fails when it is taken. */
  decode(masks: Ahead, forced: boolean): void {
    const before = this.#decoding;
    this.#decoding = new Map();
    for (const { generation, bytes, context } of masks) {
      const options = maskOptions(context, forced);
      const known = before.get(generation);
      if (known !== undefined && known.options.force === options.force) {
        this.#decoding.set(generation, known);
        continue;
      }
      const result = decodeMask(bytes, options);
      result.catch(() => undefined);
      this.#decoding.set(generation, { options, result });
    }
  }

  /** The masks, once all are decoded; what is none is left out. */
  async masks(): Promise<MaskOfOriginal[]> {
    const decoding = [...this.#decoding].map(async ([generation, { result }]) => {
      const mask = await result.catch(() => null);
      return mask === null || isPhotograph(mask) ? [] : [{ generation, mask }];
    });
    return (await Promise.all(decoding)).flat();
  }

  /** What was decoded of a version under the same options; undefined where nothing was. */
  take(generation: number, options: MaskOptions): Promise<Mask | Photograph> | undefined {
    const decoding = this.#decoding.get(generation);
    return decoding !== undefined && decoding.options.force === options.force ? decoding.result : undefined;
  }
}
