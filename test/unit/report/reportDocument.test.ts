import { describe, expect, it } from 'vitest';
import { ReportContext, reportDocument, type ReportView } from '../../../src/core/report/reportDocument.ts';
import { REPORT_STRINGS } from '../../../src/core/report/reportStrings.ts';
import { hostileReport } from './reportFacts.ts';

const PLAIN: ReportView = { isLogarithmic: false, sort: 'pixels' };

function sectionsWith(view: ReportView) {
  return reportDocument(new ReportContext(hostileReport(), view, REPORT_STRINGS, 'en')).sections;
}

describe('the sections of a report', () => {
  it('tell in every chart what its table says, a mark for each value', () => {
    for (const { id, figures } of sectionsWith(PLAIN)) {
      for (const { drawing, table } of figures) {
        const { columns, rows } = table();
        expect(rows.every(({ length }) => length === columns.length)).toBe(true);
        if (drawing === null || id === 'palettes') continue;
        const numbers = new Set(drawing.marks().map(({ row }) => row)).size;
        expect(numbers).toBe(rows.length);
      }
    }
  });

  it('draw bars as long as their values', () => {
    const [balance] = sectionsWith(PLAIN);
    const bars = balance?.figures[0]?.drawing?.shapes.filter(({ attributes }) => attributes['class'] === 'bar') ?? [];
    const widths = bars.slice(0, 7).map(({ attributes }) => Number(attributes['width']));
    // 700, 600 … 100 pixels.
    widths.forEach((width, at) => expect(width / (widths[0] ?? 1)).toBeCloseTo((7 - at) / 7, 2));
  });

  it('sort the classes as the view has it', () => {
    const keys = (sort: ReportView['sort']) =>
      sectionsWith({ ...PLAIN, sort })[0]
        ?.figures[0]?.table()
        .rows.map(([id]) => Number(id));
    expect(keys('map')).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(keys('images')).toEqual([6, 5, 4, 3, 2, 1, 0]);
    expect(keys('name')).toEqual([1, 5, 2, 0, 3, 4, 6]);
  });

  it('have no class sections where no mask is counted', () => {
    const facts = hostileReport();
    const empty = { ...facts, statistics: { ...facts.statistics, counted: 0 } };
    const report = reportDocument(new ReportContext(empty, PLAIN, REPORT_STRINGS, 'en'));
    expect(report.sections.map(({ id }) => id)).toEqual(['maskSizes', 'originalSizes', 'palettes', 'channels']);
    expect(report.notes).toEqual([REPORT_STRINGS.nothingCounted]);
  });
});
