// Loaded with the first comparison.
import * as vscode from 'vscode';
import type { CompareRequest } from '../../jobs/compare/compareTypes.ts';
import type { MasksState } from '../../protocol/compare.ts';
import { WINDOW_UI } from '../batch/stepUi.ts';
import { ANY_PNG_VIEW, MASK_VIEW } from '../mask/maskViews.ts';
import { isPng, menuFiles } from '../mask/menuFiles.ts';
import { askFolders } from './folderQuestions.ts';
import { FOLDERS_VIEW, FoldersPanel } from './foldersPanel.ts';
import { chooseGitVersion } from './gitVersions.ts';
import { MASKS_VIEW, MasksPanel, type ComparedFile, type CompareServices } from './masksPanel.ts';
import { readRules } from './readRules.ts';

export type CompareCommand = 'compareMasks' | 'compareWithGit' | 'compareFolders';

/**
 * Compares two masks, a mask with its version in Git, or two folders of masks.
 *
 * @param clicked, selected what a menu gives
 * @param shown the mask that is looked at; undefined where there is none
 */
export async function compare(
  services: CompareServices,
  command: CompareCommand,
  clicked: unknown,
  selected: unknown,
  shown: vscode.Uri | undefined,
): Promise<void> {
  const given = menuFiles(clicked, selected);
  if (command === 'compareFolders') {
    const answers = await askFolders(WINDOW_UI, given ?? []);
    if (answers !== undefined) new FoldersPanel(services, answers);
    return;
  }
  const pngs = given?.filter(isPng);
  if (pngs?.length === 0) return tell(vscode.l10n.t('None of the selected files is a PNG.'));
  if (pngs !== undefined && pngs.length > (command === 'compareMasks' ? 2 : 1)) {
    const [two, one] = [vscode.l10n.t('Select two masks to compare.'), vscode.l10n.t('Select one mask.')];
    return tell(command === 'compareMasks' ? two : one);
  }
  const first = pngs?.[0] ?? shown ?? (await pickFile(vscode.l10n.t('Which mask is the truth?')));
  if (first === undefined) return;
  if (command === 'compareWithGit') {
    const version = await chooseGitVersion(first);
    if (version !== undefined) new MasksPanel(services, version, fileOf(first));
    return;
  }
  const second = pngs?.[1] ?? (await otherMask(first));
  if (second !== undefined) new MasksPanel(services, fileOf(first), fileOf(second));
}

/** Fills a tab that an earlier window left; one that left nothing to fill it with is closed. */
export async function restore(services: CompareServices, panel: vscode.WebviewPanel, state: unknown): Promise<void> {
  if (panel.viewType === MASKS_VIEW) {
    const { files, rules = null } = (state ?? {}) as Partial<MasksState>;
    const [truth, prediction] = files?.map(({ uri, label }) => ({ uri: vscode.Uri.parse(uri, true), label })) ?? [];
    const read = rules === null ? null : await readRules(rules);
    if (truth !== undefined && prediction !== undefined) new MasksPanel(services, truth, prediction, read, panel);
    else panel.dispose();
    return;
  }
  const request = (state ?? {}) as Partial<CompareRequest>;
  const { truth, prediction, classMap = null, voidIds = null, isBoundary = false } = request;
  if (panel.viewType === FOLDERS_VIEW && truth !== undefined && prediction !== undefined) {
    new FoldersPanel(services, { truth, prediction, classMap, voidIds, isBoundary }, panel);
  } else panel.dispose();
}

/** An open mask, or a file that the user chooses. */
async function otherMask(first: vscode.Uri): Promise<vscode.Uri | undefined> {
  const open = vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs.map(({ input }) => input))
    .flatMap((input) =>
      input instanceof vscode.TabInputCustom && [MASK_VIEW, ANY_PNG_VIEW].includes(input.viewType) ? [input.uri] : [],
    );
  const others = new Map(open.map((uri) => [uri.toString(), uri]));
  others.delete(first.toString());
  const title = vscode.l10n.t('Compare {0} with', nameOf(first));
  if (others.size === 0) return pickFile(title);
  const items: (vscode.QuickPickItem & { readonly uri?: vscode.Uri })[] = [
    ...[...others.values()].map((uri) => ({ label: nameOf(uri), description: placeOf(uri), uri })),
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    { label: vscode.l10n.t('Choose a File…') },
  ];
  const picked = await vscode.window.showQuickPick(items, { title, matchOnDescription: true });
  return picked === undefined ? undefined : (picked.uri ?? pickFile(title));
}

async function pickFile(title: string): Promise<vscode.Uri | undefined> {
  return (await vscode.window.showOpenDialog({ title, filters: { PNG: ['png'] } }))?.[0];
}

function fileOf(uri: vscode.Uri): ComparedFile {
  return { uri, label: placeOf(uri) };
}

function nameOf({ path }: vscode.Uri): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function placeOf(uri: vscode.Uri): string {
  return vscode.workspace.asRelativePath(uri);
}

function tell(message: string): void {
  void vscode.window.showInformationMessage(message);
}
