/** Generations of a document's versions stay below this; each document gets as many of its own. */
const GENERATIONS = 2 ** 24;

/** @param index of the document among those of a window, from 0 */
export function firstGenerationOf(index: number): number {
  return 1 + GENERATIONS * index;
}

/** Whether two generations are versions of one document: files in several folders often have one name. */
export function isSameDocument(first: number, second: number): boolean {
  return Math.floor((first - 1) / GENERATIONS) === Math.floor((second - 1) / GENERATIONS);
}
