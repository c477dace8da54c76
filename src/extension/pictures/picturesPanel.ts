import * as vscode from 'vscode';
import type { BatchProgress } from '../../jobs/batchTypes.ts';
import type { PairsCall, PairsReply } from '../../jobs/pairs/pairsMessages.ts';
import type { PairsPlan, PairsRequest, PairsSource } from '../../jobs/pairs/pairsTypes.ts';
import { PICTURES_STRINGS } from '../../protocol/picturesStrings.ts';
import type { FromSplitPage, SplitAction, SplitBootstrap, SplitSetup, ToSplitPage } from '../../protocol/split.ts';
import type { UndoneFacts } from '../batch/undoAt.ts';
import { AskedProcess, Refused, Stopped } from '../page/askedProcess.ts';
import { numberText } from '../page/numberText.ts';
import { pageHtml, translated } from '../page/pageHtml.ts';
import { PreviewPanel } from '../page/previewPanel.ts';
import { ProgressNotification } from '../page/progressNotification.ts';
import { pairFindingText } from './pairFindingText.ts';
import { withOriginals } from './sourceOriginals.ts';
import { picturesFailureText, planSections } from './picturesTexts.ts';

/** What every preview is of. */
export interface PreviewedAnswers {
  readonly source: PairsSource;
}

export interface PicturesServices<Answers extends PreviewedAnswers> {
  readonly extensionUri: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
  /** Path of the bundle of the process that exports. */
  readonly script: string;
  /** Asks for the options anew; undefined where the user gave up. */
  readonly changeOptions: (answers: Answers) => Promise<Answers | undefined>;
  readonly requestOf: (answers: Answers) => PairsRequest;
  /** What is to be done, for the head of the page. */
  readonly setupOf: (answers: Answers) => SplitSetup;
  /** Undoes the last run whose journal lies in a folder; null where that did not happen. */
  readonly undo: (root: string) => Promise<UndoneFacts | null>;
  /** A run was begun: its journal can be found again. */
  readonly onWrite: (root: string) => Promise<void>;
}

/** Where an export is. A new preview begins at the front. */
export type PicturesPhase = 'previewing' | 'previewed' | 'stopped' | 'writing' | 'done' | 'undone' | 'failed';

const VIEW = 'maskscope.pictures';
const AGAIN: readonly SplitAction[] = ['previewAgain', 'changeOptions'];

type Child = AskedProcess<PairsCall, Exclude<PairsReply, { type: 'progress' | 'failed' }>>;

/** The preview page of pictures of pairs, which is that of splits, and the process that works for it. */
export class PicturesPanel<Answers extends PreviewedAnswers> {
  readonly #services: PicturesServices<Answers>;
  readonly #panel: PreviewPanel<FromSplitPage, ToSplitPage>;
  readonly #progress = new ProgressNotification(() => this.#child?.kill());
  #answers: Answers;
  #child: Child | null = null;
  #run = 0;
  #phase: PicturesPhase = 'previewing';
  #plan: PairsPlan | null = null;
  #undoable: string | null = null;

  constructor(services: PicturesServices<Answers>, answers: Answers) {
    this.#services = services;
    this.#answers = answers;
    const { extensionUri, log } = services;
    this.#panel = new PreviewPanel({
      ...{ view: VIEW, title: services.setupOf(answers).title, extensionUri, log },
      html: (webview) => {
        const bootstrap: SplitBootstrap = { strings: translated(PICTURES_STRINGS), locale: vscode.env.language };
        return pageHtml(webview, extensionUri, { name: 'split', bootstrap: () => bootstrap });
      },
      receive: (message) => this.receive(message),
      fleeting: ['progress'],
      // What is being written goes on, with its notification; everything else ends.
      onClose: () => {
        if (this.#phase !== 'writing') this.#end();
      },
    });
    void this.#preview(answers);
  }

  get phase(): PicturesPhase {
    return this.#phase;
  }

  /** The number of the preview that is shown. */
  get run(): number {
    return this.#run;
  }

  /** What the preview found; null before that. */
  get plan(): PairsPlan | null {
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
        const changed = await this.#services.changeOptions(this.#answers);
        if (changed !== undefined) await this.#preview(changed);
        return;
      }
      case 'previewAgain':
        return this.#preview(this.#answers);
      case 'undo':
        return this.#undo();
      case 'openList':
        await vscode.commands.executeCommand('revealInExplorer', vscode.Uri.file(this.#plan?.root ?? ''));
        return;
      case 'cancel':
        if (this.#phase === 'previewing' || this.#phase === 'writing') return this.#child?.kill();
        return this.dispose();
      case 'showProof':
        return;
    }
  }

  /** Begins anew with these options; what is being written is finished first. */
  async #preview(answers: Answers): Promise<void> {
    if (this.#phase === 'writing' || !this.#panel.isOpen) return;
    this.#end();
    const run = ++this.#run;
    this.#answers = answers;
    this.#plan = null;
    this.#undoable = null;
    this.#phase = 'previewing';
    this.#panel.post({ type: 'start', run, setup: this.#services.setupOf(answers) });
    this.#tell(vscode.l10n.t('Previewing. Nothing is written yet.'), ['cancel']);
    this.#progress.begin(vscode.l10n.t('Previewing the export'));
    try {
      // Asked for at every preview: another original may have been chosen meanwhile.
      const source = await withOriginals(answers.source);
      // A page that was closed meanwhile has ended what there was, and shall begin nothing.
      if (run !== this.#run || !this.#panel.isOpen) return;
      const request = this.#services.requestOf({ ...answers, source });
      const reply = await this.#start().ask({ type: 'preview', request }, 'plan');
      if (run === this.#run) this.#previewed(reply);
    } catch (error) {
      if (run === this.#run) this.#fail(error);
    }
  }

  #start(): Child {
    const ended = vscode.l10n.t('The process that exports ended unexpectedly. The machine may lack memory.');
    const child: Child = new AskedProcess(this.#services.script, 'export', ended, this.#services.log);
    child.onProgress = (progress) => this.#report(progress);
    this.#child = child;
    return child;
  }

  #previewed(reply: Extract<PairsReply, { type: 'plan' }>): void {
    this.#progress.end();
    const { plan } = reply;
    this.#plan = plan;
    this.#phase = 'previewed';
    this.#panel.post({ type: 'plan', run: this.#run, sections: planSections(reply) });
    const { write, replace } = plan.files;
    const hasWork = write + replace > 0 || plan.resumes !== null;
    const counts = { 0: numberText(write), 1: numberText(replace), 2: numberText(plan.items.refused) };
    const notes = [
      vscode.l10n.t('Files to write: {0}, of earlier exports to replace: {1}; pairs left out: {2}.', counts),
      ...(hasWork ? [] : [vscode.l10n.t('There is nothing to write.')]),
    ];
    this.#tell(
      vscode.l10n.t('Preview. Nothing is written yet.'),
      [...(hasWork ? (['write'] as const) : []), 'changeOptions', 'cancel'],
      { notes },
    );
  }

  /** Only what this preview shows is written. */
  async #write(): Promise<void> {
    const [plan, child, run] = [this.#plan, this.#child, this.#run];
    if (this.#phase !== 'previewed' || plan === null || child === null) return;
    this.#phase = 'writing';
    this.#tell(vscode.l10n.t('Exporting'), ['cancel']);
    this.#progress.begin(vscode.l10n.t('Exporting'));
    try {
      await this.#services.onWrite(plan.root);
      const { outcome, told } = await child.ask({ type: 'write' }, 'outcome');
      if (run !== this.#run) return;
      this.#end();
      this.#phase = 'done';
      this.#undoable = outcome.written > 0 ? plan.root : null;
      const files =
        outcome.written === 1
          ? vscode.l10n.t('1 file written.')
          : vscode.l10n.t('{0} files written.', numberText(outcome.written));
      const notes = told
        .slice(0, MOST_NOTES)
        .map(({ name, findings }) => `${name}: ${findings.map(pairFindingText).join(' ')}`);
      this.#tell(files, ['openList', ...(this.#undoable === null ? [] : (['undo'] as const)), 'cancel'], { notes });
      this.#services.log.info(`export: ${outcome.written} files written in ${plan.root}`);
      void this.#notify(files);
    } catch (error) {
      if (run === this.#run) this.#fail(error);
    }
  }

  async #notify(files: string): Promise<void> {
    const [open, undo] = [this.#labelOf('openList'), vscode.l10n.t('Undo')];
    const answer = await vscode.window.showInformationMessage(files, open, ...(this.#undoable === null ? [] : [undo]));
    if (answer === open) await this.receive({ type: 'act', run: this.#run, action: 'openList' });
    else if (answer === undo) await this.#undo();
  }

  async #undo(): Promise<void> {
    const [root, run] = [this.#undoable, this.#run];
    if (root === null) return;
    const undone = await this.#services.undo(root);
    if (undone === null || run !== this.#run) return;
    this.#undoable = null;
    this.#phase = 'undone';
    this.#tell(undone.message, [...AGAIN, 'cancel']);
  }

  #fail(error: unknown): void {
    const [isWriting, root] = [this.#phase === 'writing', this.#plan?.root ?? null];
    this.#end();
    if (error instanceof Stopped && !isWriting) {
      this.#phase = 'stopped';
      return this.#tell(vscode.l10n.t('The preview was stopped. Nothing was written.'), [...AGAIN, 'cancel']);
    }
    const failure = error instanceof Refused ? error.failure : null;
    this.#undoable = failure?.code === 'interrupted' ? String(failure.details['root'] ?? '') : null;
    if (isWriting && failure?.code !== 'planOutdated') this.#undoable = root;
    const reason = error instanceof Stopped ? vscode.l10n.t('The writing was ended.') : picturesFailureText(error);
    const rest = vscode.l10n.t('Every file is whole: preview again to finish it, or undo it.');
    const message = isWriting && failure === null ? `${reason} ${rest}` : reason;
    this.#services.log.error(`export: ${message}`);
    this.#phase = 'failed';
    const actions = [...AGAIN, ...(this.#undoable === null ? [] : (['undo'] as const)), 'cancel' as const];
    this.#tell(message, actions, { isProblem: true });
    if (!this.#panel.isOpen) void vscode.window.showErrorMessage(message);
  }

  #report(progress: BatchProgress<string>): void {
    this.#progress.report(progress);
    const phase = progress.phase === 'write' ? 'write' : 'preview';
    this.#panel.post({ type: 'progress', run: this.#run, progress: { ...progress, phase } });
  }

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
      case 'write': {
        if (this.#plan !== null && this.#plan.resumes !== null) return vscode.l10n.t('Finish Writing');
        const { write = 0, replace = 0 } = this.#plan?.files ?? {};
        const count = write + replace;
        return count === 1 ? vscode.l10n.t('Write 1 File') : vscode.l10n.t('Write {0} Files', numberText(count));
      }
      case 'changeOptions':
        return vscode.l10n.t('Change Options…');
      case 'previewAgain':
        return vscode.l10n.t('Preview Again');
      case 'undo':
        return vscode.l10n.t('Undo…');
      case 'openList':
      case 'showProof':
        return vscode.l10n.t('Show Folder');
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

const MOST_NOTES = 20;
