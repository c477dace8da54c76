import * as vscode from 'vscode';
import type { NamedClass } from '../../core/dataset/classNaming.ts';
import type { DatasetScope } from '../../jobs/dataset/datasetMessages.ts';
import { numberText } from '../page/numberText.ts';
import { imagesText, regionsText } from './countTexts.ts';
import { activeMask } from './activeMask.ts';
import type { Dataset } from './dataset.ts';
import { pathIn, type Datasets } from './datasets.ts';
import { className, keyText, shareText } from './datasetTexts.ts';
import { problemRow } from './problemRow.ts';
import { RowTree, type TreeRow } from './rowTree.ts';
import { swatch } from './swatch.ts';

/** What is counted: pairs of the dataset, or the mask that is looked at. */
export type ClassScope = DatasetScope | { readonly kind: 'mask' };

/** By what classes are ordered. */
export const CLASS_SORTS = ['name', 'id', 'pixels', 'images', 'regions'] as const;
export type ClassSort = (typeof CLASS_SORTS)[number];

/** A class of the tree, for its commands. */
export interface ClassAbout extends NamedClass {
  readonly dataset: Dataset;
  readonly pixels: number;
  readonly regions: number;
  /** Masks that have it; null where a single mask is counted. */
  readonly images: number | null;
}

export interface ClassView {
  readonly scope: ClassScope;
  readonly sort: ClassSort;
}

/** The classes of the active dataset with what is counted of each. */
export class ClassesTree extends RowTree {
  constructor(datasets: Datasets, view: () => ClassView) {
    super(async () => {
      const dataset = datasets.active;
      if (dataset === null) return [];
      if (dataset.problem !== null) return [problemRow(dataset)];
      const { scope, sort } = view();
      const { classes, pixels, masks } = await countsOf(dataset, scope);
      const rows = sortClasses(classes, sort).map((one) => classRow({ ...one, dataset }, pixels, masks));
      return this.listed(dataset.folder.toString(), (count) =>
        Promise.resolve({ total: rows.length, rows: rows.slice(0, count) }),
      );
    });
  }
}

type ClassCounts = Omit<ClassAbout, 'dataset'>;

/** Classes with all their pixels but those of void, and masks; no class where the active editor shows no mask of the dataset. */
async function countsOf(
  dataset: Dataset,
  scope: ClassScope,
): Promise<{ classes: readonly ClassCounts[]; pixels: number; masks: number }> {
  if (scope.kind !== 'mask') {
    const { classes, pixels, voidPixels, counted } = await dataset.ask('statistics', { scope });
    return { classes, pixels: pixels - voidPixels, masks: counted };
  }
  const uri = activeMask();
  const path = uri === null ? null : pathIn(dataset.folder, uri);
  const found = path === null ? null : await dataset.ask('mask', { path });
  if (found === null) return { classes: [], pixels: 0, masks: 0 };
  const pixels = found.classes.reduce((sum, one) => (one.isVoid ? sum : sum + one.pixels), 0);
  return { classes: found.classes.map((one) => ({ ...one, images: null })), pixels, masks: 1 };
}

/** Largest first, names and ids ascending; of equals the one that the class map has first. */
export function sortClasses<T extends ClassCounts>(classes: readonly T[], sort: ClassSort): T[] {
  switch (sort) {
    case 'name':
      return classes.toSorted((a, b) =>
        className(a).localeCompare(className(b), vscode.env.language, { numeric: true }),
      );
    case 'id':
      return classes.toSorted((a, b) => {
        if (typeof a.key === 'number' && typeof b.key === 'number') return a.key - b.key;
        return Number(typeof a.key === 'string') - Number(typeof b.key === 'string');
      });
    default:
      return classes.toSorted((a, b) => (b[sort] ?? 0) - (a[sort] ?? 0));
  }
}

function classRow(about: ClassAbout, pixels: number, masks: number): TreeRow<ClassAbout> {
  const { key, name, colour, isVoid, images, regions } = about;
  // Training ignores void, so that it has no part in what is to be balanced.
  const share = isVoid ? [] : [shareText(about.pixels, pixels)];
  const pixelText = numberText(about.pixels);
  const counts = [...(images === null ? [] : [imagesText(images)]), regionsText(regions)];
  const label = className(about);
  const sentence = [
    [label, ...(name === null ? [] : [keyText(key)]), ...(isVoid ? [vscode.l10n.t('void')] : [])].join(', '),
    [...share, vscode.l10n.t('{0} pixels', pixelText)].join(', '),
    ...(images === null ? [] : [`${counts[0] ?? ''} (${shareText(images, masks)})`]),
    counts.at(-1) ?? '',
    ...(colour === null ? [] : [colour]),
  ];
  return {
    label,
    description: [...share, vscode.l10n.t('{0} px', pixelText), ...counts].join(' · '),
    sentence: sentence.join('\n'),
    icon: swatch(colour, isVoid),
    id: `class ${about.dataset.folder.toString()} ${key}`,
    context: images === null ? 'classOfMask' : 'class',
    command: 'maskscope.isolateClass',
    about,
  };
}
