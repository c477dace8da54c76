/** A prefix code of deflate (RFC 1951, 3.2.2). */
export interface PrefixCode {
  /** Bits of each symbol's code; 0 for symbols that do not occur. */
  readonly lengths: Uint8Array;
  /** The codes, their bits reversed: deflate packs them from the most significant bit on, everything else from the least. */
  readonly codes: Uint16Array;
}

/**
 * The shortest prefix code for symbols of some frequency, none longer than `limit` bits; nearly the shortest where the
 * limit matters. The same frequencies always give the same code. At least two symbols get one, because a code of a
 * single symbol is incomplete, which not every decoder takes.
 *
 * @param frequencies how often each symbol occurs; not changed
 * @param limit bits, with 2 ** limit well above the number of symbols
 */
export function prefixCode(frequencies: Uint32Array, limit: number): PrefixCode {
  const used: number[] = [];
  for (let symbol = 0; symbol < frequencies.length; symbol++) if (frequencies[symbol] !== 0) used.push(symbol);
  for (let symbol = 0; used.length < 2; symbol++) if (!used.includes(symbol)) used.push(symbol);
  let weights = used.map((symbol) => Math.max(1, frequencies[symbol] as number));
  let depths = huffmanDepths(weights);
  // Flatter weights give shorter longest codes; equal ones, where this ends, a balanced tree.
  while (Math.max(...depths) > limit) {
    weights = weights.map((weight) => (weight + 1) >>> 1);
    depths = huffmanDepths(weights);
  }
  const lengths = new Uint8Array(frequencies.length);
  used.forEach((symbol, at) => (lengths[symbol] = depths[at] as number));
  return { lengths, codes: canonicalCodes(lengths) };
}

/** Depths of the leaves in a Huffman tree of two leaves or more. */
function huffmanDepths(weights: readonly number[]): number[] {
  const order = weights.map((_, at) => at).sort((a, b) => (weights[a] as number) - (weights[b] as number) || a - b);
  const leaves = order.length;
  const sums = order.map((at) => weights[at] as number);
  const parents: number[] = [];
  // Leaves in order and inner nodes, which come about in order, are two queues.
  let leaf = 0;
  let inner = leaves;
  const takeLightest = (): number =>
    leaf < leaves && (inner >= sums.length || (sums[leaf] as number) <= (sums[inner] as number)) ? leaf++ : inner++;
  while (sums.length < 2 * leaves - 1) {
    const [one, other] = [takeLightest(), takeLightest()];
    parents[one] = parents[other] = sums.length;
    sums.push((sums[one] as number) + (sums[other] as number));
  }
  const nodeDepths = new Array<number>(sums.length).fill(0);
  for (let node = sums.length - 2; node >= 0; node--) {
    nodeDepths[node] = (nodeDepths[parents[node] as number] as number) + 1;
  }
  const depths: number[] = [];
  order.forEach((at, node) => (depths[at] = nodeDepths[node] as number));
  return depths;
}

/** Codes of one length are consecutive, in the order of their symbols; shorter ones come first. */
function canonicalCodes(lengths: Uint8Array): Uint16Array {
  const counts = new Array<number>(17).fill(0);
  for (const length of lengths) if (length > 0) counts[length + 1] = (counts[length + 1] as number) + 1;
  const next: number[] = [0, 0];
  for (let length = 2; length < 17; length++) {
    next[length] = ((next[length - 1] as number) + (counts[length] as number)) << 1;
  }
  const codes = new Uint16Array(lengths.length);
  lengths.forEach((length, symbol) => {
    if (length === 0) return;
    codes[symbol] = reversed(next[length] as number, length);
    next[length] = (next[length] as number) + 1;
  });
  return codes;
}

function reversed(code: number, length: number): number {
  let out = 0;
  for (let bit = 0; bit < length; bit++) out |= ((code >>> bit) & 1) << (length - 1 - bit);
  return out;
}
