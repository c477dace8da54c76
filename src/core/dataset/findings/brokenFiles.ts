import type { DatasetFacts } from '../facts.ts';
import { FILE_PROBLEMS } from '../../formats/fileProblems.ts';
import { fillTemplate, PNG_PROBLEMS } from '../../png/errors.ts';
import type { BrokenRecord } from '../records.ts';
import type { DatasetCheck, Report, VisitedPair } from './check.ts';
import { FILE_RULES } from './fileRules.ts';
import type { FindingDetails } from './finding.ts';

/** Masks of any kind that cannot be read, and originals whose size is unknown. */
export class BrokenFileCheck implements DatasetCheck {
  readonly #facts: DatasetFacts;

  constructor(facts: DatasetFacts) {
    this.#facts = facts;
  }

  visit({ pair, broken, image }: VisitedPair, report: Report): void {
    for (const record of broken) reportBroken(record, pair.name, report);
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
  const { looksLike } = problem.details;
  if (problem.code === 'notPng' && typeof looksLike === 'string' && IMAGE_FORMATS.has(looksLike)) {
    report('maskFormat', { path, pair, details: { format: looksLike } });
    return;
  }
  const place = problem.offset === null ? {} : { place: { offset: problem.offset } };
  report('brokenFile', { path, pair, ...place, details: problemDetails(problem) });
}

/** Why a file is broken: an English sentence with its place. */
export function brokenSentence(problem: BrokenRecord['problem']): string {
  return problem.code === 'photograph' ? FILE_RULES.photograph.message : String(problemDetails(problem)['problem']);
}

/** Formats of images that others read; as `looksLike` names them. */
const IMAGE_FORMATS: ReadonlySet<string> = new Set(['JPEG', 'GIF', 'BMP', 'TIFF', 'WebP', 'AVIF', 'HEIC']);

/** As sentences with `{problem}` are filled, with the code for those who read findings by machine. */
function problemDetails({ code, details, offset }: BrokenRecord['problem']): FindingDetails {
  const place = offset === null ? {} : { offset };
  const where = offset === null ? '' : ` (byte ${offset})`;
  const template = TEMPLATES[code] ?? '';
  return { ...details, ...place, code, template, problem: fillTemplate(template, details) + where };
}

/** A page or a text in place of an original. */
export const NOT_IMAGE = 'This is no image: it looks like {looksLike}.';

/** Reading the file ended the process that did it. */
export const CRASHED = 'The file makes its reader fail: {reason}';

const { tooLarge, ...REST } = FILE_PROBLEMS;
const TEMPLATES: Readonly<Partial<Record<BrokenRecord['problem']['code'], string>>> = {
  ...PNG_PROBLEMS,
  ...REST,
  fileTooLarge: tooLarge,
  crashed: CRASHED,
  notImage: NOT_IMAGE,
};
