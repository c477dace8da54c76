import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { COMPARE_PROBLEMS } from '../../jobs/compare/compareProblem.ts';
import type { CompareCall, CompareFailure, CompareReply, ShownComparison } from '../../jobs/compare/compareMessages.ts';
import type { CompareRequest, MaskPair } from '../../jobs/compare/compareTypes.ts';
import { OwnProcess } from '../../jobs/ownProcess.ts';
import type { FoldersAction, FromFoldersPage, PairRules, ReadRules, ToFoldersPage } from '../../protocol/compare.ts';
import { WINDOW_UI } from '../batch/stepUi.ts';
import { classMapTroubleTexts } from '../dataset/classMapTroubles.ts';
import { classMapName, datasetFailureText } from '../dataset/datasetTexts.ts';
import { numberText } from '../page/numberText.ts';
import { PreviewPanel } from '../page/previewPanel.ts';
import { ProgressNotification } from '../page/progressNotification.ts';
import { compareHtml } from './compareHtml.ts';
import { askHow, titleOf } from './folderQuestions.ts';
import { MasksPanel, type CompareServices } from './masksPanel.ts';
import { readRules } from './readRules.ts';

/** Names in a sentence; exports have all of them. */
const MOST_NAMES = 10;

/** The view of the tab of two folders. */
export const FOLDERS_VIEW = 'maskscope.compareFolders';

/** The tab of two folders and the process that compares them. */
export class FoldersPanel {
  readonly #services: CompareServices;
  readonly #panel: PreviewPanel<FromFoldersPage, ToFoldersPage>;
  readonly #progress = new ProgressNotification(() => this.#stop());
  #request: CompareRequest;
  #process: OwnProcess<CompareCall, CompareReply> | null = null;
  #isDone = false;
  /** Shows one pair after the other, as an editor that is previewed does. */
  #pair: MasksPanel | null = null;
  /** Read when the folders were compared: a pair has the scores of its row, whatever became of the class map. */
  #rules: Promise<ReadRules> | null = null;

  /** @param restored the tab of an earlier window */
  constructor(services: CompareServices, request: CompareRequest, restored?: vscode.WebviewPanel) {
    const { extensionUri, log } = services;
    this.#services = services;
    this.#request = request;
    this.#panel = new PreviewPanel<FromFoldersPage, ToFoldersPage>({
      ...{ view: FOLDERS_VIEW, title: titleOf(request.truth, request.prediction), extensionUri, log, restored },
      html: (webview) => compareHtml(webview, extensionUri, 'folders'),
      receive: (message) => this.#receive(message),
      // A page that begins anew shows the means of all classes.
      fleeting: ['progress', 'classIou'],
      onClose: () => this.#end(),
    });
    this.#compare();
  }

  async #receive(message: FromFoldersPage): Promise<void> {
    switch (message.type) {
      case 'ready':
        return this.#panel.ready();
      case 'classIou':
        return this.#process?.send({ type: 'classIou', key: message.key });
      case 'open':
        return this.#process?.send({ type: 'pair', index: message.index });
      case 'act':
        return this.#act(message.action);
    }
  }

  async #act(action: FoldersAction): Promise<void> {
    if (action === 'cancel') {
      if (this.#process === null || this.#isDone) this.#panel.dispose();
      else this.#stop();
      return;
    }
    if (action === 'swap') {
      const { truth, prediction } = this.#request;
      this.#request = { ...this.#request, truth: prediction, prediction: truth };
      return this.#compare();
    }
    if (action === 'again') {
      const changed = await askHow(WINDOW_UI, this.#request);
      if (changed === undefined || !this.#panel.isOpen) return;
      this.#request = changed;
      return this.#compare();
    }
    const defaultUri = vscode.Uri.file(join(this.#request.prediction, `../comparison.${action}`));
    const target = await vscode.window.showSaveDialog({ defaultUri, filters: { [action.toUpperCase()]: [action] } });
    if (target?.scheme === 'file') this.#process?.send({ type: 'export', format: action, path: target.fsPath });
  }

  #compare(): void {
    this.#end();
    this.#isDone = false;
    const { truth, prediction, classMap, voidIds, isBoundary } = this.#request;
    const options = [
      { label: vscode.l10n.t('Truth'), value: vscode.workspace.asRelativePath(truth) },
      { label: vscode.l10n.t('Prediction'), value: vscode.workspace.asRelativePath(prediction) },
      {
        label: vscode.l10n.t('Class map'),
        value: classMap === null ? vscode.l10n.t('Automatic') : classMapName(classMap),
      },
      ...(voidIds === null
        ? []
        : [{ label: vscode.l10n.t('Void'), value: voidIds.join(', ') || vscode.l10n.t('None') }]),
      ...(isBoundary ? [{ label: vscode.l10n.t('Outlines'), value: vscode.l10n.t('Compared') }] : []),
    ];
    const title = titleOf(truth, prediction);
    this.#panel.title = title;
    this.#panel.post({ type: 'start', state: this.#request, title, options });
    this.#tell(vscode.l10n.t('Comparing the masks'), ['cancel']);
    this.#progress.begin(vscode.l10n.t('Comparing {0}', title));
    const { script, log } = this.#services;
    this.#process = new OwnProcess<CompareCall, CompareReply>({
      script,
      log: (text) => log.warn(`compare: ${text}`),
      onReply: (reply) => this.#take(reply),
      onEnd: (error) => {
        log.error(`compare: ${error.message}`);
        this.#process = null;
        this.#fail(vscode.l10n.t('The process that compares ended unexpectedly. The machine may lack memory.'));
      },
    });
    this.#process.send({ type: 'compare', request: this.#request });
  }

  #take(reply: CompareReply): void {
    switch (reply.type) {
      case 'progress':
        this.#progress.report(reply.progress);
        return this.#panel.post({ type: 'progress', progress: { ...reply.progress, phase: 'preview' } });
      case 'compared':
        return this.#compared(reply.comparison);
      case 'classIou':
        return this.#panel.post(reply);
      case 'pair':
        void this.#show(reply.pair);
        return;
      case 'exported':
        void this.#tellExported(reply.path);
        return;
      case 'failed':
        if (this.#isDone) void vscode.window.showErrorMessage(failureText(reply.failure));
        else this.#fail(failureText(reply.failure));
        return;
    }
  }

  async #show({ truth, prediction }: MaskPair): Promise<void> {
    const [one, other] = [truth, prediction].map((path) => {
      const uri = vscode.Uri.file(path);
      return { uri, label: vscode.workspace.asRelativePath(uri) };
    });
    const rules = await this.#rules;
    if (one === undefined || other === undefined) return;
    if (this.#pair?.isOpen === true) await this.#pair.show(one, other, rules);
    else this.#pair = new MasksPanel(this.#services, one, other, rules);
  }

  #compared(comparison: ShownComparison): void {
    const { failed, unpredicted, unknown, pairs, classMap, leftOut } = comparison;
    this.#isDone = true;
    this.#rules = readRules(rulesOf(this.#request, comparison));
    this.#progress.end();
    const { scores, classes, cells, boundaries, meanBoundaryF, voids } = comparison;
    const facts = { scores, classes, cells, boundaries, meanBoundaryF, voids, pairs };
    const warnings = [
      ...classMapTroubleTexts(comparison),
      ...(unpredicted.length === 0 ? [] : [vscode.l10n.t('Without a prediction, {0}: {1}', ...listed(unpredicted))]),
      ...(leftOut.linked === 0
        ? []
        : [vscode.l10n.t('Links to folders, which are not followed: {0}', numberText(leftOut.linked))]),
      ...(unknown.length === 0 ? [] : [vscode.l10n.t('Predictions without a truth, {0}: {1}', ...listed(unknown))]),
      ...failed.slice(0, MOST_NAMES).map(({ path, code, details, problem }) => {
        const reason = failureText({ code, details, message: problem });
        return vscode.l10n.t('Not compared: {0}: {1}', vscode.workspace.asRelativePath(path), reason);
      }),
      ...(failed.length > MOST_NAMES
        ? [vscode.l10n.t('Not compared, besides: {0}', numberText(failed.length - MOST_NAMES))]
        : []),
    ];
    this.#panel.post({ type: 'compared', facts: { ...facts, warnings } });
    const names =
      classMap === null ? vscode.l10n.t('No class map.') : vscode.l10n.t('Class map: {0}.', classMapName(classMap));
    this.#tell(`${vscode.l10n.t('Pairs compared: {0}.', numberText(pairs.length))} ${names}`, [
      'csv',
      'json',
      'again',
      'swap',
      'cancel',
    ]);
  }

  async #tellExported(path: string): Promise<void> {
    const open = vscode.l10n.t('Open');
    const message = vscode.l10n.t('The comparison is in {0}.', basename(path));
    if ((await vscode.window.showInformationMessage(message, open)) === open) {
      await vscode.window.showTextDocument(vscode.Uri.file(path));
    }
  }

  #fail(message: string): void {
    this.#end();
    this.#tell(message, ['again', 'cancel'], true);
    if (!this.#panel.isOpen) void vscode.window.showErrorMessage(message);
  }

  /** Ends the process at once. */
  #stop(): void {
    this.#end();
    this.#tell(vscode.l10n.t('The comparison was stopped.'), ['again', 'cancel']);
  }

  #end(): void {
    this.#process?.kill();
    this.#process = null;
    this.#progress.end();
  }

  #tell(status: string, actions: readonly FoldersAction[], isProblem = false): void {
    const labels: Readonly<Record<FoldersAction, string>> = {
      again: vscode.l10n.t('Change Options…'),
      swap: vscode.l10n.t('Swap Truth and Prediction'),
      csv: vscode.l10n.t('Export CSV…'),
      json: vscode.l10n.t('Export JSON…'),
      cancel: this.#process === null || this.#isDone ? vscode.l10n.t('Close') : vscode.l10n.t('Cancel'),
    };
    this.#panel.post({
      ...{ type: 'state', status, isProblem },
      actions: actions.map((action) => ({ action, label: labels[action] })),
    });
  }
}

/** What every pair was judged by. Where nothing names classes, all masks together tell whether 255 is void. */
function rulesOf({ voidIds }: CompareRequest, { classMap, classes, voids }: ShownComparison): PairRules {
  const isDecided = classMap === null && classes.some(({ key }) => key === 255);
  return { classMap, voidIds: voidIds ?? (isDecided ? voids.filter((key) => typeof key === 'number') : null) };
}

/** Why masks cannot be compared, translated. */
function failureText(failure: CompareFailure): string {
  const { code, details } = failure;
  const template = code === null ? undefined : (COMPARE_PROBLEMS as Readonly<Record<string, string>>)[code];
  return template === undefined ? datasetFailureText(failure) : vscode.l10n.t(template, details);
}

function listed(names: readonly string[]): [count: string, list: string] {
  const list = names.slice(0, MOST_NAMES).join(', ');
  return [numberText(names.length), names.length > MOST_NAMES ? `${list}, …` : list];
}
