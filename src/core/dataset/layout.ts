import { assemblePairs, type Assembled } from './assemblePairs.ts';
import type { Claim, LayoutReader } from './claims.ts';
import { classMapPaths, splitListFiles } from './listFiles.ts';
import { isImage, listedFiles, sortedByCodePoint, type ListedFile } from './listedFile.ts';
import { readCamvid } from './layouts/camvid.ts';
import { readCityscapes } from './layouts/cityscapes.ts';
import { readDavis } from './layouts/davis.ts';
import { readFolders } from './layouts/folders.ts';
import { readPattern, type LayoutPattern } from './layouts/pattern.ts';
import { readRecipe } from './layouts/recipe.ts';
import { readSuffix } from './layouts/suffix.ts';
import { isCvat, readVoc } from './layouts/voc.ts';
import { mostFrequentPattern } from './namePattern.ts';
import type { DatasetLayout, LayoutKind } from './pairs.ts';

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
 * the user says.
 *
 * @param paths of all files in the dataset, parts separated by `/`, in any order
 * @throws PatternError where a pattern cannot be used
 */
export function recogniseLayout(paths: readonly string[], { kind, pattern }: LayoutOptions = {}): DatasetLayout {
  const files = listedFiles(paths);
  if (pattern !== undefined) return layoutOf(files, reading('pattern', files, readPattern(files, pattern)));
  if (kind !== undefined) return layoutOf(files, reading(kind, files, READERS[kind](files)));
  const [best] = readings(files);
  return layoutOf(files, best ?? reading('folders', files, []));
}

/**
 * All layouts that find anything, the likeliest first: the one with most pairs; of equal ones the one that leaves fewest
 * images over; of equal ones the one that asks most of names.
 *
 * @param paths of all files in the dataset, parts separated by `/`, in any order
 */
export function layoutCandidates(paths: readonly string[]): LayoutCandidate[] {
  return readings(listedFiles(paths)).map(({ candidate }) => candidate);
}

interface Reading {
  readonly assembled: Assembled;
  readonly unpaired: readonly string[];
  readonly candidate: LayoutCandidate;
}

function readings(files: readonly ListedFile[]): Reading[] {
  const cvat = isCvat(files);
  const kinds = (Object.keys(READERS) as ReadKind[]).filter((kind) => kind !== (cvat ? 'voc' : 'cvat'));
  return kinds
    .map((kind) => ({ kind, claims: READERS[kind](files) }))
    .filter(({ claims }) => claims.length > 0)
    .map(({ kind, claims }) => reading(kind, files, claims))
    .sort(({ candidate: a }, { candidate: b }) => b.pairs - a.pairs || a.unpaired - b.unpaired);
}

function reading(kind: LayoutKind, files: readonly ListedFile[], claims: readonly Claim[]): Reading {
  const assembled = assemblePairs(inOrder(claims), kind === 'davis');
  const { pairs } = assembled;
  const claimed = new Set(claims.map(({ path }) => path));
  const unclaimed = files.filter((file) => isImage(file) && !claimed.has(file.path)).map(({ path }) => path);
  const unpaired = sortedByCodePoint([...unclaimed, ...assembled.left]);
  const whole = pairs.filter(({ original, mask, others }) => original !== null && (mask ?? others[0]) !== undefined);
  const candidate = {
    kind,
    originals: mostFrequentPattern(pairs, ({ original }) => original),
    masks: mostFrequentPattern(pairs, ({ mask, others }) => mask ?? others[0]?.path ?? null),
    pairs: whole.length,
    withoutClassMask: whole.filter(({ mask }) => mask === null).length,
    missingMasks: pairs.filter(({ mask, others }) => mask === null && others.length === 0).length,
    missingOriginals: pairs.filter(({ original }) => original === null).length,
    unpaired: unpaired.length,
  };
  return { assembled, unpaired, candidate };
}

function inOrder(claims: readonly Claim[]): readonly Claim[] {
  const byPath = new Map(claims.map((claim) => [claim.path, claim]));
  return sortedByCodePoint([...byPath.keys()]).map((path) => byPath.get(path) as Claim);
}

function layoutOf(files: readonly ListedFile[], { assembled, unpaired, candidate }: Reading): DatasetLayout {
  const stems = new Set(files.filter(isImage).map(({ stem }) => stem));
  const { kind, originals, masks } = candidate;
  return {
    kind,
    originals,
    masks,
    pairs: assembled.pairs,
    aside: assembled.aside.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    unpaired,
    listFiles: splitListFiles(files, stems),
    classMapFiles: classMapPaths(files),
  };
}
