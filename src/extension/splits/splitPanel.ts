import { join } from 'node:path';
import * as vscode from 'vscode';
import { placeOf } from '../../jobs/batchInputs.ts';
import type { BatchProgress } from '../../jobs/batchTypes.ts';
import type { NamesFacts, ShownPlan } from '../../jobs/splitMessages.ts';
import type { FromSplitPage, SplitAction, ToSplitPage } from '../../protocol/split.ts';
import { unsavedFiles } from '../batch/unsavedFiles.ts';
import { failureMessage } from '../mask/jobFailure.ts';
import { numberText } from '../page/numberText.ts';
import { PreviewPanel } from '../page/previewPanel.ts';
import { ProgressNotification } from '../page/progressNotification.ts';
import { splitFailureText } from './failureTexts.ts';
import { setupOf } from './optionTexts.ts';
import { planSections } from './planSections.ts';
import { SplitRefused, SplitStopped, type SplitChild } from './splitChild.ts';
import { splitHtml } from './splitHtml.ts';
import { namesCount } from './splitQuestions.ts';
import type { UndoneFacts } from '../batch/undoAt.ts';
import { requestOf, type SplitAnswers } from './splitSteps.ts';

/** What a page needs of the extension. */
export interface SplitServices {
  readonly extensionUri: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
  /** A process that has looked at nothing yet. */
  readonly start: () => SplitChild;
  /** Asks for the options anew; undefined where the user gave up. */
  readonly changeOptions: (answers: SplitAnswers, names: NamesFacts) => Promise<SplitAnswers | undefined>;
  /** Undoes the last run whose journal lies in a folder; null where that did not happen. */
  readonly undo: (root: string) => Promise<UndoneFacts | null>;
  /** A run was begun: its journal can be found again. */
  readonly onWrite: (root: string) => Promise<void>;
  /** Lists were written. */
  readonly onWritten: () => void;
}

/** Where a split is. A new preview begins at the front. */
export type SplitPhase = 'previewing' | 'previewed' | 'stopped' | 'writing' | 'done' | 'undone' | 'failed';

export const SPLIT_VIEW = 'maskscope.split';

/** The preview page of one split and the process that works for it. */
export class SplitPanel {
  readonly #services: SplitServices;
  readonly #panel: PreviewPanel<FromSplitPage, ToSplitPage>;
  readonly #progress = new ProgressNotification(() => this.#stop());
  #answers: SplitAnswers;
  #names: NamesFacts;
  /** Null where it is over, or what it has looked at is to be looked at again. */
  #child: SplitChild | null;
  #run = 0;
  #phase: SplitPhase = 'previewing';
  #plan: ShownPlan | null = null;
  /** Where the journal lies of a run that can be undone. */
  #undoable: string | null = null;

  /** @param child has looked at the names of these answers, which are `names` */
  constructor(services: SplitServices, child: SplitChild, names: NamesFacts, answers: SplitAnswers) {
    this.#services = services;
    this.#answers = answers;
    this.#names = names;
    this.#child = child;
    const { extensionUri, log } = services;
    this.#panel = new PreviewPanel({
      ...{ view: SPLIT_VIEW, title: setupOf(answers).title, extensionUri, log },
      html: (webview) => splitHtml(webview, extensionUri),
      receive: (message) => this.receive(message),
      fleeting: ['progress'],
      // What is being written goes on, with its notification; everything else ends.
      onClose: () => {
        if (this.#phase !== 'writing') this.#end();
      },
    });
    void this.#preview(answers);
  }

  get phase(): SplitPhase {
    return this.#phase;
  }

  /** The number of the preview that is shown. */
  get run(): number {
    return this.#run;
  }

  /** What the preview found; null before that. */
  get plan(): ShownPlan | null {
    return this.#plan;
  }

  dispose(): void {
    this.#panel.dispose();
  }

  async receive(message: FromSplitPage): Promise<void> {
    if (message.type === 'ready') return this.#panel.ready();
    // What belongs to an earlier preview was meant for what it showed.
    if (message.run !== this.#run) return;
    switch (message.action) {
      case 'write':
        return this.#write();
      case 'changeOptions': {
        const changed = await this.#services.changeOptions(this.#answers, this.#names);
        if (changed !== undefined) await this.#preview(changed);
        return;
      }
      case 'previewAgain':
        this.#end();
        return this.#preview(this.#answers);
      case 'undo':
        return this.#undo();
      case 'openList':
        return this.#open(this.#plan?.lists[0]?.path);
      case 'showProof':
        return this.#open(this.#plan?.record.path);
      case 'cancel':
        if (this.#phase === 'previewing' || this.#phase === 'writing') return this.#stop();
        return this.dispose();
    }
  }

  /** Begins anew with these options; what is being written is finished first. */
  async #preview(answers: SplitAnswers): Promise<void> {
    if (this.#phase === 'writing' || !this.#panel.isOpen) return;
    if (this.#phase === 'previewing') this.#progress.end();
    const run = ++this.#run;
    this.#answers = answers;
    this.#plan = null;
    this.#undoable = null;
    this.#phase = 'previewing';
    this.#panel.post({ type: 'start', run, setup: setupOf(answers) });
    this.#tell(vscode.l10n.t('Previewing. Nothing is written yet.'), ['cancel']);
    this.#progress.begin(vscode.l10n.t('Previewing the split'));
    try {
      const child = await this.#looked(answers);
      const { plan } = await child.ask({ type: 'preview', request: requestOf(answers) }, 'plan');
      if (run === this.#run) this.#previewed(plan);
    } catch (error) {
      if (run === this.#run) this.#fail(error);
    }
  }

  /** A process that knows what is split. */
  async #looked({ source, dataset }: SplitAnswers): Promise<SplitChild> {
    if (this.#child !== null && !this.#child.isOver) {
      this.#child.onProgress = (progress) => this.#report(progress);
      return this.#child;
    }
    const child = this.#services.start();
    this.#child = child;
    child.onProgress = (progress) => this.#report(progress);
    this.#names = (await child.ask({ type: 'look', source, dataset }, 'names')).names;
    return child;
  }

  #previewed(plan: ShownPlan): void {
    this.#progress.end();
    this.#plan = plan;
    this.#phase = 'previewed';
    this.#panel.post({ type: 'plan', run: this.#run, sections: planSections(plan, this.#answers, this.#names) });
    const states = [...plan.lists, plan.record].map(({ state }) => state);
    const [write, replace, unchanged] = (['write', 'replace', 'unchanged'] as const).map((wanted) =>
      numberText(states.filter((state) => state === wanted).length),
    );
    const counts = { 0: write ?? '', 1: replace ?? '', 2: unchanged ?? '' };
    const hasWork = states.some((state) => state !== 'unchanged') || plan.resumes !== null;
    const notes = [
      vscode.l10n.t('Files to write: {0}, to replace: {1}, as they should be: {2}.', counts),
      ...(hasWork ? [] : [vscode.l10n.t('There is nothing to write.')]),
    ];
    const sizes = plan.proof.parts.map(({ split, names }) => `${split} ${numberText(names)}`).join(', ');
    this.#tell(
      vscode.l10n.t('Preview: {0} of {1}. Nothing is written yet.', sizes, namesCount(plan.proof.names)),
      [...(hasWork ? (['write'] as const) : []), 'changeOptions', 'cancel'],
      { notes },
    );
  }

  /** Only what this preview shows is written. */
  async #write(): Promise<void> {
    const [plan, child, run] = [this.#plan, this.#child, this.#run];
    if (this.#phase !== 'previewed' || plan === null || child === null) return;
    const paths = [...plan.lists, plan.record].map(({ path }) => join(plan.root, path));
    // The folder of the lists may be reached by a link.
    const edited = unsavedFiles().find((path) => paths.includes(placeOf(path)));
    if (edited !== undefined) {
      const name = vscode.workspace.asRelativePath(edited);
      void vscode.window.showWarningMessage(
        vscode.l10n.t('{0} has changes that are not saved. Save or revert them, then preview again.', name),
      );
      return;
    }
    this.#phase = 'writing';
    this.#tell(vscode.l10n.t('Writing lists'), ['cancel']);
    this.#progress.begin(vscode.l10n.t('Writing lists'));
    try {
      await this.#services.onWrite(plan.root);
      const { outcome } = await child.ask({ type: 'write' }, 'outcome');
      if (run !== this.#run) return;
      this.#finished(plan, outcome.written);
    } catch (error) {
      if (run === this.#run) this.#fail(error);
    } finally {
      this.#services.onWritten();
    }
  }

  #finished(plan: ShownPlan, written: number): void {
    this.#end();
    this.#phase = 'done';
    this.#undoable = plan.root;
    const files =
      written === 1 ? vscode.l10n.t('1 file written.') : vscode.l10n.t('{0} files written.', numberText(written));
    this.#tell(files, ['openList', 'showProof', 'undo', 'cancel']);
    this.#services.log.info(`split: ${written} files written in ${plan.root}`);
    void this.#notify(plan).catch((error: unknown) => this.#services.log.error(failureMessage(error)));
  }

  async #notify({ root, proof }: ShownPlan): Promise<void> {
    const sizes = proof.parts.map(({ split, names }) => `${split} ${numberText(names)}`).join(', ');
    const [open, undo, proved] = [this.#labelOf('openList'), vscode.l10n.t('Undo'), this.#labelOf('showProof')];
    const message = vscode.l10n.t('Lists are in {0}: {1}.', vscode.workspace.asRelativePath(root), sizes);
    const answer = await vscode.window.showInformationMessage(message, open, undo, proved);
    if (answer === open) await this.#open(this.#plan?.lists[0]?.path);
    else if (answer === proved) await this.#open(this.#plan?.record.path);
    else if (answer === undo) await this.#undo();
  }

  async #undo(): Promise<void> {
    const [root, run] = [this.#undoable, this.#run];
    if (root === null) return;
    const undone = await this.#services.undo(root);
    if (undone === null || run !== this.#run) return;
    this.#undoable = null;
    this.#phase = 'undone';
    this.#tell(undone.message, ['previewAgain', 'changeOptions', 'cancel']);
  }

  async #open(path: string | undefined): Promise<void> {
    if (path === undefined || this.#plan === null) return;
    await vscode.window.showTextDocument(vscode.Uri.file(join(this.#plan.root, path)));
  }

  /** A preview ends at once; writing, too: every file is whole, and what was begun is journalled. */
  #stop(): void {
    this.#child?.kill();
  }

  #fail(error: unknown): void {
    const [isWriting, root] = [this.#phase === 'writing', this.#plan?.root ?? null];
    this.#end();
    if (error instanceof SplitStopped && !isWriting) {
      this.#phase = 'stopped';
      this.#tell(vscode.l10n.t('The preview was stopped. Nothing was written.'), AGAIN);
      return;
    }
    const failure = error instanceof SplitRefused ? error.failure : null;
    this.#undoable = failure?.code === 'interrupted' ? String(failure.details['root'] ?? '') : null;
    // What changed after the preview was noticed before anything was written.
    if (isWriting && failure?.code !== 'planOutdated') this.#undoable = root;
    const reason = error instanceof SplitStopped ? vscode.l10n.t('The writing was ended.') : splitFailureText(error);
    const message =
      isWriting && failure === null
        ? `${reason} ${vscode.l10n.t('Every file is whole: preview again to finish it, or undo it.')}`
        : reason;
    this.#services.log.error(`split: ${message}`);
    this.#phase = 'failed';
    this.#tell(message, [...AGAIN.slice(0, 2), ...(this.#undoable === null ? [] : (['undo'] as const)), 'cancel'], {
      isProblem: true,
    });
    if (!this.#panel.isOpen) void vscode.window.showErrorMessage(message);
  }

  #report(progress: BatchProgress<string>): void {
    this.#progress.report(progress);
    const phase = progress.phase === 'write' ? 'write' : 'preview';
    this.#panel.post({ type: 'progress', run: this.#run, progress: { ...progress, phase } });
  }

  /** Says where the split is, and what can be done. */
  #tell(
    status: string,
    actions: readonly SplitAction[],
    { notes = [], isProblem = false }: { readonly notes?: readonly string[]; readonly isProblem?: boolean } = {},
  ): void {
    this.#panel.post({
      ...{ type: 'state', run: this.#run, status, notes, isProblem },
      actions: actions.map((action) => ({
        ...{ action, label: this.#labelOf(action) },
        isPrimary: action === 'write' || (action === 'openList' && this.#phase === 'done'),
      })),
    });
  }

  #labelOf(action: SplitAction): string {
    switch (action) {
      case 'write':
        return this.#plan?.resumes === null ? vscode.l10n.t('Write Lists') : vscode.l10n.t('Finish Writing');
      case 'changeOptions':
        return vscode.l10n.t('Change Options…');
      case 'previewAgain':
        return vscode.l10n.t('Preview Again');
      case 'undo':
        return vscode.l10n.t('Undo…');
      case 'openList':
        return vscode.l10n.t('Open {0}', this.#plan?.lists[0]?.path ?? '');
      case 'showProof':
        return vscode.l10n.t('Show Proof');
      case 'cancel':
        return this.#phase === 'previewing' || this.#phase === 'previewed' || this.#phase === 'writing'
          ? vscode.l10n.t('Cancel')
          : vscode.l10n.t('Close');
    }
  }

  /** Ends the process; another preview starts another one. */
  #end(): void {
    this.#child?.kill();
    this.#child = null;
    this.#progress.end();
  }
}

const AGAIN: readonly SplitAction[] = ['previewAgain', 'changeOptions', 'cancel'];
