import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import { ALL_PAIRS, type PairRow } from '../../core/dataset/pairTable.ts';
import type { PairFilter } from '../../jobs/dataset/datasetMessages.ts';
import { maskViewOf } from '../mask/maskViews.ts';
import { numberText } from '../page/numberText.ts';
import type { Dataset } from './dataset.ts';
import type { ListedPart, TreeRow } from './rowTree.ts';

/** A file of a dataset, for commands: what is opened, and the original beside a mask. */
export interface FileAbout {
  readonly dataset: Dataset;
  /** In the dataset, or absolute. */
  readonly path: string;
  readonly original: string | null;
}

/** All pairs, in the form that travels. */
export const EVERY_PAIR: PairFilter = { ...ALL_PAIRS, among: null };

/** The first pairs of a dataset that a filter finds. */
export async function pairRows(dataset: Dataset, filter: PairFilter, count: number): Promise<ListedPart> {
  const { total, rows } = await dataset.ask('pairs', { filter, from: 0, count });
  return { total, rows: rows.map((row) => pairRow(dataset, row)) };
}

function pairRow(dataset: Dataset, row: PairRow): TreeRow<FileAbout> {
  const { name, original, mask, others } = row.pair;
  const path = mask ?? others[0]?.path ?? original ?? '';
  return {
    label: name,
    description: pairState(row),
    icon: row.state === 'broken' ? BROKEN : PICTURE,
    context: original !== null && path !== original ? 'maskWithOriginal' : 'file',
    command: 'maskscope.openFileOfDataset',
    about: { dataset, path, original },
  };
}

/** What there is to say of a pair beside its name: its size, or what it lacks. */
export function pairState({ pair, state, width, height }: PairRow): string {
  if (state === 'broken') return vscode.l10n.t('cannot be read');
  if (pair.mask === null && pair.others.length === 0) return vscode.l10n.t('no mask');
  const size = width === 0 ? '' : `${numberText(width)} × ${numberText(height)}`;
  const lacking = pair.original === null ? [vscode.l10n.t('no original')] : [];
  return [size, ...lacking].filter((text) => text !== '').join(' · ');
}

/** A file by its path in the dataset. */
export function fileRow(dataset: Dataset, path: string): TreeRow<FileAbout> {
  return {
    label: path,
    icon: PICTURE,
    context: 'file',
    command: 'maskscope.openFileOfDataset',
    about: { dataset, path, original: null },
  };
}

/** Opens a file of a dataset; a mask in the mask editor. */
export async function openFile(
  { dataset, path }: { readonly dataset: Pick<Dataset, 'folder'>; readonly path: string },
  isMask: boolean,
): Promise<void> {
  const uri = isAbsolute(path) ? vscode.Uri.file(path) : vscode.Uri.joinPath(dataset.folder, path);
  if (isMask && /\.png$/i.test(path))
    await vscode.commands.executeCommand('vscode.openWith', uri, maskViewOf(uri.path));
  else await vscode.commands.executeCommand('vscode.open', uri);
}

const PICTURE = new vscode.ThemeIcon('file-media');
const BROKEN = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
