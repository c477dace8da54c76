import { basename, dirname, join, relative, sep } from 'node:path';
import { chosenOriginal } from '../../core/dataset/chosenOriginals.ts';
import { layoutSteps } from '../../core/dataset/layout.ts';
import { withoutExtension } from '../../core/dataset/pairIndex.ts';
import type { DatasetFacts, Records } from '../../core/dataset/facts.ts';
import type { FileRecord } from '../../core/dataset/records.ts';
import { classMapFilesAmong } from '../../core/formats/classMapFile.ts';
import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { findDatasetClassMap, presetOf } from '../dataset/datasetClassMap.ts';
import { DatasetProblem } from '../dataset/datasetProblem.ts';
import { listDataset, nothingFound } from '../dataset/listDataset.ts';
import { scanFile } from '../dataset/scanFile.ts';
import { inSlices } from '../timeSlices.ts';
import type { PairFiles, PairsSource } from './pairsTypes.ts';
import { siblingOriginal } from './siblingOriginal.ts';

export interface FoundPairs {
  readonly pairs: readonly PairFiles[];
  /** Names of those whose original or mask is missing. */
  readonly unpaired: readonly string[];
  /** Names that were asked for and are none. */
  readonly unknown: readonly string[];
  /** Masks of the pairs beside those that are worked on, by their paths in the dataset. */
  readonly furtherMasks: readonly string[];
  readonly classMap: DatasetFacts['classMap'];
  /** Class maps that would come before it, if they could be used. */
  readonly unusableMaps: DatasetFacts['unusableMaps'];
  /** Links to folders in the dataset, which are not followed. */
  readonly linked: readonly string[];
}

/**
 * The pairs of a request, by the names of files alone, and the class map that names their classes: the one that is given, or
 * the nearest. A pair without class mask has the first of its others.
 *
 * @param outputRoot absolute; what lies in it was made of pairs and is passed over, unless it is the dataset itself
 * @throws DatasetProblem, PatternError, FileError
 */
export async function findPairs(source: PairsSource, given: string | null, outputRoot: string): Promise<FoundPairs> {
  return source.kind === 'files' ? ofFiles(source.pairs, given) : ofDataset(source, given, outputRoot);
}

async function ofDataset(
  { folder, layout: options, names, chosen = { files: {}, folders: {} } }: Extract<PairsSource, { kind: 'dataset' }>,
  given: string | null,
  outputRoot: string,
): Promise<FoundPairs> {
  if (existsSync(folder) && !statSync(folder).isDirectory()) throw new DatasetProblem('notAFolder', { path: folder });
  const listing = listDataset(folder);
  const { root, images, texts, linked, forbidden } = listing;
  // Without the masks of classes those of objects would be taken in their place.
  if (forbidden[0] !== undefined) throw new DatasetProblem('folderForbidden', { path: join(folder, forbidden[0]) });
  const inner = `${relative(root, outputRoot).split(sep).join('/')}/`;
  const isOwn = (path: string): boolean => inner !== '/' && path.startsWith(inner);
  const own = images.filter((path) => !isOwn(path));
  if (own.length < images.length) {
    const { pairs: all } = await inSlices(layoutSteps([...images, ...texts], options));
    // Of a pair that an earlier run made both halves lie there, and of one that it did not touch none.
    const isTorn = all.some(({ original, mask, others }) =>
      [mask, ...others.map(({ path }) => path)].some(
        (path) => path !== null && original !== null && isOwn(path) !== isOwn(original),
      ),
    );
    if (isTorn) throw new DatasetProblem('outputWithin', { path: outputRoot });
  }
  if (own.length === 0) throw nothingFound(folder, listing);
  const layout = await inSlices(layoutSteps([...own, ...texts.filter((path) => !isOwn(path))], options));
  const pairs: PairFiles[] = [];
  const unpaired: string[] = [];
  const further = new Map<string, readonly string[]>();
  const chosenFor = (mask: string): string | null =>
    chosenOriginal(mask, chosen, (from, name) => (existsSync(join(from, name)) ? join(from, name) : null));
  for (const { name, original: paired, mask: classes, others } of layout.pairs) {
    const mask = classes ?? others[0]?.path ?? null;
    const kind = classes === null ? (others[0]?.kind ?? 'semantic') : 'semantic';
    const original = mask === null ? null : (chosenFor(mask) ?? (paired === null ? null : join(root, paired)));
    if (original === null || mask === null) unpaired.push(name);
    else {
      pairs.push({ name, mask: join(root, mask), original, kind });
      further.set(
        name,
        others.map(({ path }) => path).filter((path) => path !== mask),
      );
    }
  }
  // A layout makes no pair of masks whose originals lie outside of the dataset.
  for (const mask of layout.unpaired) {
    const original = chosenFor(mask);
    if (original !== null) pairs.push({ name: withoutExtension(mask), mask: join(root, mask), original });
  }
  const { found: map, unusable: unusableMaps } = findDatasetClassMap(root, given, layout);
  const classMap = map ?? presetOf(basename(root), layout, recordsOf(root));
  const about = { classMap, unusableMaps, linked };
  const furtherOf = (some: readonly PairFiles[]): string[] => some.flatMap(({ name }) => further.get(name) ?? []);
  if (names === null) return { pairs, unpaired, unknown: [], furtherMasks: furtherOf(pairs), ...about };
  const byName = new Map(pairs.map((pair) => [pair.name, pair]));
  const asked = [...new Set(names)];
  const found = asked.flatMap((name) => byName.get(name) ?? []);
  return {
    pairs: found,
    furtherMasks: furtherOf(found),
    unpaired: unpaired.filter((name) => asked.includes(name)),
    unknown: asked.filter((name) => !byName.has(name) && !unpaired.includes(name)),
    ...about,
  };
}

/** What presets ask of masks, read where it is asked for. */
function recordsOf(root: string): Records {
  const known = new Map<string, FileRecord>();
  const get = (path: string): FileRecord => {
    const record = known.get(path) ?? scanFile(root, { path, as: 'mask' });
    known.set(path, record);
    return record;
  };
  return { get, typeOf: (path) => get(path).type };
}

/** Each by the name of its mask, with its folder's where two have one. */
async function ofFiles(
  files: Extract<PairsSource, { kind: 'files' }>['pairs'],
  given: string | null,
): Promise<FoundPairs> {
  const short = files.map(({ mask }) => withoutExtension(basename(mask)));
  const pairs: PairFiles[] = [];
  const unpaired: string[] = [];
  for (const [at, { mask, original }] of files.entries()) {
    const own = short[at] ?? '';
    const isTwice = short.filter((other) => other === own).length > 1;
    const name = isTwice ? `${basename(dirname(mask))}/${own}` : own;
    const found = original ?? (await siblingOriginal(mask));
    if (found === null) unpaired.push(name);
    else pairs.push({ name, mask, original: found });
  }
  const [first] = files;
  if (first === undefined)
    return { pairs, unpaired, unknown: [], furtherMasks: [], classMap: null, unusableMaps: [], linked: [] };
  const folder = existsSync(dirname(first.mask)) ? realpathSync(dirname(first.mask)) : dirname(first.mask);
  const classMapFiles = existsSync(folder) ? classMapFilesAmong(readdirSync(folder)) : [];
  const layout = { classMapFiles, pairs: [], unpaired: [] };
  const masks = files.map(({ mask }) => ({ mask: relative(folder, mask).split(sep).join('/') }));
  const { found: map, unusable: unusableMaps } = findDatasetClassMap(folder, given, layout);
  const classMap = map ?? presetOf(basename(folder), { pairs: masks }, recordsOf(folder));
  return { pairs, unpaired, unknown: [], furtherMasks: [], classMap, unusableMaps, linked: [] };
}
