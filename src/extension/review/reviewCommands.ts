// Loaded with the first command of a review.
import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { listCsv, type ListedReview } from '../../core/review/listCsv.ts';
import { countStates, type ReviewedPair } from '../../core/review/reviewState.ts';
import { contradictions, publishedText, readPublished } from '../../core/review/publishedForm.ts';
import { ReviewError } from '../../core/review/problems.ts';
import { planLabels } from '../../core/review/takeLabels.ts';
import { emptyReview, withChanges } from '../../core/review/reviewFile.ts';
import { tagAgain } from '../../core/review/tag.ts';
import type { PairFilter } from '../../jobs/dataset/datasetMessages.ts';
import { decodeText } from '../../platform/decodeText.ts';
import { readFile } from '../../platform/readFile.ts';
import { ReviewStore } from '../../platform/reviewStore.ts';
import type { ReviewAction } from '../../protocol/review.ts';
import { mayWrite } from '../batch/mayWrite.ts';
import type { StepUi } from '../batch/stepUi.ts';
import type { Dataset } from '../dataset/dataset.ts';
import { tellLeftOut } from '../dataset/pairListOf.ts';
import { writeFile } from '../datasetPages/exportReport.ts';
import { actOnPairs } from '../datasetPages/galleryActions.ts';
import type { WantedPairs } from '../datasetPages/datasetPages.ts';
import { numberText } from '../page/numberText.ts';
import type { PairList } from '../pairs/pairList.ts';
import type { PairPanel } from '../pairs/pairPanel.ts';
import type { PairViewer } from '../pairs/register.ts';
import { askReviewer } from './reviewer.ts';
import { askOrder, askScope, askState, type OrderAnswer, type OrderedNames } from './reviewQuestions.ts';
import { ReviewRun } from './reviewRun.ts';
import { reviewFailureText, verdictName } from './reviewTexts.ts';
import { RUNNING_REVIEW } from './runningReview.ts';
import { TagReader } from './tagReader.ts';

export interface ReviewServices {
  readonly pairs: Pick<PairViewer, 'show' | 'replace'>;
  readonly state: vscode.Memento;
  readonly log: vscode.LogOutputChannel;
  readonly ui: StepUi;
  readonly openGallery: (dataset: Dataset, wanted: WantedPairs) => void;
}

/** What the workspace's state keeps: how reviews were ordered, by the URI of the dataset. */
const ORDERS_KEY = 'maskscope.review.orders';

/** What {@link RUNNING_REVIEW} keeps. */
interface RunningReview {
  /** URI of the dataset. */
  readonly folder: string;
  readonly reviewer: string;
  /** Of the list that the panel shows, and how many pairs it has. */
  readonly title: string;
  readonly total: number;
}
/** The context key by which keys are the review's. */
const REVIEWING = 'maskscope.reviewing';
/** Contradictions that a question lists. */
const LISTED = 10;

/** The commands about tags of pairs. */
export class ReviewCommands implements vscode.Disposable {
  readonly #services: ReviewServices;
  #run: ReviewRun | null = null;

  constructor(services: ReviewServices) {
    this.#services = services;
  }

  /**
   * Begins a review, or goes on with one that was left.
   *
   * @param filter the pairs; null: the user chooses
   */
  async start(dataset: Dataset, filter: PairFilter | null): Promise<void> {
    const untrusted = vscode.l10n.t('Tags of a review are written to files, which needs a trusted workspace.');
    if (!(await mayWrite(untrusted))) return;
    const { ui, state, pairs } = this.#services;
    await lookAgain(dataset);
    const reader = new TagReader(dataset);
    const scope = filter ?? (await askScope(reader, ui));
    if (scope === undefined) return;
    const reviewer = await askReviewer(dataset.folder, ui);
    if (reviewer === undefined) return;
    const orders = state.get<Readonly<Record<string, OrderAnswer>>>(ORDERS_KEY, {});
    const key = dataset.folder.toString();
    const ordered = await this.#told(async () => {
      const names = await dataset.ask('names', { filter: scope });
      return askOrder(dataset, names, orders[key] ?? {}, ui);
    });
    if (ordered === undefined) return;
    await state.update(ORDERS_KEY, { ...orders, [key]: ordered.answer });
    const { run, list } = await this.#runOf(reader, reviewer, ordered.names);
    // Where there is nothing to show, which is told then, a review that is on stays.
    if (list.pairs.length > 0) await this.#run?.end(true);
    const panel = await pairs.show(list, run.at);
    if (panel === undefined) return;
    tellLeftOut(ordered.names.length - list.pairs.length);
    await this.#begin(run, panel, { folder: key, reviewer, title: list.title, total: list.pairs.length });
  }

  /**
   * Goes on with the review that an earlier window was closed in, in the panel that shows its pairs again.
   *
   * @param datasetOf an open dataset by its URI
   */
  async resume(panel: PairPanel, datasetOf: (folder: string) => Dataset | undefined): Promise<void> {
    const { state } = this.#services;
    const left = state.get<RunningReview>(RUNNING_REVIEW);
    const { list } = panel;
    if (left === undefined) return;
    const isOfReview = left.title === list.title && left.total === list.pairs.length;
    const dataset = datasetOf(left.folder);
    if (!isOfReview || dataset === undefined || !vscode.workspace.isTrusted) {
      await state.update(RUNNING_REVIEW, undefined);
      const message = vscode.l10n.t('The review that was on does not go on by itself. All its tags are kept.');
      void vscode.window.showInformationMessage(message);
      return;
    }
    await lookAgain(dataset);
    const names = list.pairs.map(({ name }) => name);
    const { run, list: now } = await this.#runOf(new TagReader(dataset), left.reviewer, names);
    // Meanwhile the user may have begun another review, or be looking at other pairs.
    if (this.#run !== null || panel.isClosed || panel.list !== list || now.pairs.length === 0) return;
    if (now.pairs.length !== list.pairs.length) await this.#services.pairs.replace(now, run.at);
    tellLeftOut(list.pairs.length - now.pairs.length);
    await this.#begin(run, panel, { ...left, total: now.pairs.length });
  }

  /** A review of pairs, and those of them that can be shown. */
  async #runOf(
    reader: TagReader,
    reviewer: string,
    names: readonly string[],
  ): Promise<{ readonly run: ReviewRun; readonly list: PairList }> {
    const { dataset } = reader;
    const found = await reader.ask({ names, reviewer });
    const shown = found.pairs.filter(({ subject }) => /\.png$/i.test(subject.mask ?? ''));
    const run: ReviewRun = new ReviewRun({
      ...{ reader, reviewer, log: this.#services.log },
      subjects: shown.map(({ subject }) => subject),
      tags: shown.flatMap((pair) => pair.tags.map(({ tag }) => tag)),
      onEnd: (isLeft) => {
        if (this.#run !== run) return;
        this.#setRun(null);
        if (isLeft) void this.#services.state.update(RUNNING_REVIEW, undefined);
      },
    });
    const pairs = shown.map(({ subject: { name, mask } }) => ({
      name,
      mask: vscode.Uri.joinPath(dataset.folder, ...(mask ?? '').split('/')),
    }));
    const title = vscode.l10n.t('Review of {0}', vscode.workspace.asRelativePath(dataset.folder));
    return { run, list: { title, pairs } };
  }

  async #begin(run: ReviewRun, panel: PairPanel, running: RunningReview): Promise<void> {
    this.#setRun(run);
    run.begin(panel);
    await this.#services.state.update(RUNNING_REVIEW, running);
  }

  /** A key of the review; none is on where there is no review. */
  async act(action: ReviewAction): Promise<void> {
    await this.#run?.act(action);
  }

  /** Writes the names of pairs in one state to a list, in an order, or a table with the rows of an export they came from. */
  async saveList(dataset: Dataset): Promise<void> {
    const { ui } = this.#services;
    const pairs = await askState(new TagReader(dataset), ui);
    if (pairs === undefined) return;
    if (pairs.length === 0) return tellNone();
    const names = pairs.map(({ subject }) => subject.name);
    const ordered = await this.#told(() => askOrder(dataset, names, {}, ui));
    if (ordered === undefined) return;
    const what = await ui.pick({
      ...{ title: vscode.l10n.t('Save as List'), canGoBack: false, placeholder: vscode.l10n.t('What is written?') },
      items: [
        { value: 'names', label: vscode.l10n.t('Names'), detail: vscode.l10n.t('A text with a name a line') },
        {
          value: 'rows',
          label: vscode.l10n.t('Names with Rows of a Labelbox Export'),
          detail: vscode.l10n.t('A CSV table: data row ids and external ids to send back, reasons and notes, scores'),
        },
      ],
    });
    if (what === 'names') await actOnPairs(dataset, 'saveList', ordered.names, ui);
    if (what === 'rows') await this.#saveRows(dataset, pairs, ordered);
  }

  async #saveRows(dataset: Dataset, pairs: readonly ReviewedPair[], { names, scores }: OrderedNames): Promise<void> {
    const untrusted = vscode.l10n.t('Lists and copies are written to files, which needs a trusted workspace.');
    if (!(await mayWrite(untrusted))) return;
    const path = await this.#askExport(dataset);
    if (path === undefined) return;
    const rows = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Reading {0}', basename(path)) },
      () => dataset.ask('exportRows', { path, names }),
    );
    const byName = new Map(pairs.map((pair) => [pair.subject.name, pair]));
    const entries = names.flatMap((name, at): ListedReview[] => {
      const pair = byName.get(name);
      return pair === undefined ? [] : [{ pair, score: scores?.get(name), rows: rows[at] ?? [] }];
    });
    const target = await vscode.window.showSaveDialog({
      defaultUri: vscode.Uri.joinPath(dataset.folder, 'list.csv'),
      title: vscode.l10n.t('Save as List'),
      filters: { CSV: ['csv'] },
    });
    if (target === undefined) return;
    await writeFile(
      target,
      listCsv(entries)
        .map((line) => `${line}\n`)
        .join(''),
    );
    const lost = entries.filter((entry) => entry.rows.length === 0).length;
    const message = vscode.l10n.t(
      'Pairs written to {1}: {0}. Of them without a row in {2}: {3}.',
      ...[numberText(entries.length), vscode.workspace.asRelativePath(target), basename(path), numberText(lost)],
    );
    void (lost === 0 ? vscode.window.showInformationMessage(message) : vscode.window.showWarningMessage(message));
  }

  /** An export, absolute: one that the masks were converted from here, or any other. Undefined where the user gave up. */
  async #askExport(dataset: Dataset): Promise<string | undefined> {
    const { ui } = this.#services;
    const title = vscode.l10n.t('Labelbox export that the masks were made from');
    const known = await dataset.ask('convertedExports', null);
    if (known.length > 0) {
      const answer = await ui.pick({
        ...{ title, canGoBack: false, placeholder: vscode.l10n.t('The masks of this folder were converted from it') },
        items: [
          ...known.map((path) => ({ value: path, label: basename(path), description: dirname(path) })),
          { value: '', label: vscode.l10n.t('Another Export…') },
        ],
      });
      if (answer !== '') return typeof answer === 'string' ? answer : undefined;
    }
    const [path] = await ui.open({ title, folder: dataset.folder.fsPath, what: 'export' });
    return path;
  }

  /** Shows pairs in one state in the gallery. */
  async showInGallery(dataset: Dataset): Promise<void> {
    const pairs = await askState(new TagReader(dataset), this.#services.ui);
    if (pairs === undefined) return;
    if (pairs.length === 0) return tellNone();
    const names = pairs.map(({ subject }) => subject.name);
    this.#services.openGallery(dataset, { names, title: vscode.l10n.t('Chosen by their tags') });
  }

  /** Writes the published form of accepted and rejected pairs. */
  async exportTags(dataset: Dataset): Promise<void> {
    const untrusted = vscode.l10n.t('Tags of a review are written to files, which needs a trusted workspace.');
    if (!(await mayWrite(untrusted))) return;
    await dataset.scan();
    const { pairs } = await new TagReader(dataset).ask({ names: null, reviewer: null });
    const target = await vscode.window.showSaveDialog({
      defaultUri: vscode.Uri.joinPath(dataset.folder, 'labels.json'),
      title: vscode.l10n.t('Export Tags'),
      filters: { JSON: ['json'] },
    });
    if (target === undefined) return;
    await writeFile(target, publishedText(pairs));
    const { accepted, rejected, disagreed, stale, unreviewed } = countStates(pairs);
    const message = vscode.l10n.t(
      'Labels written to {0}: {1}. Left out, since no verdict holds: {2}.',
      vscode.workspace.asRelativePath(target),
      ...[numberText(accepted + rejected), numberText(disagreed + stale + unreviewed)],
    );
    void vscode.window.showInformationMessage(message);
  }

  /** Takes published tags over, after saying what changes. */
  async importTags(dataset: Dataset): Promise<void> {
    const untrusted = vscode.l10n.t('Tags of a review are written to files, which needs a trusted workspace.');
    if (!(await mayWrite(untrusted))) return;
    const { ui } = this.#services;
    const title = vscode.l10n.t('Import Tags');
    const [path] = await ui.open({ title, folder: dataset.folder.fsPath, what: 'scores' });
    if (path === undefined) return;
    await this.#told(() => this.#import(dataset, path, title));
  }

  async #import(dataset: Dataset, path: string, title: string): Promise<void> {
    const { ui } = this.#services;
    const text = decodeText(await readFile(path));
    if (text === null) throw new ReviewError('notText', { path: basename(path) });
    const published = readPublished(text, basename(path));
    const reviewer = await askReviewer(dataset.folder, ui);
    if (reviewer === undefined) return;
    await dataset.scan();
    const matched = await dataset.ask('matchLabels', { labels: published.labels });
    const { labels, unknown } = matched;
    const { pairs } = await new TagReader(dataset).ask({ names: null, reviewer });
    const own = pairs.flatMap((pair) => pair.tags.map(({ tag }) => tag));
    const subjects = pairs.map(({ subject }) => subject);
    const { added, turned, same } = planLabels(subjects, withChanges(emptyReview(reviewer), own), labels);
    const changes = [...added, ...turned];
    const detail = [
      vscode.l10n.t('New: {0}; turned: {1}; the same: {2}.', ...[added.length, turned.length, same].map(numberText)),
      ...listing(
        turned.map(({ subject, verdict }) => `${subject.name}: ${verdictName(verdict)}`),
        vscode.l10n.t('Turned:'),
      ),
      ...listing(
        contradictions(published, matched),
        vscode.l10n.t('Contradict an earlier label of the file; the last one counts:'),
      ),
      ...listing(unknown, vscode.l10n.t('No pair of the dataset, left out:')),
      ...(published.unclear === 0
        ? []
        : [vscode.l10n.t('Entries without a name or a class of 1 or 0, left out: {0}', numberText(published.unclear))]),
    ];
    const store = new ReviewStore(dataset.folder.fsPath, reviewer);
    const answer = await ui.pick({
      ...{ title, canGoBack: false, placeholder: detail[0] ?? '' },
      items: [
        ...(changes.length === 0
          ? []
          : [
              {
                value: 'import',
                label: vscode.l10n.t('Import Tags of {0} Pairs', numberText(changes.length)),
                detail: vscode.l10n.t('As {0}, to {1}', reviewer, store.fileName),
              },
            ]),
        ...detail.map((line, at) => ({ value: `line ${at}`, label: line })),
      ],
    });
    if (answer !== 'import') return;
    await store.write(
      changes.map(({ subject: { name, hash }, verdict, before }) =>
        tagAgain(before, { name, verdict, hash, time: store.now(before) }),
      ),
    );
    this.#run?.tagsChanged();
    const message = vscode.l10n.t('Tags written to {0}: {1}.', store.fileName, numberText(changes.length));
    void vscode.window.showInformationMessage(message);
  }

  dispose(): void {
    void this.#run?.end();
  }

  #setRun(run: ReviewRun | null): void {
    this.#run = run;
    void vscode.commands.executeCommand('setContext', REVIEWING, run !== null);
  }

  /** Errors of tags get their words here. */
  async #told<T>(action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (error) {
      throw new Error(reviewFailureText(error), { cause: error });
    }
  }
}

function listing(names: readonly string[], heading: string): string[] {
  const shown = names.slice(0, LISTED);
  const more = names.length > LISTED ? [vscode.l10n.t('{0} more', numberText(names.length - LISTED))] : [];
  return names.length === 0 ? [] : [heading, ...shown, ...more];
}

/** Masks may have changed since the last scan, and their tags with them. */
async function lookAgain(dataset: Dataset): Promise<void> {
  const title = vscode.l10n.t('Looking for masks that changed');
  await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () => dataset.scan());
}

function tellNone(): void {
  void vscode.window.showInformationMessage(vscode.l10n.t('There are none.'));
}
