/** Arrays of numbers that a growing column can be kept in. */
type ColumnArray = Uint8Array | Uint16Array | Uint32Array | Float32Array | Float64Array;

/** Numbers that are appended one by one, as compact as their type allows. */
export class Column<Kept extends ColumnArray> {
  #values: Kept;
  #length = 0;
  readonly #make: (length: number) => Kept;

  constructor(make: (length: number) => Kept) {
    this.#make = make;
    this.#values = make(256);
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const grown = this.#make(Math.ceil(this.#length * 1.5));
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#length++] = value;
  }

  /** @throws RangeError outside of 0 … length − 1 */
  at(index: number): number {
    if (index >= this.#length) throw new RangeError(`Row ${index} of ${this.#length}`);
    return this.#values[index] ?? NaN;
  }

  set(index: number, value: number): void {
    if (index >= this.#length) throw new RangeError(`Row ${index} of ${this.#length}`);
    this.#values[index] = value;
  }
}

/** Values of which few differ: each is kept once, and is known by its number. */
export class Interned<Value> {
  readonly #numbers = new Map<string, number>();
  readonly #values: Value[] = [];

  get values(): readonly Value[] {
    return this.#values;
  }

  /** The number of a value. @param key equal for equal values */
  number(key: string, make: () => Value): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#values.push(make()) - 1;
    this.#numbers.set(key, number);
    return number;
  }
}
