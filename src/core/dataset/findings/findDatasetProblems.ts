import type { DatasetFacts } from '../facts.ts';
import { finished, type Steps } from '../../steps.ts';
import type { NearDuplicateOptions } from '../nearDuplicates.ts';
import type { AuditOptions } from '../../split/audit.ts';
import { AreaCheck } from './areas.ts';
import { BinaryCheck } from './binary.ts';
import { BrokenFileCheck } from './brokenFiles.ts';
import type { DatasetCheck, FindingFacts, Report } from './check.ts';
import { ClassCheck } from './classes.ts';
import { DamageCheck } from './damages.ts';
import { DuplicateCheck } from './duplicates.ts';
import { DATASET_SEVERITIES, type DatasetFinding, type DatasetSeverity } from './finding.ts';
import { FolderCheck } from './folders.ts';
import { SplitListCheck } from './lists.ts';
import { MaskKindCheck } from './maskKinds.ts';
import { NameCheck } from './names.ts';
import { NearDuplicateCheck } from './nearDuplicateMasks.ts';
import { PairCheck } from './pairs.ts';
import { PairSplits } from './pairSplits.ts';
import { PaletteCheck } from './palettes.ts';
import { RegionCheck } from './regions.ts';
import { DATASET_RULES, type DatasetRule } from './rules.ts';
import { SizeCheck } from './sizes.ts';
import { PairVisitor } from './visitPairs.ts';

/** Severities in place of those of {@link DATASET_RULES}; findings of rules that are off are not made. */
export type RuleSeverities = Readonly<Partial<Record<DatasetRule, DatasetSeverity | 'off'>>>;

export interface CheckOptions {
  readonly severities?: RuleSeverities;
  /** Pixels; smaller regions are specks. The next smaller power of two counts. */
  readonly speckBelow?: number;
  readonly nearDuplicates?: NearDuplicateOptions;
  readonly splits?: AuditOptions;
  /** After every pair of the two passes; `total` counts both. An error that it throws ends the check: so it is cancelled. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * What is wrong with a dataset, by severity, then by rule in the order of {@link DATASET_RULES}, then by path. Files that the
 * scan has no record of are not judged by what is in them.
 */
export function findDatasetProblems(facts: DatasetFacts, options: CheckOptions = {}): DatasetFinding[] {
  return finished(checkSteps(facts, options));
}

/** {@link findDatasetProblems} pair by pair. */
export function* checkSteps(facts: DatasetFacts, options: CheckOptions = {}): Steps<DatasetFinding[]> {
  const { findings, report } = collecting(options);
  const checks = checksOf(facts, options);
  const visitor = new PairVisitor(facts);
  const total = 2 * facts.layout.pairs.length;
  let done = 0;
  for (const visited of visitor.visits()) {
    for (const check of checks) check.survey?.(visited);
    options.onProgress?.(++done, total);
    yield;
  }
  for (const visited of visitor.visits()) {
    for (const check of checks) check.visit?.(visited, report);
    options.onProgress?.(++done, total);
    yield;
  }
  for (const check of checks) {
    check.finish?.(report);
    yield;
  }
  return findings.sort(bySeverity);
}

/** What is wrong with the split lists alone, in the same order; nothing needs to be known of the files that they name. */
export function findListProblems(facts: DatasetFacts, options: CheckOptions = {}): DatasetFinding[] {
  const { findings, report } = collecting(options);
  new SplitListCheck(facts, options.splits ?? {}).finish(report);
  return findings.sort(bySeverity);
}

/** Findings as checks report them, but for those of rules that are off. */
function collecting({ severities }: CheckOptions): { findings: DatasetFinding[]; report: Report } {
  const findings: DatasetFinding[] = [];
  const report: Report = (rule, found) => {
    const severity = severities?.[rule] ?? DATASET_RULES[rule].severity;
    if (severity !== 'off') findings.push(findingOf(rule, severity, found));
  };
  return { findings, report };
}

function checksOf(facts: DatasetFacts, options: CheckOptions): DatasetCheck[] {
  const splits = new PairSplits(facts);
  const isOn = (rule: DatasetRule): boolean => options.severities?.[rule] !== 'off';
  const isNearOn = isOn('nearDuplicates') || isOn('nearDuplicatesAcrossSplits');
  return [
    new FolderCheck(facts),
    new PairCheck(facts),
    new BrokenFileCheck(facts),
    new SizeCheck(),
    new MaskKindCheck(),
    new NameCheck(facts),
    new ClassCheck(facts),
    new PaletteCheck(facts),
    new DamageCheck(facts.classMap?.map ?? null),
    new RegionCheck(options.speckBelow),
    new BinaryCheck(facts),
    new AreaCheck(),
    new DuplicateCheck(splits),
    ...(isNearOn ? [new NearDuplicateCheck(splits, options.nearDuplicates ?? {})] : []),
    new SplitListCheck(facts, options.splits ?? {}),
  ];
}

function findingOf(rule: DatasetRule, severity: DatasetSeverity, found: FindingFacts): DatasetFinding {
  return { rule, severity, path: null, pair: null, details: {}, ...found };
}

const RULE_ORDER: ReadonlyMap<string, number> = new Map(Object.keys(DATASET_RULES).map((rule, at) => [rule, at]));

function bySeverity(a: DatasetFinding, b: DatasetFinding): number {
  return (
    DATASET_SEVERITIES.indexOf(a.severity) - DATASET_SEVERITIES.indexOf(b.severity) ||
    (RULE_ORDER.get(a.rule) ?? 0) - (RULE_ORDER.get(b.rule) ?? 0) ||
    compareText(a.path ?? '', b.path ?? '')
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
