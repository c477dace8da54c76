import type { GalleryRequests, GalleryTile } from '../../src/protocol/datasetPages.ts';

type Ask = (names: readonly string[]) => Promise<GalleryRequests['tiles']['result']>;

/** Pictures that are kept: about 10 KB each. */
const MOST_KEPT = 800;
/** Pairs asked for at once, and questions that are out at a time: what scrolling away cannot take back. */
const PART = 8;
const MOST_OUT = 2;

/** Pictures of pairs, asked for in parts where they are looked at, and kept as long as there is room. */
export class TileStore {
  readonly #ask: Ask;
  readonly #onTiles: (hasSharp: boolean) => void;
  /** The one that was looked at last comes last. Undefined: asked for, not there yet. */
  readonly #kept = new Map<string, GalleryTile>();
  readonly #out = new Set<string>();
  #wanted: readonly string[] = [];
  #questions = 0;
  #generation = 0;

  /** @param onTiles some came: what shows them is to be drawn */
  constructor(ask: Ask, onTiles: (hasSharp: boolean) => void) {
    this.#ask = ask;
    this.#onTiles = onTiles;
  }

  get(name: string): GalleryTile | undefined {
    const tile = this.#kept.get(name);
    if (tile !== undefined) {
      this.#kept.delete(name);
      this.#kept.set(name, tile);
    }
    return tile;
  }

  /** Says what is looked at now, the most wanted first; what was wanted before and was not asked for yet is not. */
  want(names: readonly string[]): void {
    this.#wanted = names;
    this.#next();
  }

  /** Files have changed: everything is asked for anew. */
  clear(): void {
    this.#generation++;
    this.#kept.clear();
    this.#out.clear();
    this.#questions = 0;
  }

  #next(): void {
    while (this.#questions < MOST_OUT) {
      const part = this.#wanted.filter((name) => !this.#kept.has(name) && !this.#out.has(name)).slice(0, PART);
      if (part.length === 0) return;
      this.#questions++;
      for (const name of part) this.#out.add(name);
      void this.#load(part, this.#generation);
    }
  }

  async #load(names: readonly string[], generation: number): Promise<void> {
    try {
      const { tiles, hasSharp } = await this.#ask(names);
      if (generation !== this.#generation) return;
      for (const tile of tiles) this.#kept.set(tile.row.pair.name, tile);
      for (const oldest of this.#kept.keys()) {
        if (this.#kept.size <= MOST_KEPT) break;
        this.#kept.delete(oldest);
      }
      for (const name of names) this.#out.delete(name);
      this.#questions--;
      this.#onTiles(hasSharp);
      this.#next();
    } catch {
      // The names stay out: asking again at once would fail again. A new scan, or the page made anew, asks again.
      if (generation === this.#generation) this.#questions--;
    }
  }
}
