// Loaded with the first dataset.
import * as vscode from 'vscode';
import { WINDOW_UI, type StepUi } from '../batch/stepUi.ts';
import { isWriting } from '../batch/writingBatches.ts';
import { configuredClassMap } from '../mask/classMaps.ts';
import { menuFiles } from '../mask/menuFiles.ts';
import { ISOLATE_ID, SHOW_PIXEL } from '../mask/viewCommands.ts';
import { aboutOfRow, type FindingsTree } from '../findings/findingsTree.ts';
import type { DatasetPages, WantedPairs } from '../datasetPages/datasetPages.ts';
import { activeMask } from './activeMask.ts';
import { FindingsOfDatasets, type DatasetFindingNode } from './datasetFindings.ts';
import { severitiesOf } from './severities.ts';
import { ruleTitle } from './findingTexts.ts';
import { findingReference, type FindingReference } from './findingReference.ts';
import { pickScope, pickSort, scopeText, sortText } from './classChoices.ts';
import { ClassesTree, type ClassAbout, type ClassView } from './classesTree.ts';
import type { Dataset } from './dataset.ts';
import { Datasets, pathIn } from './datasets.ts';
import { datasetOfRow } from './datasetOfRow.ts';
import { className } from './datasetTexts.ts';
import { DatasetTree } from './datasetTree.ts';
import { DATASET_VIEW } from './datasetViewIds.ts';
import { DatasetWatcher } from './datasetWatcher.ts';
import type { LazyTree } from './lazyTree.ts';
import type { PairPanel } from '../pairs/pairPanel.ts';
import type { PairViewer } from '../pairs/register.ts';
import type { PairFilter } from '../../jobs/dataset/datasetMessages.ts';
import type { ReviewAction } from '../../protocol/review.ts';
import type { ReviewCommands } from '../review/reviewCommands.ts';
import type { SplitCommands } from '../splits/splitCommands.ts';
import type { SplitPanel } from '../splits/splitPanel.ts';
import { inScope, pickImage, type ImagesOfClass } from './pairPicker.ts';
import { pairListOf } from './pairListOf.ts';
import { EVERY_PAIR, openFile, type FileAbout } from './pairRows.ts';
import { showMore, type TreeRow } from './rowTree.ts';
import { folderToScan, scanFolder } from './scanFolder.ts';
import { SplitsTree, type SplitAbout } from './splitsTree.ts';

/** A view of the side bar and the tree in it. */
export interface DatasetView {
  readonly tree: LazyTree;
  readonly view: vscode.TreeView<unknown>;
}

export interface DatasetViews {
  readonly classes: DatasetView;
  readonly dataset: DatasetView;
  readonly splits: DatasetView;
}

export interface DatasetCommandsOptions {
  /** Path of the bundle of a dataset's process. */
  readonly script: string;
  readonly extensionUri: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
  /** State of the workspace. */
  readonly state: vscode.Memento;
  readonly views: DatasetViews;
  /** The tree that lists what is wrong with the datasets. */
  readonly findings: FindingsTree;
  /** A batch or its undo wrote files. */
  readonly onDidWriteMasks: vscode.Event<void>;
  /** Path of the bundle of the process that splits. */
  readonly splitScript: string;
  /** Where pairs are looked at one after the other. */
  readonly pairs: Pick<PairViewer, 'show' | 'replace'>;
  /** Is called after lists were written. */
  readonly masksWritten: () => void;
  /** How questions are put; the window's own unless a test answers. */
  readonly ui?: StepUi;
}

/** Pairs of a dataset that a command is about. */
interface MeantPairs {
  readonly dataset: Dataset;
  /** Null: all, unless the user is asked. */
  readonly filter: PairFilter | null;
  /** What the part of the dataset is called; null for the whole, and for pairs that were chosen one by one. */
  readonly part: string | null;
}

const SORT_KEY = 'maskscope.datasets.classSort';

/** The datasets of this window, their views and what their commands do. */
export class DatasetCommands implements vscode.Disposable {
  readonly datasets: Datasets;
  readonly #options: DatasetCommandsOptions;
  readonly #ui: StepUi;
  readonly #trees: { readonly classes: ClassesTree; readonly dataset: DatasetTree; readonly splits: SplitsTree };
  readonly #watchers = new Map<Dataset, DatasetWatcher>();
  readonly #disposables: vscode.Disposable[] = [];
  #classView: ClassView;
  #pages: Promise<DatasetPages> | undefined;
  #splits: Promise<SplitCommands> | undefined;
  #reviews: Promise<ReviewCommands> | undefined;
  /** When progress was shown last. */
  #shownAt = 0;

  constructor(options: DatasetCommandsOptions) {
    const { script, log, state, views } = options;
    this.#options = options;
    this.#ui = options.ui ?? WINDOW_UI;
    this.#classView = { scope: { kind: 'all' }, sort: state.get(SORT_KEY, 'pixels') };
    this.datasets = new Datasets(state, { script, log });
    this.#trees = {
      classes: new ClassesTree(this.datasets, () => this.#classView),
      dataset: new DatasetTree(this.datasets),
      splits: new SplitsTree(this.datasets),
    };
    views.classes.tree.source = this.#trees.classes;
    views.dataset.tree.source = this.#trees.dataset;
    views.splits.tree.source = this.#trees.splits;
    this.#disposables.push(
      new FindingsOfDatasets(this.datasets, options.findings, log),
      this.datasets,
      this.datasets.onDidChangeActive(() => this.#activeChanged()),
      this.datasets.onDidChange(({ dataset, change }) => {
        if (change === 'progress') return this.#progressed();
        if (change === 'found') this.#watch(dataset);
        this.#refresh();
        this.#tellContext();
      }),
      options.onDidWriteMasks(() => {
        for (const watcher of this.#watchers.values()) watcher.look();
      }),
      vscode.window.tabGroups.onDidChangeTabs(() => this.#maskChanged()),
      vscode.window.tabGroups.onDidChangeTabGroups(() => this.#maskChanged()),
    );
    this.#refresh();
    this.#tellContext();
  }

  /** What commands of the palette are about. */
  #tellContext(): void {
    const { all } = this.datasets;
    void vscode.commands.executeCommand('setContext', 'maskscope.hasDataset', all.length > 0);
    const isScanning = all.some((dataset) => dataset.isScanning);
    void vscode.commands.executeCommand('setContext', 'maskscope.isScanning', isScanning);
  }

  /**
   * Asks for a folder, where none is given, and how to read it; then scans it.
   *
   * @param clicked what a menu passes: a folder, or the row of a dataset
   */
  async scan(clicked?: unknown): Promise<Dataset | undefined> {
    const dataset = datasetOfRow(clicked);
    const folder = await folderToScan(this.#ui, dataset?.folder ?? clicked);
    return folder === undefined ? undefined : scanFolder(this.#ui, this.datasets, folder);
  }

  /** The dataset of a row, or the active one; where there is none, the user chooses a folder. */
  async #chosen(row: unknown): Promise<Dataset | undefined> {
    return datasetOfRow(row) ?? this.datasets.active ?? (await this.scan());
  }

  /** Shows the report of a dataset. */
  async openReport(row?: unknown): Promise<void> {
    const dataset = await this.#chosen(row);
    if (dataset !== undefined) (await this.#loadPages()).openReport(dataset);
  }

  /** Writes the report of a dataset to a file that the user chooses. */
  async exportReport(row?: unknown): Promise<void> {
    const dataset = await this.#chosen(row);
    if (dataset !== undefined) await (await this.#loadPages()).exportReport(dataset);
  }

  /**
   * Shows the pictures of a dataset's pairs.
   *
   * @param wanted pairs to show alone
   */
  async openGallery(row?: unknown, wanted: WantedPairs | null = null): Promise<void> {
    const dataset = await this.#chosen(row);
    if (dataset !== undefined) (await this.#loadPages()).openGallery(dataset, wanted);
  }

  /** Gives the tab of an earlier window its page again; one of a dataset that is not open any more is closed. */
  async restorePage(kind: 'report' | 'gallery', panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const folder = (state as { readonly folder?: unknown } | null | undefined)?.folder;
    const dataset = this.datasets.all.find((one) => one.folder.toString() === folder);
    if (dataset === undefined) {
      panel.dispose();
      return;
    }
    const pages = await this.#loadPages();
    if (kind === 'report') pages.openReport(dataset, panel);
    else pages.openGallery(dataset, null, panel);
  }

  /**
   * Asks how names are split, and opens a preview of their lists.
   *
   * @param clicked what a menu passes: a file of names, or the row of a dataset
   */
  async generateSplits(clicked?: unknown): Promise<SplitPanel | undefined> {
    const splits = await this.#loadSplits();
    return splits.generate(clicked instanceof vscode.Uri ? clicked : datasetOfRow(clicked));
  }

  /**
   * Judges split lists: those of a dataset, or files alone.
   *
   * @param clicked, selected what a menu passes: files of names, the row of a list or of a dataset
   */
  async auditSplits(clicked?: unknown, selected?: unknown): Promise<void> {
    const splits = await this.#loadSplits();
    const files = menuFiles(clicked, selected);
    if (files !== undefined) return splits.auditFiles(files);
    const dataset = (await this.#chosen(datasetOfRow(clicked) ?? clicked)) ?? null;
    if (dataset !== null) await splits.auditDataset(dataset);
  }

  /**
   * Shows pairs of a dataset one after the other.
   *
   * @param clicked what a menu passes: a folder, or the row of a dataset, a split, a class or findings
   * @param names of pairs that alone are shown, in this order of the dataset; null: as the row says
   */
  async browse(clicked?: unknown, names: readonly string[] | null = null): Promise<void> {
    const meant = await this.#meantPairs(clicked, names);
    if (meant === undefined) return;
    const { dataset, filter, part } = meant;
    const folder = vscode.workspace.asRelativePath(dataset.folder);
    const title = part === null ? folder : vscode.l10n.t('{0} of {1}', part, folder);
    await this.#options.pairs.show(await pairListOf(dataset, filter ?? EVERY_PAIR, title), 0);
  }

  /**
   * Begins a review of pairs.
   *
   * @param clicked, names as for {@link browse}; where they mean a whole dataset the user chooses
   */
  async startReview(clicked?: unknown, names: readonly string[] | null = null): Promise<void> {
    const meant = await this.#meantPairs(clicked, names);
    if (meant !== undefined) await (await this.#loadReviews()).start(meant.dataset, meant.filter);
  }

  /** The pairs that a menu, a row or a gallery means; undefined where the user gave up. */
  async #meantPairs(clicked: unknown, names: readonly string[] | null): Promise<MeantPairs | undefined> {
    const found = this.#referred(clicked);
    const isFolder = clicked instanceof vscode.Uri;
    const dataset = found?.dataset ?? (isFolder ? await this.#datasetWith(clicked) : await this.#chosen(clicked));
    if (dataset === undefined) return undefined;
    if (names !== null) return { dataset, filter: { ...EVERY_PAIR, among: names }, part: null };
    if (found !== null) {
      const { rule } = found.reference;
      const severities = severitiesOf(dataset.folder);
      return { dataset, filter: { ...EVERY_PAIR, found: { rule, severities } }, part: ruleTitle(rule) };
    }
    if (isFolder) {
      const folder = pathIn(dataset.folder, clicked) ?? '';
      return { dataset, filter: { ...EVERY_PAIR, folder }, part: folder === '' ? null : folder };
    }
    const about = (clicked as TreeRow<Partial<SplitAbout & ClassAbout>> | undefined)?.about;
    if (about?.split !== undefined) {
      const part = about.split === '' ? vscode.l10n.t('In no list') : about.split;
      return { dataset, filter: { ...EVERY_PAIR, split: about.split }, part };
    }
    if (about?.key === undefined) return { dataset, filter: null, part: null };
    // Where the classes of a split or folder are counted, its pairs are meant.
    const { scope } = this.#classView;
    const filter = { ...EVERY_PAIR, ...inScope(scope), has: [about.key] };
    return { dataset, filter, part: className(about as ClassAbout) };
  }

  /** Goes on with the review that was on when an earlier window closed, in the panel of its pairs. */
  async resumeReview(panel: PairPanel): Promise<void> {
    const reviews = await this.#loadReviews();
    await reviews.resume(panel, (folder) => this.datasets.all.find((one) => one.folder.toString() === folder));
  }

  /** A key or button of the review that is on. */
  async review(action: ReviewAction): Promise<void> {
    await (await this.#reviews)?.act(action);
  }

  /** Lists, pictures and files from the tags of a dataset. */
  async useTags(row: unknown, use: 'saveList' | 'showInGallery' | 'exportTags' | 'importTags'): Promise<void> {
    const dataset = await this.#chosen(row);
    if (dataset !== undefined) await (await this.#loadReviews())[use](dataset);
  }

  /** The open dataset that is or holds a folder; else the folder is scanned as one. */
  async #datasetWith(folder: vscode.Uri): Promise<Dataset | undefined> {
    const open = this.datasets.all.find((one) => one.folder.toString() === folder.toString());
    return open ?? this.datasets.of(folder) ?? (await this.scan(folder));
  }

  #loadReviews(): Promise<ReviewCommands> {
    return (this.#reviews ??= this.#makeReviews());
  }

  async #makeReviews(): Promise<ReviewCommands> {
    const { ReviewCommands } = await import('../review/reviewCommands.ts');
    const { state, log, pairs } = this.#options;
    return new ReviewCommands({
      ...{ state, log, pairs, ui: this.#ui },
      openGallery: (dataset, wanted) => void this.openGallery({ about: dataset }, wanted),
    });
  }

  #loadSplits(): Promise<SplitCommands> {
    return (this.#splits ??= this.#makeSplits());
  }

  async #makeSplits(): Promise<SplitCommands> {
    const { SplitCommands } = await import('../splits/splitCommands.ts');
    const { extensionUri, log, state, findings, splitScript, masksWritten } = this.#options;
    return new SplitCommands({
      ...{ extensionUri, log, state, findings, datasets: this.datasets, ui: this.#ui },
      ...{ script: splitScript, listsWritten: masksWritten },
    });
  }

  #loadPages(): Promise<DatasetPages> {
    return (this.#pages ??= this.#makePages());
  }

  async #makePages(): Promise<DatasetPages> {
    const { DatasetPages } = await import('../datasetPages/datasetPages.ts');
    const { extensionUri, log } = this.#options;
    const browse = (dataset: Dataset, names: readonly string[]): Promise<void> =>
      this.browse({ about: dataset }, names);
    const review = (dataset: Dataset, names: readonly string[]): Promise<void> =>
      this.startReview({ about: dataset }, names);
    return new DatasetPages({ extensionUri, log, browse, review });
  }

  /** Scans what changed since the last scan. */
  async rescan(row?: unknown): Promise<void> {
    const dataset = datasetOfRow(row) ?? this.datasets.active;
    if (dataset === null) return void (await this.scan());
    await vscode.window.withProgress({ location: { viewId: DATASET_VIEW } }, () => dataset.scan());
  }

  cancel(row?: unknown): void {
    (datasetOfRow(row) ?? this.datasets.active)?.cancel();
  }

  /** Shows another dataset in the views. */
  show(row?: unknown): void {
    const dataset = datasetOfRow(row);
    if (dataset !== null) this.datasets.open(dataset);
  }

  close(row?: unknown): void {
    const dataset = datasetOfRow(row) ?? this.datasets.active;
    if (dataset !== null) this.datasets.close(dataset);
  }

  readonly showMore = showMore;

  async openFile(row?: unknown): Promise<void> {
    const { about, context } = row as TreeRow<FileAbout>;
    if (about !== undefined) await openFile(about, context !== 'file' || !/\.(?:txt|json)$/i.test(about.path));
  }

  /** Opens the file that a finding is about: a text at its line, a mask in the mask editor. */
  async revealFinding(node?: unknown): Promise<void> {
    const { dataset, finding } = node as DatasetFindingNode;
    const path = finding.path ?? finding.related?.[0];
    if (path === undefined) return;
    const { place } = finding;
    const uri = vscode.Uri.joinPath(dataset.folder, ...path.split('/'));
    if (place === undefined || !('line' in place)) {
      await openFile({ dataset, path }, !/\.(?:txt|json)$/i.test(path));
      if (place !== undefined && 'x' in place) await vscode.commands.executeCommand(SHOW_PIXEL, uri, place);
      return;
    }
    const line = Math.max(0, place.line - 1);
    await vscode.window.showTextDocument(uri, { selection: new vscode.Range(line, 0, line, 0) });
  }

  /** Mends a finding, or all of a rule: those of a row of the tree, or that a link of Problems names. */
  async fixFinding(given?: unknown): Promise<unknown> {
    const found = this.#referred(given);
    if (found === null) return undefined;
    const { mendFindings } = await import('./mendFindings.ts');
    return mendFindings(found.dataset, found.reference, this.#ui);
  }

  /** Shows the pairs that a rule has findings of. */
  async showFindingsInGallery(given?: unknown): Promise<void> {
    const found = this.#referred(given);
    if (found !== null) (await this.#loadPages()).openGallery(found.dataset, { rule: found.reference.rule });
  }

  #referred(given: unknown): { readonly dataset: Dataset; readonly reference: FindingReference } | null {
    const reference = findingReference(aboutOfRow(given) ?? given);
    const dataset = this.datasets.all.find(({ folder }) => folder.toString() === reference?.folder);
    return reference === null || dataset === undefined ? null : { dataset, reference };
  }

  /** The original of a mask by the pairs of the dataset that it lies in; null where it is in none that was scanned. */
  async originalOf(mask: vscode.Uri): Promise<vscode.Uri | null> {
    const dataset = this.datasets.of(mask);
    const path = dataset === null ? null : pathIn(dataset.folder, mask);
    if (dataset === null || path === null || dataset.overview === null) return null;
    const original = await dataset.ask('original', { path });
    return original === null ? null : vscode.Uri.joinPath(dataset.folder, original);
  }

  async openOriginal(row?: unknown): Promise<void> {
    const about = (row as TreeRow<FileAbout>).about;
    const path = about?.original ?? null;
    if (about !== undefined && path !== null) await openFile({ ...about, path }, false);
  }

  /** Lists the images with most or least of a class, or without it. */
  async images(row: unknown, which: ImagesOfClass): Promise<void> {
    const { about } = row as TreeRow<ClassAbout>;
    if (about !== undefined) await pickImage(about, which, this.#classView.scope);
  }

  /**
   * Finds the dominant colours of originals under a class.
   *
   * @param clicked what a menu passes: the row of a class or of a dataset, a mask, or a folder
   */
  async classColours(clicked?: unknown): Promise<void> {
    const file = menuFiles(clicked, undefined)?.[0] ?? (clicked === undefined ? activeMask() : null);
    const { showColours } = await import('../colours/coloursCommand.ts');
    const { extensionUri, log } = this.#options;
    const script = vscode.Uri.joinPath(extensionUri, 'dist', 'coloursProcess.js').fsPath;
    const services = { extensionUri, script, log, ui: this.#ui };
    if (file !== null) {
      const isMask = /\.png$/i.test(file.path);
      const known = this.datasets.of(file);
      const choice = known?.reading ?? { layout: {}, classMap: configuredClassMap(file) };
      return showColours({ file, isMask, choice, classes: [], chosen: null }, services);
    }
    const dataset = await this.#chosen(clicked);
    if (dataset === undefined) return;
    const about = (clicked as TreeRow<ClassAbout> | undefined)?.about;
    const { classes } = await dataset.ask('statistics', { scope: { kind: 'all' } });
    const origin = {
      ...{ file: dataset.folder, isMask: false, choice: dataset.reading },
      classes: classes.map((one) => ({ key: one.key, label: className(one) })),
      chosen: about !== undefined && 'key' in about ? about.key : null,
    };
    return showColours(origin, services);
  }

  /** Shows the class alone in the open mask; again: everything. */
  async isolate(row: unknown): Promise<void> {
    const { about } = row as TreeRow<ClassAbout>;
    const uri = activeMask();
    if (about === undefined || uri === null) {
      tell(vscode.l10n.t('Open a mask to see a class in it alone.'));
      return;
    }
    const path = pathIn(about.dataset.folder, uri);
    const found = path === null ? null : await about.dataset.ask('mask', { path });
    const id = found?.classes.find(({ key }) => key === about.key)?.ids[0];
    if (id === undefined) tell(vscode.l10n.t('The open mask has nothing of {0}.', className(about)));
    else await vscode.commands.executeCommand(ISOLATE_ID, id);
  }

  async chooseScope(): Promise<void> {
    const { active } = this.datasets;
    if (active === null) return;
    const scope = await pickScope(this.#ui, active, this.#classView.scope);
    if (scope === undefined) return;
    this.#classView = { ...this.#classView, scope };
    this.#refresh();
  }

  async sortClasses(): Promise<void> {
    const sort = await pickSort(this.#ui, this.#classView.sort);
    if (sort === undefined) return;
    this.#classView = { ...this.#classView, sort };
    await this.#options.state.update(SORT_KEY, sort);
    this.#refresh();
  }

  dispose(): void {
    void this.#pages?.then((pages) => pages.dispose());
    void this.#splits?.then((splits) => splits.dispose());
    void this.#reviews?.then((reviews) => reviews.dispose());
    for (const watcher of this.#watchers.values()) watcher.dispose();
    this.#watchers.clear();
    for (const disposable of this.#disposables) disposable.dispose();
  }

  #activeChanged(): void {
    // A folder or split of one dataset is none of another.
    if (this.#classView.scope.kind !== 'mask') this.#classView = { ...this.#classView, scope: { kind: 'all' } };
    for (const [dataset, watcher] of this.#watchers) {
      if (this.datasets.all.includes(dataset)) continue;
      watcher.dispose();
      this.#watchers.delete(dataset);
    }
    this.#refresh();
    this.#tellContext();
  }

  /** Rows are made anew for it, so not at every report. */
  #progressed(): void {
    const now = Date.now();
    if (now - this.#shownAt < 1000) return;
    this.#shownAt = now;
    this.#trees.dataset.refresh();
  }

  #maskChanged(): void {
    if (this.#classView.scope.kind !== 'mask') return;
    this.#describe();
    this.#trees.classes.refresh();
  }

  #refresh(): void {
    this.#describe();
    for (const tree of Object.values(this.#trees)) tree.refresh();
  }

  #describe(): void {
    const { classes, dataset } = this.#options.views;
    const { active } = this.datasets;
    const { scope, sort } = this.#classView;
    classes.view.description = active === null ? '' : [scopeText(active, scope), sortText(sort)].join(' · ');
    classes.view.message = active !== null && scope.kind === 'mask' && activeMask() === null ? noMask() : '';
    const { withoutMask = 0, withoutOriginal = 0 } = active?.overview ?? {};
    const lacking = withoutMask + withoutOriginal;
    const tooltip = vscode.l10n.t('{0} originals or masks lack their other half', lacking);
    dataset.view.badge = lacking === 0 ? undefined : { value: lacking, tooltip };
  }

  #watch(dataset: Dataset): void {
    if (this.#watchers.has(dataset)) return;
    const { state } = this.#options;
    const watcher = new DatasetWatcher({
      folder: dataset.folder,
      isBusy: () => dataset.isScanning || isWriting(state),
      rescan: () => dataset.scan(),
    });
    this.#watchers.set(dataset, watcher);
  }
}

function tell(message: string): void {
  vscode.window.setStatusBarMessage(message, 8000);
}

function noMask(): string {
  return vscode.l10n.t('The active editor shows no mask of the dataset.');
}
