import type { Dataset } from './dataset.ts';
import type { TreeRow } from './rowTree.ts';

/** The dataset of a row: its own, or that which its file is of. */
export function datasetOfRow(row: unknown): Dataset | null {
  const about = row === undefined || row === null ? undefined : (row as TreeRow).about;
  if (isDataset(about)) return about;
  const of = typeof about === 'object' && about !== null && 'dataset' in about ? about.dataset : undefined;
  return isDataset(of) ? of : null;
}

function isDataset(about: unknown): about is Dataset {
  return typeof about === 'object' && about !== null && 'scan' in about;
}
