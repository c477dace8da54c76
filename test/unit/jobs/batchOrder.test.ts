import { describe, expect, it } from 'vitest';
import { requestOf, type BatchOrder, type ReencodeChoice } from '../../../src/jobs/batchOrder.ts';

const CHOICE: ReencodeChoice = {
  ...({ kind: 'reencode', palette: 'voc', by: 'index', unknown: 'error', choices: [] } as const),
  ...({ raw: null, depth: null, isSwapped: false, classId: 7, repair: 'none' } as const),
};

const commandOf = (work: ReencodeChoice): string => {
  const order: BatchOrder = {
    ...{ work, inputs: ['masks'], workingFolder: '/data', target: { kind: 'inPlace' } },
    ...{ isRepeated: false, unsaved: [], names: null },
  };
  return requestOf(order).request.command;
};

describe('the command of a batch from the editor', () => {
  it('names the rule of binary masks where one was chosen', () => {
    expect(commandOf(CHOICE)).not.toContain('--binary-rule');
    expect(commandOf({ ...CHOICE, binaryRule: 'brightness' })).toMatch(
      /--class 7 --binary-rule brightness --in-place$/,
    );
    expect(commandOf({ ...CHOICE, threshold: 128 })).toContain('--threshold 128');
    expect(commandOf({ ...CHOICE, classId: null, threshold: 128 })).not.toContain('--threshold');
    expect(commandOf({ ...CHOICE, classId: null, binaryRule: 'alpha' })).not.toContain('--binary-rule');
  });
});
