import { urlFacts, urlsOf, type UrlKind } from './expiry.ts';
import { FirstSeen } from './firstSeen.ts';
import { checkGeometry } from './geometryChecks.ts';
import type { ClassName, Place, Row } from './model.ts';
import { PointRegions } from './pointRegions.ts';
import type { FindingDetails, LabelboxFinding, LabelboxRule, Report } from './rules.ts';
import { imageOf } from './rowNames.ts';
import { cleanName } from '../formats/classMap.ts';

/** Beyond these findings are counted only. */
export const MAX_FINDINGS = 20_000;
const MAX_CLASS_NAMES = 65_536;

/** Findings of one export: all are counted by rule, the first {@link MAX_FINDINGS} kept. */
export class FindingLog {
  readonly kept: LabelboxFinding[] = [];
  readonly counts = new Map<LabelboxRule, number>();
  readonly #onFinding: ((finding: LabelboxFinding) => void) | undefined;

  /** @param onFinding takes every finding, those that are not kept included */
  constructor(onFinding?: (finding: LabelboxFinding) => void) {
    this.#onFinding = onFinding;
  }

  add(finding: LabelboxFinding): void {
    this.#onFinding?.(finding);
    this.counts.set(finding.rule, (this.counts.get(finding.rule) ?? 0) + 1);
    if (this.kept.length < MAX_FINDINGS) this.kept.push(finding);
  }

  /** For a row, or, where `row` is null, the file. */
  reportFor(row: number | null, { line, offset }: Place): Report {
    return (rule: LabelboxRule, details: FindingDetails = {}) => this.add({ rule, row, line, offset, details });
  }
}

/**
 * Checks row after row, with a memory of what was seen before: names of classes, external ids, data rows, and where
 * points usually lie.
 */
export class ExportChecks {
  readonly #log: FindingLog;
  readonly #now: number;
  readonly #exportedAt: number | null;
  readonly #externalIds = new FirstSeen();
  /** By external id and data row: one data row in several rows has its external id in each. */
  readonly #externalIdsOfRows = new FirstSeen();
  readonly #dataRows = new FirstSeen();
  readonly #writtenNames = new Set<string>();
  readonly #spellings = new Map<string, string>();
  readonly #pointRegions = new PointRegions();

  /**
   * @param now milliseconds since 1970, which links have to outlive
   * @param exportedAt date of the export; null where it is unknown
   */
  constructor(log: FindingLog, now: number, exportedAt: number | null) {
    this.#log = log;
    this.#now = now;
    this.#exportedAt = exportedAt;
  }

  add(row: Row): void {
    const report = this.#log.reportFor(row.index, row.place);
    this.#checkIds(row, report);
    this.#checkLinks(row, report);
    for (const label of row.labels) {
      for (const [i, { className, geometry }] of label.objects.entries()) {
        if (className.name === '') report('classNameMissing', { object: i + 1 });
        else this.#checkClassName(className, report);
        if (row.state === 'notImage') continue;
        checkGeometry(geometry, row.size, { object: i + 1, name: className.name }, report);
      }
      if (row.state !== 'notImage') this.#pointRegions.add(label, row.index, row.place);
    }
  }

  /** What only the whole export tells. */
  end(): void {
    for (const finding of this.#pointRegions.findings()) this.#log.add(finding);
  }

  #checkIds(row: Row, report: Report): void {
    const { dataRowId, externalId } = row;
    if (dataRowId !== null) {
      const first = this.#dataRows.see(dataRowId, row.index);
      if (first !== null) report('dataRowDuplicate', { id: cleanName(dataRowId).name, first: first + 1 });
    }
    if (externalId === null) return;
    const own = imageOf(row) ?? String(row.index);
    const isKnownPair = this.#externalIdsOfRows.see(JSON.stringify([externalId, own]), row.index) !== null;
    const first = this.#externalIds.see(externalId, row.index);
    if (first !== null && !isKnownPair)
      report('externalIdDuplicate', { id: cleanName(externalId).name, first: first + 1 });
  }

  /** One finding for each kind of link in a row, of the one that expired first. */
  #checkLinks(row: Row, report: Report): void {
    const expired = new Map<UrlKind, number>();
    for (const { kind, url } of urlsOf(row)) {
      const { expiresAt } = urlFacts(url, kind, this.#exportedAt);
      if (expiresAt !== null && expiresAt <= this.#now) {
        expired.set(kind, Math.min(expiresAt, expired.get(kind) ?? Infinity));
      }
    }
    for (const [kind, date] of expired)
      report('linkExpired', { kind, date: new Date(date).toISOString().slice(0, 10) });
  }

  #checkClassName({ written, name }: ClassName, report: Report): void {
    if (this.#writtenNames.has(written) || this.#writtenNames.size >= MAX_CLASS_NAMES) return;
    this.#writtenNames.add(written);
    if (written !== name || /\s{2}/.test(written)) report('classNameBlanks', { written: shownBlanks(written), name });
    if (/[/\\]/.test(name)) report('classNameSlash', { name });
    const seen = withoutUnseen(name);
    const spelling = seen.toLowerCase().replace(/[\s_-]+/g, ' ');
    const first = this.#spellings.get(spelling);
    if (first === undefined) {
      this.#spellings.set(spelling, written);
      return;
    }
    const names = { first: shownBlanks(first), second: shownBlanks(written) };
    const firstName = cleanName(first).name;
    if (firstName === name || withoutUnseen(firstName) !== seen) report('classNameCaseTwin', names);
    else report('classNameLookalike', { ...names, ...differingCodes(firstName, name) });
  }
}

/** A name as it looks: composed, and without characters that have no width. */
function withoutUnseen(name: string): string {
  return name.replace(/[\u00ad\u061c\u180e\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff]/g, '').normalize('NFC');
}

const MAX_CODES = 4;

/** The characters, as U+…, from where two names begin to differ to where they are the same again. */
function differingCodes(first: string, second: string): { firstCodes: string; secondCodes: string } {
  const [a, b] = [[...first], [...second]];
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start++;
  let same = 0;
  while (same < Math.min(a.length, b.length) - start && a.at(-1 - same) === b.at(-1 - same)) same++;
  const codesOf = (characters: readonly string[]): string => {
    const codes = characters
      .slice(start, characters.length - same)
      .map((one) => `U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`);
    return codes.length === 0 ? '–' : codes.slice(0, MAX_CODES).join(' ') + (codes.length > MAX_CODES ? ' …' : '');
  };
  return { firstCodes: codesOf(a), secondCodes: codesOf(b) };
}

/** A name with its outer blanks, and every other blank or control character as a blank. */
function shownBlanks(written: string): string {
  return written.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, ' ').slice(0, 120);
}
