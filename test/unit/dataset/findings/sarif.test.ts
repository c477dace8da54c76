import { describe, expect, it } from 'vitest';
import type { DatasetFinding } from '../../../../src/core/dataset/findings/finding.ts';
import { DATASET_RULES } from '../../../../src/core/dataset/findings/rules.ts';
import { MOST_RESULTS, sarifLog } from '../../../../src/core/dataset/findings/sarif.ts';
import { sha256Hex } from '../../../../src/platform/hash.ts';

interface Location {
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string; readonly uriBaseId: string };
    readonly region?: { readonly startLine: number };
  };
}

interface Log {
  readonly $schema: string;
  readonly version: string;
  readonly runs: readonly {
    readonly tool: {
      readonly driver: {
        readonly name: string;
        readonly rules: readonly { readonly id: string; readonly help: { readonly text: string } }[];
      };
    };
    readonly invocations: readonly {
      readonly toolExecutionNotifications: readonly { readonly message: { readonly text: string } }[];
    }[];
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly message: { readonly text: string };
      readonly locations: readonly Location[];
      readonly relatedLocations?: readonly (Location & { readonly id: number })[];
      readonly partialFingerprints: { readonly primaryLocationLineHash: string };
    }[];
  }[];
}

const hash = (text: string) => sha256Hex(new TextEncoder().encode(text));
const logOf = (findings: readonly DatasetFinding[], folder = 'data/my set'): Log =>
  JSON.parse(
    JSON.stringify(sarifLog(findings, { version: '1.2.3', folder, wholeDataset: 'images/a.jpg', hash })),
  ) as Log;
const resultsOf = (findings: readonly DatasetFinding[], folder?: string) =>
  logOf(findings, folder).runs[0]?.results ?? [];

const finding = (facts: Partial<DatasetFinding>): DatasetFinding => ({
  ...{ rule: 'maskMissing', severity: 'error', path: 'images/b.jpg', pair: 'b', details: {} },
  ...facts,
});

const overlap = finding({
  ...{ rule: 'splitOverlap', path: 'lists/train.txt', pair: null, place: { line: 7 }, related: ['lists/val.txt'] },
  details: { first: 'train', second: 'val', count: 1, list: 'a{0}' },
});

describe('sarifLog', () => {
  it('is a log of version 2.1.0 with all rules and their help', () => {
    const { $schema, version, runs } = logOf([]);
    expect([$schema, version, runs.length]).toEqual(['https://json.schemastore.org/sarif-2.1.0.json', '2.1.0', 1]);
    const { rules, name } = runs[0]?.tool.driver ?? { rules: [], name: '' };
    expect(name).toBe('Maskscope');
    expect(rules.map(({ id }) => id)).toEqual(Object.keys(DATASET_RULES));
    for (const { help } of rules) expect(help.text).not.toBe('');
  });

  it('leads from each result to its rule', () => {
    const log = logOf([overlap, finding({})]);
    const { results = [], tool } = log.runs[0] ?? {};
    for (const { ruleId, ruleIndex } of results) expect(tool?.driver.rules[ruleIndex]?.id).toBe(ruleId);
    expect(results.map(({ ruleId }) => ruleId)).toEqual(['splitOverlap', 'maskMissing']);
  });

  it('calls information a note', () => {
    const severities = ['error', 'warning', 'information'] as const;
    const results = resultsOf(severities.map((severity) => finding({ severity })));
    expect(results.map(({ level }) => level)).toEqual(['error', 'warning', 'note']);
  });

  it('gives lines of lists as regions, and else the first, which is required', () => {
    const places = [{ line: 7 }, { x: 3, y: 4 }, { offset: 12 }] as const;
    const [line, pixel, byte] = resultsOf(places.map((place) => finding({ place })));
    expect(line?.locations[0]?.physicalLocation.region).toEqual({ startLine: 7 });
    expect(pixel?.locations[0]?.physicalLocation.region).toEqual({ startLine: 1 });
    expect(pixel?.message.text).toContain('Pixel 3, 4.');
    expect(byte?.locations[0]?.physicalLocation.region).toEqual({ startLine: 1 });
  });

  it.each([
    ['masks/a b.png', 'data/my set', 'data/my%20set/masks/a%20b.png'],
    ['masks/100%#?.png', '', 'masks/100%25%23%3F.png'],
    ['masks/é[1]:2.png', '.', 'masks/%C3%A9%5B1%5D%3A2.png'],
    ['masks/\ud800.png', '', 'masks/%EF%BF%BD.png'],
  ])('encodes the path %j in %j', (path, folder, uri) => {
    const [result] = resultsOf([finding({ path })], folder);
    expect(result?.locations).toEqual([
      { physicalLocation: { artifactLocation: { uri, uriBaseId: '%SRCROOT%' }, region: { startLine: 1 } } },
    ]);
  });

  it('gives every result one location, and what concerns the dataset as a whole a file of it', () => {
    const uriOf = (facts: Partial<DatasetFinding>) =>
      resultsOf([finding(facts)], '')[0]?.locations.map((one) => one.physicalLocation.artifactLocation.uri);
    expect(uriOf({ path: null })).toEqual(['images/a.jpg']);
    expect(uriOf({ path: null, related: ['x.png', 'y.png'] })).toEqual(['x.png']);
    const [result] = resultsOf([overlap], '');
    expect(result?.relatedLocations?.map((one) => one.physicalLocation.artifactLocation.uri)).toEqual([
      'lists/val.txt',
    ]);
  });

  it('doubles braces in messages, where they would be placeholders', () => {
    expect(resultsOf([overlap])[0]?.message.text).toContain(': 1 (a{{0}}).');
  });

  it('knows a finding again when its numbers change or others come before it', () => {
    const prints = (findings: readonly DatasetFinding[]) =>
      resultsOf(findings).map(({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash);
    const [before] = prints([finding({ rule: 'specks', details: { regions: 3 } })]);
    const [other, after] = prints([finding({}), finding({ rule: 'specks', details: { regions: 4 } })]);
    expect(after).toBe(before);
    expect(other).not.toBe(before);
    const all = prints([finding({}), finding({}), finding({ path: 'c.png' }), overlap]);
    expect(new Set(all).size).toBe(4);
  });

  it('leaves out the least serious where GitHub would refuse all, and says how many', () => {
    const many = Array.from({ length: MOST_RESULTS + 5 }, (_, at) => finding({ path: `${at}.png` }));
    const [run] = logOf(many).runs;
    expect(run?.results).toHaveLength(MOST_RESULTS);
    expect(run?.invocations[0]?.toolExecutionNotifications[0]?.message.text).toMatch(/: 5\.$/);
    expect(logOf(many.slice(0, 3)).runs[0]?.invocations[0]?.toolExecutionNotifications).toEqual([]);
  });
});
