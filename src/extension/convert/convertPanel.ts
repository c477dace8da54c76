import { join } from 'node:path';
import * as vscode from 'vscode';
import { OwnProcess } from '../../jobs/ownProcess.ts';
import type { ConvertCall, ConvertReply } from '../../jobs/labelboxConvertMessages.ts';
import type { ConvertedRow, ConvertOutcome } from '../../jobs/labelboxConvertTypes.ts';
import type { FromConvertPage, ToConvertPage } from '../../protocol/convert.ts';
import type { UndoneFacts } from '../batch/undoAt.ts';
import { failureMessage } from '../mask/jobFailure.ts';
import { openFolder } from '../openFolder.ts';
import { numberText } from '../page/numberText.ts';
import { PreviewPanel } from '../page/previewPanel.ts';
import { ProgressNotification } from '../page/progressNotification.ts';
import { convertHtml } from './convertHtml.ts';
import { requestOf, type ConvertAnswers } from './convertSteps.ts';
import { convertFailureText, planFacts, rowFacts } from './findingTexts.ts';
import { setupOf } from './optionTexts.ts';

/** What a page needs of the extension. */
export interface ConvertServices {
  readonly extensionUri: vscode.Uri;
  /** Path of the bundle of the process that converts. */
  readonly script: string;
  readonly log: vscode.LogOutputChannel;
  /** Asks for the options anew; undefined where the user gave up. */
  readonly changeOptions: (answers: ConvertAnswers) => Promise<ConvertAnswers | undefined>;
  /** Undoes the last run whose journal lies in a folder; null where that did not happen. */
  readonly undo: (root: string) => Promise<UndoneFacts | null>;
  /** A run was begun: its journal can be found again. */
  readonly onWritten: (root: string) => void;
}

/** Where a conversion is. A new preview begins at the front. */
export type ConvertPhase = 'previewing' | 'previewed' | 'stopped' | 'writing' | 'done' | 'undone' | 'failed';

/** How long a cancelled process may take for the file at hand, in milliseconds. What it leaves is journalled. */
const CANCEL_PATIENCE_MS = 5000;

export const CONVERT_VIEW = 'maskscope.convert';

/** The preview page of one conversion and the process that works for it. */
export class ConvertPanel {
  readonly #services: ConvertServices;
  readonly #panel: PreviewPanel<FromConvertPage, ToConvertPage>;
  readonly #progress = new ProgressNotification(() => this.#cancel());
  /** Paths of masks in the folder, by the number of their row. */
  readonly #masks = new Map<number, string>();
  #answers: ConvertAnswers;
  #child: OwnProcess<ConvertCall, ConvertReply> | null = null;
  #run = 0;
  #phase: ConvertPhase = 'previewing';
  /** Where the journal of the previewed run lies. */
  #root: string | null = null;

  constructor(services: ConvertServices, answers: ConvertAnswers) {
    this.#services = services;
    this.#answers = answers;
    const { extensionUri } = services;
    this.#panel = new PreviewPanel({
      view: CONVERT_VIEW,
      title: setupOf(answers).title,
      extensionUri,
      log: services.log,
      html: (webview) => convertHtml(webview, extensionUri),
      receive: (message) => this.receive(message),
      fleeting: ['progress'],
      // What is being written goes on, with its notification; everything else ends.
      onClose: () => {
        if (this.#phase !== 'writing') this.#stop();
      },
    });
    this.#preview(answers);
  }

  get phase(): ConvertPhase {
    return this.#phase;
  }

  /** The number of the preview that is shown. */
  get run(): number {
    return this.#run;
  }

  dispose(): void {
    this.#panel.dispose();
  }

  async receive(message: FromConvertPage): Promise<void> {
    switch (message.type) {
      case 'ready':
        return this.#panel.ready();
      case 'write':
        return this.#write(message.run);
      case 'cancel':
        return this.#cancel();
      case 'changeOptions': {
        const changed = await this.#services.changeOptions(this.#answers);
        if (changed !== undefined) this.#preview(changed);
        return;
      }
      case 'previewAgain':
        return this.#preview(this.#answers);
      case 'undo':
        return this.#undo();
      case 'openFolder':
        return this.#openFolder();
      case 'openMask':
        return this.#openMask(message.index);
    }
  }

  /** Begins anew with these options; what is being written is finished first. */
  #preview(answers: ConvertAnswers): void {
    if (this.#phase === 'writing' || !this.#panel.isOpen) return;
    this.#stop();
    this.#answers = answers;
    this.#root = null;
    this.#masks.clear();
    this.#run++;
    this.#phase = 'previewing';
    this.#panel.post({ type: 'start', run: this.#run, setup: setupOf(answers) });
    const { script, log } = this.#services;
    const run = this.#run;
    const child = new OwnProcess<ConvertCall, ConvertReply>({
      script,
      log: (text) => log.warn(`convert: ${text}`),
      onReply: (reply) => {
        if (run === this.#run) this.#receiveReply(run, reply);
      },
      onEnd: (error) => {
        if (run === this.#run) this.#ended(error);
      },
    });
    this.#child = child;
    this.#progress.begin(vscode.l10n.t('Previewing masks'));
    child.send({ type: 'preview', request: requestOf(answers) });
  }

  /** Only what this preview shows is written. */
  #write(run: number): void {
    if (run !== this.#run || this.#phase !== 'previewed' || this.#child === null || this.#root === null) return;
    this.#phase = 'writing';
    this.#panel.post({ type: 'writing', run });
    this.#services.onWritten(this.#root);
    this.#progress.begin(vscode.l10n.t('Writing masks'));
    this.#child.send({ type: 'write' });
  }

  /** A preview ends at once; writing after the file at hand, or at once where that takes too long. */
  #cancel(): void {
    switch (this.#phase) {
      case 'previewing':
        this.#stop();
        this.#phase = 'stopped';
        return this.#panel.post({ type: 'stopped', run: this.#run });
      case 'writing': {
        const child = this.#child;
        child?.send({ type: 'cancel' });
        setTimeout(() => {
          if (this.#child !== child || this.#phase !== 'writing') return;
          this.#stop();
          this.#fail(this.#unfinishedText(vscode.l10n.t('The writing was ended.')), true);
        }, CANCEL_PATIENCE_MS).unref();
        return;
      }
      case 'previewed':
      case 'stopped':
      case 'done':
      case 'undone':
      case 'failed':
        return this.dispose();
    }
  }

  #receiveReply(run: number, reply: ConvertReply): void {
    switch (reply.type) {
      case 'rows':
        for (const row of reply.rows) this.#noteMask(row);
        return this.#panel.post({ type: 'rows', run, rows: reply.rows.map(rowFacts) });
      case 'progress':
        this.#progress.report(reply.progress);
        return this.#panel.post({ type: 'progress', run, progress: reply.progress });
      case 'plan':
        this.#progress.end();
        this.#root = reply.plan.root;
        this.#phase = 'previewed';
        return this.#panel.post({ type: 'plan', run, plan: planFacts(reply.plan) });
      case 'outcome':
        return this.#finish(reply.outcome);
      case 'failed': {
        const { failure } = reply;
        const isInTheWay = failure.code === 'interrupted';
        if (isInTheWay) this.#root = String(failure.details['root'] ?? '');
        const canUndo = isInTheWay || this.#phase === 'writing';
        this.#stop();
        return this.#fail(convertFailureText(failure), canUndo);
      }
    }
  }

  #noteMask({ index, files }: ConvertedRow): void {
    const path = files.find((file) => /^(?:SegmentationClass|category)\//.test(file)) ?? files.at(-1);
    if (path?.endsWith('.png') === true && this.#answers.layout !== 'coco') this.#masks.set(index, path);
  }

  #finish(outcome: ConvertOutcome): void {
    this.#stop();
    this.#phase = 'done';
    const { written, isCancelled, manifest } = outcome;
    this.#panel.post({ type: 'outcome', run: this.#run, written, isCancelled });
    this.#services.log.info(`convert: ${written} files written; ${manifest ?? 'unfinished'}`);
    void this.#tell(outcome).catch((error: unknown) => this.#services.log.error(failureMessage(error)));
  }

  async #tell({ written, isCancelled }: ConvertOutcome): Promise<void> {
    const open = vscode.l10n.t('Open Folder');
    const openMask = vscode.l10n.t('Open a Mask');
    const undo = vscode.l10n.t('Undo');
    const folder = vscode.workspace.asRelativePath(this.#root ?? this.#answers.folder);
    const files = numberText(written);
    const masks = numberText(this.#masks.size);
    const message = isCancelled
      ? vscode.l10n.t('Stopped after {0} files in {1}. Preview again to finish it, or undo it.', files, folder)
      : this.#masks.size === 1
        ? vscode.l10n.t('1 mask and its files ({0} in all) are in {1}.', files, folder)
        : vscode.l10n.t('{0} masks and their files ({1} in all) are in {2}.', masks, files, folder);
    const [first] = this.#masks.keys();
    const buttons = [open, ...(first === undefined || isCancelled ? [] : [openMask]), undo];
    const show = isCancelled ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
    const answer = await show(message, ...buttons);
    if (answer === open) await this.#openFolder();
    else if (answer === openMask && first !== undefined) await this.#openMask(first);
    else if (answer === undo) await this.#undo();
  }

  async #undo(): Promise<void> {
    const root = this.#root;
    if (root === null || this.#phase === 'previewing' || this.#phase === 'writing') return;
    const run = this.#run;
    const undone = await this.#services.undo(root);
    if (undone === null || run !== this.#run) return;
    this.#stop();
    this.#phase = 'undone';
    this.#panel.post({ type: 'undone', run, message: undone.message });
  }

  async #openFolder(): Promise<void> {
    if (this.#root !== null) await openFolder(vscode.Uri.file(this.#root));
  }

  async #openMask(index: number): Promise<void> {
    const path = this.#masks.get(index);
    if (this.#root === null || path === undefined || this.#phase !== 'done') return;
    await vscode.commands.executeCommand('maskscope.openAsMask', vscode.Uri.file(join(this.#root, path)));
  }

  #ended(error: Error): void {
    const isWriting = this.#phase === 'writing';
    this.#stop();
    this.#services.log.error(error.message);
    const message = vscode.l10n.t(
      'The process that converts the export ended unexpectedly. The machine may lack memory.',
    );
    this.#fail(isWriting ? this.#unfinishedText(message) : message, isWriting);
  }

  #unfinishedText(message: string): string {
    return `${message} ${vscode.l10n.t('Every file is whole: preview again to finish it, or undo it.')}`;
  }

  #fail(message: string, canUndo: boolean): void {
    this.#services.log.error(`convert: ${message}`);
    this.#phase = 'failed';
    this.#panel.post({ type: 'failed', run: this.#run, message, canUndo });
    if (!this.#panel.isOpen) void vscode.window.showErrorMessage(message);
  }

  #stop(): void {
    this.#child?.kill();
    this.#child = null;
    this.#progress.end();
  }
}
