import type { LoadedOriginal, MaskOfOriginal } from './loadOriginal.ts';

/** Larger ones would hold more memory than a step is worth. */
const MOST_PIXELS = 2 ** 24;

interface Entry {
  readonly loading: Promise<LoadedOriginal>;
  loaded: LoadedOriginal | null;
  isDropped: boolean;
}

/** Originals of the masks that are likely to be shown next, and of those that were shown last. */
export class OriginalsAhead {
  readonly #load: (one: MaskOfOriginal) => Promise<LoadedOriginal>;
  readonly #entries = new Map<number, Entry>();

  /** @param load never rejects */
  constructor(load: (one: MaskOfOriginal) => Promise<LoadedOriginal>) {
    this.#load = load;
  }

  /** Loads those that are not there yet, and drops all others. */
  keep(masks: readonly MaskOfOriginal[]): void {
    for (const [generation, entry] of this.#entries) {
      if (!masks.some((one) => one.generation === generation)) this.#drop(generation, entry);
    }
    for (const one of masks) {
      if (this.#entries.has(one.generation) || one.mask.width * one.mask.height > MOST_PIXELS) continue;
      const entry: Entry = { loading: this.#load(one), loaded: null, isDropped: false };
      this.#entries.set(one.generation, entry);
      void entry.loading.then((loaded) => {
        entry.loaded = loaded;
        if (entry.isDropped) loaded.image?.dispose();
      });
    }
  }

  /** Keeps one that was shown, until the next {@link keep}. */
  put(generation: number, loaded: LoadedOriginal): void {
    this.#entries.set(generation, { loading: Promise.resolve(loaded), loaded, isDropped: false });
  }

  /**
   * Gives one away: at once where it is there, else a promise of it. Undefined where it was not loaded; whoever takes it
   * disposes of its image.
   */
  take(generation: number): LoadedOriginal | Promise<LoadedOriginal> | undefined {
    const entry = this.#entries.get(generation);
    this.#entries.delete(generation);
    return entry?.loaded ?? entry?.loading;
  }

  #drop(generation: number, entry: Entry): void {
    entry.isDropped = true;
    entry.loaded?.image?.dispose();
    this.#entries.delete(generation);
  }
}
