import { describe, expect, it } from 'vitest';
import { DATASET_RULES } from '../../../../src/core/dataset/findings/rules.ts';
import { FILE_CASES } from './fileCases.ts';
import { findingsAfter, toldAfter } from './found.ts';
import { PIXEL_CASES } from './pixelCases.ts';
import { SET_CASES } from './setCases.ts';

const CASES = [...FILE_CASES, ...PIXEL_CASES, ...SET_CASES].map((one) => [one.rule, one] as const);

describe('rules of a dataset', () => {
  it('find nothing in a sound dataset', () => {
    expect(findingsAfter(() => undefined)).toEqual([]);
  });

  it('are all tested here', () => {
    expect(CASES.map(([rule]) => rule).sort()).toEqual(Object.keys(DATASET_RULES).sort());
  });

  it.each(CASES)('%s fires', (rule, { fires, told }) => {
    const found = toldAfter(fires);
    expect(found).toEqual(told);
    expect(found.some((text) => text.split(' ')[0] === rule)).toBe(true);
  });

  it.each(CASES)('%s is silent', (_rule, { silent, instead = [] }) => {
    expect(toldAfter(silent)).toEqual(instead);
  });

  it.each(CASES)('%s fills its sentences', (rule, { fires }) => {
    const { message, advice } = DATASET_RULES[rule];
    const names = [...`${message} ${advice}`.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
    for (const finding of findingsAfter(fires)) {
      if (finding.rule === rule) expect(Object.keys(finding.details)).toEqual(expect.arrayContaining(names));
    }
  });
});
