import type { DatasetFinding } from '../../../../src/core/dataset/findings/finding.ts';
import { findDatasetProblems } from '../../../../src/core/dataset/findings/findDatasetProblems.ts';
import type { DatasetRule } from '../../../../src/core/dataset/findings/rules.ts';
import { factsOf, soundDataset, type TestDataset } from '../../../fixtures/datasets.ts';
import { SeededRandom } from '../../../fixtures/seededRandom.ts';

/** Changes a sound dataset of 24 pairs, `a00` to `a23`. */
export type Change = (dataset: TestDataset, random: SeededRandom) => void;

/** What is found when a sound dataset is changed. */
export function findingsAfter(change: Change): readonly DatasetFinding[] {
  const random = new SeededRandom(5);
  const dataset = soundDataset(random);
  change(dataset, random);
  return findDatasetProblems(factsOf(dataset));
}

/** `rule path`, in the order of the findings. */
export function toldAfter(change: Change): string[] {
  return findingsAfter(change).map(({ rule, path }) => (path === null ? rule : `${rule} ${path}`));
}

export function only(findings: readonly DatasetFinding[]): DatasetFinding {
  const [first, ...others] = findings;
  if (first === undefined || others.length > 0) throw new Error(`findings: ${findings.map(({ rule }) => rule).join()}`);
  return first;
}

/** What all findings of a change are: those of `fires`, one of which is the rule's; and none of the rule's by `silent`. */
export interface RuleCase {
  readonly rule: DatasetRule;
  readonly fires: Change;
  readonly told: readonly string[];
  readonly silent: Change;
  /** What the silent change tells instead. */
  readonly instead?: readonly string[];
}
