import type { Connectivity } from './components.ts';
import { MOST_RUNS, type PixelRuns } from './edits.ts';
import { histogramById } from './histogram.ts';
import type { Mask } from './mask.ts';
import { joinRuns, runAt, type RunRegions } from './runRegions.ts';

export interface SpeckRules {
  /** Regions of fewer pixels are specks. */
  readonly below: number;
  /** Decides what a region is, and which pixels border on it. */
  readonly connectivity: Connectivity;
  /** Ids that training ignores. */
  readonly voidIds: ReadonlySet<number>;
  /** Whether regions of void ids are filled too. */
  readonly fillsVoid: boolean;
  /** The only id whose specks are filled; null: all ids. */
  readonly only: number | null;
}

/** What filling the specks of a mask would do. */
export interface SpeckFilling {
  /** Specks that are filled, and their pixels. */
  readonly regions: number;
  readonly pixels: number;
  /** Specks that nothing larger surrounds; they stay. */
  readonly left: number;
  /** The edit. */
  readonly runs: PixelRuns;
}

/** More runs than one edit may hold. */
export class TooManySpecks extends Error {
  override readonly name = 'TooManySpecks';
}

/**
 * Fills specks with what surrounds them: the id that most of the pixels have that border on the speck; of equals the one
 * with more pixels in the mask, then the smaller. Pixels of other specks do not count until these are filled, so that a
 * cluster of specks is filled from its rim inwards, whatever the order in which its specks are visited. A void id counts
 * only for specks that nothing else can fill.
 *
 * @throws TooManySpecks
 */
export function fillSpecks(mask: Pick<Mask, 'ids' | 'width' | 'height'>, rules: SpeckRules): SpeckFilling {
  return new Filling(mask, rules).run();
}

const UNFILLED = -1;
/** Marks of {@link Filling} in the small map around one speck. */
const INSIDE = 1;
const COUNTED = 2;

class Filling {
  readonly #width: number;
  readonly #height: number;
  readonly #rules: SpeckRules;
  readonly #joined: RunRegions;
  readonly #histogram: Uint32Array;
  readonly #before: Uint8Array | Uint16Array;
  /** As the specks filled so far leave them. */
  readonly #ids: Uint8Array | Uint16Array;
  /** One byte a pixel: it belongs to a speck that has not been filled yet. */
  readonly #pending: Uint8Array;
  /** Of each run the number of its speck; −1 where its region is none. */
  readonly #speckOf: Int32Array;
  /** Runs of speck n: `#runs` from `#firstRun[n]` to `#firstRun[n + 1]`. */
  readonly #runs: Uint32Array;
  readonly #firstRun: Uint32Array;
  /** What each speck was filled with. */
  readonly #filledWith: Int32Array;
  #map = new Uint8Array(0);

  constructor({ ids, width, height }: Pick<Mask, 'ids' | 'width' | 'height'>, rules: SpeckRules) {
    this.#width = width;
    this.#height = height;
    this.#rules = rules;
    this.#histogram = histogramById(ids);
    this.#before = ids;
    this.#ids = ids.slice();
    this.#pending = new Uint8Array(ids.length);
    this.#joined = joinRuns(ids, width, rules.connectivity, null);
    const { starts, lengths, regions } = this.#joined;
    const sizes = new Uint32Array(starts.length);
    regions.forEach((region, run) => (sizes[region] = (sizes[region] as number) + (lengths[run] as number)));
    this.#speckOf = new Int32Array(starts.length);
    let specks = 0;
    let runs = 0;
    for (let run = 0; run < starts.length; run++) {
      const region = regions[run] as number;
      if (region < run) this.#speckOf[run] = this.#speckOf[region] as number;
      else {
        const isSpeck = (sizes[run] as number) < rules.below && this.#mayFill(ids[starts[run] as number] as number);
        this.#speckOf[run] = isSpeck ? specks++ : -1;
      }
      if (this.#speckOf[run] === -1) continue;
      runs++;
      const start = starts[run] as number;
      this.#pending.fill(1, start, start + (lengths[run] as number));
    }
    if (runs > MOST_RUNS) throw new TooManySpecks();
    this.#firstRun = new Uint32Array(specks + 2);
    for (const speck of this.#speckOf)
      if (speck >= 0) this.#firstRun[speck + 2] = (this.#firstRun[speck + 2] as number) + 1;
    for (let n = 2; n < this.#firstRun.length; n++) {
      this.#firstRun[n] = (this.#firstRun[n] as number) + (this.#firstRun[n - 1] as number);
    }
    this.#runs = new Uint32Array(runs);
    this.#speckOf.forEach((speck, run) => {
      if (speck < 0) return;
      const at = this.#firstRun[speck + 1] as number;
      this.#firstRun[speck + 1] = at + 1;
      this.#runs[at] = run;
    });
    this.#filledWith = new Int32Array(specks).fill(UNFILLED);
  }

  run(): SpeckFilling {
    const all = [...this.#filledWith.keys()];
    this.#fillInwards(all, false);
    this.#fillInwards(
      all.filter((speck) => this.#filledWith[speck] === UNFILLED),
      true,
    );
    return this.#result();
  }

  #mayFill(id: number): boolean {
    const { only, fillsVoid, voidIds } = this.#rules;
    return (only === null || id === only) && (fillsVoid || !voidIds.has(id));
  }

  /** Fills what can be filled, then the specks beside those, and so on; all specks of a round see the same picture. */
  #fillInwards(specks: readonly number[], withVoid: boolean): void {
    let candidates = specks;
    while (candidates.length > 0) {
      const filled: number[] = [];
      const beside = new Set<number>();
      for (const speck of candidates) {
        const { winner, pendingPixels } = this.#surroundings(speck, withVoid);
        if (winner === UNFILLED) continue;
        this.#filledWith[speck] = winner;
        filled.push(speck);
        for (const pixel of pendingPixels) beside.add(this.#speckOf[runAt(this.#joined, pixel)] as number);
      }
      for (const speck of filled) this.#write(speck);
      candidates = [...beside].filter((speck) => this.#filledWith[speck] === UNFILLED);
    }
  }

  #write(speck: number): void {
    const id = this.#filledWith[speck] as number;
    for (const [start, length] of this.#runsOf(speck)) {
      this.#ids.fill(id, start, start + length);
      this.#pending.fill(0, start, start + length);
    }
  }

  *#runsOf(speck: number): Generator<readonly [start: number, length: number]> {
    const { starts, lengths } = this.#joined;
    for (let at = this.#firstRun[speck] as number; at < (this.#firstRun[speck + 1] as number); at++) {
      const run = this.#runs[at] as number;
      yield [starts[run] as number, lengths[run] as number];
    }
  }

  /** The id that fills a speck (−1: none can yet), and the bordering pixels of specks that are not filled yet. */
  #surroundings(speck: number, withVoid: boolean): { winner: number; pendingPixels: number[] } {
    const width = this.#width;
    const runs = [...this.#runsOf(speck)];
    const left = runs.reduce((least, [start]) => Math.min(least, start % width), width) - 1;
    const right = runs.reduce((most, [start, length]) => Math.max(most, (start % width) + length), 0);
    const top = Math.floor((runs[0]?.[0] ?? 0) / width) - 1;
    const bottom = Math.floor((runs.at(-1)?.[0] ?? 0) / width) + 1;
    // Bordering pixels count once, however many pixels of the speck they touch.
    const across = right - left + 1;
    const area = across * (bottom - top + 1);
    if (this.#map.length < area) this.#map = new Uint8Array(2 * area);
    else this.#map.fill(0, 0, area);
    for (const [start, length] of runs) {
      const at = (Math.floor(start / width) - top) * across + (start % width) - left;
      this.#map.fill(INSIDE, at, at + length);
    }
    const tally = new Map<number, number>();
    const pendingPixels: number[] = [];
    const visit = (x: number, y: number): void => {
      const at = (y - top) * across + x - left;
      if (x < 0 || y < 0 || x >= width || y >= this.#height || this.#map[at] !== 0) return;
      this.#map[at] = COUNTED;
      const pixel = y * width + x;
      if (this.#pending[pixel] === 1) {
        pendingPixels.push(pixel);
        return;
      }
      const id = this.#ids[pixel] as number;
      if (withVoid || !this.#rules.voidIds.has(id)) tally.set(id, (tally.get(id) ?? 0) + 1);
    };
    const reach = this.#rules.connectivity === 8 ? 1 : 0;
    for (const [start, length] of runs) {
      const y = Math.floor(start / width);
      const x = start % width;
      visit(x - 1, y);
      visit(x + length, y);
      for (let k = x - reach; k < x + length + reach; k++) {
        visit(k, y - 1);
        visit(k, y + 1);
      }
    }
    return { winner: this.#mostOf(tally), pendingPixels };
  }

  #mostOf(tally: ReadonlyMap<number, number>): number {
    let winner = UNFILLED;
    let most = 0;
    for (const [id, count] of tally) {
      const larger = (this.#histogram[id] ?? 0) - (this.#histogram[winner] ?? 0);
      const wins = count - most || larger || winner - id;
      if (winner === UNFILLED || wins > 0) [winner, most] = [id, count];
    }
    return winner;
  }

  #result(): SpeckFilling {
    const { starts, lengths } = this.#joined;
    const out = new Uint32Array(4 * this.#runs.length);
    let at = 0;
    let pixels = 0;
    this.#speckOf.forEach((speck, run) => {
      const to = speck < 0 ? UNFILLED : (this.#filledWith[speck] as number);
      if (to === UNFILLED) return;
      const start = starts[run] as number;
      out.set([start, lengths[run] as number, this.#before[start] as number, to], at);
      pixels += lengths[run] as number;
      at += 4;
    });
    const left = this.#filledWith.reduce((sum, id) => sum + Number(id === UNFILLED), 0);
    return { regions: this.#filledWith.length - left, pixels, left, runs: out.slice(0, at) };
  }
}
