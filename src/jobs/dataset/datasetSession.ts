import { ClassNaming } from '../../core/dataset/classNaming.ts';
import type { DatasetFacts } from '../../core/dataset/facts.ts';
import type { DatasetFinding } from '../../core/dataset/findings/finding.ts';
import { checkSteps, type RuleSeverities } from '../../core/dataset/findings/findDatasetProblems.ts';
import { PairsOfFindings } from '../../core/dataset/findings/pairsOfFindings.ts';
import type { DatasetRule } from '../../core/dataset/findings/rules.ts';
import { listAdditions } from '../../core/dataset/listAdditions.ts';
import { masksOf, type Pair } from '../../core/dataset/pairs.ts';
import { classPartsOf, liesIn, PairTable, type PairQuery } from '../../core/dataset/pairTable.ts';
import { splitsOf, summarySteps } from '../../core/dataset/statistics.ts';
import { matchLabels } from '../../core/review/publishedForm.ts';
import { findingWeights } from '../../core/review/reviewOrder.ts';
import { reviewedPairs, reviewSubjects } from '../../core/review/reviewState.ts';
import { NO_SUMS } from '../../core/report/channels.ts';
import { readReviews } from '../../platform/reviewStore.ts';
import { canDecodeOriginals } from '../../platform/originals.ts';
import { channelSums } from './channelSums.ts';
import {
  MOST_THUMBNAILS,
  type DatasetOverview,
  type DatasetQuestions,
  type DatasetReply,
  type DatasetScope,
  type FileGroup,
  type MaskClass,
  type PairFilter,
  type RuleCount,
} from './datasetMessages.ts';
import { layoutsOf } from './datasetLayouts.ts';
import { convertedExports, exportRowsByName } from '../reviewRows.ts';
import { inSlices } from '../timeSlices.ts';
import { thumbnailOf } from './thumbnails.ts';
import { DatasetScan, type ScanOutcome, type ScanRequest, type ScanSetting } from './datasetScan.ts';

type Answers = {
  readonly [K in keyof DatasetQuestions]: (
    params: DatasetQuestions[K]['params'],
  ) => DatasetQuestions[K]['result'] | Promise<DatasetQuestions[K]['result']>;
};

/** Results that are kept; a tree and a page each ask for a few scopes and orders again and again. */
const MOST_KEPT = 12;

/** More folders than this are no parts that somebody would compare. */
const MOST_FOLDERS = 1000;

/** One dataset in a window: scans it, and answers questions about what was found. */
export class DatasetSession {
  readonly #setting: Omit<ScanSetting, 'onProgress'>;
  readonly #reply: (reply: DatasetReply) => void;
  #scan: DatasetScan | null = null;
  #outcome: ScanOutcome | null = null;
  #table: Promise<PairTable> | null = null;
  /** By question, of the last scan: a new one for each, since answers about the one before may still be in the making. */
  #kept = new Map<string, unknown>();

  constructor(setting: Omit<ScanSetting, 'onProgress'>, reply: (reply: DatasetReply) => void) {
    this.#setting = setting;
    this.#reply = reply;
  }

  /** Scans; what the last scan found answers questions until this one is done. Throws DatasetProblem, FileError. */
  async scan(request: ScanRequest): Promise<void> {
    this.#scan?.cancel();
    const scan = new DatasetScan(request, {
      ...this.#setting,
      onProgress: (progress) => {
        if (this.#scan === scan) this.#reply({ type: 'progress', progress });
      },
    });
    this.#scan = scan;
    const outcome = await scan.run();
    // A later request has taken its place.
    if (this.#scan !== scan) return;
    this.#outcome = outcome;
    this.#table = null;
    this.#kept = new Map();
    this.#reply({ type: 'scanned', overview: overviewOf(outcome) });
  }

  cancel(): void {
    this.#scan?.cancel();
  }

  /** Throws where nothing was scanned. */
  async answer<K extends keyof DatasetQuestions>(
    method: K,
    params: DatasetQuestions[K]['params'],
  ): Promise<DatasetQuestions[K]['result']> {
    const answer = this.#answers[method];
    return await answer(params);
  }

  readonly #answers: Answers = {
    layouts: ({ folder, pattern }) => layoutsOf(folder, pattern),
    statistics: ({ scope }) =>
      this.#keep(`statistics ${JSON.stringify(scope)}`, () =>
        inSlices(summarySteps(this.#facts, inScope(this.#facts, scope))),
      ),
    original: ({ path }) => {
      const pair = this.#facts.layout.pairs.find((one) => masksOf(one).includes(path));
      return pair?.original ?? null;
    },
    mask: ({ path }) => {
      const record = this.#facts.records.get(path);
      if (record?.type !== 'mask') return null;
      const naming = new ClassNaming(this.#facts.classMap?.map ?? null);
      const parts = classPartsOf(naming, record);
      if (parts.length === 0) return null;
      const classes = parts.flatMap((part): MaskClass[] => {
        const own = record.ids.filter((id) => naming.classOf(record, id).key === part.key);
        return own.slice(0, 1).map((id) => ({
          ...naming.classOf(record, id),
          ...part,
          ids: own.map((one) => one.id),
        }));
      });
      return { pixels: record.width * record.height, classes };
    },
    pairs: async ({ filter, from, count }) => {
      const kept = this.#kept;
      const table = await this.#pairs;
      const found = await this.#find(table, filter, kept);
      const rows = found.slice(from, from + count).flatMap((at) => table.rows[at] ?? []);
      return { total: found.length, rows };
    },
    names: async ({ filter }) => {
      const kept = this.#kept;
      const table = await this.#pairs;
      const { rows } = table;
      return (await this.#find(table, filter, kept)).flatMap((at) => rows[at]?.pair.name ?? []);
    },
    reviews: ({ names, reviewer }) => {
      const all = this.#keep('subjects', () => reviewSubjects(this.#facts));
      const byName = new Map(all.map((subject) => [subject.name, subject]));
      const subjects = names === null ? all : names.flatMap((name) => byName.get(name) ?? []);
      const { files, problems } = readReviews(this.#root);
      return {
        pairs: reviewedPairs(subjects, files, reviewer),
        reviewers: files.map((file) => file.reviewer),
        problems: problems.map(({ code, details }) => ({ code, details })),
      };
    },
    findingWeights: async ({ severities }) => {
      const findings = await this.#findings(severities);
      return [...findingWeights(this.#facts.layout.pairs, [...findings.values()].flat())];
    },
    matchLabels: ({ labels }) => matchLabels(this.#facts.layout, { labels }),
    exportRows: async ({ path, names }) => {
      const pairs = this.#facts.layout.pairs.map(({ name }) => name);
      const rowsOf = await exportRowsByName(path, pairs);
      return names.map(rowsOf);
    },
    convertedExports: () => convertedExports(this.#root),
    listLines: ({ path, text, names }) => listAdditions(path, text, names, this.#facts.layout),
    thumbnails: async ({ names, side }) => {
      const source = { root: this.#root, facts: this.#facts };
      const kept = this.#kept;
      const { rows: all } = await this.#pairs;
      const places = this.#keep('places', () => new Map(all.map((row) => [row.pair.name, row])), kept);
      const rows = names.slice(0, MOST_THUMBNAILS).flatMap((name) => places.get(name) ?? []);
      // Originals are decoded in threads of their own while the next mask is.
      const thumbnails = await Promise.all(rows.map((row) => thumbnailOf(source, row, side)));
      return { hasSharp: await canDecodeOriginals(), thumbnails };
    },
    channels: async ({ split, from, count }) => {
      const wanted = split === null ? () => true : inScope(this.#facts, { kind: 'split', split });
      const pairs = this.#facts.layout.pairs.filter((pair) => pair.original !== null && wanted(pair));
      const hasSharp = await canDecodeOriginals();
      const sums = hasSharp ? await channelSums(this.#root, pairs.slice(from, from + count)) : NO_SUMS;
      return { hasSharp, total: pairs.length, sums };
    },
    folders: () => this.#keep('folders', () => maskFolders(this.#facts)),
    files: ({ group, from, count }) => {
      const paths = this.#keep(`files ${group}`, () => filesIn(this.#facts, group));
      return { total: paths.length, paths: paths.slice(from, from + count) };
    },
    check: async ({ severities }) => {
      const kept = this.#kept;
      const pairsOf = this.#pairsOf(kept);
      const rules = [...(await this.#findings(severities, kept))];
      return rules.flatMap(([rule, own]): RuleCount[] => {
        const fixable = own.filter(({ fix }) => fix !== undefined).length;
        const pairs = pairsOf.of(own).size;
        return own.slice(0, 1).map(({ severity }) => ({ rule, severity, count: own.length, fixable, pairs }));
      });
    },
    fixes: async ({ severities, rule, path }) => {
      const own = (await this.#findings(severities)).get(rule) ?? [];
      return own.filter((finding) => finding.fix !== undefined && (path === null || finding.path === path));
    },
    findings: async ({ severities, rule, from, count }) => {
      const own = (await this.#findings(severities)).get(rule) ?? [];
      return { total: own.length, findings: own.slice(from, from + count) };
    },
  };

  async #find(table: PairTable, filter: PairFilter, kept: Map<string, unknown>): Promise<readonly number[]> {
    const query = await this.#queryOf(filter, kept);
    return this.#keep(`pairs ${JSON.stringify(filter)}`, () => table.query(query), kept);
  }

  async #queryOf({ among, found, ...query }: PairFilter, kept: Map<string, unknown>): Promise<PairQuery> {
    const named = among === null ? null : new Set(among);
    if (found === undefined) return { ...query, among: named };
    const pairsOf = this.#pairsOf(kept);
    const ofRule = pairsOf.of((await this.#findings(found.severities, kept)).get(found.rule) ?? []);
    return { ...query, among: named === null ? ofRule : new Set([...named].filter((name) => ofRule.has(name))) };
  }

  #pairsOf(kept: Map<string, unknown>): PairsOfFindings {
    return this.#keep('pairs of findings', () => new PairsOfFindings(this.#facts.layout.pairs), kept);
  }

  get #root(): string {
    return this.#outcome?.root ?? '';
  }

  get #facts(): DatasetFacts {
    if (this.#outcome === null) throw new Error('Nothing was scanned.');
    return this.#outcome.facts;
  }

  get #pairs(): Promise<PairTable> {
    return (this.#table ??= inSlices(PairTable.steps(this.#facts)));
  }

  /** Findings by rule: kept together, since every rule is asked for one after the other. */
  #findings(
    severities: RuleSeverities,
    kept = this.#kept,
  ): Promise<ReadonlyMap<DatasetRule, readonly DatasetFinding[]>> {
    const make = async (): Promise<ReadonlyMap<DatasetRule, readonly DatasetFinding[]>> => {
      const byRule = new Map<DatasetRule, DatasetFinding[]>();
      for (const finding of await inSlices(checkSteps(this.#facts, { severities }))) {
        const own = byRule.get(finding.rule);
        if (own === undefined) byRule.set(finding.rule, [finding]);
        else own.push(finding);
      }
      return byRule;
    };
    return this.#keep(`findings ${JSON.stringify(severities)}`, make, kept);
  }

  /** @param kept of the scan that the answer is about */
  #keep<T>(key: string, make: () => T, kept = this.#kept): T {
    const made = kept.has(key) ? (kept.get(key) as T) : make();
    // Last in order: the one that was not asked for longest is forgotten first.
    kept.delete(key);
    kept.set(key, made);
    for (const oldest of kept.keys()) {
      if (kept.size <= MOST_KEPT) break;
      kept.delete(oldest);
    }
    return made;
  }
}

function inScope(facts: DatasetFacts, scope: DatasetScope): (pair: Pair) => boolean {
  switch (scope.kind) {
    case 'all':
      return () => true;
    case 'split': {
      const members = splitsOf(facts).find(({ split }) => split === scope.split)?.members;
      return ({ name }) => members?.has(name) === true;
    }
    case 'folder':
      return ({ mask }) => liesIn(mask, scope.path);
  }
}

/** Folders with masks, each with those above it, as far as they are not the whole. */
function maskFolders({ layout: { pairs } }: DatasetFacts): { path: string; masks: number }[] {
  const counts = new Map<string, number>();
  let masks = 0;
  for (const { mask } of pairs) {
    if (mask === null) continue;
    masks++;
    for (let end = mask.lastIndexOf('/'); end > 0; end = mask.lastIndexOf('/', end - 1)) {
      const folder = mask.slice(0, end);
      counts.set(folder, (counts.get(folder) ?? 0) + 1);
    }
  }
  const parts = [...counts].filter(([, count]) => count < masks).map(([path, count]) => ({ path, masks: count }));
  return parts.sort((a, b) => (a.path < b.path ? -1 : 1)).slice(0, MOST_FOLDERS);
}

function filesIn({ layout: { pairs, unpaired }, records }: DatasetFacts, group: FileGroup): string[] {
  switch (group) {
    case 'withoutMask':
      return pairs.flatMap((pair) => (pair.original !== null && masksOf(pair).length === 0 ? [pair.original] : []));
    case 'withoutOriginal':
      return pairs.flatMap((pair) => (pair.original === null ? masksOf(pair).slice(0, 1) : []));
    case 'unpaired':
      return [...unpaired];
    case 'broken':
      return pairs
        .flatMap((pair) => [...masksOf(pair), ...(pair.original === null ? [] : [pair.original])])
        .filter((path) => records.get(path)?.type === 'broken');
  }
}

function overviewOf({ root, facts, files, scanned, changed, isCancelled }: ScanOutcome): DatasetOverview {
  const { kind, originals, masks, pairs } = facts.layout;
  const count = (group: FileGroup): number => filesIn(facts, group).length;
  return {
    ...{ root, layout: kind, originals, masks, files, scanned, changed, isCancelled },
    pairs: pairs.length,
    withoutMask: count('withoutMask'),
    withoutOriginal: count('withoutOriginal'),
    unpaired: count('unpaired'),
    classMap: facts.classMap?.source ?? null,
    splits: splitsOf(facts).map(({ split, members }) => ({ split, pairs: members.size })),
    lists: facts.lists.map(({ split, path, entries }) => ({
      ...{ split, path },
      entries: entries.length,
      absent: entries.filter(({ pair }) => pair === null).length,
    })),
  };
}
