import { realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DownloadFlaw } from '../core/download/flaws.ts';
import { DownloadError, type DownloadProblem } from '../core/download/problems.ts';
import { DEFAULT_RETRY_POLICY } from '../core/download/retryPolicy.ts';
import { collisionKey } from '../core/labelbox/outputNames.ts';
import { parseAddress, shownAddress, unsignedAddress } from '../platform/download/address.ts';
import {
  downloadFile,
  SYSTEM_TIMING,
  type FileTools,
  type FileWatch,
  type SavedFile,
  type Timing,
} from '../platform/download/downloadFile.ts';
import { DownloadJournal, removeEmptyState, type JournalEntry } from '../platform/download/downloadJournal.ts';
import { HostGuard, type HostLookup, type HostQuestion } from '../platform/download/hostGuard.ts';
import { HostHealth } from '../platform/download/hostHealth.ts';
import { DEFAULT_REQUEST_LIMITS, HostLimits } from '../platform/download/hostLimits.ts';
import { isThere, OutputFolder, shownName } from '../platform/download/outputFolder.ts';
import { partPathOf } from '../platform/download/partFile.ts';
import { PauseGate } from '../platform/download/pauseGate.ts';
import { mayHaveKey } from '../platform/download/request.ts';
import { sha256Hex } from '../platform/hash.ts';
import { JOURNAL_FOLDER, JournalBusy, lockJournal } from '../platform/journal.ts';
import { syncFiles } from '../platform/syncFiles.ts';
import { DownloadMeter } from './downloadProgress.ts';
import type {
  DownloadEvent,
  DownloadOutcome,
  DownloadRequest,
  DownloadResult,
  DownloadStatus,
  WantedFile,
} from './downloadTypes.ts';

const DEFAULT_MAX_BYTES = 2 ** 29;
const DEFAULT_STALL_TIME = 30_000;
const DEFAULT_STALL_BYTES = 1024;

/** Files in hand for each request that may run: those that wait for another attempt hold up none. */
const IN_HAND_PER_REQUEST = 8;
const LEAST_IN_HAND = 64;

/** Folders that this process downloads into: the lock on the disk keeps only other processes out. */
const busyFolders = new Set<string>();

export interface DownloadHooks {
  /** Decides about requests to a host, once for each; a rejection is a no. */
  readonly agreed: (question: HostQuestion) => boolean | Promise<boolean>;
  readonly onEvent?: (event: DownloadEvent) => void;
  readonly timing?: Timing;
  readonly lookup?: HostLookup;
}

/**
 * Downloads a list of images into a folder. What is there is never fetched again nor overwritten, so that "missing only"
 * is a matter of running the same again: after a stop, a kill, or for what failed.
 */
export class Download {
  readonly #request: DownloadRequest;
  readonly #hooks: DownloadHooks;
  readonly #timing: Timing;
  readonly #gate = new PauseGate();
  readonly #stop = new AbortController();
  readonly #results = new Map<number, DownloadResult>();
  readonly #meter: DownloadMeter;
  #problem: DownloadProblem | null = null;

  constructor(request: DownloadRequest, hooks: DownloadHooks) {
    this.#request = request;
    this.#hooks = hooks;
    this.#timing = hooks.timing ?? SYSTEM_TIMING;
    const report = (progress: ReturnType<DownloadMeter['progress']>): void =>
      this.#emit({ type: 'progress', progress });
    this.#meter = new DownloadMeter(request.files.length, this.#timing.clock, report);
  }

  /** Ends the requests that run, keeps what they have brought, and begins none. */
  pause(): void {
    if (this.#gate.isPaused || this.#stop.signal.aborted) return;
    this.#gate.pause();
    this.#emit({ type: 'state', state: 'paused' });
    this.#emit({ type: 'progress', progress: this.#meter.progress(true) });
  }

  resume(): void {
    if (!this.#gate.isPaused || this.#stop.signal.aborted) return;
    this.#meter.restart();
    this.#gate.resume();
    this.#emit({ type: 'state', state: 'running' });
  }

  /** Stops at once; {@link run} then resolves, and parts of files are kept for the next time. */
  stop(): void {
    if (this.#stop.signal.aborted) return;
    this.#emit({ type: 'state', state: 'stopping' });
    this.#stop.abort(new Error('The download was stopped.'));
  }

  /**
   * Resolves when every file is dealt with, or after a stop. Problems of single files are results.
   *
   * @param signal the same as {@link stop}
   * @throws JournalBusy where another download into the folder runs; what the file system says where the folder or the
   *   state cannot be written; RangeError for limits below 1
   */
  async run(signal?: AbortSignal): Promise<DownloadOutcome> {
    const stop = (): void => this.stop();
    if (signal?.aborted === true) this.stop();
    signal?.addEventListener('abort', stop, { once: true });
    const folder = new OutputFolder(this.#request.folder);
    const hadState = isThere(join(folder.path, JOURNAL_FOLDER));
    const unlock = lockFolder(folder.path);
    let isInVain = false;
    try {
      const journal = await DownloadJournal.open(folder.path);
      try {
        this.#emit({ type: 'state', state: this.#gate.isPaused ? 'paused' : 'running' });
        await this.#downloadAll(folder, journal);
      } finally {
        journal.close();
        isInVain = journal.isEmpty;
      }
      await syncFiles([], folder.folders);
    } finally {
      unlock();
      signal?.removeEventListener('abort', stop);
      // Nothing came, for instance because nobody agreed to it: nothing is left of it.
      if (isInVain && !hadState) removeEmptyState(folder.path);
      folder.removeEmpty();
    }
    const outcome = this.#outcome();
    this.#emit({ type: 'progress', progress: this.#meter.progress() });
    this.#emit({ type: 'state', state: 'ended' });
    return outcome;
  }

  async #downloadAll(folder: OutputFolder, journal: DownloadJournal): Promise<void> {
    const { authorization, allowPrivate = false } = this.#request;
    const limits = { ...DEFAULT_REQUEST_LIMITS, ...this.#request.limits };
    const hostLimits = new HostLimits(limits, this.#timing.clock);
    const { agreed, lookup } = this.#hooks;
    const guard = new HostGuard({ agreed, allowPrivate, ...(lookup === undefined ? {} : { lookup }) });
    const retry = { ...DEFAULT_RETRY_POLICY, ...this.#request.retry };
    const tools: FileTools = {
      guard,
      health: new HostHealth(retry, this.#timing.clock),
      limits: hostLimits,
      authorization: authorization ?? null,
      allowPrivate,
      retry,
      timing: this.#timing,
      gate: this.#gate,
      maxBytes: this.#request.maxBytes ?? DEFAULT_MAX_BYTES,
      stallTime: this.#request.stallTime ?? DEFAULT_STALL_TIME,
      stallBytes: this.#request.stallBytes ?? DEFAULT_STALL_BYTES,
    };
    const seen = new Set<string>();
    const files = this.#request.files.entries();
    const hand = async (): Promise<void> => {
      try {
        for (const [index, file] of files) {
          await this.#downloadOne(index, file, folder, journal, tools, seen);
          if (this.#stop.signal.aborted) return;
        }
      } catch (error) {
        this.stop();
        throw error;
      }
    };
    const hands = Math.max(LEAST_IN_HAND, limits.concurrency * IN_HAND_PER_REQUEST);
    const ends = await Promise.allSettled(Array.from({ length: hands }, hand));
    guard.dispose();
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  }

  async #downloadOne(
    index: number,
    file: WantedFile,
    folder: OutputFolder,
    journal: DownloadJournal,
    tools: FileTools,
    seen: Set<string>,
  ): Promise<void> {
    const name = file.name.normalize('NFC');
    const end = (status: DownloadStatus, more: Partial<DownloadResult> = {}, wasFetched = false): void => {
      const nothing = { bytes: 0, kind: null, flaw: null, problem: null, isRemembered: false };
      const result: DownloadResult = { ...nothing, ...more, index, name: shownName(name), status };
      this.#results.set(index, result);
      this.#meter.addFile(status, wasFetched);
      this.#emit({ type: 'result', result });
    };
    let wasFetched = false;
    let request = '';
    try {
      const key = collisionKey(name);
      if (seen.has(key)) throw new DownloadError('nameTaken', { name: shownName(name) });
      seen.add(key);
      const target = folder.place(name);
      if (file.withheld !== undefined) {
        return isThere(target) ? end('present') : end('failed', { problem: file.withheld });
      }
      const links = linksOf(file, tools);
      request = sha256Hex(Buffer.from(links.map(({ asked }) => asked).join('\n')));
      const known = journal.get(name);
      if (isThere(target)) {
        if (known?.state === 'saved' && !links.some(({ source }) => source === known.source)) {
          throw new DownloadError('otherSource', { name: shownName(name) });
        }
        return end('present', { flaw: flawOf(target, known) });
      }
      if (known?.state === 'failed' && known.request === request && this.#request.retryFailed !== true) {
        return end('failed', { problem: known.problem, isRemembered: true });
      }
      wasFetched = true;
      const { saved, link } = await this.#fetchOne(links, { index, name, target, known }, journal, tools);
      if (!saved.wasFree) return end('present');
      const { bytes, kind, flaw } = saved;
      const facts = { from: shownAddress(link.url), source: link.source, bytes };
      journal.add({ name, state: 'saved', ...facts, ...(flaw === null ? {} : { flaw }) });
      end('saved', { bytes, kind, flaw: flaw === null ? null : { code: flaw, details: {} } }, true);
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      if (!(error instanceof DownloadError)) throw error;
      const problem = { code: error.code, details: error.details };
      if (error.isPermanent) journal.add({ name, state: 'failed', request, problem });
      end('failed', { problem }, wasFetched);
      // Every other file would fail by it as well.
      if (error.code === 'noSpace') {
        this.#problem = problem;
        this.stop();
      }
    }
  }

  /**
   * Downloads a file from the first of its links that leads to it.
   *
   * @throws DownloadError of the last of them; one that may pass where that of any may
   */
  async #fetchOne(
    links: readonly FileLink[],
    { index, name, target, known }: PlacedFile,
    journal: DownloadJournal,
    tools: FileTools,
  ): Promise<{ readonly saved: SavedFile; readonly link: FileLink }> {
    let passing: DownloadError | null = null;
    for (const [at, link] of links.entries()) {
      const { source, text } = link;
      const part = known?.state === 'part' && known.source === source ? known.part : null;
      const order = { url: text, target, partPath: partPathOf(target, name), part };
      const watch: FileWatch = {
        onBytes: (bytes) => this.#meter.addBytes(bytes),
        onHeld: (host, wait) => this.#meter.hold(host, wait),
        onPart: ({ etag, lastModified, length }) =>
          journal.add({ name, state: 'part', source, part: { etag, lastModified, length } }),
        onRetry: ({ code, details }, attempt, wait) =>
          this.#emit({ type: 'retry', index, name: shownName(name), attempt, wait, problem: { code, details } }),
      };
      try {
        return { saved: await downloadFile(order, tools, watch, this.#stop.signal), link };
      } catch (error) {
        if (this.#stop.signal.aborted || !(error instanceof DownloadError) || isOfDisk(error)) throw error;
        if (!error.isPermanent) passing ??= error;
        if (at === links.length - 1) throw passing ?? error;
      }
    }
    throw new RangeError('A file without an address');
  }

  #outcome(): DownloadOutcome {
    const nothing = { bytes: 0, kind: null, flaw: null, problem: null, isRemembered: false };
    const results = this.#request.files.map(
      ({ name }, index): DownloadResult =>
        this.#results.get(index) ?? { ...nothing, index, name: shownName(name), status: 'stopped' },
    );
    const counts = { saved: 0, present: 0, failed: 0, stopped: 0 };
    for (const { status } of results) counts[status]++;
    const bytes = results.reduce((sum, result) => sum + result.bytes, 0);
    return { results, counts, bytes, problem: this.#problem };
  }

  #emit(event: DownloadEvent): void {
    this.#hooks.onEvent?.(event);
  }
}

/** One of the addresses of a file. */
interface FileLink {
  readonly text: string;
  readonly url: URL;
  /** SHA-256 of the address without its signature. */
  readonly source: string;
  /** What is asked for: what was refused without a key is asked for again with one. */
  readonly asked: string;
}

interface PlacedFile {
  readonly index: number;
  readonly name: string;
  readonly target: string;
  readonly known: JournalEntry | undefined;
}

/** @throws DownloadError where none of the addresses can be used */
function linksOf({ url: first, others = [] }: WantedFile, tools: FileTools): FileLink[] {
  const links: FileLink[] = [];
  let problem: Error | null = null;
  for (const text of [first, ...others]) {
    try {
      const url = parseAddress(text);
      const asked = mayHaveKey(url, tools) ? `${url.href} with a key` : url.href;
      links.push({ text, url, source: sha256Hex(Buffer.from(unsignedAddress(url))), asked });
    } catch (error) {
      problem ??= error as Error;
    }
  }
  if (links.length === 0) throw problem ?? new DownloadError('urlInvalid');
  return links;
}

/** Whether a problem is none of the address, so that another one has it as well. */
function isOfDisk({ code }: DownloadError): boolean {
  return code === 'noSpace' || code === 'writeFailed';
}

/** What is known to be the matter with a file that is there. */
function flawOf(path: string, known: JournalEntry | undefined): DownloadFlaw | null {
  if (known?.state !== 'saved') return null;
  const bytes = statSync(path, { throwIfNoEntry: false })?.size ?? known.bytes;
  if (bytes !== known.bytes) return { code: 'sizeDiffers', details: { bytes, expected: known.bytes } };
  return known.flaw === undefined ? null : { code: known.flaw, details: {} };
}

function lockFolder(folder: string): () => void {
  const path = realpathSync(folder);
  if (busyFolders.has(path)) throw new JournalBusy(process.pid, path);
  const unlock = lockJournal(path);
  busyFolders.add(path);
  return () => {
    busyFolders.delete(path);
    unlock();
  };
}
