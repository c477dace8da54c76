import { recogniseKind } from '../mask/kind.ts';
import type { MaskKind } from '../mask/mask.ts';
import type { ListedFile } from './listedFile.ts';

/** What a layout takes a file for. */
export interface Claim {
  readonly path: string;
  readonly role: 'original' | 'mask' | AsideRole;
  /** The folders above what the layout knows. What all files share of them is no part of names. */
  readonly place: readonly string[];
  /** The parts that, behind the place, name the pair: files with the same of both are one pair. */
  readonly parts: readonly string[];
  readonly split: string | null;
  /** What ids mean in a mask; semantic for files that are none. */
  readonly kind: MaskKind;
  /** Of several files of one role and name the one with the least rank is taken. */
  readonly rank: number;
}

/** Files that stand beside a mask and are none: drawings of its ids in colour, and what a sensor measured. */
export type AsideRole = 'colours' | 'measurement';

/** A layout's view of a listing: the claimed files. What it does not claim belongs to no pair. */
export type LayoutReader = (files: readonly ListedFile[]) => Claim[];

/**
 * What ids mean in a mask, as far as its path tells. Depth and colour are not known from a name; where the name of its
 * folder is clear, those that such files have are assumed.
 *
 * @param path in the dataset
 */
export function kindByPath(path: string): MaskKind {
  const parent = path.split('/').at(-2) ?? '';
  // KITTI, Mapillary and MOTS write them in 16 bits; the challenge of ADE20K in colours.
  const bitDepth = /^instances?$/i.test(parent) ? 16 : undefined;
  const isColour = path.includes('annotations_instance/') ? true : undefined;
  return recogniseKind({ path, bitDepth, isColour }).kind;
}
