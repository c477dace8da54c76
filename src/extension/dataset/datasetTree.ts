import { basename, relative } from 'node:path';
import * as vscode from 'vscode';
import type { DatasetStatistics, PaletteCount, SizeCount } from '../../core/dataset/statistics.ts';
import { isPresetName } from '../../core/formats/presets/presets.ts';
import type { DatasetOverview, FileGroup } from '../../jobs/dataset/datasetMessages.ts';
import { numberText } from '../page/numberText.ts';
import { pairsText } from './countTexts.ts';
import type { Dataset } from './dataset.ts';
import type { Datasets } from './datasets.ts';
import { classMapName, layoutName, momentText } from './datasetTexts.ts';
import { EVERY_PAIR, fileRow, pairRows, type FileAbout } from './pairRows.ts';
import { RowTree, type TreeRow } from './rowTree.ts';
import { swatch } from './swatch.ts';

/** Sizes and palettes that are listed. */
const MOST_KINDS = 200;

/** The open datasets, and what each of them is made of. */
export class DatasetTree extends RowTree {
  readonly #datasets: Datasets;

  constructor(datasets: Datasets) {
    super(() => Promise.resolve(datasets.all.map((dataset) => this.#rootOf(dataset))));
    this.#datasets = datasets;
  }

  #rootOf(dataset: Dataset): TreeRow<Dataset> {
    const { folder, overview, problem, isScanning } = dataset;
    const isActive = dataset === this.#datasets.active;
    return {
      label: basename(folder.path),
      description: stateText(dataset),
      sentence: [folder.fsPath, stateText(dataset), ...(isActive ? [vscode.l10n.t('Shown in all views')] : [])].join(
        '\n',
      ),
      icon: isScanning ? SCANNING : problem !== null ? PROBLEM : isActive ? ACTIVE : DATASET,
      id: folder.toString(),
      context: isScanning ? 'dataset.scanning' : 'dataset',
      about: dataset,
      // Whoever looks at another one wants its classes and splits, too.
      ...(isActive ? {} : { command: 'maskscope.showDataset' }),
      ...(problem === null && (overview !== null || isActive)
        ? { children: () => this.#partsOf(dataset), isOpen: isActive }
        : {}),
    };
  }

  async #partsOf(dataset: Dataset): Promise<TreeRow[]> {
    const statistics = await dataset.ask('statistics', { scope: { kind: 'all' } });
    const { overview } = dataset;
    if (overview === null) return [];
    const fileCount = (count: number): string => vscode.l10n.t('{0} files', numberText(count));
    return [
      {
        label: vscode.l10n.t('Layout'),
        description: layoutName(overview.layout),
        icon: new vscode.ThemeIcon('list-tree'),
        command: 'maskscope.scanDataset',
        about: dataset,
      },
      {
        label: vscode.l10n.t('Originals'),
        description: `${fileCount(statistics.originals)} · ${overview.originals ?? ''}`.replace(/ · $/, ''),
        icon: new vscode.ThemeIcon('device-camera'),
      },
      {
        label: vscode.l10n.t('Masks'),
        description: `${fileCount(statistics.masks + statistics.broken)} · ${overview.masks ?? ''}`.replace(/ · $/, ''),
        icon: new vscode.ThemeIcon('symbol-color'),
      },
      classMapRow(dataset, overview),
      {
        label: vscode.l10n.t('Pairs'),
        description: numberText(overview.pairs - overview.withoutMask - overview.withoutOriginal),
        icon: new vscode.ThemeIcon('files'),
        id: `pairs ${dataset.folder.toString()}`,
        children: () =>
          this.listed(`pairs ${dataset.folder.toString()}`, (count) => pairRows(dataset, EVERY_PAIR, count)),
      },
      ...this.#lacking(dataset, overview, statistics),
      ...sizeRows(vscode.l10n.t('Sizes of masks'), statistics.maskSizes),
      ...sizeRows(vscode.l10n.t('Sizes of originals'), statistics.originalSizes),
      ...paletteRows(statistics.palettes),
    ];
  }

  #lacking(dataset: Dataset, overview: DatasetOverview, statistics: DatasetStatistics): TreeRow[] {
    const groups: readonly (readonly [FileGroup, string, number])[] = [
      ['withoutMask', vscode.l10n.t('Originals without a mask'), overview.withoutMask],
      ['withoutOriginal', vscode.l10n.t('Masks without an original'), overview.withoutOriginal],
      ['broken', vscode.l10n.t('Masks that cannot be read'), statistics.broken],
      ['unpaired', vscode.l10n.t('Images of no pair'), overview.unpaired],
    ];
    return groups.flatMap(([group, label, total]) => {
      if (total === 0) return [];
      const id = `${group} ${dataset.folder.toString()}`;
      const children = (): Promise<TreeRow[]> =>
        this.listed(id, async (count) => {
          const { paths, total: all } = await dataset.ask('files', { group, from: 0, count });
          return { total: all, rows: paths.map((path) => fileRow(dataset, path)) };
        });
      return [
        { label, description: numberText(total), icon: group === 'unpaired' ? LEFT_OVER : WARNING, id, children },
      ];
    });
  }
}

/** How things stand with a dataset, in a few words. */
function stateText(dataset: Dataset): string {
  const { progress, overview, problem, scannedAt } = dataset;
  if (dataset.isScanning) {
    if (progress === null) return vscode.l10n.t('scanning');
    return vscode.l10n.t('scanning {0} of {1}', numberText(progress.done), numberText(progress.total));
  }
  if (problem !== null) return problem;
  if (overview === null || scannedAt === null) return vscode.l10n.t('not scanned yet');
  const scanned = overview.isCancelled
    ? vscode.l10n.t('scanned in part at {0}', momentText(scannedAt))
    : vscode.l10n.t('scanned at {0}', momentText(scannedAt));
  return `${pairsText(overview.pairs)} · ${scanned}`;
}

function classMapRow(dataset: Dataset, { root, classMap }: DatasetOverview): TreeRow<FileAbout | Dataset> {
  const row = { label: vscode.l10n.t('Class map'), icon: new vscode.ThemeIcon('tag') };
  if (classMap === null) {
    return { ...row, description: vscode.l10n.t('none'), command: 'maskscope.scanDataset', about: dataset };
  }
  if (isPresetName(classMap)) return { ...row, description: classMapName(classMap) };
  const inside = relative(root, classMap);
  const path = inside.startsWith('..') ? classMap : inside;
  const about: FileAbout = { dataset, path, original: null };
  return { ...row, description: path, context: 'file', command: 'maskscope.openFileOfDataset', about };
}

function sizeRows(label: string, sizes: readonly SizeCount[]): TreeRow[] {
  const [first] = sizes;
  if (first === undefined) return [];
  const text = ({ width, height }: SizeCount): string => `${numberText(width)} × ${numberText(height)}`;
  const icon = new vscode.ThemeIcon('symbol-ruler');
  if (sizes.length === 1) return [{ label, description: text(first), icon }];
  const rows = sizes.slice(0, MOST_KINDS).map((size) => ({
    label: text(size),
    description: vscode.l10n.t('{0} files', numberText(size.count)),
  }));
  return [{ label, description: numberText(sizes.length), icon, children: () => rows }];
}

function paletteRows(palettes: readonly PaletteCount[]): TreeRow[] {
  if (palettes.length === 0) return [];
  const rows = palettes.slice(0, MOST_KINDS).map((one): TreeRow => {
    const colours = one.palette?.split(',').filter((hex) => hex !== '') ?? [];
    return {
      label: paletteName(one.encoding, colours.length),
      description: vscode.l10n.t('{0} masks', numberText(one.masks)),
      ...(colours.length === 0
        ? { icon: swatch(null) }
        : {
            icon: new vscode.ThemeIcon('symbol-color'),
            children: () =>
              colours.map((hex, id) => ({
                label: vscode.l10n.t('id {0}', id),
                description: `#${hex}`,
                icon: swatch(`#${hex.slice(0, 6)}`),
              })),
          }),
    };
  });
  return [
    {
      label: vscode.l10n.t('Palettes'),
      description: numberText(palettes.length),
      icon: new vscode.ThemeIcon('paintcan'),
      children: () => rows,
    },
  ];
}

function paletteName(encoding: PaletteCount['encoding'], entries: number): string {
  if (encoding === 'colour') return vscode.l10n.t('RGB, without a palette');
  if (entries === 0) return vscode.l10n.t('Grey, without a palette');
  return vscode.l10n.t('{0} colours', numberText(entries));
}

const DATASET = new vscode.ThemeIcon('database');
const ACTIVE = new vscode.ThemeIcon('database', new vscode.ThemeColor('charts.blue'));
const SCANNING = new vscode.ThemeIcon('sync~spin');
const PROBLEM = new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
const WARNING = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
const LEFT_OVER = new vscode.ThemeIcon('question');
