import { isAbsolute, relative } from 'node:path';
import * as vscode from 'vscode';
import { fillTemplate } from '../../core/png/errors.ts';
import type { ChannelStatistics } from '../../core/report/channels.ts';
import { reportCsv, reportJson } from '../../core/report/reportData.ts';
import { ReportContext, reportDocument, type ReportFacts, type ReportView } from '../../core/report/reportDocument.ts';
import { reportHtml } from '../../core/report/reportHtml.ts';
import { REPORT_STRINGS } from '../../core/report/reportStrings.ts';
import { atomicWrite } from '../../platform/atomicWrite.ts';
import type { DatasetScope } from '../../jobs/dataset/datasetMessages.ts';
import type { Dataset } from '../dataset/dataset.ts';
import { classMapName } from '../dataset/datasetTexts.ts';
import { translated } from '../page/pageHtml.ts';

export interface ExportOptions {
  readonly split: string | null;
  readonly view: ReportView;
  readonly channels: ChannelStatistics | null;
}

const WHOLE: DatasetScope = { kind: 'all' };

/** What the report of a dataset or a split is made of. */
export async function reportFacts(
  dataset: Dataset,
  split: string | null,
  channels: ChannelStatistics | null,
): Promise<ReportFacts> {
  const whole = await dataset.ask('statistics', { scope: WHOLE });
  const statistics = split === null ? whole : await dataset.ask('statistics', { scope: { kind: 'split', split } });
  return {
    ...{ name: folderName(dataset), classMap: classMapOf(dataset) },
    ...{ split, statistics, whole, channels },
  };
}

/** Its path in the dataset, or what its preset is called: what is exported tells nothing of this machine. */
function classMapOf({ overview }: Dataset): string | null {
  const source = overview?.classMap ?? null;
  if (overview === null || source === null) return null;
  const path = relative(overview.root, source);
  return isAbsolute(source) && !path.startsWith('..') ? path.replaceAll('\\', '/') : classMapName(source);
}

/** Names of the splits of a scanned dataset. */
export function splitsOf(dataset: Dataset): string[] {
  return dataset.overview?.splits.map(({ split }) => split) ?? [];
}

/** Asks where to, and writes the report there: what the file's name ends in says as what. */
export async function exportReport(dataset: Dataset, { split, view, channels }: ExportOptions): Promise<void> {
  const facts = await reportFacts(dataset, split, channels);
  const name = `${facts.name}${split === null ? '' : `-${split}`}-report.html`;
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(dataset.folder, '..', name.replace(/[\\/:*?"<>|]/g, '-')),
    title: vscode.l10n.t('Export Report'),
    filters: { HTML: ['html'], CSV: ['csv'], JSON: ['json'] },
  });
  if (target === undefined) return;
  await writeFile(target, reportText(facts, view, target.path));
  const show = vscode.l10n.t('Open');
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t('The report was written to {0}.', vscode.workspace.asRelativePath(target)),
    show,
  );
  if (chosen !== show) return;
  // A browser shows and prints HTML, if it runs where the file lies; the other two are texts.
  const isHere = vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined;
  if (isHere && /\.html?$/i.test(target.path)) await vscode.env.openExternal(target);
  else await vscode.window.showTextDocument(target);
}

function reportText(facts: ReportFacts, view: ReportView, path: string): string {
  if (/\.csv$/i.test(path)) return reportCsv(facts);
  if (/\.json$/i.test(path)) return reportJson(facts);
  const strings = translated(REPORT_STRINGS);
  const { language } = vscode.env;
  const report = reportDocument(new ReportContext(facts, view, strings, language));
  return reportHtml(report, language, (title) => fillTemplate(strings.table, { title }));
}

/** Writes a text where a dialog was answered, which asks before it replaces a file. */
export async function writeFile(target: vscode.Uri, text: string): Promise<void> {
  const bytes = new TextEncoder().encode(text);
  if (target.scheme === 'file') await atomicWrite(target.fsPath, bytes);
  else await vscode.workspace.fs.writeFile(target, bytes);
}

/** The last part of a dataset's path. */
export function folderName({ folder }: Dataset): string {
  return (
    folder.path
      .split('/')
      .filter((part) => part !== '')
      .at(-1) ?? folder.path
  );
}
