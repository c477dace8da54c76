import * as vscode from 'vscode';
import type { ClassKey } from '../../core/dataset/classNaming.ts';
import type { ClassStatistics, SplitStatistics } from '../../core/dataset/statistics.ts';
import type { ListOverview } from '../../jobs/dataset/datasetMessages.ts';
import { numberText } from '../page/numberText.ts';
import { pairsText } from './countTexts.ts';
import type { Dataset } from './dataset.ts';
import type { Datasets } from './datasets.ts';
import { className, shareText } from './datasetTexts.ts';
import { EVERY_PAIR, pairRows, type FileAbout } from './pairRows.ts';
import { problemRow } from './problemRow.ts';
import { RowTree, type TreeRow } from './rowTree.ts';
import { swatch } from './swatch.ts';

/** A split of a dataset, for commands. */
export interface SplitAbout {
  readonly dataset: Dataset;
  readonly split: string;
}

/** The splits of the active dataset: their lists, how their classes are balanced, and their pairs. */
export class SplitsTree extends RowTree {
  constructor(datasets: Datasets) {
    super(async () => {
      const dataset = datasets.active;
      if (dataset === null) return [];
      return dataset.problem === null ? this.#rootsOf(dataset) : [problemRow(dataset)];
    });
  }

  async #rootsOf(dataset: Dataset): Promise<TreeRow[]> {
    const { splits, classes, pairs } = await dataset.ask('statistics', { scope: { kind: 'all' } });
    const lists = dataset.overview?.lists ?? [];
    const rows = splits.map((split): TreeRow => {
      const id = `${split.split} ${dataset.folder.toString()}`;
      return {
        label: split.split,
        description: `${pairsText(split.pairs)} · ${shareText(split.pairs, pairs)}`,
        icon: new vscode.ThemeIcon('split-horizontal'),
        id,
        context: 'split',
        about: { dataset, split: split.split } satisfies SplitAbout,
        children: () => [
          ...lists.filter((list) => list.split === split.split).map((list) => listRow(dataset, list)),
          balanceRow(id, split, classes),
          this.#pairsRow(dataset, vscode.l10n.t('Pairs'), split.split, split.pairs),
        ],
      };
    });
    if (rows.length === 0) {
      const icon = new vscode.ThemeIcon('info');
      const description = vscode.l10n.t('Generate Splits');
      return [
        {
          ...{ label: vscode.l10n.t('No split lists'), description, icon },
          ...{ command: 'maskscope.generateSplits', about: dataset },
        },
      ];
    }
    if (lists.length === 0) return rows;
    const { total } = await dataset.ask('pairs', { filter: { ...EVERY_PAIR, split: '' }, from: 0, count: 0 });
    return total === 0 ? rows : [...rows, this.#pairsRow(dataset, vscode.l10n.t('In no list'), '', total)];
  }

  /** @param split empty: pairs that no list has */
  #pairsRow(dataset: Dataset, label: string, split: string, pairs: number): TreeRow {
    const id = `pairs of ${split} ${dataset.folder.toString()}`;
    return {
      label,
      description: numberText(pairs),
      icon: new vscode.ThemeIcon(split === '' ? 'question' : 'files'),
      id,
      children: () => this.listed(id, (count) => pairRows(dataset, { ...EVERY_PAIR, split }, count)),
    };
  }
}

function listRow(dataset: Dataset, { path, entries, absent }: ListOverview): TreeRow<FileAbout> {
  const texts = [
    vscode.l10n.t('{0} entries', numberText(entries)),
    ...(absent === 0 ? [] : [vscode.l10n.t('{0} without a file', numberText(absent))]),
  ];
  return {
    label: path,
    description: texts.join(' · '),
    icon: absent === 0 ? LIST : WARNING,
    context: 'list',
    command: 'maskscope.openFileOfDataset',
    about: { dataset, path, original: null },
  };
}

/** Each class's share of the pixels of the split, beside its share of all; void counts nowhere. */
function balanceRow(id: string, { classes, masks }: SplitStatistics, every: readonly ClassStatistics[]): TreeRow {
  const counts = new Map<ClassKey, { readonly pixels: number; readonly images: number }>(classes);
  const all = every.filter(({ pixels, isVoid }) => pixels > 0 && !isVoid);
  const own = all.reduce((sum, { key }) => sum + (counts.get(key)?.pixels ?? 0), 0);
  const whole = all.reduce((sum, { pixels }) => sum + pixels, 0);
  const rows = all.map((one): TreeRow => {
    const { pixels, images } = counts.get(one.key) ?? { pixels: 0, images: 0 };
    const shares = { 0: shareText(pixels, own), 1: shareText(one.pixels, whole) };
    const inImages = vscode.l10n.t('{0} of {1} images', numberText(images), numberText(masks));
    return {
      label: className(one),
      description: `${vscode.l10n.t('{0} (all: {1})', shares)} · ${inImages}`,
      icon: pixels === 0 ? WARNING : swatch(one.colour),
    };
  });
  const missing = all.filter(({ key }) => !counts.has(key)).length;
  return {
    label: vscode.l10n.t('Class balance'),
    description:
      missing === 0
        ? vscode.l10n.t('{0} classes', numberText(rows.length))
        : vscode.l10n.t('{0} classes missing', numberText(missing)),
    icon: missing === 0 ? new vscode.ThemeIcon('graph') : WARNING,
    id: `balance of ${id}`,
    children: () => rows,
  };
}

const LIST = new vscode.ThemeIcon('list-unordered');
const WARNING = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
