import { constants, createInflate } from 'node:zlib';
import type { Inflate } from '../core/png/types.ts';
import { inflate, joined } from './zlib.ts';

/** Memory of more than this is given back rather than kept: 16 megapixels of one byte. */
const MOST_KEPT = 1 << 24;

/** What Node's synchronous calls work with, which is documented nowhere (lib/zlib.js of Node.js 20 to 24). */
interface Handle {
  onerror: () => void;
  reset(): void;
  writeSync(
    flush: number,
    source: Uint8Array,
    sourceStart: number,
    sourceLength: number,
    target: Uint8Array,
    targetStart: number,
    targetLength: number,
  ): void;
}

interface Stream {
  readonly _handle?: Partial<Handle> | null;
  /** Bytes of the target that are left, then of the source. */
  readonly _writeState?: Uint32Array;
}

/**
 * Inflates into memory that it uses again: what a call gives is overwritten by the next one. Memory that is new for each of
 * thousands of masks costs as much time as inflating them. Where Node is not as it is known, and wherever anything is wrong
 * with the data, {@link inflate} does it, whose answer and errors are the same.
 */
export class ReusedInflate {
  #memory = new Uint8Array(0);
  #hasFailed = false;
  /** Null where Node is not as it is known. */
  readonly #stream: { readonly handle: Handle; readonly left: Uint32Array } | null;

  /** @param stream Node's, whose insides are looked at */
  constructor(stream: object = createInflate()) {
    const { _handle: handle, _writeState: left } = stream as Stream;
    const isKnown = typeof handle?.writeSync === 'function' && typeof handle.reset === 'function';
    this.#stream = isKnown && left instanceof Uint32Array ? { handle: handle as Handle, left } : null;
    if (this.#stream === null) return;
    this.#stream.handle.onerror = () => {
      this.#hasFailed = true;
    };
  }

  /** Whether these bytes are in the memory that the next call overwrites. */
  owns({ buffer }: ArrayBufferView): boolean {
    return buffer === this.#memory.buffer;
  }

  /** Throws as {@link inflate}. */
  readonly inflate: Inflate = (parts, expectedLength) => {
    if (this.#stream === null || expectedLength >= MOST_KEPT) return inflate(parts, expectedLength);
    const { handle, left } = this.#stream;
    const source = joined(parts);
    // A byte more shows whether there is more.
    const length = expectedLength + 1;
    if (this.#memory.length < length) this.#memory = new Uint8Array(length);
    this.#hasFailed = false;
    handle.reset();
    handle.writeSync(constants.Z_FINISH, source, 0, source.length, this.#memory, 0, length);
    // A stream that ends early is a failure, so one byte that is left means all of it and its checksum.
    if (this.#hasFailed || left[0] !== 1) return inflate(parts, expectedLength);
    return this.#memory.subarray(0, expectedLength);
  };
}
