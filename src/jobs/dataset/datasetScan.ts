import { existsSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { DatasetFacts, Records } from '../../core/dataset/facts.ts';
import { recogniseLayout, type LayoutOptions } from '../../core/dataset/layout.ts';
import type { DatasetLayout } from '../../core/dataset/pairs.ts';
import type { FileVersion } from '../../core/dataset/records.ts';
import { ScanIndex, scanIndexFile } from '../../platform/scanIndex.ts';
import { ProgressMeter } from '../batchProgress.ts';
import type { BatchProgress } from '../batchTypes.ts';
import { findDatasetClassMap, presetOf } from './datasetClassMap.ts';
import { DatasetProblem } from './datasetProblem.ts';
import { listDataset, versionOf, type DatasetListing } from './listDataset.ts';
import { readSplitLists } from './readSplitLists.ts';
import type { FileToScan, ScanAs } from './scanFile.ts';
import { ScanPool } from './scanPool.ts';

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
    if (images.length === 0) throw new DatasetProblem('nothingFound', { path: folder });
    const layout = recogniseLayout([...images, ...texts], options);
    const all = filesOf(images, layout);
    const files = all.filter((_, at) => shard === null || at % shard.count === shard.index - 1);
    const index = new ScanIndex(scanIndexFile(root));
    const { open, scanned, changed } = await this.#scan(root, all, files, index);
    if (!this.#isCancelled && shard === null) index.compact(new Set(images));
    const records: Records = {
      get: (path) => (open.has(path) ? undefined : index.get(path)),
      typeOf: (path) => (open.has(path) ? undefined : index.typeOf(path)),
    };
    const foundMap = findDatasetClassMap(root, classMap, layout);
    const facts = {
      ...{ layout, records, ...readSplitLists(root, layout) },
      classMap: foundMap ?? presetOf(basename(root), layout, records),
    };
    return {
      facts,
      classMapFile: foundMap,
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

  async #scan(
    root: string,
    all: readonly FileToScan[],
    files: readonly FileToScan[],
    index: ScanIndex,
  ): Promise<{ open: ReadonlySet<string>; scanned: number; changed: number }> {
    const versions = new Map<string, FileVersion>();
    for (const { path } of all) versions.set(path, versionOf(root, path) ?? { path, size: 0, modified: 0 });
    const isDue = ({ path, as }: FileToScan): boolean => {
      const version = versions.get(path);
      return version !== undefined && !index.knows(version, as);
    };
    const due = files.filter(isDue);
    const open = new Set(due.map(({ path }) => path));
    const pool = new ScanPool({ root, workers: this.#setting.workers, workerScript: this.#setting.workerScript });
    this.#pool = pool;
    const read = async (some: readonly FileToScan[]): Promise<void> => {
      const meter = new ProgressMeter('scan', some.length, this.#setting.onProgress);
      await pool.scan(some, (done) => {
        index.add(done.map(({ line }) => line));
        for (const { path, size, modified } of done) {
          versions.set(path, { path, size, modified });
          open.delete(path);
        }
        meter.add(done.length);
      });
    };
    let changed = 0;
    try {
      let round = due;
      for (let rounds = 0; round.length > 0 && rounds < MOST_ROUNDS && !this.#isCancelled; rounds++) {
        await read(round);
        round = round.filter(({ path }) => !open.has(path) && isOlder(versions.get(path), versionOf(root, path)));
        changed += round.length;
      }
      // Of all files, so that a part of a scan hashes what the whole would.
      const twins = sameSizes(all, versions);
      const own = files.filter(({ path }) => twins.has(path)).map(({ path }): FileToScan => ({ path, as: 'hashed' }));
      if (!this.#isCancelled) await read(own.filter(isDue));
    } finally {
      await pool.close();
      this.#pool = null;
    }
    return { open, scanned: due.length - open.size, changed };
  }
}

/** Every image of a dataset by its role; masks and originals that belong to no pair are looked at as originals. */
function filesOf(images: readonly string[], { pairs }: DatasetLayout): FileToScan[] {
  const masks = new Set<string>();
  for (const { mask, others } of pairs) {
    if (mask !== null) masks.add(mask);
    for (const { path } of others) masks.add(path);
  }
  const roleOf = (path: string): ScanAs => (masks.has(path) ? 'mask' : 'original');
  return images.map((path) => ({ path, as: roleOf(path) }));
}

function isOlder(known: FileVersion | undefined, now: FileVersion | null): boolean {
  return now !== null && (known?.size !== now.size || known.modified !== now.modified);
}

/** Originals whose size in bytes others have, too: only their bytes can tell whether they are duplicates. */
function sameSizes(files: readonly FileToScan[], versions: ReadonlyMap<string, FileVersion>): ReadonlySet<string> {
  const groups = new Map<number, string[]>();
  for (const { path, as } of files) {
    const size = versions.get(path)?.size ?? 0;
    if (as === 'mask' || size === 0) continue;
    const group = groups.get(size);
    if (group === undefined) groups.set(size, [path]);
    else group.push(path);
  }
  return new Set([...groups.values()].filter(({ length }) => length > 1 && length <= LARGEST_GROUP).flat());
}
