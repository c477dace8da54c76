import { describe, expect, it } from 'vitest';
import { BATCH_RULES } from '../../../src/jobs/batchRules.ts';
import { DAMAGE_FIXES } from '../../../src/jobs/damageFindings.ts';
import { WINDOW_ADVICE, WINDOW_MESSAGES } from '../../../src/protocol/batchStrings.ts';

/** What only a terminal knows: options, and the command itself. */
const OF_A_TERMINAL = /(^|\s)--?[a-z]|maskscope (reencode|border|undo)/;

const advices: readonly (readonly [rule: string, advice: string])[] = [
  ...Object.entries(BATCH_RULES).map(([rule, { advice }]) => [rule, advice] as const),
  ...Object.entries(DAMAGE_FIXES),
];

describe('the advice of findings in a window', () => {
  it('names no option of the command line', () => {
    const shown = advices.map(([rule, advice]) => [rule, WINDOW_ADVICE[rule] ?? advice] as const);
    expect(shown.filter(([, advice]) => OF_A_TERMINAL.test(advice))).toEqual([]);
    expect(advices.filter(([, advice]) => OF_A_TERMINAL.test(advice)).length).toBeGreaterThan(10);
  });

  it('stands below a message that names none either', () => {
    const shown = Object.entries(BATCH_RULES).map(([rule, { message }]) => [rule, WINDOW_MESSAGES[rule] ?? message]);
    expect(shown.filter(([, message]) => OF_A_TERMINAL.test(message ?? ''))).toEqual([]);
  });

  it('is of rules that exist', () => {
    const rules = new Set(advices.map(([rule]) => rule));
    expect(Object.keys(WINDOW_ADVICE).filter((rule) => !rules.has(rule))).toEqual([]);
  });
});
