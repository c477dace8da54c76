import { auditSplits, EXCLUSIVE_SPLITS, type AuditOptions, type SplitAudit } from '../../split/audit.ts';
import { groupBy } from '../../split/groupBy.ts';
import type { DatasetFacts } from '../facts.ts';
import { fillTemplate } from '../../png/errors.ts';
import type { Pair, SplitList } from '../pairs.ts';
import { SPLIT_LIST_PROBLEMS } from '../splitLists.ts';
import type { DatasetCheck, FindingFacts, Report } from './check.ts';
import { inWords, MOST_RELATED } from './finding.ts';
import { splitListsOf } from './pairSplits.ts';

/** Split lists that others made: one finding for each list and rule. */
export class SplitListCheck implements DatasetCheck {
  readonly #facts: DatasetFacts;
  readonly #options: AuditOptions;
  readonly #lists: ReadonlyMap<string, SplitList>;

  constructor(facts: DatasetFacts, options: AuditOptions) {
    this.#facts = facts;
    this.#options = options;
    this.#lists = new Map(facts.lists.map((list) => [list.path, list]));
  }

  finish(report: Report): void {
    const { layout } = this.#facts;
    const audit = auditSplits(splitListsOf(this.#facts), layout.pairs, this.#options);
    for (const { path, code, details } of this.#facts.unreadLists) {
      const template = SPLIT_LIST_PROBLEMS[code];
      report('listUnreadable', { path, details: { ...details, template, problem: fillTemplate(template, details) } });
    }
    this.#reportLines(audit, report);
    this.#reportOverlaps(audit, report);
    this.#reportCoverage(audit, report);
    for (const { train, heldOut, within, frames, share } of audit.neighbours) {
      const [first] = frames;
      if (first === undefined) continue;
      report('neighbouringFrames', {
        ...this.#placeOf(heldOut.path, first.name),
        details: {
          ...{ count: frames.length, percent: Math.round(100 * share), within },
          ...{ split: heldOut.split, train: train.split, name: first.name, nearest: first.nearest },
        },
      });
    }
  }

  #reportLines({ unresolved, duplicates }: SplitAudit, report: Report): void {
    for (const entries of groupBy(unresolved, ({ path, problem }) => `${problem} ${path}`).values()) {
      const [first] = entries;
      if (first === undefined) continue;
      const { path, line, text, problem } = first;
      const lines = entries.map((entry) => entry.line);
      report(problem === 'absent' ? 'listEntryAbsent' : 'listEntryOutside', {
        path,
        place: { line },
        details: { count: lines.length, text },
        fix: { kind: 'removeLines', list: path, lines },
      });
    }
    for (const [path, entries] of groupBy(duplicates, (entry) => entry.path)) {
      const [first] = entries;
      if (first === undefined) continue;
      const repeated = [...new Set(entries.flatMap(({ lines }) => lines.slice(1)))].sort((a, b) => a - b);
      report('listDuplicate', {
        path,
        place: { line: first.lines[1] ?? 1 },
        details: { count: repeated.length, name: first.name, list: inWords(first.lines) },
        fix: { kind: 'removeLines', list: path, lines: repeated },
      });
    }
  }

  #reportOverlaps({ overlaps }: SplitAudit, report: Report): void {
    for (const { first, second, names } of overlaps) {
      // What is trained on gives way: results are about what was held out.
      const isFirst = first.split.startsWith('train') || !second.split.startsWith('train');
      const [mended, other] = isFirst ? [first.path, second.path] : [second.path, first.path];
      const [name = ''] = names;
      report('splitOverlap', {
        ...this.#placeOf(mended, name),
        details: { first: first.split, second: second.split, count: names.length, list: inWords(names) },
        related: [other],
        fix: { kind: 'removeLines', list: mended, lines: this.#linesOf(mended, new Set(names)) },
      });
    }
  }

  #reportCoverage({ trainval, unlisted }: SplitAudit, report: Report): void {
    for (const { path, missing, extra } of trainval) {
      const details = { missing: missing.length, extra: extra.length, list: inWords([...missing, ...extra]) };
      report('trainvalDiffers', { path, details });
    }
    const { layout, lists } = this.#facts;
    if (!lists.some(({ split }) => EXCLUSIVE_SPLITS.has(split) || split === 'trainval')) return;
    const isLabelled = ({ original, mask }: Pair): boolean => original !== null && mask !== null;
    const left = new Set(unlisted);
    const pairs = layout.pairs.filter((pair) => isLabelled(pair) && left.has(pair.name));
    if (pairs.length === 0) return;
    report('inNoList', {
      details: {
        ...{ count: pairs.length, total: layout.pairs.filter(isLabelled).length },
        list: inWords(pairs.map(({ name }) => name)),
      },
      related: pairs.slice(0, MOST_RELATED).flatMap(({ mask }) => mask ?? []),
    });
  }

  /** The line of a list that names a pair; nothing where the list is none but folders. */
  #placeOf(path: string, name: string): FindingFacts {
    const [line] = this.#linesOf(path, new Set([name]));
    return path === '' ? {} : { path, ...(line === undefined ? {} : { place: { line } }) };
  }

  #linesOf(path: string, names: ReadonlySet<string>): number[] {
    const entries = this.#lists.get(path)?.entries ?? [];
    // A line may name all frames of a sequence.
    return [...new Set(entries.flatMap(({ line, pair }) => (pair !== null && names.has(pair) ? [line] : [])))];
  }
}
