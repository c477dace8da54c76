import { fieldsOf, parseJson } from '../formats/json.ts';
import { PairIndex } from '../dataset/pairIndex.ts';
import type { DatasetLayout } from '../dataset/pairs.ts';
import { jsonDocuments } from './jsonDocuments.ts';
import { ReviewError } from './problems.ts';
import type { ReviewedPair } from './reviewState.ts';
import type { Verdict } from './tag.ts';

/** Tags as tools have published them: `{img_dir, mask_dir, labels: [{name, class: 1|0}]}`, 1 for a true mask. */
export interface PublishedTags {
  readonly imageFolder: string;
  readonly maskFolder: string;
  /** The last label of each name, in the order in which these stand in the file. */
  readonly labels: ReadonlyMap<string, Verdict>;
  /** Names whose labels contradict each other, of which the last counts. */
  readonly conflicts: readonly string[];
  /** Objects that the file holds: 2 where it was saved twice. */
  readonly documents: number;
  /** Labels that say neither 1 nor 0 of a name. */
  readonly unclear: number;
}

/**
 * Reads published tags, also where the tool saved them twice into one file.
 *
 * @param path for errors
 * @throws ReviewError `notPublished`
 */
export function readPublished(text: string, path: string): PublishedTags {
  const labels = new Map<string, Verdict>();
  const conflicts = new Set<string>();
  let [imageFolder, maskFolder, documents, unclear] = ['', '', 0, 0];
  for (const document of jsonDocuments(text)) {
    const parsed = parseJson(document);
    const fields = 'value' in parsed ? fieldsOf(parsed.value) : null;
    const list = fields?.['labels'];
    if (fields === null || !Array.isArray(list)) continue;
    documents++;
    imageFolder = folderOf(fields['img_dir'], imageFolder);
    maskFolder = folderOf(fields['mask_dir'], maskFolder);
    for (const label of list as unknown[]) {
      const { name, class: given } = fieldsOf(label) ?? {};
      const verdict = given === 1 ? 'accepted' : given === 0 ? 'rejected' : null;
      if (typeof name !== 'string' || verdict === null) {
        unclear++;
        continue;
      }
      const before = labels.get(name);
      if (before !== undefined && before !== verdict) conflicts.add(name);
      // The last one stands last, for names that turn out to mean one pair.
      labels.delete(name);
      labels.set(name, verdict);
    }
  }
  if (documents === 0) throw new ReviewError('notPublished', { path });
  return { imageFolder, maskFolder, labels, conflicts: [...conflicts], documents, unclear };
}

function folderOf(value: unknown, before: string): string {
  return typeof value === 'string' ? value : before;
}

/** Labels by the names of pairs. */
export interface MatchedLabels {
  readonly labels: ReadonlyMap<string, Verdict>;
  /** Names in the file that are no pair, or could be several. */
  readonly unknown: readonly string[];
  /** Names whose label contradicts that of another name of the same pair, of which the last counts. */
  readonly conflicts: readonly string[];
}

/** Finds the pairs that published labels are about: by name, by file, or by the end of a path. */
export function matchLabels(layout: DatasetLayout, { labels }: Pick<PublishedTags, 'labels'>): MatchedLabels {
  const index = new PairIndex(layout);
  const found = new Map<string, Verdict>();
  const unknown: string[] = [];
  const conflicts: string[] = [];
  for (const [name, verdict] of labels) {
    const path = name.replaceAll('\\', '/');
    const pair = index.byPath(path) ?? index.byEnd(path);
    if (pair === null) {
      unknown.push(name);
      continue;
    }
    const before = found.get(pair.name);
    if (before !== undefined && before !== verdict) conflicts.push(name);
    found.set(pair.name, verdict);
  }
  return { labels: found, unknown, conflicts };
}

/** Names with contradicting labels: within one spelling, and between those of one pair. */
export function contradictions(
  { conflicts }: Pick<PublishedTags, 'conflicts'>,
  matched: Pick<MatchedLabels, 'conflicts'>,
): string[] {
  return [...new Set([...conflicts, ...matched.conflicts])];
}

/** The published form of what was accepted and rejected; other pairs have no place in it. A line a label. */
export function publishedText(pairs: readonly ReviewedPair[]): string {
  const labels = pairs.flatMap(({ subject: { name }, state }) =>
    state === 'accepted' || state === 'rejected' ? [{ name, class: state === 'accepted' ? 1 : 0 }] : [],
  );
  const folders = {
    img_dir: commonFolder(pairs.map(({ subject }) => subject.original)),
    mask_dir: commonFolder(pairs.map(({ subject }) => subject.mask)),
  };
  const head = Object.entries(folders).map(([key, folder]) => `  ${JSON.stringify(key)}: ${JSON.stringify(folder)},`);
  const lines = labels.map((label) => `    ${JSON.stringify(label)}`).join(',\n');
  return ['{', ...head, '  "labels": [', ...(lines === '' ? [] : [lines]), '  ]', '}', ''].join('\n');
}

/** The innermost folder in which all paths lie; empty for the dataset itself. */
function commonFolder(paths: readonly (string | null)[]): string {
  let common: string[] | null = null;
  for (const path of paths) {
    if (path === null) continue;
    const folders = path.split('/').slice(0, -1);
    const before: string[] = common ?? folders;
    const end = before.findIndex((folder, at) => folder !== folders[at]);
    common = end < 0 ? before : before.slice(0, end);
  }
  return (common ?? []).join('/');
}
