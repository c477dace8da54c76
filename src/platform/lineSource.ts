import { closeSync, fstatSync, readSync, type Stats } from 'node:fs';

/** Where lines stand that are read again later. */
export interface LineSource {
  /** The bytes between two places; valid until the next call, fewer where the source has become shorter. */
  read(from: number, to: number): Buffer;
}

/** Lines in memory. */
export class MemoryLines implements LineSource {
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  read(from: number, to: number): Buffer {
    return this.#bytes.subarray(from, to);
  }
}

/** What was read of a file last, so that lines that stand together are read together. */
interface Block {
  readonly from: number;
  readonly bytes: Buffer;
}

const BLOCK_BYTES = 1 << 16;

/** Lines are asked for in a few places at a time: those of masks, those of their originals, by several threads' order. */
const MOST_BLOCKS = 8;

/** A file is read through in pieces of this many bytes. */
const PIECE_BYTES = 1 << 18;

/** Longer lines are passed over as nothing that we wrote. */
const LONGEST_LINE = 1 << 26;

/** Files of lines that nobody holds any more are closed. */
const OPEN_FILES = new FinalizationRegistry<number>((file) => closeSync(file));

/** Lines in a file that stays open as long as somebody holds this: nobody can take them away by renaming or deleting it. */
export class FileLines implements LineSource {
  readonly #file: number;
  /** The one that was asked for last comes last. */
  readonly #blocks: Block[] = [];

  /** @param file a descriptor that can be read; it is closed when nobody holds this any more */
  constructor(file: number) {
    this.#file = file;
    OPEN_FILES.register(this, file);
  }

  /** Whether a file is this one. */
  is({ dev, ino }: Pick<Stats, 'dev' | 'ino'>): boolean {
    const own = fstatSync(this.#file);
    return own.dev === dev && own.ino === ino;
  }

  read(from: number, to: number): Buffer {
    const at = this.#blocks.findIndex((block) => block.from <= from && to <= block.from + block.bytes.length);
    const [block = this.#load(from, Math.max(to, from + BLOCK_BYTES))] = at < 0 ? [] : this.#blocks.splice(at, 1);
    this.#blocks.push(block);
    return block.bytes.subarray(from - block.from, to - block.from);
  }

  /** Where bytes stand that are the last of the file; null where it ends otherwise. */
  placeAtEnd(bytes: Uint8Array): number | null {
    const from = fstatSync(this.#file).size - bytes.length;
    if (from < 0) return null;
    const last = Buffer.allocUnsafe(bytes.length);
    return readSync(this.#file, last, 0, last.length, from) === last.length && last.equals(bytes) ? from : null;
  }

  /** The whole file in pieces of whole lines, without what stands behind the last line feed; each valid until the next. */
  *pieces(): Generator<{ readonly bytes: Buffer; readonly from: number }> {
    let buffer = Buffer.allocUnsafe(PIECE_BYTES);
    let from = 0;
    let kept = 0;
    for (;;) {
      const count = readSync(this.#file, buffer, kept, buffer.length - kept, from + kept);
      if (count === 0) return;
      const end = kept + count;
      const whole = buffer.lastIndexOf(LINE_FEED, end - 1) + 1;
      if (whole > 0) yield { bytes: buffer.subarray(0, whole), from };
      from += whole;
      kept = end - whole;
      if (kept === buffer.length) {
        if (kept >= LONGEST_LINE) return;
        buffer = Buffer.concat([buffer], 2 * kept);
      } else buffer.copyWithin(0, whole, end);
    }
  }

  #load(from: number, to: number): Block {
    const oldest = this.#blocks.length >= MOST_BLOCKS ? this.#blocks.shift() : undefined;
    const length = to - from;
    // Memory of a block that is not needed any more serves again.
    const room = oldest !== undefined && oldest.bytes.buffer.byteLength >= length ? oldest.bytes.buffer : null;
    const bytes = room === null ? Buffer.from(new ArrayBuffer(length)) : Buffer.from(room, 0, length);
    return { from, bytes: bytes.subarray(0, readSync(this.#file, bytes, 0, length, from)) };
  }
}

const LINE_FEED = 10;
