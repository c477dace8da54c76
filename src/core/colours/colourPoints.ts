import { labOf } from './lab.ts';

/** Colours in L*a*b* with how many pixels have each. */
export interface ColourPoints {
  /** L*, a*, b* of each, 3 × n. */
  readonly lab: Float64Array;
  /** Pixels of each, n; above 0. */
  readonly weights: Float64Array;
}

/** Numbers that a cell has: pixels, and the sums of their red, green and blue. */
const FIELDS = 4;

/**
 * Counts colours in cells of the RGB cube, so that a whole dataset takes as much memory as one picture. A cell counts as the
 * mean of its pixels, so that colours are rounded only in being put together with their neighbours.
 */
export class ColourCounts {
  /** Bits a channel: 5 are 32,768 cells (1 MB), 6 are 262,144 (8 MB). */
  readonly bits: number;
  readonly #cells: Float64Array;

  /** @param bits a channel, 1 … 8 */
  constructor(bits: number) {
    this.bits = bits;
    this.#cells = new Float64Array(FIELDS << (3 * bits));
  }

  /**
   * Adds pixels.
   *
   * @param rgb 3 × n
   * @param isMeant n; pixels that are 0 do not count
   */
  add(rgb: Uint8Array, isMeant: Uint8Array): void {
    const cells = this.#cells;
    for (let at = 0; at < isMeant.length; at++) {
      if (isMeant[at] === 0) continue;
      const [red, green, blue] = [rgb[3 * at] as number, rgb[3 * at + 1] as number, rgb[3 * at + 2] as number];
      const cell = FIELDS * this.cellOf(red, green, blue);
      cells[cell] = (cells[cell] as number) + 1;
      cells[cell + 1] = (cells[cell + 1] as number) + red;
      cells[cell + 2] = (cells[cell + 2] as number) + green;
      cells[cell + 3] = (cells[cell + 3] as number) + blue;
    }
  }

  /** The cell of a colour: each channel 0 … 255. */
  cellOf(red: number, green: number, blue: number): number {
    const { bits } = this;
    const drop = 8 - bits;
    return ((red >> drop) << (2 * bits)) | ((green >> drop) << bits) | (blue >> drop);
  }

  /** The cells that have pixels, in their order. */
  filled(): number[] {
    const found: number[] = [];
    for (let cell = 0; cell * FIELDS < this.#cells.length; cell++)
      if (this.#cells[cell * FIELDS] !== 0) found.push(cell);
    return found;
  }

  /** What the counts of {@link filled} are, as points. */
  points(): ColourPoints {
    const filled = this.filled();
    const lab = new Float64Array(3 * filled.length);
    const weights = new Float64Array(filled.length);
    filled.forEach((cell, at) => {
      const [pixels = 0, red = 0, green = 0, blue = 0] = this.#cells.subarray(cell * FIELDS, (cell + 1) * FIELDS);
      lab.set(labOf(red / pixels, green / pixels, blue / pixels), 3 * at);
      weights[at] = pixels;
    });
    return { lab, weights };
  }

  /** The cells that have pixels with their counts, to be sent to where they are summed. */
  get packed(): PackedCounts {
    const cells = Uint32Array.from(this.filled());
    const counts = new Float64Array(FIELDS * cells.length);
    cells.forEach((cell, at) => counts.set(this.#cells.subarray(cell * FIELDS, (cell + 1) * FIELDS), FIELDS * at));
    return { bits: this.bits, cells, counts };
  }

  /** @throws RangeError where the cells are of another size */
  addPacked({ bits, cells, counts }: PackedCounts): void {
    if (bits !== this.bits) throw new RangeError(`Cells of ${bits} bits are none of ${this.bits}.`);
    cells.forEach((cell, at) => {
      for (let field = 0; field < FIELDS; field++) {
        const to = FIELDS * cell + field;
        this.#cells[to] = (this.#cells[to] as number) + (counts[FIELDS * at + field] as number);
      }
    });
  }
}

/** Counts of colours as plain data. */
export interface PackedCounts {
  readonly bits: number;
  readonly cells: Uint32Array;
  /** Pixels and their sums of red, green and blue, 4 a cell. */
  readonly counts: Float64Array;
}

/** The squared distance of point `at` and a centre. */
export function squaredDistance(lab: Float64Array, at: number, centres: Float64Array, centre: number): number {
  const l = (lab[3 * at] as number) - (centres[3 * centre] as number);
  const a = (lab[3 * at + 1] as number) - (centres[3 * centre + 1] as number);
  const b = (lab[3 * at + 2] as number) - (centres[3 * centre + 2] as number);
  return l * l + a * a + b * b;
}
