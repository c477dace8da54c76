import { existsSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { DatasetFacts, Records } from '../../core/dataset/facts.ts';
import { layoutSteps, type LayoutOptions } from '../../core/dataset/layout.ts';
import type { DatasetLayout } from '../../core/dataset/pairs.ts';
import { ScanIndex, scanIndexFile } from '../../platform/scanIndex.ts';
import { ProgressMeter } from '../batchProgress.ts';
import { inSlices } from '../timeSlices.ts';
import type { BatchProgress } from '../batchTypes.ts';
import { findDatasetClassMap, presetOf } from './datasetClassMap.ts';
import { DatasetProblem } from './datasetProblem.ts';
import { FileVersions, type NumberedFile } from './fileVersions.ts';
import { listDataset, nothingFound, type DatasetListing } from './listDataset.ts';
import { readSplitLists } from './readSplitLists.ts';
import type { ScanAs } from './scanFile.ts';
import type { ScanPool } from './scanPool.ts';

/** Which dataset, and what of it. */
export interface ScanRequest {
  /** Absolute. */
  readonly folder: string;
  /** How the dataset is laid out, where it shall not be recognised. */
  readonly layout: LayoutOptions;
  /** A class map file, absolute, or the name of a preset; null: it is looked for. */
  readonly classMap: string | null;
  /** Only every count-th file, from the index-th on, 1 … count; null: all. */
  readonly shard: { readonly index: number; readonly count: number } | null;
}

export interface ScanSetting {
  /** Threads; 0 works in this one. */
  readonly workers: number;
  /** A script that calls `runScanWorker` where it is started as such a worker. */
  readonly workerScript: string;
  readonly onProgress?: (progress: BatchProgress<'scan'>) => void;
}

export interface ScanOutcome {
  readonly facts: DatasetFacts;
  /** The class map that a file or the request gives; the one of `facts` may be a preset that the masks speak for. */
  readonly classMapFile: DatasetFacts['classMap'];
  /** The folder, links resolved. */
  readonly root: string;
  readonly listing: DatasetListing;
  /** Files that were looked at, now or before. */
  readonly files: number;
  /** Of them, read now. */
  readonly scanned: number;
  /** Of them, changed while the scan ran, and read again. */
  readonly changed: number;
  /** It was cancelled: the files that it did not come to have no record. */
  readonly isCancelled: boolean;
}

/** A larger group of originals with one size in bytes has it by its format, and says nothing of duplicates. */
const LARGEST_GROUP = 64;

/** How often files that change while they are scanned are gone after. */
const MOST_ROUNDS = 3;

/** Knows a dataset: reads what changed since the last scan, and keeps it in the index. */
export class DatasetScan {
  readonly #request: ScanRequest;
  readonly #setting: ScanSetting;
  #pool: ScanPool | null = null;
  #isCancelled = false;

  constructor(request: ScanRequest, setting: ScanSetting) {
    this.#request = request;
    this.#setting = setting;
  }

  /**
   * Scans. What is done is in the index at once, so that a scan that was cancelled or killed goes on where it was.
   *
   * @throws DatasetProblem, FileError
   */
  async run(): Promise<ScanOutcome> {
    const { folder, layout: options, classMap, shard } = this.#request;
    if (existsSync(folder) && !statSync(folder).isDirectory()) throw new DatasetProblem('notAFolder', { path: folder });
    const listing = listDataset(folder);
    const { root, images, texts } = listing;
    if (images.length === 0) throw nothingFound(folder, listing);
    const layout = await inSlices(layoutSteps([...images, ...texts], options));
    const all = filesOf(images, layout);
    const files = all.filter((_, at) => shard === null || at % shard.count === shard.index - 1);
    const index = await inSlices(ScanIndex.reading(scanIndexFile(root)));
    const { open, scanned, changed } = await this.#scan(root, all, files, index);
    if (!this.#isCancelled && shard === null) index.compact(images);
    const records: Records = {
      get: (path) => (open.has(path) ? undefined : index.get(path)),
      typeOf: (path) => (open.has(path) ? undefined : index.typeOf(path)),
    };
    const { found, unusable: unusableMaps } = findDatasetClassMap(root, classMap, layout);
    const folders = { linked: listing.linked, forbidden: listing.forbidden };
    const facts = {
      ...{ layout, records, ...readSplitLists(root, layout), unusableMaps, folders },
      classMap: found ?? presetOf(basename(root), layout, records),
    };
    return {
      facts,
      classMapFile: found,
      root,
      listing,
      files: files.length,
      scanned,
      changed,
      isCancelled: this.#isCancelled,
    };
  }

  /** Stops after the files at hand. */
  cancel(): void {
    this.#isCancelled = true;
    this.#pool?.cancel();
  }

  /** Loaded where there is a file to read: what reads files is the most of what a scan loads. */
  async #openPool(root: string): Promise<ScanPool> {
    const { openScanPool } = await import('./scanPool.ts');
    const pool = openScanPool(root, this.#setting.workers, this.#setting.workerScript);
    if (this.#isCancelled) pool.cancel();
    return pool;
  }

  async #scan(
    root: string,
    all: readonly NumberedFile[],
    files: readonly NumberedFile[],
    index: ScanIndex,
  ): Promise<{ open: ReadonlySet<string>; scanned: number; changed: number }> {
    const versions = new FileVersions(root, all.length);
    await inSlices(versions.look(all));
    const isDue = (file: NumberedFile): boolean => !index.knows(versions.of(file), file.as);
    const due = files.filter(isDue);
    const isOpen = new Uint8Array(all.length);
    for (const { at } of due) isOpen[at] = 1;
    const read = async (some: readonly NumberedFile[]): Promise<void> => {
      if (some.length === 0) return;
      const pool = (this.#pool ??= await this.#openPool(root));
      const meter = new ProgressMeter('scan', some.length, this.#setting.onProgress);
      await pool.run(some, (asked, scanned) => {
        index.add(scanned.lines);
        const count = scanned.versions.length / 2;
        for (const { at } of asked.slice(0, count)) isOpen[at] = 0;
        versions.set(asked, scanned.versions);
        meter.add(count);
      });
    };
    let changed = 0;
    try {
      let round = due;
      for (let rounds = 0; round.length > 0 && rounds < MOST_ROUNDS && !this.#isCancelled; rounds++) {
        await read(round);
        round = await inSlices(versions.outdated(round.filter(({ at }) => isOpen[at] === 0)));
        changed += round.length;
      }
      // Of all files, so that a part of a scan hashes what the whole would.
      const twins = sameSizes(all, versions);
      const own = files.filter(({ at }) => twins.has(at)).map((file): NumberedFile => ({ ...file, as: 'hashed' }));
      if (!this.#isCancelled) await read(own.filter(isDue));
    } finally {
      await this.#pool?.close();
      this.#pool = null;
    }
    const open = new Set(due.filter(({ at }) => isOpen[at] === 1).map(({ path }) => path));
    return { open, scanned: due.length - open.size, changed };
  }
}

/** Every image of a dataset by its role; masks and originals that belong to no pair are looked at as originals. */
function filesOf(images: readonly string[], { pairs }: DatasetLayout): NumberedFile[] {
  const masks = new Set<string>();
  for (const { mask, others } of pairs) {
    if (mask !== null) masks.add(mask);
    for (const { path } of others) masks.add(path);
  }
  const roleOf = (path: string): ScanAs => (masks.has(path) ? 'mask' : 'original');
  return images.map((path, at) => ({ path, as: roleOf(path), at }));
}

/** Places of originals whose size in bytes others have, too: only their bytes can tell whether they are duplicates. */
function sameSizes(files: readonly NumberedFile[], versions: FileVersions): ReadonlySet<number> {
  const groups = new Map<number, number[]>();
  for (const file of files) {
    const { size } = versions.of(file);
    if (file.as === 'mask' || size === 0) continue;
    const group = groups.get(size);
    if (group === undefined) groups.set(size, [file.at]);
    else group.push(file.at);
  }
  return new Set([...groups.values()].filter(({ length }) => length > 1 && length <= LARGEST_GROUP).flat());
}
