import { finished, type Steps } from '../steps.ts';
import { assemblePairs } from './assemblePairs.ts';
import { fitOf, groupClaims, type ClaimGroup, type Fit } from './claimGroups.ts';
import type { LayoutReader } from './claims.ts';
import { classMapPaths, splitListFiles } from './listFiles.ts';
import { isImage, listedFiles, type ListedFile } from './listedFile.ts';
import { readCamvid } from './layouts/camvid.ts';
import { readCityscapes } from './layouts/cityscapes.ts';
import { readDavis } from './layouts/davis.ts';
import { readFolders } from './layouts/folders.ts';
import { readPattern, type LayoutPattern } from './layouts/pattern.ts';
import { readRecipe } from './layouts/recipe.ts';
import { readSuffix } from './layouts/suffix.ts';
import { isCvat, readVoc } from './layouts/voc.ts';
import { mostFrequentPattern } from './namePattern.ts';
import type { DatasetLayout, LayoutKind, Pair } from './pairs.ts';

/** How a dataset may be laid out, for the user to confirm. */
export interface LayoutCandidate {
  readonly kind: LayoutKind;
  /** As {@link DatasetLayout.originals}. */
  readonly originals: string | null;
  /** As {@link DatasetLayout.masks}. */
  readonly masks: string | null;
  /** Originals with at least one mask of any kind. */
  readonly pairs: number;
  /** Of these, those whose masks are all of objects or panoptic. */
  readonly withoutClassMask: number;
  /** Originals without any mask. */
  readonly missingMasks: number;
  /** Masks, by name, without an original. */
  readonly missingOriginals: number;
  /** Images that belong to no pair. */
  readonly unpaired: number;
}

/** What the user says of the layout. */
export interface LayoutOptions {
  /** The way to read it, whatever else fits. */
  readonly kind?: Exclude<LayoutKind, 'pattern'>;
  /** Where originals and masks lie. Goes before {@link kind}. */
  readonly pattern?: LayoutPattern;
}

/** The layouts that are tried, those that ask most of names first. */
const READERS: Readonly<Record<Exclude<LayoutKind, 'pattern'>, LayoutReader>> = {
  cvat: readVoc,
  voc: readVoc,
  cityscapes: readCityscapes,
  davis: readDavis,
  recipe: readRecipe,
  camvid: readCamvid,
  folders: readFolders,
  suffix: readSuffix,
};
type ReadKind = keyof typeof READERS;

/**
 * The layout of a dataset by the names of its files alone: that which {@link layoutCandidates} has first, or the one that
 * the user says. Takes time in proportion to the length of all paths.
 *
 * @param paths of all files in the dataset, parts separated by `/`, in any order
 * @throws PatternError where a pattern cannot be used
 */
export function recogniseLayout(paths: readonly string[], options: LayoutOptions = {}): DatasetLayout {
  return finished(layoutSteps(paths, options));
}

/** {@link recogniseLayout} in a few steps for each layout that is tried. */
export function* layoutSteps(paths: readonly string[], { kind, pattern }: LayoutOptions = {}): Steps<DatasetLayout> {
  const files = listedFiles(paths);
  yield;
  if (pattern !== undefined) return layoutOf('pattern', groupClaims(readPattern(files, pattern)), files);
  if (kind !== undefined) return layoutOf(kind, groupClaims(READERS[kind](files)), files);
  const [best] = yield* readings(files, true);
  yield;
  return layoutOf(best?.kind ?? 'folders', best?.groups ?? [], files);
}

/**
 * All layouts that find anything, the likeliest first: the one with most pairs; of equal ones the one that leaves fewest
 * images over; of equal ones the one that asks most of names.
 *
 * @param paths of all files in the dataset, parts separated by `/`, in any order
 */
export function layoutCandidates(paths: readonly string[]): LayoutCandidate[] {
  const files = listedFiles(paths);
  return finished(readings(files, false)).map(({ kind, groups }) => candidateOf(layoutOf(kind, groups, files)));
}

/** A layout in a few numbers, for the user to confirm. */
export function candidateOf({ kind, originals, masks, pairs, unpaired }: DatasetLayout): LayoutCandidate {
  const isWhole = ({ original, mask, others }: Pair): boolean =>
    original !== null && (mask !== null || others.length > 0);
  const count = (isCounted: (pair: Pair) => boolean): number => pairs.filter(isCounted).length;
  return {
    kind,
    originals,
    masks,
    pairs: count(isWhole),
    withoutClassMask: count((pair) => isWhole(pair) && pair.mask === null),
    missingMasks: count(({ mask, others }) => mask === null && others.length === 0),
    missingOriginals: count(({ original }) => original === null),
    unpaired: unpaired.length,
  };
}

interface Reading {
  readonly kind: ReadKind;
  readonly groups: readonly ClaimGroup[];
  readonly fit: Fit;
}

/**
 * What all layouts claim, the likeliest first.
 *
 * @param isBestEnough no further layout is tried where one has a pair for every image
 */
function* readings(files: readonly ListedFile[], isBestEnough: boolean): Steps<Reading[]> {
  const passedOver = isCvat(files) ? 'voc' : 'cvat';
  const images = files.filter(isImage).length;
  const found: Reading[] = [];
  for (const kind of Object.keys(READERS) as ReadKind[]) {
    if (kind === passedOver) continue;
    const claims = READERS[kind](files);
    if (claims.length === 0) continue;
    yield;
    const groups = groupClaims(claims);
    yield;
    const fit = fitOf(groups, images);
    found.push({ kind, groups, fit });
    if (isBestEnough && fit.isWhole) break;
  }
  return found.sort(({ fit: a }, { fit: b }) => b.pairs - a.pairs || a.unpaired - b.unpaired);
}

function layoutOf(kind: LayoutKind, groups: readonly ClaimGroup[], files: readonly ListedFile[]): DatasetLayout {
  const { pairs, aside, left } = assemblePairs(groups, kind === 'davis');
  const isPaired = new Uint8Array(files.length);
  for (const { claims } of groups) for (const { file } of claims) isPaired[file.index] = 1;
  for (const { index } of left) isPaired[index] = 0;
  const images = files.filter(isImage);
  return {
    kind,
    originals: mostFrequentPattern(pairs, ({ original }) => original),
    masks: mostFrequentPattern(pairs, ({ mask, others }) => mask ?? others[0]?.path ?? null),
    pairs,
    aside,
    unpaired: images.filter(({ index }) => isPaired[index] === 0).map(({ path }) => path),
    listFiles: splitListFiles(files, images),
    classMapFiles: classMapPaths(files),
  };
}
