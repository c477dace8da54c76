import { dirname, relative } from 'node:path';
import * as vscode from 'vscode';
import { BatchChild } from '../../jobs/batchChild.ts';
import type { BatchReply } from '../../jobs/batchMessages.ts';
import type { FileResult } from '../../jobs/batchTypes.ts';
import type { FromBatchPage, OutcomeFacts, ToBatchPage } from '../../protocol/batch.ts';
import { hasReadonlySettings, isReadonlyBySettings } from '../mask/readonlySettings.ts';
import { numberText } from '../page/numberText.ts';
import { PreviewPanel } from '../page/previewPanel.ts';
import { ProgressNotification } from '../page/progressNotification.ts';
import { completeStep } from '../walkthrough.ts';
import { batchHtml } from './batchHtml.ts';
import { withDecisions, withFix, type BatchAnswers } from './batchSteps.ts';
import { failureText, fileFacts, findingFacts, planFacts } from './findingTexts.ts';
import { setupOf } from './optionTexts.ts';
import type { UndoReport } from './undoBatches.ts';
import { unsavedFiles } from './unsavedFiles.ts';

/** What a page needs of the extension. */
export interface BatchServices {
  readonly extensionUri: vscode.Uri;
  /** Path of the bundle of the batch process. */
  readonly script: string;
  readonly log: vscode.LogOutputChannel;
  /** Asks for the options anew; undefined where the user gave up. */
  readonly changeOptions: (answers: BatchAnswers) => Promise<BatchAnswers | undefined>;
  /** Undoes the last batch whose journal lies in a folder, and tells open pages of it. */
  readonly undo: (root: string | null) => Promise<unknown>;
  /** A batch is about to be written: its journal can be found again, by the next window too. */
  readonly onWrite: (answers: BatchAnswers, root: string) => Thenable<void>;
  /** The writing is over, or the user was told why it is not. */
  readonly onWritten: (root: string) => void;
}

/** Where a batch is. A new preview begins at the front. */
export type BatchPhase = 'previewing' | 'previewed' | 'stopped' | 'writing' | 'done' | 'undone' | 'failed';

/** How long a cancelled process may take for the files at hand, in milliseconds. What it leaves is journalled. */
const CANCEL_PATIENCE_MS = 5000;

export const BATCH_VIEW = 'maskscope.batch';

/** The preview page of one batch and the process that works for it. */
export class BatchPanel {
  static readonly #shown = new Set<BatchPanel>();
  readonly #services: BatchServices;
  readonly #panel: PreviewPanel<FromBatchPage, ToBatchPage>;
  readonly #progress = new ProgressNotification(() => this.#cancel());
  readonly #sources = new Map<string, string>();
  #answers: BatchAnswers;
  #child: BatchChild | null = null;
  #run = 0;
  #phase: BatchPhase = 'previewing';
  /** Names of the files, by the path that is written. */
  readonly #names = new Map<string, string>();
  /** Where the journal of the previewed batch lies. */
  #root: string | null = null;
  /** The folder of the finished batch in the journal. */
  #batch: string | null = null;

  constructor(services: BatchServices, answers: BatchAnswers) {
    this.#services = services;
    this.#answers = answers;
    const { extensionUri } = services;
    const { title } = setupOf(answers);
    this.#panel = new PreviewPanel({
      view: BATCH_VIEW,
      title,
      extensionUri,
      log: services.log,
      html: (webview) => batchHtml(webview, extensionUri, title),
      receive: (message) => this.receive(message),
      fleeting: ['progress', 'showFindings'],
      // What is being written goes on, with its notification; everything else ends.
      onClose: () => {
        BatchPanel.#shown.delete(this);
        if (this.#phase !== 'writing') this.#stop();
      },
    });
    BatchPanel.#shown.add(this);
    this.#preview(answers);
  }

  /** Tells the pages whose batch was undone, or whose preview an undo has made untrue. */
  static tellUndone(report: UndoReport): void {
    for (const panel of BatchPanel.#shown) panel.#undone(report);
  }

  get phase(): BatchPhase {
    return this.#phase;
  }

  /** The number of the preview that is shown. */
  get run(): number {
    return this.#run;
  }

  /** Process id of the batch process; undefined where none runs. */
  get processId(): number | undefined {
    return this.#child?.pid;
  }

  dispose(): void {
    this.#panel.dispose();
  }

  async receive(message: FromBatchPage): Promise<void> {
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
      case 'decide':
        return this.#preview(withDecisions(this.#answers, message.decisions));
      case 'fix':
        return this.#preview(withFix(this.#answers, message.fix));
      case 'previewAgain':
        return this.#preview(this.#answers);
      case 'undo':
        await this.#services.undo(this.#root);
        return;
      case 'open': {
        const source = this.#sources.get(message.name);
        if (source !== undefined) await vscode.commands.executeCommand('maskscope.openAsMask', vscode.Uri.file(source));
        return;
      }
    }
  }

  /** Begins anew with these options; what is being written is finished first. */
  #preview(answers: BatchAnswers): void {
    if (this.#phase === 'writing' || !this.#panel.isOpen) return;
    this.#stop();
    this.#answers = answers;
    this.#root = null;
    this.#batch = null;
    this.#sources.clear();
    this.#names.clear();
    this.#run++;
    this.#setPhase('previewing');
    this.#panel.post({ type: 'start', run: this.#run, setup: setupOf(answers) });
    const { script, log } = this.#services;
    const run = this.#run;
    const child = new BatchChild({
      script,
      log: (text) => log.warn(`batch: ${text}`),
      onReply: (reply) => this.#receiveReply(run, reply),
      onEnd: (error) => this.#ended(error),
    });
    this.#child = child;
    this.#progress.begin(vscode.l10n.t('Previewing masks'));
    const order = { ...answers, unsaved: unsavedFiles() };
    child.send(hasReadonlySettings() ? { type: 'list', order } : { type: 'preview', order });
  }

  /** Only what this preview shows is written, and no file that is edited meanwhile. */
  async #write(run: number): Promise<void> {
    const [child, root] = [this.#child, this.#root];
    if (run !== this.#run || this.#phase !== 'previewed' || child === null || root === null) return;
    this.#setPhase('writing');
    this.#panel.post({ type: 'writing', run });
    this.#progress.begin(vscode.l10n.t('Writing masks'));
    await this.#services.onWrite(this.#answers, root);
    child.send({ type: 'write', unsaved: unsavedFiles() });
  }

  /** A preview ends at once; writing after the files at hand, or at once where these take too long. */
  #cancel(): void {
    switch (this.#phase) {
      case 'previewing':
        this.#stop();
        this.#setPhase('stopped');
        return this.#panel.post({ type: 'stopped', run: this.#run });
      case 'writing': {
        const child = this.#child;
        child?.send({ type: 'cancel' });
        setTimeout(() => {
          if (this.#child === child && this.#phase === 'writing') {
            this.#stop();
            this.#fail(
              vscode.l10n.t(
                'The writing was ended. Every file is whole: preview again to finish it, or undo the batch.',
              ),
              true,
            );
          }
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

  #receiveReply(run: number, reply: BatchReply): void {
    if (run !== this.#run) return;
    const answers = this.#answers;
    switch (reply.type) {
      case 'listed': {
        const readonlyFiles = reply.outputs.filter((path) => isReadonlyBySettings(vscode.Uri.file(path)));
        return this.#child?.send({ type: 'preview', order: { ...answers, unsaved: unsavedFiles(), readonlyFiles } });
      }
      case 'facts':
        return this.#panel.post({ type: 'classes', run, ...reply.facts });
      case 'files':
        for (const { name, source, output } of reply.files) {
          this.#sources.set(name, source);
          this.#names.set(output, name);
        }
        return this.#panel.post({ type: 'files', run, files: reply.files.map((file) => fileFacts(file, answers)) });
      case 'progress':
        this.#progress.report(reply.progress);
        return this.#panel.post({ type: 'progress', run, progress: reply.progress });
      case 'plan': {
        this.#root = reply.plan.root;
        this.#setPhase('previewed');
        return this.#panel.post({ type: 'plan', run, plan: planFacts(reply.plan, answers) });
      }
      case 'results':
        return this.#takeResults(reply.results);
      case 'outcome':
        return this.#finish({ ...reply.outcome, counts: reply.counts });
      case 'failed': {
        const isInTheWay = reply.failure.code === 'interrupted';
        if (isInTheWay) this.#root = String(reply.failure.details['root'] ?? '');
        const canUndo = isInTheWay || (this.#phase === 'writing' && reply.failure.code !== 'journalGone');
        this.#stop();
        return this.#fail(failureText(reply.failure), canUndo);
      }
      case 'undoable':
      case 'survey':
      case 'undone':
        return;
    }
  }

  #takeResults(results: readonly FileResult[]): void {
    const { log } = this.#services;
    for (const { name, status, findings } of results) {
      if (status === 'refused') log.warn(`${name}: ${findings.map(({ message }) => message).join(' ')}`);
    }
    this.#panel.post({
      type: 'results',
      run: this.#run,
      results: results.map(({ name, status, findings }) => ({
        name,
        status,
        findings: findings.map((finding) => findingFacts(finding, this.#answers)),
      })),
    });
  }

  #finish(outcome: OutcomeFacts): void {
    this.#stop();
    this.#setPhase('done');
    this.#batch = outcome.manifest === null ? null : dirname(outcome.manifest);
    this.#panel.post({ type: 'outcome', run: this.#run, outcome });
    const { written, unchanged, refused, cancelled } = outcome.counts;
    if (written > 0) void completeStep('maskscope.batchWritten');
    this.#services.log.info(
      `batch: ${written} written, ${unchanged} unchanged, ${refused} refused, ${cancelled} not reached; ${outcome.manifest ?? 'unfinished'}`,
    );
    void this.#tell(outcome);
  }

  async #tell(outcome: OutcomeFacts): Promise<void> {
    const { isCancelled } = outcome;
    const { written, unchanged, refused, cancelled } = outcome.counts;
    const undo = vscode.l10n.t('Undo Last Batch');
    const findings = vscode.l10n.t('Show Findings');
    const root = this.#root;
    const counts = [written, unchanged, refused, cancelled].map(numberText);
    const message = isCancelled
      ? vscode.l10n.t('{0} files written, {1} unchanged, {2} refused, {3} not reached.', ...counts)
      : written === 1
        ? vscode.l10n.t('1 file written, {1} unchanged, {2} refused.', ...counts)
        : vscode.l10n.t('{0} files written, {1} unchanged, {2} refused.', ...counts);
    const buttons = [...(written > 0 ? [undo] : []), findings];
    const show = isCancelled || refused > 0 ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
    const answer = await show(message, ...buttons);
    if (answer === undo) {
      await this.#services.undo(root);
    } else if (answer === findings) {
      if (!this.#panel.isOpen) return this.#services.log.show();
      this.#panel.reveal();
      this.#panel.post({ type: 'showFindings' });
    }
  }

  #undone({ batch, left, message }: UndoReport): void {
    if (batch.root !== this.#root || this.#phase === 'previewing' || this.#phase === 'writing') return;
    // A later batch over the same files was undone, not this one.
    if (this.#phase === 'done' && this.#batch !== null && this.#batch !== batch.folder) return;
    this.#stop();
    this.#setPhase('undone');
    const names = left.map((path) => this.#names.get(path) ?? relative(this.#answers.workingFolder, path));
    this.#panel.post({ type: 'undone', run: this.#run, message, left: names });
  }

  #ended(error: Error): void {
    const isWriting = this.#phase === 'writing';
    this.#stop();
    this.#services.log.error(error.message);
    const message = vscode.l10n.t('The batch process ended unexpectedly. The machine may lack memory.');
    const rest = vscode.l10n.t('Every file is whole: preview again to finish it, or undo the batch.');
    this.#fail(isWriting ? `${message} ${rest}` : message, isWriting);
  }

  #fail(message: string, canUndo: boolean): void {
    this.#services.log.error(`batch: ${message}`);
    this.#setPhase('failed');
    this.#panel.post({ type: 'failed', run: this.#run, message, canUndo });
    if (!this.#panel.isOpen) void vscode.window.showErrorMessage(message);
  }

  #setPhase(phase: BatchPhase): void {
    if (this.#phase === 'writing' && this.#root !== null) this.#services.onWritten(this.#root);
    if (phase !== 'previewing' && phase !== 'writing') this.#progress.end();
    this.#phase = phase;
  }

  #stop(): void {
    this.#child?.kill();
    this.#child = null;
    this.#progress.end();
  }
}
