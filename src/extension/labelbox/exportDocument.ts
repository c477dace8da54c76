import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Choice } from '../../core/labelbox/choice.ts';
import type { RecognisedExport } from '../../core/labelbox/era.ts';
import type { Era, YAxis } from '../../core/labelbox/model.ts';
import { decideYAxis, type YAxisDecision } from '../../core/labelbox/yAxis.ts';
import type {
  LabelboxCall,
  LabelboxProgress,
  LabelboxQuestions,
  LabelboxReply,
  LabelboxTableFacts,
} from '../../jobs/labelboxMessages.ts';
import { OwnProcess } from '../../jobs/ownProcess.ts';
import { PendingAnswers } from '../../jobs/pendingAnswers.ts';
import { patternOf } from '../mask/fileSource.ts';
import { failureMessage } from '../mask/jobFailure.ts';
import type { ExportDecisions, ExportMemory } from './exportMemory.ts';
import { fileProblemText } from './findingText.ts';
import { Originals, usualFolder } from './originals.ts';

/** Files of other file systems are copied to the disk first, unless they are larger than this. */
const MAX_REMOTE_BYTES = 256 * 1024 * 1024;
/** File events come in bursts while another program writes. */
const SETTLE_MS = 500;

export type ExportPhase = 'reading' | 'done' | 'stopped' | 'failed';

export interface ExportDocumentServices {
  /** Path of the bundle of the process that reads an export. */
  readonly script: string;
  readonly memory: ExportMemory;
  readonly log: vscode.LogOutputChannel;
}

/** What has changed: how far the reading is, what is known of the table, everything, or where originals are. */
export type ExportChange = 'reading' | 'facts' | 'reset' | 'originals';

/** An open export. It is read by a process of its own; the host holds counts and names only. */
export class ExportDocument implements vscode.CustomDocument {
  readonly uri: vscode.Uri;
  readonly #services: ExportDocumentServices;
  readonly #changed = new vscode.EventEmitter<ExportChange>();
  readonly onDidChange = this.#changed.event;
  readonly #disposed = new vscode.EventEmitter<void>();
  readonly onDidDispose = this.#disposed.event;
  readonly #watcher: vscode.Disposable;
  readonly #pending = new PendingAnswers();
  #process: OwnProcess<LabelboxCall, LabelboxReply> | null = null;
  /** Copy of a file of another file system. */
  #copyFolder: string | null = null;
  #decisions: ExportDecisions;
  #phase: ExportPhase = 'reading';
  #problem: string | null = null;
  #recognised: RecognisedExport | null = null;
  #progress: LabelboxProgress | null = null;
  #facts: LabelboxTableFacts | null = null;
  #originals: Originals | null = null;
  /** The number of the last listing of originals. */
  #listing = 0;
  #timer: NodeJS.Timeout | undefined;
  #isDisposed = false;

  constructor(uri: vscode.Uri, services: ExportDocumentServices) {
    this.uri = uri;
    this.#services = services;
    this.#decisions = services.memory.recall(uri);
    const watcher = vscode.workspace.createFileSystemWatcher(patternOf(uri));
    const again = (): void => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.read(), SETTLE_MS);
    };
    this.#watcher = vscode.Disposable.from(
      watcher,
      watcher.onDidChange(again),
      ...[watcher.onDidCreate(again), watcher.onDidDelete(again)],
    );
    this.read();
  }

  get phase(): ExportPhase {
    return this.#phase;
  }

  /** Why the reading failed, translated. */
  get problem(): string | null {
    return this.#problem;
  }

  get recognised(): RecognisedExport | null {
    return this.#recognised;
  }

  get progress(): LabelboxProgress | null {
    return this.#progress;
  }

  get facts(): LabelboxTableFacts | null {
    return this.#facts;
  }

  get decisions(): ExportDecisions {
    return this.#decisions;
  }

  get originals(): Originals | null {
    return this.#originals;
  }

  /** Null before the era is known, and for what is no export. */
  get yAxis(): YAxisDecision | null {
    return this.#yAxisFor(this.#decisions.yAxis);
  }

  /** Process id of the process that reads; undefined where none runs. */
  get processId(): number | undefined {
    return this.#process?.pid;
  }

  /** Reads the file from its start. */
  read(): void {
    if (this.#isDisposed) return;
    clearTimeout(this.#timer);
    this.#end(new Error('The export is being read again.'));
    this.#phase = 'reading';
    this.#problem = null;
    this.#recognised = null;
    this.#progress = null;
    this.#facts = null;
    this.#changed.fire('reset');
    void this.#start();
  }

  stop(): void {
    this.#process?.send({ type: 'stop' });
  }

  /** @param era null: as detected */
  async setEra(era: Era | null): Promise<void> {
    await this.#decide({ era });
    this.read();
  }

  /** @param yAxis null: as the era says */
  async setYAxis(yAxis: YAxis | null): Promise<void> {
    // Back at what the era says, nothing is chosen.
    await this.#decide({ yAxis: yAxis === this.#yAxisFor(null)?.choice ? null : yAxis });
    this.#changed.fire('facts');
  }

  async setChoice(choice: Choice): Promise<void> {
    await this.#decide({ choice });
    this.#process?.send({ type: 'choose', choice });
  }

  async setOriginals(folder: vscode.Uri): Promise<void> {
    await this.#decide({ originals: folder.toString() });
    await this.renewOriginals();
  }

  /** Folder in which originals are looked for; null for none. */
  async originalsFolder(): Promise<vscode.Uri | null> {
    const { originals } = this.#decisions;
    return originals === null ? usualFolder(this.uri) : vscode.Uri.parse(originals);
  }

  /** Lists the folder of originals again: images come and go, and the folder itself may have come. */
  async renewOriginals(): Promise<void> {
    const listing = ++this.#listing;
    let originals: Originals | null = null;
    try {
      const folder = await this.originalsFolder();
      if (folder !== null) originals = await Originals.read(folder);
    } catch (error) {
      this.#services.log.warn(`originals of ${this.uri.toString()}: ${failureMessage(error)}`);
    }
    // Listings take their time; the last to begin counts.
    if (listing !== this.#listing || this.#isDisposed) return;
    this.#originals = originals;
    this.#changed.fire('originals');
  }

  /** Asks the process. Rejects where it has ended or cannot answer. */
  ask<K extends keyof LabelboxQuestions>(
    method: K,
    params: LabelboxQuestions[K]['params'],
  ): Promise<LabelboxQuestions[K]['result']> {
    const process = this.#process;
    if (process === null) return Promise.reject(new Error(vscode.l10n.t('The export is not being read.')));
    return this.#pending.ask((id) => {
      process.send({ type: 'ask', id, method, params } as LabelboxCall);
    }) as Promise<LabelboxQuestions[K]['result']>;
  }

  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#timer);
    this.#end(new Error('The export was closed.'));
    this.#watcher.dispose();
    this.#disposed.fire();
    this.#disposed.dispose();
    this.#changed.dispose();
    this.#removeCopy();
  }

  #yAxisFor(chosen: YAxis | null): YAxisDecision | null {
    if (this.#recognised?.kind !== 'export') return null;
    return decideYAxis(this.#recognised.era, this.#facts?.newest ?? null, chosen);
  }

  async #decide(change: Partial<ExportDecisions>): Promise<void> {
    this.#decisions = { ...this.#decisions, ...change };
    await this.#services.memory.remember(this.uri, this.#decisions);
  }

  async #start(): Promise<void> {
    const { script, log } = this.#services;
    const process = new OwnProcess<LabelboxCall, LabelboxReply>({
      script,
      log: (text) => log.warn(`export: ${text}`),
      onReply: (reply) => {
        if (this.#process === process) this.#receive(reply);
      },
      onEnd: (error) => {
        if (this.#process !== process) return;
        log.error(`export: ${error.message}`);
        this.#end(error);
        this.#fail(vscode.l10n.t('The process that reads the export ended unexpectedly. The machine may lack memory.'));
      },
    });
    this.#process = process;
    try {
      const path = await this.#localPath();
      // A copy that was made meanwhile is nobody's.
      if (this.#isDisposed) this.#removeCopy();
      if (this.#process !== process) return;
      const { era, choice } = this.#decisions;
      process.send({ type: 'read', path, era, choice, now: Date.now() });
    } catch (error) {
      if (this.#process === process) this.#fail(failureMessage(error));
    }
    await this.renewOriginals();
  }

  async #localPath(): Promise<string> {
    if (this.uri.scheme === 'file') return this.uri.fsPath;
    const { size } = await vscode.workspace.fs.stat(this.uri);
    if (size > MAX_REMOTE_BYTES) {
      const limit = MAX_REMOTE_BYTES / 1024 / 1024;
      throw new Error(
        vscode.l10n.t('Files in a virtual file system are read up to {0} MB. Open a copy on the disk.', limit),
      );
    }
    const bytes = await vscode.workspace.fs.readFile(this.uri);
    const folder = (this.#copyFolder ??= await mkdtemp(join(tmpdir(), 'maskscope-export-')));
    const path = join(folder, 'export');
    await writeFile(path, bytes, { mode: 0o600 });
    return path;
  }

  #removeCopy(): void {
    if (this.#copyFolder !== null) void rm(this.#copyFolder, { recursive: true, force: true }).catch(() => undefined);
  }

  #receive(reply: LabelboxReply): void {
    switch (reply.type) {
      case 'recognised':
        this.#recognised = reply.recognised;
        return this.#changed.fire('facts');
      case 'startedOver':
        this.#progress = null;
        this.#facts = null;
        return this.#changed.fire('reset');
      case 'progress':
        this.#progress = reply.progress;
        this.#facts = reply.facts;
        this.#changed.fire('facts');
        return this.#changed.fire('reading');
      case 'done':
        this.#phase = reply.phase;
        this.#recognised = reply.recognised;
        this.#progress = reply.progress;
        this.#facts = reply.facts;
        this.#changed.fire('facts');
        return this.#changed.fire('reading');
      case 'failed':
        return this.#fail(fileProblemText(reply.code, reply.details, reply.message));
      case 'answer':
        return this.#pending.settle(reply.id, reply.ok ? reply : { error: new Error(reply.message) });
    }
  }

  #fail(problem: string): void {
    this.#phase = 'failed';
    this.#problem = problem;
    // One that has read nothing has nothing to answer; rows that were read before a failure stay.
    if ((this.#progress?.rows ?? 0) === 0) this.#end(new Error(problem));
    this.#services.log.error(`${this.uri.toString()}: ${problem}`);
    this.#changed.fire('reading');
  }

  #end(reason: Error): void {
    this.#process?.kill();
    this.#process = null;
    this.#pending.rejectAll(reason);
  }
}
