import { basename, dirname, extname, join } from 'node:path';
import * as vscode from 'vscode';
import { BACK } from '../batch/batchSteps.ts';
import type { StepUi } from '../batch/stepUi.ts';
import { EXPORT_VIEW, mayBeExport } from '../labelbox/exportViews.ts';
import { menuFiles } from '../mask/menuFiles.ts';
import type { DownloadOrder } from './downloadTask.ts';

const CHOICES: Readonly<Record<string, DownloadOrder['choice']>> = {
  both: { originals: true, masks: true },
  originals: { originals: true, masks: false },
  masks: { originals: false, masks: true },
};

/** The exports that a command is about: those of the menu, else that of the active tab, else one that is asked for. */
export async function exportsToDownload(clicked: unknown, selected: unknown): Promise<vscode.Uri[]> {
  const chosen = menuFiles(clicked, selected)?.filter(({ path }) => mayBeExport(path)) ?? [];
  if (chosen.length > 0) return chosen;
  const file = activeExport() ?? (await pick());
  return file === undefined ? [] : [file];
}

/** Asks what of an export to download, and where to; undefined where the user gave up. */
export async function askDownload(ui: StepUi, file: vscode.Uri): Promise<Omit<DownloadOrder, 'id'> | undefined> {
  if (file.scheme !== 'file') {
    void vscode.window.showErrorMessage(
      vscode.l10n.t('Downloads need an export on disk; this one is in a virtual file system.'),
    );
    return undefined;
  }
  const exportPath = file.fsPath;
  const title = vscode.l10n.t('Download Images and Masks of {0}', basename(exportPath));
  for (let what = 'both'; ;) {
    const chosen = await ui.pick({
      ...{ title, place: { number: 1, total: 2 }, canGoBack: false, active: what },
      placeholder: vscode.l10n.t('What to download? What is there already is not fetched again.'),
      items: [
        { value: 'both', label: vscode.l10n.t('Images and Masks') },
        { value: 'originals', label: vscode.l10n.t('Images') },
        { value: 'masks', label: vscode.l10n.t('Masks') },
      ],
    });
    if (chosen === undefined || chosen === BACK) return undefined;
    what = chosen;
    const folder = await askFolder(ui, title, exportPath);
    if (folder === undefined) return undefined;
    const choice = CHOICES[what];
    if (folder !== BACK && choice !== undefined) return { exportPath, folder, choice };
  }
}

async function askFolder(ui: StepUi, title: string, exportPath: string): Promise<string | typeof BACK | undefined> {
  const beside = dirname(exportPath);
  const own = join(beside, basename(exportPath, extname(exportPath)));
  for (;;) {
    const picked = await ui.pick({
      ...{ title, place: { number: 2, total: 2 }, canGoBack: true, active: own },
      placeholder: vscode.l10n.t('Where to? Images go to originals, masks to masks in it.'),
      items: [
        { value: own, label: vscode.workspace.asRelativePath(own), detail: vscode.l10n.t('A folder of its own') },
        { value: beside, label: vscode.workspace.asRelativePath(beside), detail: vscode.l10n.t('Beside the export') },
        { label: '' },
        { value: 'open', label: vscode.l10n.t('Choose a Folder…') },
      ],
    });
    if (picked !== 'open') return picked;
    const [found] = await ui.open({ title, folder: beside, what: 'folder' });
    if (found !== undefined) return found;
  }
}

/** The export of the active tab. */
function activeExport(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputCustom && input.viewType === EXPORT_VIEW) return input.uri;
  return input instanceof vscode.TabInputText && mayBeExport(input.uri.path) ? input.uri : undefined;
}

async function pick(): Promise<vscode.Uri | undefined> {
  const title = vscode.l10n.t('Download Images and Masks of a Labelbox Export');
  const filters = { Labelbox: ['json', 'ndjson', 'jsonl', 'csv', 'tsv'] };
  return (await vscode.window.showOpenDialog({ title, filters }))?.[0];
}
