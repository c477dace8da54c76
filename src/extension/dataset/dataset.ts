// Loaded with the first dataset.
import * as vscode from 'vscode';
import type { LayoutPattern } from '../../core/dataset/layouts/pattern.ts';
import type { BatchProgress } from '../../jobs/batchTypes.ts';
import type {
  DatasetCall,
  DatasetOverview,
  DatasetQuestions,
  DatasetReply,
} from '../../jobs/dataset/datasetMessages.ts';
import type { ScanRequest } from '../../jobs/dataset/datasetScan.ts';
import { OwnProcess } from '../../jobs/ownProcess.ts';
import { PendingAnswers } from '../../jobs/pendingAnswers.ts';
import { configuredClassMap } from '../mask/classMaps.ts';
import { datasetFailureText } from './datasetTexts.ts';

/** How a folder is to be read; kept in the workspace's state. */
export type DatasetChoice = Pick<ScanRequest, 'layout' | 'classMap'>;

/** As it is found by itself. */
export const FOUND_BY_ITSELF: DatasetChoice = { layout: {}, classMap: null };

export interface DatasetServices {
  /** Path of the bundle of a dataset's process. */
  readonly script: string;
  readonly log: vscode.LogOutputChannel;
}

/** `progress`: of a running scan; `phase`: a scan began, ended or failed; `found`: there is a new overview. */
export type DatasetChange = 'progress' | 'phase' | 'found';

interface Scanning {
  readonly request: ScanRequest;
  readonly done: Promise<DatasetOverview>;
  resolve(overview: DatasetOverview): void;
  reject(error: Error): void;
}

/** A folder of this window as a dataset: a process of its own scans it and answers questions about what it found. */
export class Dataset implements vscode.Disposable {
  readonly folder: vscode.Uri;
  readonly #services: DatasetServices;
  readonly #changed = new vscode.EventEmitter<DatasetChange>();
  readonly onDidChange = this.#changed.event;
  readonly #disposed = new vscode.EventEmitter<void>();
  /** It was closed; nothing is to be asked of it any more. */
  readonly onDidDispose = this.#disposed.event;
  readonly #pending = new PendingAnswers();
  #process: OwnProcess<DatasetCall, DatasetReply> | null = null;
  #choice: DatasetChoice;
  #scanning: Scanning | null = null;
  #progress: BatchProgress<'scan'> | null = null;
  #overview: DatasetOverview | null = null;
  /** Whether its process, which is not the first one maybe, can answer questions. */
  #hasScanned = false;
  #scannedAt: number | null = null;
  #problem: string | null = null;
  #isDisposed = false;

  constructor(folder: vscode.Uri, choice: DatasetChoice, services: DatasetServices) {
    this.folder = folder;
    this.#choice = choice;
    this.#services = services;
  }

  get choice(): DatasetChoice {
    return this.#choice;
  }

  /** As it is chosen; where no class map was, the one that the settings name. */
  get reading(): DatasetChoice {
    const { layout, classMap } = this.#choice;
    return { layout, classMap: classMap ?? configuredClassMap(this.folder) };
  }

  /** What the last scan found; null before the first one is over. */
  get overview(): DatasetOverview | null {
    return this.#overview;
  }

  /** When {@link overview} was found, in milliseconds since 1970. */
  get scannedAt(): number | null {
    return this.#scannedAt;
  }

  get isScanning(): boolean {
    return this.#scanning !== null;
  }

  /** Of the running scan; null where none runs or it has not told yet. */
  get progress(): BatchProgress<'scan'> | null {
    return this.#progress;
  }

  /** Why the last scan failed, translated; null where it did not. */
  get problem(): string | null {
    return this.#problem;
  }

  /** Process id of its process; undefined where none runs. */
  get processId(): number | undefined {
    return this.#process?.pid;
  }

  /**
   * Scans what changed since the last scan. A scan that runs already is waited for, unless something else is chosen.
   *
   * @param choice how to read the folder from now on; absent: as before
   * @returns what was found, also where the scan was cancelled; rejects with a translated message
   */
  scan(choice: DatasetChoice = this.#choice): Promise<DatasetOverview> {
    if (this.#isDisposed) return Promise.reject(closed());
    this.#choice = choice;
    const request: ScanRequest = { folder: this.folder.fsPath, ...this.reading, shard: null };
    const isSame = JSON.stringify(request) === JSON.stringify(this.#scanning?.request);
    if (this.#scanning !== null && isSame) return this.#scanning.done;
    // What was scanned is in the index.
    if (this.#scanning !== null) this.#end(new Error(vscode.l10n.t('Another scan of the folder was started.')));
    const { promise: done, resolve, reject } = deferred<DatasetOverview>();
    this.#scanning = { request, done, resolve, reject };
    this.#problem = null;
    this.#progress = null;
    this.#running().send({ type: 'scan', request });
    this.#changed.fire('phase');
    return done;
  }

  /** Stops a scan after the files at hand; what was found until then is the result. */
  cancel(): void {
    if (this.#scanning !== null) this.#process?.send({ type: 'cancel' });
  }

  /** Asks about what the last scan found, after a first scan where there was none. Rejects where it fails or is closed. */
  async ask<K extends keyof DatasetQuestions>(
    method: K,
    params: DatasetQuestions[K]['params'],
  ): Promise<DatasetQuestions[K]['result']> {
    if (!this.#hasScanned) await this.scan();
    return this.#send(method, params);
  }

  /** The layouts that fit the folder as it is now; it need not have been scanned. */
  layouts(pattern: LayoutPattern | null = null): Promise<DatasetQuestions['layouts']['result']> {
    return this.#send('layouts', { folder: this.folder.fsPath, pattern });
  }

  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    this.#end(closed());
    this.#disposed.fire();
    this.#disposed.dispose();
    this.#changed.dispose();
  }

  #send<K extends keyof DatasetQuestions>(
    method: K,
    params: DatasetQuestions[K]['params'],
  ): Promise<DatasetQuestions[K]['result']> {
    if (this.#isDisposed) return Promise.reject(closed());
    return this.#pending.ask((id) => {
      this.#running().send({ type: 'ask', id, method, params } as DatasetCall);
    }) as Promise<DatasetQuestions[K]['result']>;
  }

  #running(): OwnProcess<DatasetCall, DatasetReply> {
    if (this.#process !== null) return this.#process;
    const { script, log } = this.#services;
    const process = new OwnProcess<DatasetCall, DatasetReply>({
      script,
      log: (text) => log.warn(`dataset: ${text}`),
      onReply: (reply) => {
        if (this.#process === process) this.#receive(reply);
      },
      onEnd: (error) => {
        if (this.#process !== process) return;
        log.error(`dataset: ${error.message}`);
        const message = vscode.l10n.t(
          'The process that scans the dataset ended unexpectedly. What it scanned is kept; the machine may lack memory.',
        );
        this.#problem = message;
        this.#end(new Error(message));
      },
    });
    this.#process = process;
    return process;
  }

  #receive(reply: DatasetReply): void {
    switch (reply.type) {
      case 'progress':
        this.#progress = reply.progress;
        return this.#changed.fire('progress');
      case 'scanned': {
        this.#overview = reply.overview;
        this.#hasScanned = true;
        this.#scannedAt = Date.now();
        const scanning = this.#scanOver();
        this.#changed.fire('found');
        return scanning?.resolve(reply.overview);
      }
      case 'failed': {
        this.#problem = datasetFailureText(reply.failure);
        this.#services.log.error(`${this.folder.toString()}: ${this.#problem}`);
        const scanning = this.#scanOver();
        this.#changed.fire('phase');
        return scanning?.reject(new Error(this.#problem));
      }
      case 'answer':
        return this.#pending.settle(
          reply.id,
          reply.ok ? reply : { error: new Error(datasetFailureText(reply.failure)) },
        );
    }
  }

  #scanOver(): Scanning | null {
    const scanning = this.#scanning;
    this.#scanning = null;
    this.#progress = null;
    return scanning;
  }

  #end(reason: Error): void {
    this.#process?.kill();
    this.#process = null;
    this.#hasScanned = false;
    this.#pending.rejectAll(reason);
    const scanning = this.#scanOver();
    this.#changed.fire('phase');
    scanning?.reject(reason);
  }
}

function closed(): Error {
  return new Error(vscode.l10n.t('The dataset was closed.'));
}

function deferred<T>() {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<T>((one, other) => {
    resolve = one;
    reject = other;
  });
  // Whoever waits is told; with nobody waiting there is nobody to tell.
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}
