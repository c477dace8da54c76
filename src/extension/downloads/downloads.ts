// Loaded with the first download.
import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Authorization } from '../../platform/download/request.ts';
import { DEFAULT_REQUEST_LIMITS } from '../../platform/download/hostLimits.ts';
import type { StepUi } from '../batch/stepUi.ts';
import { WINDOW_UI } from '../batch/stepUi.ts';
import { ExportMemory } from '../labelbox/exportMemory.ts';
import { openFolder } from '../openFolder.ts';
import { numberText } from '../page/numberText.ts';
import { ApiKeys } from './apiKeys.ts';
import { askDownload, exportsToDownload } from './downloadQuestions.ts';
import { DownloadTask, type DownloadOrder, type DownloadServices, type KeptDownload } from './downloadTask.ts';
import { flawSentence, problemSentence, taskName, taskState } from './downloadTexts.ts';
import type { DownloadNode, DownloadsSource } from './downloadsTree.ts';
import { HostConsent, manageHosts } from './hostConsent.ts';

const KEY = 'maskscope.downloads';
/** Downloads that are kept. */
const MOST = 50;

export interface DownloadsOptions {
  /** Path of the bundle of a download's process. */
  readonly script: string;
  readonly log: vscode.LogOutputChannel;
  /** State of the workspace: downloads, and the hosts that were agreed to. */
  readonly state: vscode.Memento;
  readonly secrets: vscode.SecretStorage;
  /** A download of an export is over, however it went. */
  readonly onDownloaded?: (exportUri: vscode.Uri) => void;
  /** How questions are put; the window's own unless a test answers. */
  readonly ui?: StepUi;
}

/** The downloads of this window and what its commands do with them. */
export class Downloads implements DownloadsSource {
  readonly #options: DownloadsOptions;
  readonly #consent: HostConsent;
  readonly #keys: ApiKeys;
  readonly #changed = new vscode.EventEmitter<DownloadTask | undefined>();
  readonly onDidChange = this.#changed.event;
  #tasks: DownloadTask[];

  constructor(options: DownloadsOptions) {
    this.#options = options;
    this.#consent = new HostConsent(options.state);
    this.#keys = new ApiKeys(options.secrets);
    this.#tasks = options.state.get<readonly KeptDownload[]>(KEY, []).map((kept) => this.#taskOf(kept));
  }

  get tasks(): readonly DownloadTask[] {
    return this.#tasks;
  }

  get keys(): ApiKeys {
    return this.#keys;
  }

  get consent(): HostConsent {
    return this.#consent;
  }

  readonly name = ({ order }: DownloadTask): string => basename(order.exportPath);
  readonly state = (task: DownloadTask): string =>
    `${taskState(task)} · ${vscode.workspace.asRelativePath(task.order.folder)}`;
  readonly sentence = (file: Parameters<DownloadsSource['sentence']>[0]): string =>
    'problem' in file ? problemSentence(file.problem) : flawSentence(file.flaw);

  /**
   * Asks what to download of an export and begins; of several exports, one after the other.
   *
   * @param clicked, selected what a menu passes
   * @returns the first of them; undefined where the user gave up, or nothing can be done here
   */
  async begin(clicked?: unknown, selected?: unknown): Promise<DownloadTask | undefined> {
    if (!(await isAllowed())) return undefined;
    let first: DownloadTask | undefined;
    for (const file of await exportsToDownload(clicked, selected)) {
      const answers = await askDownload(this.#options.ui ?? WINDOW_UI, file);
      if (answers === undefined) break;
      const task = await this.#begin(answers);
      first ??= task;
    }
    return first;
  }

  async #begin(answers: Omit<DownloadOrder, 'id'>): Promise<DownloadTask | undefined> {
    const { folder } = answers;
    const same = this.#tasks.find(({ order, isActive }) => isActive && order.folder === folder);
    if (same !== undefined) {
      void vscode.window.showWarningMessage(vscode.l10n.t('A download into {0} is running already.', folder));
      return undefined;
    }
    const order = { id: randomUUID(), ...answers };
    const task = this.#taskOf({ order, phase: 'stopped', done: 0, total: 0, failures: [] });
    const others = this.#tasks.filter((other) => other.order.folder !== folder);
    for (const other of this.#tasks) if (!others.includes(other)) other.dispose();
    this.#tasks = [task, ...others].slice(0, MOST);
    this.#changed.fire(undefined);
    void vscode.commands.executeCommand('maskscope.downloads.focus', { preserveFocus: true });
    await task.start();
    return task;
  }

  pause(node: unknown): void {
    taskOf(node)?.pause();
  }

  async resume(node: unknown): Promise<void> {
    if (await isAllowed()) await taskOf(node)?.resume();
  }

  stop(node: unknown): void {
    taskOf(node)?.stop();
  }

  /** Asks again for one file that failed, or for everything that did. */
  async retry(node: unknown): Promise<void> {
    if (!(await isAllowed())) return;
    const { kind } = node as DownloadNode;
    if (kind === 'task') return taskOf(node)?.start(null, true);
    const { task, failure } = node as Extract<DownloadNode, { kind: 'failure' }>;
    await task.start([failure.name]);
  }

  async openFolder(node: unknown): Promise<void> {
    const folder = taskOf(node)?.order.folder;
    if (folder !== undefined) await openFolder(vscode.Uri.file(folder));
  }

  remove(node: unknown): void {
    const task = taskOf(node);
    if (task === undefined) return;
    task.dispose();
    this.#tasks = this.#tasks.filter((other) => other !== task);
    this.#keep();
    this.#changed.fire(undefined);
  }

  async setKey(): Promise<void> {
    await this.#keys.set();
  }

  async forgetKey(): Promise<void> {
    await this.#keys.forget();
  }

  async manageHosts(): Promise<void> {
    await manageHosts(this.#consent);
  }

  dispose(): void {
    for (const task of this.#tasks) task.dispose();
    this.#changed.dispose();
  }

  #taskOf(kept: KeptDownload): DownloadTask {
    const { script, log, state } = this.#options;
    const memory = new ExportMemory(state);
    const services: DownloadServices = {
      ...{ script, log, settings },
      agreed: (question, listed) => this.#consent.agreed(question, listed),
      authorization: (): Promise<Authorization | null> => this.#keys.authorization(),
      era: (exportPath) => memory.recall(vscode.Uri.file(exportPath)).era,
    };
    const task = new DownloadTask(kept.order, services, kept);
    let phase = task.phase;
    task.onDidChange(() => {
      this.#changed.fire(task);
      if (task.phase !== phase) this.#keep();
      phase = task.phase;
    });
    task.onDidEnd(() => {
      this.#keep();
      this.#options.onDownloaded?.(vscode.Uri.file(task.order.exportPath));
      void this.#tell(task);
    });
    return task;
  }

  #keep(): void {
    void this.#options.state.update(
      KEY,
      this.#tasks.map((task) => task.kept()),
    );
  }

  /** One message at the end. */
  async #tell(task: DownloadTask): Promise<void> {
    const { phase, missing, flaws, unread, total, message, facts } = task;
    if (phase === 'failed') {
      void vscode.window.showErrorMessage(`${taskName(task)}: ${message ?? ''}`);
      return;
    }
    if (phase !== 'done') return;
    const open = vscode.l10n.t('Open Folder');
    const setKey = vscode.l10n.t('Set Labelbox API Key…');
    const texts = { 0: taskName(task), 1: numberText(task.done), 2: numberText(total) };
    const answer =
      missing + flaws.length + unread === 0
        ? await vscode.window.showInformationMessage(vscode.l10n.t('{0}: {1} of {2} files are there.', texts), open)
        : await vscode.window.showWarningMessage(
            vscode.l10n.t('{0}: {1} of {2} files are there. The Downloads view says what is missing and why.', texts),
            open,
            ...((facts?.needsKey ?? 0) > 0 ? [setKey] : []),
          );
    if (answer === open) await this.openFolder({ kind: 'task', task });
    if (answer === setKey && (await this.#keys.set())) await task.start();
  }
}

function taskOf(node: unknown): DownloadTask | undefined {
  return (node as DownloadNode | undefined)?.task;
}

function settings(): ReturnType<DownloadServices['settings']> {
  const found = vscode.workspace.getConfiguration('maskscope.downloads');
  const number = (name: string, otherwise: number, least: number, most: number): number => {
    const value = found.get<unknown>(name, otherwise);
    return typeof value === 'number' && value >= least && value <= most ? value : otherwise;
  };
  const concurrency = Math.floor(number('concurrency', DEFAULT_REQUEST_LIMITS.concurrency, 1, 64));
  const { perHost, perSecond } = DEFAULT_REQUEST_LIMITS;
  return {
    allowPrivate: found.get<unknown>('allowPrivateHosts', false) === true,
    limits: {
      concurrency,
      perHost: Math.max(1, Math.min(concurrency, Math.max(perHost, concurrency / 2))),
      perSecond: number('requestsPerSecond', perSecond, 0.1, 1000),
    },
  };
}

/** In Restricted Mode nothing is requested: an export of a stranger names the hosts and the files. */
async function isAllowed(): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const manage = vscode.l10n.t('Manage Workspace Trust');
  const message = vscode.l10n.t('Downloads send requests and write files, which needs a trusted workspace.');
  if ((await vscode.window.showWarningMessage(message, manage)) === manage) {
    await vscode.commands.executeCommand('workbench.trust.manage');
  }
  return false;
}
