import * as vscode from 'vscode';
import type { StepUi } from '../batch/stepUi.ts';
import { numberText } from '../page/numberText.ts';
import { ProgressNotification } from '../page/progressNotification.ts';
import { completeStep } from '../walkthrough.ts';
import type { Dataset, DatasetChoice } from './dataset.ts';
import type { Datasets } from './datasets.ts';
import { askScan } from './scanQuestions.ts';

/** The folder that a menu, a row or the user names; undefined where the user gave up or it is on no disk. */
export async function folderToScan(ui: StepUi, clicked: unknown): Promise<vscode.Uri | undefined> {
  const folder = clicked instanceof vscode.Uri ? clicked : await pickFolder(ui);
  if (folder === undefined || folder.scheme === 'file') return folder;
  const message = vscode.l10n.t('Only folders on a disk can be scanned; {0} is in a virtual file system.', folder.path);
  void vscode.window.showWarningMessage(message);
  return undefined;
}

async function pickFolder(ui: StepUi): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const title = vscode.l10n.t('Scan Dataset');
  if (folders.length > 0) {
    const answer = await ui.pick({
      ...{ title, canGoBack: false, placeholder: vscode.l10n.t('Which folder holds the dataset?') },
      items: [
        ...folders.map(({ name, uri }) => ({ value: uri.toString(), label: name, description: uri.path })),
        { value: '', label: vscode.l10n.t('Choose a Folder…') },
      ],
    });
    if (typeof answer !== 'string') return undefined;
    if (answer !== '') return vscode.Uri.parse(answer);
  }
  const [found] = await ui.open({ title, folder: folders[0]?.uri.fsPath ?? '', what: 'folder' });
  return found === undefined ? undefined : vscode.Uri.file(found);
}

/** Asks how a folder is to be read, and scans it; the dataset, or undefined where the user gave up. */
export async function scanFolder(ui: StepUi, datasets: Datasets, folder: vscode.Uri): Promise<Dataset | undefined> {
  const dataset = datasets.prepare(folder);
  let choice: DatasetChoice | undefined;
  try {
    choice = await askScan(ui, dataset, datasets.chosenFor(folder));
  } finally {
    if (choice === undefined) datasets.release(dataset);
  }
  if (choice === undefined) return undefined;
  datasets.open(dataset);
  await scanWithProgress(datasets, dataset, choice);
  return dataset;
}

/** Scans with a notification that counts and cancels; one message at the end. Rejects with a translated message. */
export async function scanWithProgress(datasets: Datasets, dataset: Dataset, choice: DatasetChoice): Promise<void> {
  const name = dataset.folder.path.replace(/^.*\//, '');
  const notification = new ProgressNotification(() => dataset.cancel());
  const subscription = dataset.onDidChange(() => {
    if (dataset.progress !== null) notification.report(dataset.progress);
  });
  notification.begin(vscode.l10n.t('Scanning {0}', name));
  try {
    await datasets.scan(dataset, choice);
  } finally {
    subscription.dispose();
    notification.end();
  }
  void completeStep('maskscope.datasetScanned');
  void tellOutcome(dataset, name);
}

async function tellOutcome(dataset: Dataset, name: string): Promise<void> {
  const { overview } = dataset;
  if (overview === null) return;
  const show = vscode.l10n.t('Show Classes');
  const counts = {
    0: name,
    1: numberText(overview.pairs),
    2: numberText(overview.scanned),
    3: numberText(overview.files),
  };
  const message = overview.isCancelled
    ? vscode.l10n.t('{0}: the scan was stopped after {2} of {3} files. Rescan goes on from there.', counts)
    : vscode.l10n.t('{0}: {1} pairs; {2} of {3} files were new or changed.', counts);
  if ((await vscode.window.showInformationMessage(message, show)) === show) {
    await vscode.commands.executeCommand('maskscope.classes.focus');
  }
}
