import { mkdirSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { growBatch, temporaryNameOf, type Batch, type JournalFile } from '../../platform/journal.ts';
import { replaceFile } from '../../platform/replaceFile.ts';
import { takeSnapshot } from '../../platform/snapshot.ts';
import { isInside } from '../batchInputs.ts';
import { ConvertProblem } from '../labelboxConvertTypes.ts';
import { hashAt, saveReplaced, type OutputPlan } from '../labelboxOutputs.ts';
import { isPairError, type PairFinding } from './pairRules.ts';
import type { WorkItem, WrittenItem } from './pairsTypes.ts';
import type { PairsResult, StagedFile } from './pairsWorker.ts';

/** What became of an item. */
export interface Entered extends Pick<WrittenItem, 'status' | 'findings'> {
  readonly result: PairsResult;
  /** Files. */
  readonly written: number;
  readonly unchanged: number;
}

interface Entry {
  readonly file: JournalFile;
  readonly staged: StagedFile;
}

/** Enters files that were made into the journal of their batch, and puts them in their places. */
export class GrowingRun {
  readonly #outputs: OutputPlan;
  /** Of the batch as it was when this run took it up. */
  readonly #known: ReadonlyMap<string, JournalFile>;
  #batch: Batch;
  #next: number;

  constructor(batch: Batch, outputs: OutputPlan) {
    this.#batch = batch;
    this.#outputs = outputs;
    this.#known = new Map(batch.files.map((file) => [file.output, file]));
    this.#next = batch.files.reduce((next, { index }) => Math.max(next, index + 1), 0);
  }

  /** With what was entered. */
  get batch(): Batch {
    return this.#batch;
  }

  /**
   * Enters what was made of some items. An item of which a file was not previewed, or has become another's, is left out.
   *
   * @throws ConvertProblem `folderOutside`; and what the file system says
   */
  enter(
    results: readonly PairsResult[],
    items: ReadonlyMap<number, WorkItem & { readonly files: readonly string[] }>,
  ): Entered[] {
    const entered: Entered[] = [];
    const entries: Entry[] = [];
    for (const result of results) {
      const item = items.get(result.index);
      const problems = item === undefined ? [] : this.#problemsOf(result, item.files);
      const findings = [...result.findings, ...problems];
      if (item === undefined || findings.some(isPairError)) {
        for (const { path } of result.staged) rmSync(path, { force: true });
        entered.push({ result, status: 'refused', findings, written: 0, unchanged: 0 });
        continue;
      }
      const source = item.pairs[0]?.mask ?? this.#outputs.root;
      const own = this.#entriesOf(result.staged, source, result.sourceHash);
      entries.push(...own);
      const written = own.length;
      const status = written === 0 ? 'unchanged' : 'written';
      entered.push({ result, status, findings, written, unchanged: result.staged.length - written });
    }
    this.#place(entries);
    return entered;
  }

  /** Enters files about the whole. @param hash stands for what they are made of */
  enterWhole(staged: readonly StagedFile[], hash: string): { readonly written: number; readonly unchanged: number } {
    const free = staged.filter((file) => this.#takenBy(file) === null);
    const entries = this.#entriesOf(free, this.#outputs.root, hash);
    this.#place(entries);
    return { written: entries.length, unchanged: free.length - entries.length };
  }

  #problemsOf({ findings, staged }: PairsResult, files: readonly string[]): PairFinding[] {
    if (findings.some(isPairError)) return [];
    const wanted = new Set(files);
    if (staged.length !== files.length || staged.some(({ relative }) => !wanted.has(relative))) {
      return [{ rule: 'changedSince', details: {} }];
    }
    return staged.flatMap((file): PairFinding[] => {
      const path = this.#takenBy(file);
      return path === null ? [] : [{ rule: 'outputExists', details: { path } }];
    });
  }

  /** Its place where that has become another's; null where it may be written. */
  #takenBy({ relative, hash }: StagedFile): string | null {
    const path = this.#outputs.pathOf(relative);
    const found = hashAt(path);
    if (found === null || found === hash) return null;
    const known = this.#known.get(path);
    const isOurs = found === known?.outputHash || found === known?.replacedHash;
    return isOurs || this.#outputs.placeState(path) === 'replace' ? null : relative;
  }

  #entriesOf(staged: readonly StagedFile[], source: string, sourceHash: string): Entry[] {
    return staged.flatMap((one) => {
      const output = this.#outputs.pathOf(one.relative);
      const known = this.#known.get(output);
      const found = hashAt(output);
      if (found === one.hash) {
        rmSync(one.path, { force: true });
        return [];
      }
      // What the interrupted run had replaced is saved under its number.
      const replacedHash = known === undefined ? (found ?? undefined) : known.replacedHash;
      const file = {
        ...{ index: known?.index ?? this.#next++, source, output, sourceHash, outputHash: one.hash },
        ...(replacedHash === undefined ? {} : { replacedHash }),
      };
      return [{ file, staged: one }];
    });
  }

  #place(entries: readonly Entry[]): void {
    this.#batch = growBatch(
      this.#batch,
      entries.map(({ file }) => file),
    );
    for (const { file, staged } of entries) {
      const folder = dirname(file.output);
      mkdirSync(folder, { recursive: true });
      if (!isInside(realpathSync(folder), this.#outputs.root)) {
        throw new ConvertProblem('folderOutside', { path: folder, root: this.#outputs.root });
      }
      if (file.replacedHash !== undefined && hashAt(file.output) === file.replacedHash) saveReplaced(this.#batch, file);
      try {
        renameSync(staged.path, file.output);
      } catch (error) {
        // The journal lies on another disk.
        if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
        const name = temporaryNameOf(this.#batch.folder, file.index);
        replaceFile(file.output, takeSnapshot(staged.path).bytes, name, null);
      }
    }
  }
}
