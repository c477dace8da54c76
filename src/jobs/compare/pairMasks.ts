import { statSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { endAlike } from '../../core/dataset/endAlike.ts';
import { lastPart } from '../../core/dataset/pairIndex.ts';
import { groupBy } from '../../core/split/groupBy.ts';
import { InputTree } from '../inputTree.ts';
import { CompareProblem } from './compareProblem.ts';
import type { MaskPairs } from './compareTypes.ts';

interface Found {
  /** Absolute. */
  readonly path: string;
  /** In its folder, without extension, parts separated by `/`. */
  readonly name: string;
}

/**
 * The masks of two folders that have the same path but for the extension's case; those that are left by their names, where
 * no other mask of their folder has the same and one path is the end of the other: frame 24 of one sequence is no prediction
 * of frame 24 of another. Two files are a pair whatever they are called.
 *
 * @param truth absolute
 * @param prediction absolute
 * @throws CompareProblem `fileAndFolder`, `noMasks`, `noPairs`; and what the file system says
 */
export function pairMasks(truth: string, prediction: string): MaskPairs {
  const areFolders = [truth, prediction].map((path) => statSync(path).isDirectory());
  if (areFolders[0] !== areFolders[1]) throw new CompareProblem('fileAndFolder', { truth, prediction });
  if (areFolders[0] === false) {
    return {
      pairs: [{ name: basename(truth), truth, prediction }],
      unpredicted: [],
      unknown: [],
      leftOut: { linked: 0, hidden: 0 },
    };
  }
  // Predictions may well be what an earlier batch wrote.
  const [truths, predictions] = [new InputTree(null, true), new InputTree(null, true)];
  const wanted = masksIn(truth, truths);
  const given = masksIn(prediction, predictions);
  const byName = new Map(given.map((one) => [one.name, one]));
  const partners = new Map<Found, Found>();
  for (const one of wanted) {
    const other = byName.get(one.name);
    if (other !== undefined) partners.set(one, other);
  }
  const taken = new Set(partners.values());
  const wantedByLast = groupBy(wanted, ({ name }) => lastPart(name));
  const givenByLast = groupBy(
    given.filter((one) => !taken.has(one)),
    ({ name }) => lastPart(name),
  );
  for (const one of wanted) {
    const others = givenByLast.get(lastPart(one.name)) ?? [];
    const [other] = others;
    if (partners.has(one) || other === undefined || others.length > 1) continue;
    if ((wantedByLast.get(lastPart(one.name)) ?? []).length > 1) continue;
    if (!endAlike(one.name.split('/'), other.name.split('/'))) continue;
    partners.set(one, other);
    taken.add(other);
  }
  if (partners.size === 0) throw new CompareProblem('noPairs', { truth, prediction });
  return {
    pairs: wanted.flatMap((one) => {
      const other = partners.get(one);
      return other === undefined ? [] : [{ name: one.name, truth: one.path, prediction: other.path }];
    }),
    unpredicted: wanted.filter((one) => !partners.has(one)).map(({ name }) => name),
    unknown: given.filter((one) => !taken.has(one)).map(({ name }) => name),
    leftOut: leftOutOf(truths, predictions),
  };
}

function leftOutOf(...trees: readonly InputTree[]): MaskPairs['leftOut'] {
  let [linked, hidden] = [0, 0];
  for (const { leftOut } of trees) {
    linked += leftOut.linkedFolders;
    hidden += leftOut.hiddenFiles + leftOut.hiddenFolders;
  }
  return { linked, hidden };
}

function masksIn(folder: string, tree: InputTree): Found[] {
  const found: Found[] = [];
  const start = join(folder, sep).length;
  for (const { path } of tree.pngsIn(folder)) {
    const name = path.slice(start).replace(/\.png$/i, '');
    found.push({ path, name: name.replaceAll(sep, '/') });
  }
  if (found.length === 0) throw new CompareProblem('noMasks', { path: folder });
  return found;
}
