import * as vscode from 'vscode';
import type { ReviewAction } from '../../protocol/review.ts';
import type { FindingsTree } from '../findings/findingsTree.ts';
import type { PairViewer } from '../pairs/register.ts';
import { RUNNING_REVIEW } from '../review/runningReview.ts';
import type { DatasetCommands, DatasetView } from './datasetCommands.ts';
import { CLASSES_VIEW, DATASET_VIEW, SPLITS_VIEW } from './datasetViewIds.ts';
import { LazyTree } from './lazyTree.ts';

/** The original of a mask (URI) by the dataset that it lies in; undefined where none was looked at in this window. */
export const DATASET_ORIGINAL = '_maskscope.datasetOriginal';

/**
 * The views of datasets and their commands; what they need is loaded with the first dataset, or where a view is looked at
 * and an earlier window had one open.
 *
 * @param masksWritten files of masks were written by a batch or its undo, or lists of them
 */
export function registerDatasets(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  findings: FindingsTree,
  findingsView: vscode.TreeView<unknown>,
  { event: onDidWriteMasks, fire }: { readonly event: vscode.Event<void>; readonly fire: () => void },
  pairs: PairViewer,
): vscode.Disposable[] {
  const viewOf = (id: string): DatasetView => {
    const tree = new LazyTree();
    return {
      tree,
      view: vscode.window.createTreeView(id, { treeDataProvider: tree, showCollapseAll: id !== CLASSES_VIEW }),
    };
  };
  const views = { classes: viewOf(CLASSES_VIEW), dataset: viewOf(DATASET_VIEW), splits: viewOf(SPLITS_VIEW) };
  let loaded: Promise<DatasetCommands> | undefined;
  const load = async (): Promise<DatasetCommands> => {
    const { DatasetCommands } = await import('./datasetCommands.ts');
    const script = context.asAbsolutePath('dist/datasetProcess.js');
    return new DatasetCommands({
      script,
      extensionUri: context.extensionUri,
      log,
      findings,
      state: context.workspaceState,
      views,
      onDidWriteMasks,
      splitScript: context.asAbsolutePath('dist/splitProcess.js'),
      masksWritten: fire,
      pairs,
    });
  };
  const run = async (action: (commands: DatasetCommands) => unknown): Promise<unknown> => {
    try {
      return await action(await (loaded ??= load()));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      log.error(message);
      void vscode.window.showErrorMessage(message);
      return undefined;
    }
  };
  const isLeft = context.workspaceState.get<readonly unknown[]>('maskscope.datasets', []).length > 0;
  const look = ({ visible }: { readonly visible: boolean }): void => {
    if (visible && isLeft) void run(() => undefined);
  };
  const all = Object.values(views).map(({ view }) => view);
  const looked = [...all, findingsView];
  for (const view of looked) look(view);
  const review = (action: ReviewAction) => () => run((datasets) => datasets.review(action));
  const commands = {
    scanDataset: (clicked?: unknown) => run((datasets) => datasets.scan(clicked)),
    rescanDataset: (row?: unknown) => run((datasets) => datasets.rescan(row)),
    cancelDatasetScan: (row?: unknown) => run((datasets) => datasets.cancel(row)),
    showDataset: (row?: unknown) => run((datasets) => datasets.show(row)),
    closeDataset: (row?: unknown) => run((datasets) => datasets.close(row)),
    openDatasetReport: (row?: unknown) => run((datasets) => datasets.openReport(row)),
    exportDatasetReport: (row?: unknown) => run((datasets) => datasets.exportReport(row)),
    browseDataset: (row?: unknown) => run((datasets) => datasets.browse(row)),
    startReview: (clicked?: unknown) => run((datasets) => datasets.startReview(clicked)),
    saveReviewList: (row?: unknown) => run((datasets) => datasets.useTags(row, 'saveList')),
    showReviewInGallery: (row?: unknown) => run((datasets) => datasets.useTags(row, 'showInGallery')),
    exportTags: (row?: unknown) => run((datasets) => datasets.useTags(row, 'exportTags')),
    importTags: (row?: unknown) => run((datasets) => datasets.useTags(row, 'importTags')),
    'review.accept': review('accept'),
    'review.reject': review('reject'),
    'review.explain': review('explain'),
    'review.undo': review('undo'),
    'review.showLabels': review('showLabels'),
    'review.save': review('save'),
    'review.leave': review('leave'),
    openGallery: (row?: unknown) => run((datasets) => datasets.openGallery(row)),
    generateSplits: (clicked?: unknown) => run((datasets) => datasets.generateSplits(clicked)),
    auditSplits: (clicked?: unknown, selected?: unknown) => run((datasets) => datasets.auditSplits(clicked, selected)),
    chooseClassScope: () => run((datasets) => datasets.chooseScope()),
    sortClasses: () => run((datasets) => datasets.sortClasses()),
    isolateClass: (row?: unknown) => run((datasets) => datasets.isolate(row)),
    classColours: (clicked?: unknown) => run((datasets) => datasets.classColours(clicked)),
    imagesWithMost: (row?: unknown) => run((datasets) => datasets.images(row, 'most')),
    imagesWithLeast: (row?: unknown) => run((datasets) => datasets.images(row, 'least')),
    imagesWithout: (row?: unknown) => run((datasets) => datasets.images(row, 'none')),
    revealDatasetFinding: (node?: unknown) => run((datasets) => datasets.revealFinding(node)),
    fixDatasetFinding: (given?: unknown) => run((datasets) => datasets.fixFinding(given)),
    showFindingsInGallery: (given?: unknown) => run((datasets) => datasets.showFindingsInGallery(given)),
    openFileOfDataset: (row?: unknown) => run((datasets) => datasets.openFile(row)),
    openOriginalOfDataset: (row?: unknown) => run((datasets) => datasets.openOriginal(row)),
    showMoreOfDataset: (row?: unknown) => run((datasets) => datasets.showMore(row)),
  };
  const restored = (['report', 'gallery'] as const).map((kind) =>
    vscode.window.registerWebviewPanelSerializer(`maskscope.${kind}`, {
      deserializeWebviewPanel: async (panel, state) => {
        await run((datasets) => datasets.restorePage(kind, panel, state));
      },
    }),
  );
  return [
    vscode.commands.registerCommand(DATASET_ORIGINAL, async (mask: vscode.Uri) => (await loaded)?.originalOf(mask)),
    ...all,
    ...restored,
    ...looked.map((view) => view.onDidChangeVisibility(look)),
    pairs.onDidRestore((panel) => {
      if (context.workspaceState.get(RUNNING_REVIEW) !== undefined)
        void run((datasets) => datasets.resumeReview(panel));
    }),
    { dispose: () => void loaded?.then((one) => one.dispose()) },
    ...Object.entries(commands).map(([name, command]) => vscode.commands.registerCommand(`maskscope.${name}`, command)),
  ];
}
