import { describe, expect, it } from 'vitest';
import { csvCell } from '../../../src/core/formats/csvCell.ts';
import { reportCsv, reportJson, REPORT_SCHEMA } from '../../../src/core/report/reportData.ts';
import { ReportContext, reportDocument } from '../../../src/core/report/reportDocument.ts';
import { reportHtml } from '../../../src/core/report/reportHtml.ts';
import { REPORT_STRINGS } from '../../../src/core/report/reportStrings.ts';
import { hasReference } from '../mask/pythonReference.ts';
import { pythonJson } from './python.ts';
import { HOSTILE, hostileReport } from './reportFacts.ts';

/** What a browser's tokeniser would see, by Python's: every tag with its attributes' names, and all text. */
const READ_HTML = `
import json, sys
from html.parser import HTMLParser
class Reader(HTMLParser):
    def __init__(self):
        super().__init__(); self.tags = set(); self.attributes = set(); self.text = []; self.fills = set()
    def handle_starttag(self, tag, attrs):
        self.tags.add(tag); self.attributes |= {name for name, _ in attrs}
        self.fills |= {value for name, value in attrs if name == 'fill'}
    def handle_data(self, data): self.text.append(data)
reader = Reader(); reader.feed(json.load(sys.stdin)); reader.close()
print(json.dumps({'tags': sorted(reader.tags), 'attributes': sorted(reader.attributes), 'text': reader.text, 'fills': sorted(reader.fills)}))`;
const READ_CSV = `
import csv, io, json, sys
print(json.dumps(list(csv.reader(io.StringIO(json.load(sys.stdin), newline='')))))`;

const view = { isLogarithmic: false, sort: 'map' } as const;
const html = (): string => {
  const report = reportDocument(new ReportContext(hostileReport(), view, REPORT_STRINGS, 'en'));
  return reportHtml(report, 'en', (title) => `Table: ${title}`);
};

describe.runIf(hasReference)('a report as HTML', () => {
  it('has no tag, attribute or colour that a name brought, and every name as text', () => {
    const read = pythonJson(READ_HTML, html()) as Record<'tags' | 'attributes' | 'text' | 'fills', string[]>;
    expect(read.tags.filter((tag) => !TAGS.has(tag))).toEqual([]);
    expect(read.tags).toContain('path');
    expect(read.attributes.filter((name) => name.startsWith('on') || ['href', 'src', 'style'].includes(name))).toEqual(
      [],
    );
    expect(read.fills.filter((fill) => !/^#[0-9a-f]{6}$/.test(fill))).toEqual([]);
    const cells = new Set(read.text);
    for (const name of HOSTILE) expect(cells).toContain(name.replace('\u202e', '[U+202E]'));
  });

  it('loads nothing and runs nothing', () => {
    const text = html();
    expect(text).toContain('default-src &#39;none&#39;'.replaceAll('&#39;', "'"));
    expect(text).not.toMatch(/<(?:script|link|img|iframe|object|base|form)\b/i);
    expect(text).not.toMatch(/url\(|@import/);
    expect(text).not.toContain('\u202e');
  });
});

const TAGS = new Set(
  (
    'html head meta title style body h1 h2 h3 dl dt dd p section div figure figcaption details summary svg rect line path ' +
    'circle text table caption thead tbody tr th td pre'
  ).split(' '),
);

describe.runIf(hasReference)('a report as CSV', () => {
  it('gives a spreadsheet the same cells, and no formula', () => {
    const rows = pythonJson(READ_CSV, reportCsv(hostileReport())) as string[][];
    expect(rows.map(({ length }) => length)).toEqual(Array.from({ length: HOSTILE.length + 1 }, () => 15));
    expect(rows.slice(1).map((cells) => cells[1])).toEqual(
      HOSTILE.map((name) => (/^[=+\-@]/.test(name) ? `'${name}` : name)),
    );
    expect(rows[1]?.slice(4, 7)).toEqual(['100', '1', '2']);
    expect(rows[0]?.slice(7, 11)).toEqual([
      'medianFrequency',
      'inverseFrequency',
      'effectiveImages',
      'effectiveRegions',
    ]);
  });

  it('leaves negative and small numbers as numbers', () => {
    expect(['-1', '-2.5', '1e-7', '-1+1', '@a'].map(csvCell)).toEqual(['-1', '-2.5', '1e-7', "'-1+1", "'@a"]);
  });
});

describe('a report as JSON', () => {
  it('says its schema, and holds the statistics and weights', () => {
    const facts = hostileReport();
    const read = JSON.parse(reportJson(facts)) as Record<string, unknown>;
    expect(Object.keys(read)).toEqual([
      ...['schema', 'dataset', 'classMap', 'split', 'statistics', 'weights', 'metainfo', 'channels'],
    ]);
    expect(read['schema']).toBe(REPORT_SCHEMA);
    expect(read['statistics']).toEqual(facts.statistics);
    // 100 × (1 + … + 7) pixels, 7 classes: scikit-learn's balanced weight of the first is 2800 / (7 · 100).
    const weights = read['weights'] as Record<string, { id: number; weight: number }[]>;
    expect(weights['inverseFrequency']?.[0]?.weight).toBe(4);
  });
});
