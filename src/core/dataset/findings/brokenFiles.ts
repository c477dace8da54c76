import type { DatasetFacts } from '../facts.ts';
import { fillTemplate, PNG_PROBLEMS } from '../../png/errors.ts';
import type { BrokenRecord } from '../records.ts';
import type { DatasetCheck, Report, VisitedPair } from './check.ts';
import type { FindingDetails } from './finding.ts';

/** Masks of any kind that cannot be read, and originals whose size is unknown. */
export class BrokenFileCheck implements DatasetCheck {
  readonly #facts: DatasetFacts;

  constructor(facts: DatasetFacts) {
    this.#facts = facts;
  }

  visit({ pair, broken, image }: VisitedPair, report: Report): void {
    if (broken !== null) reportBroken(broken, pair.name, report);
    for (const { path } of pair.others) {
      const record = this.#facts.records.get(path);
      if (record?.type === 'broken') reportBroken(record, pair.name, report);
    }
    if (image !== null && image.width === 0) report('originalUnreadable', { path: image.path, pair: pair.name });
  }
}

function reportBroken({ path, problem }: BrokenRecord, pair: string, report: Report): void {
  if (problem.code === 'photograph') {
    report('photograph', { path, pair });
    return;
  }
  const place = problem.offset === null ? {} : { place: { offset: problem.offset } };
  report('brokenFile', { path, pair, ...place, details: problemDetails(problem) });
}

/** As sentences with `{problem}` are filled, with the code for those who read findings by machine. */
function problemDetails({ code, details, offset }: BrokenRecord['problem']): FindingDetails {
  if (code === 'unreadable' || code === 'photograph') {
    return { ...details, code, problem: details['problem'] ?? UNREADABLE };
  }
  const place = offset === null ? {} : { offset };
  const where = offset === null ? '' : ` (byte ${offset})`;
  const template = PNG_PROBLEMS[code];
  return { ...details, ...place, code, template, problem: fillTemplate(template, details) + where };
}

const UNREADABLE = 'The file cannot be read.';
