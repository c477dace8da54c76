import {
  adviceOfFinding,
  DATASET_SEVERITIES,
  describeDatasetFinding,
  type DatasetFinding,
} from '../core/dataset/findings/finding.ts';
import { DATASET_RULES } from '../core/dataset/findings/rules.ts';
import { printableLines, textTable } from './textTable.ts';

/** A line a finding, as compilers write them, then what to do about each rule, and how many there are. */
export function findingsText(findings: readonly DatasetFinding[]): string {
  const counts = DATASET_SEVERITIES.map((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return `${severity} ${count}`;
  });
  const lines = findings.map((finding) => {
    const { rule, severity } = finding;
    return `${placeText(finding)}${severity}: ${describeDatasetFinding(finding)} [${rule}]`;
  });
  const firsts = new Map<string, DatasetFinding>();
  for (const finding of findings) if (!firsts.has(finding.rule)) firsts.set(finding.rule, finding);
  const advice = [...firsts].map(([rule, finding]) => `${rule}: ${adviceOfFinding(finding)}`);
  return printableLines([...lines, ...(advice.length > 0 ? ['', ...advice, ''] : []), counts.join(', ')]);
}

/** `lists/val.txt:7: `, `masks/a.png (3, 4): `; empty for the dataset as a whole. */
function placeText({ path, place }: DatasetFinding): string {
  if (path === null) return '';
  if (place === undefined || 'offset' in place) return `${path}: `;
  return 'line' in place ? `${path}:${place.line}: ` : `${path} (${place.x}, ${place.y}): `;
}

/** A finding for programs, with its sentences. */
export function findingJson(finding: DatasetFinding): string {
  return JSON.stringify({ ...finding, message: describeDatasetFinding(finding), advice: adviceOfFinding(finding) });
}

/** All rules, by their ids. */
export function rulesText(): string {
  return printableLines(
    textTable(Object.entries(DATASET_RULES).map(([rule, { severity, message }]) => [rule, severity, message])),
  );
}
