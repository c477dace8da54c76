import * as vscode from 'vscode';
import { NOT_EXPORTS } from '../../core/labelbox/era.ts';
import type { DownloadChoice, ListedHost } from '../../core/labelbox/downloadList.ts';
import type { DownloadFlaw } from '../../core/download/flaws.ts';
import type { DownloadProblem } from '../../core/download/problems.ts';
import type { Era } from '../../core/labelbox/model.ts';
import type { DownloadCall, DownloadReply, ListFacts } from '../../jobs/downloadMessages.ts';
import type { DownloadOutcome, DownloadProgress, DownloadRequest } from '../../jobs/downloadTypes.ts';
import { OwnProcess } from '../../jobs/ownProcess.ts';
import type { HostQuestion } from '../../platform/download/hostGuard.ts';
import type { Authorization } from '../../platform/download/request.ts';
import { failureSentence, problemSentence } from './downloadTexts.ts';

/** What is downloaded where; kept in the workspace's state. */
export interface DownloadOrder {
  readonly id: string;
  /** Absolute paths. */
  readonly exportPath: string;
  readonly folder: string;
  readonly choice: DownloadChoice;
}

export type DownloadPhase = 'reading' | 'running' | 'paused' | 'stopping' | 'stopped' | 'done' | 'failed';

export interface FailedFile {
  readonly name: string;
  readonly problem: DownloadProblem;
}

/** A file that is there, but not as it should be. */
export interface FlawedFile {
  readonly name: string;
  readonly flaw: DownloadFlaw;
}

/** A download as it is kept. */
export interface KeptDownload {
  readonly order: DownloadOrder;
  readonly phase: DownloadPhase;
  readonly done: number;
  readonly total: number;
  readonly failures: readonly FailedFile[];
  /** Files that failed, those that are not listed included. */
  readonly missing?: number;
  readonly flaws?: readonly FlawedFile[];
}

export interface DownloadServices {
  /** Path of the bundle of a download's process. */
  readonly script: string;
  readonly log: vscode.LogOutputChannel;
  readonly agreed: (question: HostQuestion, listed: ListedHost | null) => Promise<boolean>;
  readonly authorization: () => Promise<Authorization | null>;
  /** The era that was chosen for an export; null: as detected. */
  readonly era: (exportPath: string) => Era | null;
  readonly settings: () => Pick<DownloadRequest, 'allowPrivate' | 'limits'>;
}

/** Failures that are kept and listed; the rest are counted. */
export const MOST_FAILURES = 1000;

/** One download, run by a process of its own. */
export class DownloadTask {
  readonly order: DownloadOrder;
  readonly #services: DownloadServices;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #ended = new vscode.EventEmitter<void>();
  /** A run is over, however it went. */
  readonly onDidEnd = this.#ended.event;
  #process: OwnProcess<DownloadCall, DownloadReply> | null = null;
  #phase: DownloadPhase;
  #facts: ListFacts | null = null;
  #progress: DownloadProgress | null = null;
  #outcome: Omit<DownloadOutcome, 'results'> | null = null;
  #failures = new Map<string, DownloadProblem>();
  /** Failures altogether: the map holds the first of them. */
  #missing: number;
  #flaws = new Map<string, DownloadFlaw>();
  #unread = 0;
  /** Files that were there before a retry of some others. */
  #before = 0;
  #done: number;
  #total: number;
  #message: string | null = null;

  /** @param kept how far an earlier window came */
  constructor(order: DownloadOrder, services: DownloadServices, kept: KeptDownload | null = null) {
    this.order = order;
    this.#services = services;
    // What ran when the window closed waits for somebody to go on.
    const isOver = kept?.phase === 'done' || kept?.phase === 'stopped' || kept?.phase === 'failed';
    this.#phase = kept === null || isOver ? (kept?.phase ?? 'stopped') : 'paused';
    this.#done = kept?.done ?? 0;
    this.#total = kept?.total ?? 0;
    for (const { name, problem } of kept?.failures ?? []) this.#failures.set(name, problem);
    this.#missing = kept?.missing ?? this.#failures.size;
    for (const { name, flaw } of kept?.flaws ?? []) this.#flaws.set(name, flaw);
  }

  get phase(): DownloadPhase {
    return this.#phase;
  }

  /** Null before the export was read. */
  get facts(): ListFacts | null {
    return this.#facts;
  }

  /** Null while nothing runs. */
  get progress(): DownloadProgress | null {
    return this.#phase === 'running' || this.#phase === 'stopping' ? this.#progress : null;
  }

  get outcome(): Omit<DownloadOutcome, 'results'> | null {
    return this.#outcome;
  }

  /** Files that are there. */
  get done(): number {
    return this.progress === null ? this.#done : this.#before + this.progress.done;
  }

  get total(): number {
    return this.#total;
  }

  get failures(): readonly FailedFile[] {
    return [...this.#failures].map(([name, problem]) => ({ name, problem }));
  }

  /** Files that failed; {@link failures} lists the first of them. */
  get missing(): number {
    return this.#missing;
  }

  get flaws(): readonly FlawedFile[] {
    return [...this.#flaws].map(([name, flaw]) => ({ name, flaw }));
  }

  /** Rows of the export that could not be read. */
  get unread(): number {
    return this.#unread;
  }

  /** Why the download itself failed, translated. */
  get message(): string | null {
    return this.#message;
  }

  get isActive(): boolean {
    return this.#process !== null;
  }

  /** Process id of the process that downloads; undefined where none runs. */
  get processId(): number | undefined {
    return this.#process?.pid;
  }

  kept(): KeptDownload {
    const { order, phase, done, total, failures, missing, flaws } = this;
    return { order, phase, done, total, failures, missing, flaws };
  }

  /**
   * Downloads what is missing.
   *
   * @param only these names alone, which the server is asked for again even if it has refused them; null: all
   */
  async start(only: readonly string[] | null = null, retriesFailed = only !== null): Promise<void> {
    if (this.#process !== null) return;
    const { script, log, authorization, era, settings } = this.#services;
    const child = new OwnProcess<DownloadCall, DownloadReply>({
      script,
      log: (text) => log.warn(`download: ${text}`),
      onReply: (reply) => {
        if (this.#process === child) void this.#receive(reply, begin);
      },
      onEnd: (error) => {
        if (this.#process !== child) return;
        log.error(`download: ${error.message}`);
        this.#end('failed', vscode.l10n.t('The process of the download ended unexpectedly; resume it.'));
      },
    });
    this.#process = child;
    this.#message = null;
    this.#outcome = null;
    this.#progress = null;
    this.#set('reading');
    let key: Authorization | null;
    try {
      key = await authorization();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (this.#process === child) this.#end('failed', vscode.l10n.t('The secret storage cannot be read: {0}', reason));
      return;
    }
    // Somebody has stopped it meanwhile.
    if (this.#process !== child) return;
    const begin = (): void => {
      this.#before = only === null ? 0 : this.#done;
      if (only === null) {
        this.#failures.clear();
        this.#missing = 0;
        this.#flaws.clear();
      }
      for (const name of only ?? []) if (this.#failures.delete(name)) this.#missing--;
      const request = { folder: this.order.folder, retryFailed: retriesFailed, ...settings() };
      child.send({ type: 'start', only, request: key === null ? request : { ...request, authorization: key } });
    };
    const { exportPath, choice } = this.order;
    const reading = { keyHost: key?.host ?? null, era: era(exportPath) };
    child.send({ type: 'list', path: exportPath, choice, now: Date.now(), ...reading });
  }

  pause(): void {
    if (this.#phase === 'reading') this.#end('paused');
    else this.#process?.send({ type: 'pause' });
  }

  async resume(): Promise<void> {
    if (this.#process === null) return this.start();
    this.#process.send({ type: 'resume' });
  }

  stop(): void {
    if (this.#process === null) this.#set('stopped');
    else if (this.#phase === 'reading') this.#end('stopped');
    else this.#process.send({ type: 'stop' });
  }

  dispose(): void {
    this.#process?.kill();
    this.#process = null;
    this.#changed.dispose();
    this.#ended.dispose();
  }

  async #receive(reply: DownloadReply, begin: () => void): Promise<void> {
    switch (reply.type) {
      case 'listed':
        this.#facts = reply.facts;
        this.#total = reply.total;
        this.#unread = reply.unread;
        return begin();
      case 'notExport':
        return this.#end('failed', vscode.l10n.t(NOT_EXPORTS[reply.what], reply.details));
      case 'ask': {
        const child = this.#process;
        const { host } = reply.question;
        const listed = this.#facts?.hosts.find((one) => one.host === host) ?? null;
        const isAgreed = await this.#services.agreed(reply.question, listed).catch(() => false);
        child?.send({ type: 'agree', host, isAgreed });
        return;
      }
      case 'state':
        if (reply.state !== 'ended') this.#set(reply.state);
        return;
      case 'progress':
        this.#progress = reply.progress;
        return this.#changed.fire();
      case 'failure':
        this.#missing++;
        if (this.#failures.size < MOST_FAILURES) this.#failures.set(reply.name, reply.problem);
        return;
      case 'flaw':
        if (this.#flaws.size < MOST_FAILURES) this.#flaws.set(reply.name, reply.flaw);
        return;
      case 'outcome': {
        this.#outcome = reply.outcome;
        const { counts, problem } = reply.outcome;
        // A retry of some leaves the others as they were.
        this.#done = Math.min(this.#total, this.#before + counts.saved + counts.present);
        this.#progress = null;
        if (problem !== null) return this.#end('failed', problemSentence(problem));
        return this.#end(counts.stopped > 0 ? 'stopped' : 'done');
      }
      case 'failed':
        return this.#end('failed', failureSentence(reply.failure));
    }
  }

  #end(phase: DownloadPhase, message: string | null = null): void {
    this.#process?.kill();
    this.#process = null;
    this.#message = message;
    if (message !== null) this.#services.log.error(`download: ${message}`);
    this.#set(phase);
    this.#ended.fire();
  }

  #set(phase: DownloadPhase): void {
    if (phase === 'paused' && this.#progress !== null) this.#done = this.#before + this.#progress.done;
    this.#phase = phase;
    this.#changed.fire();
  }
}
