import * as vscode from 'vscode';
import type { PairFilter } from '../../jobs/dataset/datasetMessages.ts';
import type { PairRow } from '../../core/dataset/pairTable.ts';
import { numberText } from '../page/numberText.ts';
import { className, shareText } from './datasetTexts.ts';
import type { ClassAbout, ClassScope } from './classesTree.ts';
import { EVERY_PAIR, openFile, pairState } from './pairRows.ts';
import { PAGE } from './rowTree.ts';

/** Which images of a class are looked for. */
export type ImagesOfClass = 'most' | 'least' | 'none';

interface PairItem extends vscode.QuickPickItem {
  /** Absent: the next pairs are wanted. */
  readonly row?: PairRow;
}

/** The pairs that a class is found in most, least or not at all, in that order. */
export function imagesFilter({ key }: Pick<ClassAbout, 'key'>, which: ImagesOfClass, scope: ClassScope): PairFilter {
  return {
    ...EVERY_PAIR,
    ...(which === 'none'
      ? { lacks: [key] }
      : { has: [key], sort: 'pixels' as const, of: key, isDescending: which === 'most' }),
    ...inScope(scope),
  };
}

/** What a filter says where only a split or folder is looked at. */
export function inScope(scope: ClassScope): Pick<PairFilter, 'folder'> & Partial<Pick<PairFilter, 'split'>> {
  return {
    ...(scope.kind === 'split' && { split: scope.split }),
    ...(scope.kind === 'folder' && { folder: scope.path }),
  };
}

/** Lists the images with most or least of a class, or those without it; the one that is picked is opened. */
export async function pickImage(about: ClassAbout, which: ImagesOfClass, scope: ClassScope): Promise<void> {
  const { dataset, key } = about;
  const picker = vscode.window.createQuickPick<PairItem>();
  picker.title = titleOf(className(about), which);
  picker.placeholder = vscode.l10n.t('Choose an image to open its mask');
  picker.matchOnDescription = true;
  picker.busy = true;
  const filter = imagesFilter(about, which, scope);
  let shown: PairItem[] = [];
  const add = async (): Promise<void> => {
    picker.busy = true;
    const { total, rows } = await dataset.ask('pairs', { filter, from: shown.length, count: PAGE });
    const first = shown.length;
    shown = [...shown, ...rows.map((row): PairItem => ({ label: row.pair.name, description: textOf(row), row }))];
    const left = total - shown.length;
    const label = vscode.l10n.t('Show {0} more', numberText(Math.min(left, PAGE)));
    picker.items =
      left > 0 ? [...shown, { label, iconPath: new vscode.ThemeIcon('ellipsis'), alwaysShow: true }] : shown;
    if (total === 0) picker.placeholder = vscode.l10n.t('There are none.');
    picker.activeItems = picker.items.slice(first, first + 1);
    picker.busy = false;
  };
  const textOf = (row: PairRow): string => {
    const part = row.parts.find((one) => one.key === key);
    if (part === undefined) return pairState(row);
    return [
      shareText(part.pixels, row.width * row.height),
      vscode.l10n.t('{0} pixels', numberText(part.pixels)),
      vscode.l10n.t('{0} regions', numberText(part.regions)),
    ].join(' · ');
  };
  const picked = new Promise<PairRow | null>((resolve, reject) => {
    picker.onDidAccept(() => {
      const [item] = picker.selectedItems;
      if (item?.row !== undefined) return resolve(item.row);
      if (item !== undefined) add().catch(reject);
    });
    picker.onDidHide(() => resolve(null));
    picker.show();
    add().catch(reject);
  });
  try {
    const row = await picked;
    const path = row?.pair.mask ?? null;
    if (path !== null) await openFile({ dataset, path }, true);
  } finally {
    picker.dispose();
  }
}

function titleOf(name: string, which: ImagesOfClass): string {
  switch (which) {
    case 'most':
      return vscode.l10n.t('Images with most of {0}', name);
    case 'least':
      return vscode.l10n.t('Images with least of {0}', name);
    case 'none':
      return vscode.l10n.t('Images without {0}', name);
  }
}
