import { execFileSync, spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { PNG } from 'pngjs';
import type { RasterRule } from '../../src/core/raster/rasterise.ts';
import { timeCall } from './measure.ts';

const SCRIPT = join(import.meta.dirname, 'pillow.py');

interface Answer {
  readonly seconds: number;
  readonly bytes: number;
}

/** Pixels. */
export interface RasterSize {
  readonly width: number;
  readonly height: number;
}

/** What the Python processes do with many masks. */
export type PillowBatch = 'palette' | 'remap' | 'border';

/** Pillow and NumPy in a Python process of their own that stays open, so that only their work is timed. */
export class Pillow {
  readonly versions: string;
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;

  private constructor(process: ChildProcessWithoutNullStreams, lines: AsyncIterator<string>, versions: string) {
    this.#process = process;
    this.#lines = lines;
    this.versions = versions;
  }

  /** Null, with a line that says so, where Python, Pillow or NumPy is missing. */
  static async start(): Promise<Pillow | null> {
    const python = ['/usr/bin/python3', 'python3'].find(hasPillow);
    if (python === undefined) {
      console.log('skipped: everything against Pillow (install python3-pil and python3-numpy)');
      return null;
    }
    const child = spawn(python, [SCRIPT]);
    const reader: Interface = createInterface(child.stdout);
    const lines = reader[Symbol.asyncIterator]();
    const first = await lines.next();
    const { pillow, numpy } = JSON.parse(String(first.value)) as { pillow: string; numpy: string };
    return new Pillow(child, lines, `Pillow ${pillow}, NumPy ${numpy}`);
  }

  /** Ids and histogram of one file: `numpy.bincount` over the opened image. */
  decode(path: string): Promise<Answer> {
    return this.#ask({ do: 'decode', path });
  }

  /** Pillow's default encoder, the mean of `repeats` calls; the image is decoded before the clock starts. */
  encode(path: string, repeats: number): Promise<Answer> {
    return this.#ask({ do: 'encode', path, repeats });
  }

  /** Every file of a folder, in two processes that are started before the clock. */
  batch(work: PillowBatch, folder: string, out: string): Promise<Answer> {
    return this.#ask({ do: 'batch', work, folder, out });
  }

  /** The same by a process of its own; seconds from its start to its end. */
  batchFromStart(work: PillowBatch, folder: string, out: string): number {
    const input = `${JSON.stringify({ do: 'start', work, folder, out })}\n`;
    return timeCall(() => execFileSync(this.#process.spawnfile, [SCRIPT], { input }));
  }

  /** The work of a folder's files alone, in memory and one after the other. */
  convert(work: PillowBatch, folder: string): Promise<Answer> {
    return this.#ask({ do: 'convert', work, folder });
  }

  /** Each ring filled into a mask of its own by `cv2.fillPoly` or `ImageDraw.polygon`, the mean of `repeats` times. */
  raster(rule: RasterRule, rings: readonly Float64Array[], size: RasterSize, repeats: number): Promise<Answer> {
    return this.#ask({ do: 'raster', rule, rings: rings.map((ring) => [...ring]), ...size, repeats });
  }

  stop(): void {
    this.#process.stdin.end();
  }

  async #ask(request: object): Promise<Answer> {
    this.#process.stdin.write(`${JSON.stringify(request)}\n`);
    const answer = await this.#lines.next();
    if (answer.done === true) throw new Error('The Python process ended.');
    return JSON.parse(answer.value) as Answer;
  }
}

function hasPillow(python: string): boolean {
  try {
    execFileSync(python, ['-c', 'import PIL, numpy'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/**
 * pngjs as its users call it. It answers with colours, so two ids that share one cannot be told apart any more:
 * no histogram by id follows from it, and none is timed.
 */
export function decodeWithPngjs(file: Buffer): Uint8Array {
  return PNG.sync.read(file).data;
}
