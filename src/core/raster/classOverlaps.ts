/** What two classes, or objects of one class, claim both. */
export interface ClassOverlap {
  /** The smaller class id; both are the same for objects of one class. */
  readonly first: number;
  readonly second: number;
  /** Pixels that both claim. */
  readonly pixels: number;
  /** Those of them that became `first`. */
  readonly wonByFirst: number;
  /** Those that became `second`; 0 within one class. What remains became void or a third class above both. */
  readonly wonBySecond: number;
}

/** Counts the pixels of every pair of classes. */
export class OverlapCounter {
  readonly #withinClasses: boolean;
  readonly #pairs = new Map<number, { pixels: number; wonByFirst: number; wonBySecond: number }>();
  readonly #classes: number[] = [];
  readonly #repeated = new Set<number>();

  /** @param withinClasses whether objects of one class are a pair too */
  constructor(withinClasses: boolean) {
    this.#withinClasses = withinClasses;
  }

  /**
   * Counts pixels that several objects claim.
   *
   * @param claims positions of the objects, the topmost last, in the first `count` entries
   * @param classIds class of each object
   * @param hasWinner whether the topmost gets them
   * @returns whether more than one class claims them
   */
  count(claims: Int32Array, count: number, classIds: readonly number[], pixels: number, hasWinner: boolean): boolean {
    const classes = this.#classes;
    classes.length = 0;
    const winner = hasWinner ? (classIds[claims[count - 1] as number] as number) : -1;
    for (let i = 0; i < count; i++) {
      const classId = classIds[claims[i] as number] as number;
      if (!classes.includes(classId)) classes.push(classId);
      else if (this.#withinClasses) this.#repeated.add(classId);
    }
    for (const classId of this.#repeated) this.#add(classId, classId, pixels, winner);
    this.#repeated.clear();
    for (let i = 1; i < classes.length; i++) {
      for (let j = 0; j < i; j++) this.#add(classes[i] as number, classes[j] as number, pixels, winner);
    }
    return classes.length > 1;
  }

  /** The pairs found so far, ascending by ids. */
  list(): ClassOverlap[] {
    const keys = [...this.#pairs.keys()].sort((a, b) => a - b);
    return keys.map((key) => ({
      first: Math.floor(key / 65_536),
      second: key % 65_536,
      ...(this.#pairs.get(key) as { pixels: number; wonByFirst: number; wonBySecond: number }),
    }));
  }

  #add(one: number, other: number, pixels: number, winner: number): void {
    const [first, second] = one < other ? [one, other] : [other, one];
    const key = first * 65_536 + second;
    let pair = this.#pairs.get(key);
    if (pair === undefined) this.#pairs.set(key, (pair = { pixels: 0, wonByFirst: 0, wonBySecond: 0 }));
    pair.pixels += pixels;
    if (winner === first) pair.wonByFirst += pixels;
    else if (winner === second) pair.wonBySecond += pixels;
  }
}
