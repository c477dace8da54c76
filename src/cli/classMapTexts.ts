import type { ClassMapTroubles } from '../core/dataset/facts.ts';
import { CLASS_MAP_PROBLEMS, type ClassMapProblem } from '../core/formats/classMap.ts';
import { fillTemplate } from '../core/png/errors.ts';

/** Lines of a class map that are named; `check` tells of more. */
const MOST_LINES = 5;

/** What is wrong with the class maps that name classes, a line each. @param source the one that applies */
export function classMapTroubleLines(
  source: string | null,
  { unusableMaps, classMapProblems }: ClassMapTroubles,
): string[] {
  const more = classMapProblems.length - MOST_LINES;
  return [
    ...unusableMaps.map((one) => `The class map ${one.source} cannot be used: ${sentenceOf(one.problem)}`),
    ...classMapProblems.slice(0, MOST_LINES).map((problem) => `${source ?? ''}: ${sentenceOf(problem)}`),
    ...(more > 0 ? [`${source ?? ''}: ${more} more problems`] : []),
  ];
}

function sentenceOf({ code, details }: ClassMapProblem): string {
  return fillTemplate(CLASS_MAP_PROBLEMS[code], details);
}
