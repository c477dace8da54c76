/** Some runs of equal ids, in row order. */
export interface RunBlock {
  readonly ids: Uint16Array;
  /** Pixels. */
  readonly lengths: Uint32Array;
  /** Runs in the block; what is behind is stale. */
  readonly count: number;
}

const RUNS_PER_BLOCK = 4096;

/**
 * Hands out the runs of equal ids in row order, across the ends of rows, many at a time, in one reused block: masks
 * are mostly long runs. Four bytes are compared at a time.
 */
export function forEachRunBlock(ids: Uint8Array | Uint16Array, visit: (block: RunBlock) => void): void {
  const inWords = ids instanceof Uint8Array && ids.byteOffset % 4 === 0;
  const words = inWords ? new Int32Array(ids.buffer, ids.byteOffset, ids.length >> 2) : new Int32Array(0);
  const runIds = new Uint16Array(RUNS_PER_BLOCK);
  const lengths = new Uint32Array(RUNS_PER_BLOCK);
  const pixels = ids.length;
  let count = 0;
  for (let start = 0; start < pixels;) {
    const id = ids[start] as number;
    let end = start + 1;
    while (end < pixels && (end & 3) !== 0 && ids[end] === id) end++;
    if (inWords && (end & 3) === 0) {
      const fourfold = Math.imul(id, 0x01010101);
      let word = end >> 2;
      while (word < words.length && words[word] === fourfold) word++;
      end = word << 2;
    }
    while (end < pixels && ids[end] === id) end++;
    runIds[count] = id;
    lengths[count] = end - start;
    count++;
    start = end;
    if (count === RUNS_PER_BLOCK || start === pixels) {
      visit({ ids: runIds, lengths, count });
      count = 0;
    }
  }
}
