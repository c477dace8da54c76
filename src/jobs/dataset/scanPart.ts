import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import type { DatasetFacts, UnreadList } from '../../core/dataset/facts.ts';
import { recogniseLayout, type LayoutOptions } from '../../core/dataset/layout.ts';
import type { SplitList } from '../../core/dataset/pairs.ts';
import type { FileRecord } from '../../core/dataset/records.ts';
import { sha256Hex } from '../../platform/hash.ts';
import { presetOf } from './datasetClassMap.ts';
import { DatasetProblem } from './datasetProblem.ts';
import type { ScanOutcome, ScanRequest } from './datasetScan.ts';

/** Changed whenever parts hold something else. */
const VERSION = 2;

/** The first line of a scan's output. */
export interface PartHead {
  readonly type: 'scan';
  readonly version: typeof VERSION;
  readonly shard: { readonly index: number; readonly count: number };
  /** Name of the dataset's folder. */
  readonly name: string;
  /** Images of the whole dataset, and SHA-256 of their paths, which parts of one dataset have in common. */
  readonly images: number;
  readonly listing: string;
  /** Paths of texts, and what of the dataset they say. */
  readonly texts: readonly string[];
  readonly layout: LayoutOptions;
  readonly lists: readonly SplitList[];
  readonly unreadLists: readonly UnreadList[];
  readonly classMap: DatasetFacts['classMap'];
  readonly unusableMaps: DatasetFacts['unusableMaps'];
  readonly folders: DatasetFacts['folders'];
}

/** A scan as lines of JSON: a head, then the record of every file of the part. */
export function* partLines(request: ScanRequest, outcome: ScanOutcome): Generator<string> {
  const { listing, facts } = outcome;
  const shard = request.shard ?? { index: 1, count: 1 };
  const head: PartHead = {
    type: 'scan',
    version: VERSION,
    shard,
    name: basename(outcome.root),
    images: listing.images.length,
    listing: listingHash(listing.images),
    texts: listing.texts,
    layout: request.layout,
    lists: facts.lists,
    unreadLists: facts.unreadLists,
    classMap: outcome.classMapFile,
    unusableMaps: facts.unusableMaps,
    folders: { linked: listing.linked, forbidden: listing.forbidden },
  };
  yield `${JSON.stringify(head)}\n`;
  for (const [at, path] of listing.images.entries()) {
    if (at % shard.count !== shard.index - 1) continue;
    const record = facts.records.get(path);
    if (record !== undefined) yield `${JSON.stringify(record)}\n`;
  }
}

/**
 * Puts the parts of a scan together. The result is that of one scan: the same records, in whatever order they come.
 *
 * @param files outputs of `maskscope scan --json --shard i/n`
 * @throws DatasetProblem where one is no such output, is of another dataset, came twice, or one is missing
 */
export async function mergeParts(files: readonly string[]): Promise<DatasetFacts> {
  const heads = new Map<number, { readonly file: string; readonly head: PartHead }>();
  const records = new Map<string, string>();
  let first: { readonly file: string; readonly head: PartHead } | null = null;
  for (const file of files) {
    const head = await readPart(file, records);
    const other = heads.get(head.shard.index);
    if (other !== undefined) throw new DatasetProblem('partTwice', { path: file, other: other.file });
    first ??= { file, head };
    const what = differenceOf(head, first.head);
    if (what !== null) throw new DatasetProblem('partsDiffer', { path: file, other: first.file, what });
    heads.set(head.shard.index, { file, head });
  }
  if (first === null) throw new DatasetProblem('partsMissing', { list: '1' });
  const {
    shard,
    name,
    images,
    listing,
    texts,
    layout: options,
    lists,
    unreadLists,
    classMap,
    unusableMaps,
    folders,
  } = first.head;
  const missing = Array.from({ length: shard.count }, (_, at) => at + 1).filter((part) => !heads.has(part));
  if (missing.length > 0)
    throw new DatasetProblem('partsMissing', { list: missing.map((i) => `${i}/${shard.count}`).join(', ') });
  const paths = [...records.keys()].sort();
  if (paths.length !== images || listingHash(paths) !== listing) {
    throw new DatasetProblem('partUnreadable', {
      path: first.file,
      reason: `${images - paths.length} of ${images} files have no record; scan the parts again`,
    });
  }
  const layout = recogniseLayout([...paths, ...texts], options);
  const get = (path: string): FileRecord | undefined => {
    const text = records.get(path);
    return text === undefined ? undefined : (JSON.parse(text) as FileRecord);
  };
  const merged = { get, typeOf: (path: string) => get(path)?.type };
  return {
    ...{ layout, records: merged, lists, unreadLists, unusableMaps, folders },
    classMap: classMap ?? presetOf(name, layout, merged),
  };
}

/** Reads the records of a part, which stay text; returns its head. */
async function readPart(file: string, records: Map<string, string>): Promise<PartHead> {
  const unreadable = (reason: string): DatasetProblem => new DatasetProblem('partUnreadable', { path: file, reason });
  let head: PartHead | null = null;
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Infinity });
  try {
    for await (const line of lines) {
      if (line === '') continue;
      const value = JSON.parse(line) as Partial<PartHead> & { path?: unknown };
      if (head === null) {
        if (value.type !== 'scan') throw unreadable('it does not begin like one');
        if (value.version !== VERSION) throw unreadable('another version of maskscope wrote it');
        head = value as PartHead;
      } else if (typeof value.path === 'string') records.set(value.path, line);
    }
  } catch (error) {
    if (error instanceof DatasetProblem) throw error;
    throw unreadable(error instanceof Error ? error.message : String(error));
  }
  if (head === null) throw unreadable('it is empty');
  return head;
}

/** What the parts of one scan have in common and these have not; null where they are of one scan. */
function differenceOf(a: PartHead, b: PartHead): string | null {
  if (a.listing !== b.listing || a.images !== b.images) return 'the files';
  if (a.shard.count !== b.shard.count) return 'the numbers of parts';
  if (JSON.stringify(a.layout) !== JSON.stringify(b.layout)) return 'the layouts';
  if (JSON.stringify(a.classMap) !== JSON.stringify(b.classMap)) return 'the class maps';
  return JSON.stringify(a.lists) === JSON.stringify(b.lists) ? null : 'the split lists';
}

function listingHash(paths: readonly string[]): string {
  return sha256Hex(Buffer.from(paths.join('\n')));
}
