import { constants } from 'node:fs';
import { lstat, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sha256Hex } from '../hash.ts';
import { isThere, writeProblem } from './outputFolder.ts';

// Links are not followed: a dataset of a stranger may hold one by this name. Windows has no such flag.
const NO_FOLLOW = (constants as Partial<typeof constants>).O_NOFOLLOW ?? 0;

/** Where the bytes of a file lie until all of them are there: hidden beside it, so that the rename is atomic. */
export function partPathOf(target: string, name: string): string {
  return join(dirname(target), `.maskscope-${sha256Hex(Buffer.from(name)).slice(0, 32)}.part`);
}

/** A file that is being downloaded. Every error of the file system is thrown as a DownloadError. */
export class PartFile {
  readonly path: string;
  readonly #file: FileHandle;
  /** Bytes that are there. */
  #size: number;

  private constructor(path: string, file: FileHandle, size: number) {
    this.path = path;
    this.#file = file;
    this.#size = size;
  }

  /** Opens what an earlier attempt left, or an empty one. */
  static async open(path: string): Promise<PartFile> {
    try {
      const facts = await lstat(path).catch(() => null);
      // Whatever has the name but is no file of ours gives way.
      if (facts !== null && (!facts.isFile() || facts.nlink !== 1)) await rm(path, { recursive: true, force: true });
      const file = await open(path, constants.O_RDWR | constants.O_CREAT | NO_FOLLOW, 0o666);
      const { size } = await file.stat();
      return new PartFile(path, file, size);
    } catch (error) {
      throw writeProblem(error);
    }
  }

  get size(): number {
    return this.#size;
  }

  /** Forgets what is there. */
  async restart(): Promise<void> {
    if (this.#size > 0) await this.#write(() => this.#file.truncate(0));
    this.#size = 0;
  }

  async append(bytes: Uint8Array): Promise<void> {
    await this.#write(async () => {
      for (let written = 0; written < bytes.length;) {
        const { bytesWritten } = await this.#file.write(bytes, written, bytes.length - written, this.#size);
        written += bytesWritten;
        this.#size += bytesWritten;
      }
    });
  }

  /** Some of the bytes that are there; fewer where the file ends. */
  async read(from: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length);
    let read = 0;
    await this.#write(async () => {
      for (;;) {
        const { bytesRead } = await this.#file.read(bytes, read, length - read, from + read);
        read += bytesRead;
        if (bytesRead === 0 || read === length) break;
      }
    });
    return bytes.subarray(0, read);
  }

  /**
   * Gives the file its name once its data is on the disk; nothing that has the name meanwhile is overwritten.
   *
   * @returns whether the name was free
   */
  async finish(target: string): Promise<boolean> {
    await this.#write(() => this.#file.sync());
    await this.close();
    return this.#write(async () => {
      const isFree = !isThere(target);
      if (isFree) await rename(this.path, target);
      else await rm(this.path, { force: true });
      return isFree;
    });
  }

  async discard(): Promise<void> {
    await this.close();
    await this.#write(() => rm(this.path, { force: true }));
  }

  /** Keeps what is there for the next time; nothing where nothing is. */
  async close(): Promise<void> {
    await this.#file.close().catch(() => undefined);
  }

  async #write<T>(action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (error) {
      throw writeProblem(error);
    }
  }
}
