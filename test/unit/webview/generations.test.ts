import { expect, it } from 'vitest';
import { firstGenerationOf, isSameDocument } from '../../../src/protocol/generations.ts';

it('generations tell whether they are of one document, up to the last that it has', () => {
  const [first, second, third] = [0, 1, 2].map(firstGenerationOf) as [number, number, number];
  expect(first).toBe(1);
  expect(isSameDocument(first, second - 1)).toBe(true);
  expect(isSameDocument(second - 1, second)).toBe(false);
  expect(isSameDocument(second, second + 7)).toBe(true);
  expect(isSameDocument(second, third)).toBe(false);
});
