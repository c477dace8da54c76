import * as vscode from 'vscode';
import { NOT_EXPORTS } from '../../core/labelbox/era.ts';
import type { DownloadChoice, ListedHost } from '../../core/labelbox/downloadList.ts';
import type { DownloadProblem } from '../../core/download/problems.ts';
import type { DownloadCall, DownloadReply, ListFacts } from '../../jobs/downloadMessages.ts';
import type { DownloadOutcome, DownloadProgress, DownloadRequest } from '../../jobs/downloadTypes.ts';
import { OwnProcess } from '../../jobs/ownProcess.ts';
import type { HostQuestion } from '../../platform/download/hostGuard.ts';
import type { Authorization } from '../../platform/download/request.ts';

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

/** A download as it is kept. */
export interface KeptDownload {
  readonly order: DownloadOrder;
  readonly phase: DownloadPhase;
  readonly done: number;
  readonly total: number;
  readonly failures: readonly FailedFile[];
}

export interface DownloadServices {
  /** Path of the bundle of a download's process. */
  readonly script: string;
  readonly log: vscode.LogOutputChannel;
  readonly agreed: (question: HostQuestion, listed: ListedHost | null) => Promise<boolean>;
  readonly authorization: () => Promise<Authorization | null>;
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

  get done(): number {
    return this.#done;
  }

  get total(): number {
    return this.#total;
  }

  get failures(): readonly FailedFile[] {
    return [...this.#failures].map(([name, problem]) => ({ name, problem }));
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
    const { order, phase, done, total, failures } = this;
    return { order, phase, done, total, failures: failures.slice(0, MOST_FAILURES) };
  }

  /**
   * Downloads what is missing.
   *
   * @param only these names alone, which the server is asked for again even if it has refused them; null: all
   */
  async start(only: readonly string[] | null = null, retriesFailed = only !== null): Promise<void> {
    if (this.#process !== null) return;
    const { script, log, authorization, settings } = this.#services;
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
    const key = await authorization();
    const begin = (): void => {
      if (only === null) this.#failures.clear();
      else for (const name of only) this.#failures.delete(name);
      const request = { folder: this.order.folder, retryFailed: retriesFailed, ...settings() };
      child.send({ type: 'start', only, request: key === null ? request : { ...request, authorization: key } });
    };
    const { exportPath, choice } = this.order;
    child.send({ type: 'list', path: exportPath, choice, now: Date.now(), keyHost: key?.host ?? null });
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
        if (this.#failures.size < MOST_FAILURES) this.#failures.set(reply.name, reply.problem);
        return;
      case 'outcome': {
        this.#outcome = reply.outcome;
        const { saved, present, failed, stopped } = reply.outcome.counts;
        // A retry of some leaves the others as they were.
        const asked = saved + present + failed + stopped;
        this.#done = asked === this.#total ? saved + present : Math.min(this.#total, this.#done + saved + present);
        return this.#end(stopped > 0 ? 'stopped' : 'done');
      }
      case 'failed':
        return this.#end('failed', reply.message);
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
    if (phase === 'paused') this.#done = this.#progress?.done ?? this.#done;
    this.#phase = phase;
    this.#changed.fire();
  }
}
