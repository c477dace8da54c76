/** Keys held with a click or an arrow key. */
export interface Modifiers {
  /** Shift: from the last chosen one up to here. */
  readonly isRange: boolean;
  /** Ctrl or Cmd: the others stay chosen. */
  readonly isAdding: boolean;
}

/** Which of many things, in an order that changes, are chosen: as file lists do it. Names outlive the order. */
export class Selection {
  #names: readonly string[] = [];
  #places = new Map<string, number>();
  #chosen = new Set<string>();
  #active = 0;
  /** Where ranges begin. */
  #anchor = 0;

  get names(): readonly string[] {
    return this.#names;
  }

  /** Place of the one that has the cursor. */
  get active(): number {
    return this.#active;
  }

  get count(): number {
    return this.#chosen.size;
  }

  /** In their order. */
  get chosen(): string[] {
    return [...this.#chosen].sort((a, b) => (this.#places.get(a) ?? 0) - (this.#places.get(b) ?? 0));
  }

  has(name: string): boolean {
    return this.#chosen.has(name);
  }

  /** Another order, or others: what is gone is chosen no more, and the cursor stays on its thing where that is there. */
  setNames(names: readonly string[]): void {
    const active = this.#names[this.#active];
    const anchor = this.#names[this.#anchor];
    this.#names = names;
    this.#places = new Map(names.map((name, at) => [name, at]));
    this.#chosen = new Set([...this.#chosen].filter((name) => this.#places.has(name)));
    this.#active = (active === undefined ? undefined : this.#places.get(active)) ?? 0;
    this.#anchor = (anchor === undefined ? undefined : this.#places.get(anchor)) ?? this.#active;
  }

  /** Chooses what was chosen before, as far as it is there. */
  restore(chosen: readonly string[], active: string | null): void {
    this.#chosen = new Set(chosen.filter((name) => this.#places.has(name)));
    this.#active = (active === null ? undefined : this.#places.get(active)) ?? 0;
    this.#anchor = this.#active;
  }

  /** Moves the cursor without choosing. */
  move(at: number): void {
    this.#active = this.#clamp(at);
  }

  /** A click, or an arrow key, on the thing at a place. */
  choose(at: number, { isRange, isAdding }: Modifiers): void {
    const place = this.#clamp(at);
    const name = this.#names[place];
    if (name === undefined) return;
    this.#active = place;
    if (isRange) {
      if (!isAdding) this.#chosen.clear();
      const [from, to] = [Math.min(this.#anchor, place), Math.max(this.#anchor, place)];
      for (const one of this.#names.slice(from, to + 1)) this.#chosen.add(one);
      return;
    }
    this.#anchor = place;
    if (isAdding) return this.#toggle(name);
    this.#chosen = new Set([name]);
  }

  chooseAll(): void {
    this.#chosen = new Set(this.#names);
  }

  clear(): void {
    this.#chosen.clear();
  }

  #toggle(name: string): void {
    if (!this.#chosen.delete(name)) this.#chosen.add(name);
  }

  #clamp(at: number): number {
    return Math.max(0, Math.min(this.#names.length - 1, at));
  }
}
