import { describe, expect, it } from 'vitest';
import type { FileFacts, FindingFacts } from '../../../src/protocol/batch.ts';
import {
  BatchFiles,
  decided,
  histogramLines,
  isSameDecisions,
  isUnwritten,
} from '../../../webview/batch/batchModel.ts';

const finding = (rule: string, severity: FindingFacts['severity'] = 'warning', message = rule): FindingFacts => ({
  ...{ rule, severity, message, advice: '', fix: null },
});
const file = (index: number, more: Partial<FileFacts> = {}): FileFacts => ({
  ...{ index, name: `${index}.png`, status: 'write', size: 1, outputSize: 1, change: null },
  ...{ unknown: [], moreUnknown: 0, findings: [] },
  ...more,
});
const names = (rows: readonly { readonly name: string }[]): string[] => rows.map(({ name }) => name);

describe('the files of a batch', () => {
  it('are in the order of the inputs, however they come', () => {
    const files = new BatchFiles();
    files.add([file(2), file(0)]);
    files.add([file(1)]);
    expect(names(files.all)).toEqual(['0.png', '1.png', '2.png']);
  });

  it('have no change to show where nothing was written, whatever the preview said', () => {
    const files = new BatchFiles();
    files.add([file(0), file(1), file(2, { status: 'unchanged' })]);
    files.addResults([
      { name: '0.png', status: 'written', findings: [] },
      { name: '1.png', status: 'refused', findings: [finding('changedMeanwhile', 'error')] },
    ]);
    expect(files.all.map(({ status }) => isUnwritten(status))).toEqual([false, true, false]);
    files.takeBack('restored', []);
    expect(files.all.map(({ status }) => isUnwritten(status))).toEqual([true, true, false]);
  });

  it('are filtered by status, by findings and by rule', () => {
    const files = new BatchFiles();
    files.add([
      file(0),
      file(1, { status: 'refused', findings: [finding('unreadable', 'error')] }),
      file(2, { status: 'unchanged' }),
      file(3, { findings: [finding('hardLinked')] }),
    ]);
    expect(names(files.shown('write', null))).toEqual(['0.png', '3.png']);
    expect(names(files.shown('refused', null))).toEqual(['1.png']);
    expect(names(files.shown('unchanged', null))).toEqual(['2.png']);
    expect(names(files.shown('findings', null))).toEqual(['1.png', '3.png']);
    expect(names(files.shown('all', 'hardLinked'))).toEqual(['3.png']);
    expect(files.counts()).toEqual({
      all: 4,
      write: 2,
      cancelled: 0,
      undone: 0,
      unchanged: 1,
      refused: 1,
      findings: 2,
    });
  });

  it('take results, with each finding once, also of files that an earlier run had previewed', () => {
    const files = new BatchFiles();
    files.add([file(0, { findings: [finding('hardLinked')] }), file(1)]);
    files.addResults([
      { name: '0.png', status: 'refused', findings: [finding('hardLinked'), finding('changedMeanwhile', 'error')] },
      { name: '1.png', status: 'written', findings: [] },
      { name: 'old.png', status: 'written', findings: [] },
    ]);
    expect(files.all.map(({ name, status }) => `${name} ${status}`)).toEqual([
      '0.png refused',
      '1.png written',
      'old.png written',
    ]);
    expect(files.all[0]?.findings.map(({ rule }) => rule)).toEqual(['hardLinked', 'changedMeanwhile']);
    expect(files.counts().write).toBe(2);
  });

  it('are restored by an undo, but for those that it left, and those that the batch had not reached', () => {
    const files = new BatchFiles();
    files.add([file(0), file(1), file(2, { status: 'refused' }), file(3), file(4, { status: 'unchanged' })]);
    files.addResults([
      { name: '0.png', status: 'written', findings: [] },
      { name: '1.png', status: 'written', findings: [] },
    ]);
    files.takeBack('restored', ['1.png']);
    const statuses = ['restored', 'written', 'refused', 'cancelled', 'unchanged'];
    expect(files.all.map(({ status }) => status)).toEqual(statuses);
    expect(names(files.shown('undone', null))).toEqual(['0.png']);
    expect(files.counts()).toMatchObject({ write: 1, undone: 1, cancelled: 1 });
  });

  it('sum up unknown colours, and tell where there may be more', () => {
    const unknown = (colour: string, pixels: number) => ({ colour, pixels, nearest: null, becomes: null });
    const files = new BatchFiles();
    files.add([
      file(0, { unknown: [unknown('#000001', 5), unknown('#000002', 7)] }),
      file(1, { unknown: [unknown('#000001', 4)] }),
    ]);
    const { rows, isComplete } = files.unknownColours();
    expect(rows.map(({ colour, pixels, files: count }) => [colour, pixels, count])).toEqual([
      ['#000001', 9, 2],
      ['#000002', 7, 1],
    ]);
    expect(isComplete).toBe(true);
    files.add([file(2, { moreUnknown: 3 })]);
    expect(files.unknownColours().isComplete).toBe(false);
  });

  it('group findings by rule: errors first, then those of most files, each file once', () => {
    const files = new BatchFiles();
    files.add([
      file(0, { findings: [finding('a'), finding('a', 'warning', 'again')] }),
      file(1, { findings: [finding('b'), finding('c', 'error')] }),
      file(2, { findings: [finding('b'), finding('i', 'information')] }),
    ]);
    const groups = files.findingGroups().map(({ finding: { rule }, files: count }) => `${rule} ${count}`);
    expect(groups).toEqual(['c 1', 'b 2', 'a 1', 'i 1']);
  });
});

describe('decisions', () => {
  it('replace each other and are taken back', () => {
    const none = { unknown: 'error', choices: [] } as const;
    const one = decided(none, '#000001', 4);
    expect(decided(one, '#000001', 'void').choices).toEqual([['#000001', 'void']]);
    expect(isSameDecisions(decided(one, '#000001', null), none)).toBe(true);
    expect(isSameDecisions(one, none)).toBe(false);
    const two = decided(one, '#000002', 5);
    expect(isSameDecisions(two, decided(decided(none, '#000002', 5), '#000001', 4))).toBe(true);
  });
});

describe('the histogram before and after', () => {
  it('has a line for every id of either', () => {
    expect(
      histogramLines(
        [
          [0, 10],
          [3, 2],
        ],
        [
          [0, 9],
          [255, 3],
        ],
      ),
    ).toEqual([
      { id: 0, before: 10, after: 9 },
      { id: 3, before: 2, after: 0 },
      { id: 255, before: 0, after: 3 },
    ]);
  });
});
