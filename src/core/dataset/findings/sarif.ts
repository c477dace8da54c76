import {
  adviceOfFinding,
  describeDatasetFinding,
  MOST_RELATED,
  type DatasetFinding,
  type DatasetSeverity,
} from './finding.ts';
import { DATASET_RULES } from './rules.ts';

export interface SarifOptions {
  readonly version: string;
  /** Path of the dataset in the repository, parts separated by `/`; empty where it is the repository itself. */
  readonly folder: string;
  /** Path in the dataset of what stands for the dataset as a whole: every result has to be about a file. */
  readonly wholeDataset: string;
  /** Hexadecimal digits of a text, by which results of later runs are known again. */
  readonly hash: (text: string) => string;
}

/** GitHub code scanning refuses a run with more results, and shows {@link MOST_SHOWN} of them, the most serious. */
export const MOST_RESULTS = 25_000;
export const MOST_SHOWN = 5000;

/**
 * Findings as a SARIF 2.1.0 log (OASIS, Static Analysis Results Interchange Format, 2020), in the part of it that GitHub code
 * scanning reads. Every location has a region with a line, which is required there: that of a list, else the first. Pixels and bytes are in the
 * message and the properties of the result. Of more than {@link MOST_RESULTS} findings the first are taken, and a
 * notification of the run says so.
 *
 * @param findings the most serious first
 */
export function sarifLog(findings: readonly DatasetFinding[], options: SarifOptions): object {
  const indices = new Map(Object.keys(DATASET_RULES).map((rule, index) => [rule, index]));
  const fingerprints = new Fingerprints(options.hash);
  const told = findings.slice(0, MOST_RESULTS);
  const omitted = findings.length - told.length;
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Maskscope', semanticVersion: options.version, rules: rulesOf() } },
        columnKind: 'utf16CodeUnits',
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: omission(omitted) }],
        results: told.map((finding) => ({
          ruleId: finding.rule,
          ruleIndex: indices.get(finding.rule),
          level: LEVELS[finding.severity],
          message: { text: messageText(withPlace(finding)) },
          locations: [locationOf(finding.path ?? finding.related?.[0] ?? options.wholeDataset, finding, options)],
          ...relatedLocations(finding, options),
          partialFingerprints: { primaryLocationLineHash: fingerprints.of(finding) },
          properties: propertiesOf(finding),
        })),
      },
    ],
  };
}

const LEVELS: Readonly<Record<DatasetSeverity, string>> = { error: 'error', warning: 'warning', information: 'note' };

function rulesOf(): object[] {
  return Object.entries(DATASET_RULES).map(([id, { severity, message, advice }]) => ({
    id,
    name: id.charAt(0).toUpperCase() + id.slice(1),
    shortDescription: { text: messageText(withoutNames(message)) },
    fullDescription: { text: messageText(withoutNames(message)) },
    help: { text: messageText(withoutNames(advice)), markdown: messageText(withoutNames(advice)) },
    defaultConfiguration: { level: LEVELS[severity] },
    properties: {
      tags: ['dataset'],
      'problem.severity': severity === 'information' ? 'recommendation' : severity,
    },
  }));
}

/** A sentence about no finding in particular. */
function withoutNames(template: string): string {
  return template.replace(/\{\w+\}/g, '…');
}

/** Braces are placeholders in SARIF (3.11.5). */
function messageText(text: string): string {
  return text.replace(/[{}]/g, '$&$&');
}

function withPlace(finding: DatasetFinding): string {
  const { place } = finding;
  const at = place !== undefined && 'x' in place ? ` Pixel ${place.x}, ${place.y}.` : '';
  return `${describeDatasetFinding(finding)}${at} ${adviceOfFinding(finding)}`;
}

function locationOf(path: string, { place }: Pick<DatasetFinding, 'place'>, { folder }: SarifOptions): object {
  const startLine = place !== undefined && 'line' in place ? place.line : 1;
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(folder, path), uriBaseId: '%SRCROOT%' },
      region: { startLine },
    },
  };
}

function relatedLocations({ path, related = [] }: DatasetFinding, options: SarifOptions): object {
  const others = path === null ? related.slice(1, MOST_RELATED) : related.slice(0, MOST_RELATED);
  if (others.length === 0) return {};
  return { relatedLocations: others.map((other, id) => ({ id, ...locationOf(other, {}, options) })) };
}

function propertiesOf({ pair, place, details }: DatasetFinding): object {
  return { ...(pair === null ? {} : { pair }), ...(place === undefined ? {} : { place }), details };
}

/** Relative, percent-encoded (RFC 3986). */
function uriOf(folder: string, path: string): string {
  const parts = [...folder.split('/'), ...path.split('/')].filter((part) => part !== '' && part !== '.');
  return parts.map((part) => encodeURIComponent(part.replace(LONE_SURROGATES, '\ufffd'))).join('/');
}

/** No text of any encoding, and an error to encodeURIComponent. */
const LONE_SURROGATES = /\p{Surrogate}/gu;

function omission(count: number): object[] {
  if (count === 0) return [];
  return [{ level: 'warning', message: { text: `Findings that are left out, the least serious: ${count}.` } }];
}

/** The same for a finding in later runs, whatever its numbers are by then; others of its rule and path are numbered. */
class Fingerprints {
  readonly #hash: (text: string) => string;
  readonly #counts = new Map<string, number>();

  constructor(hash: (text: string) => string) {
    this.#hash = hash;
  }

  of({ rule, path, details }: DatasetFinding): string {
    const parts = [rule, path ?? '', details['split'] ?? '', details['first'] ?? '', details['second'] ?? ''];
    const identity = JSON.stringify(parts);
    const count = (this.#counts.get(identity) ?? 0) + 1;
    this.#counts.set(identity, count);
    return `${this.#hash(identity).slice(0, 16)}:${count}`;
  }
}
