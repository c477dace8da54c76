// Loaded when the user compares reports.
import * as vscode from 'vscode';
import { REPORT_SCHEME, reportUri } from './identifyReports.ts';
import { ANY_PNG_VIEW, MASK_VIEW } from './maskViews.ts';
import { isPng, menuFiles } from './menuFiles.ts';

interface ReportItem extends vscode.QuickPickItem {
  /** Undefined for the item that asks for a file. */
  readonly report?: vscode.Uri;
}

/**
 * Shows two identify reports side by side: those of the files that a menu gives; else the active one with the other
 * open one, or with what the user picks. `shown` is the mask to begin with where no report is active. Resolves to
 * `noMask` where there is nothing to begin with; VS Code's own comparison of tabs leaves virtual documents out.
 */
export async function compareReports(
  clicked: unknown,
  selected: unknown,
  shown: vscode.Uri | undefined,
): Promise<'compared' | 'cancelled' | 'noMask'> {
  const given = menuFiles(clicked, selected)?.map(reportOf).filter(isDefined);
  if (given?.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('None of the selected files is a PNG.'));
    return 'cancelled';
  }
  if (given !== undefined && given.length > 2) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Select two masks to compare.'));
    return 'cancelled';
  }
  const open = openReports();
  const active = reportOfTab(vscode.window.tabGroups.activeTabGroup.activeTab);
  const left = given?.[0] ?? active ?? (shown === undefined ? open[0] : reportUri(shown));
  if (left === undefined) return 'noMask';
  const right = given?.[1] ?? (await otherReport(left, open));
  if (right === undefined) return 'cancelled';
  await vscode.commands.executeCommand('vscode.diff', left, right, titleOf(left, right), { preview: false });
  return 'compared';
}

/** The only other open report; where there are more, or masks alone, what the user picks. */
async function otherReport(left: vscode.Uri, open: readonly vscode.Uri[]): Promise<vscode.Uri | undefined> {
  const isReport = new Set(reportTabs().map(String));
  const others = open.filter((uri) => uri.toString() !== left.toString());
  const reports = others.filter((uri) => isReport.has(uri.toString()));
  if (isReport.has(left.toString()) && reports.length === 1) return reports[0];
  const title = vscode.l10n.t('Compare the report of {0} with', nameOf(left));
  if (others.length === 0) return pickFile(title);
  const items: ReportItem[] = [
    ...others.map((report) => ({ label: nameOf(report), description: placeOf(report), report })),
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    { label: vscode.l10n.t('Choose a File…') },
  ];
  const picked = await vscode.window.showQuickPick(items, { title, matchOnDescription: true });
  return picked === undefined ? undefined : (picked.report ?? pickFile(title));
}

async function pickFile(title: string): Promise<vscode.Uri | undefined> {
  const [file] = (await vscode.window.showOpenDialog({ title, filters: { PNG: ['png'] } })) ?? [];
  return file === undefined ? undefined : reportUri(file);
}

/** The reports that are open, and those of the open masks, each once. */
function openReports(): vscode.Uri[] {
  const masks = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(reportOfTab)).filter(isDefined);
  const all = [...reportTabs(), ...masks];
  return [...new Map(all.map((uri) => [uri.toString(), uri])).values()];
}

function reportTabs(): vscode.Uri[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs.map(({ input }) => (input instanceof vscode.TabInputText ? input.uri : undefined)))
    .filter((uri) => uri?.scheme === REPORT_SCHEME)
    .filter(isDefined);
}

function reportOfTab(tab: vscode.Tab | undefined): vscode.Uri | undefined {
  const input = tab?.input;
  if (input instanceof vscode.TabInputText) return input.uri.scheme === REPORT_SCHEME ? input.uri : undefined;
  const isMask = input instanceof vscode.TabInputCustom && [MASK_VIEW, ANY_PNG_VIEW].includes(input.viewType);
  return isMask ? reportUri(input.uri) : undefined;
}

function reportOf(uri: vscode.Uri): vscode.Uri | undefined {
  if (uri.scheme === REPORT_SCHEME) return uri;
  return isPng(uri) ? reportUri(uri) : undefined;
}

/** Masks of one name in two folders are told apart by their paths. */
function titleOf(left: vscode.Uri, right: vscode.Uri): string {
  const name = nameOf(left) === nameOf(right) ? placeOf : nameOf;
  return `${name(left)} ↔ ${name(right)} (identify)`;
}

function nameOf(report: vscode.Uri): string {
  return placeOf(report).split('/').at(-1) ?? '';
}

function placeOf({ path }: vscode.Uri): string {
  return vscode.workspace.asRelativePath(path.replace(/\.identify\.txt$/, ''));
}

function isDefined<T>(value: T | undefined): value is T {
  return value !== undefined;
}
