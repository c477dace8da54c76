/**
 * Remembers where each text was first seen, by a 53-bit hash: 24 bytes a text however long. Among a million texts two
 * share a hash with a probability below one in ten thousand.
 */
export class FirstSeen {
  #keys = new Float64Array(1024);
  #values = new Uint32Array(1024);
  #count = 0;

  /** The value with which the text was given first; null, and `value` is kept, where it is new. */
  see(text: string, value: number): number | null {
    if (2 * this.#count >= this.#keys.length) this.#grow();
    const key = hash(text);
    const slot = this.#slotOf(key);
    if (this.#keys[slot] === key) return this.#values[slot] ?? null;
    this.#keys[slot] = key;
    this.#values[slot] = value;
    this.#count++;
    return null;
  }

  #slotOf(key: number): number {
    const keys = this.#keys;
    const last = keys.length - 1;
    let slot = key % keys.length;
    while (keys[slot] !== 0 && keys[slot] !== key) slot = slot === last ? 0 : slot + 1;
    return slot;
  }

  #grow(): void {
    const keys = this.#keys;
    const values = this.#values;
    this.#keys = new Float64Array(keys.length * 2);
    this.#values = new Uint32Array(values.length * 2);
    for (const [i, key] of keys.entries()) {
      if (key === 0) continue;
      const slot = this.#slotOf(key);
      this.#keys[slot] = key;
      this.#values[slot] = values[i] ?? 0;
    }
  }
}

/** 1 … 2⁵³ − 1: two multiplicative hashes of 32 bits, joined. */
function hash(text: string): number {
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x5bd1e995);
    high ^= high >>> 15;
  }
  low ^= low >>> 16;
  return ((high >>> 0) & 0x1fffff) * 0x1_0000_0000 + (low >>> 0) || 1;
}
