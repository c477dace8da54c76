import type { ClassScore } from '../core/compare/scores.ts';
import type { ClassKey } from '../core/dataset/classNaming.ts';
import { namesOf } from '../jobs/compare/compareExport.ts';
import type { Comparison } from '../jobs/compare/compareTypes.ts';
import { printableLines, textTable } from './textTable.ts';

/** Wrong classes and masks that a text shows; files have all of them. */
const MOST_TRANSITIONS = 10;
const MOST_MASKS = 10;

/** A comparison for people. */
export function comparisonText(comparison: Comparison): string {
  const { scores, pairs, meanBoundaryF, boundaries } = comparison;
  const isBoundary = boundaries.length > 0;
  const fOf = new Map(boundaries.map(({ key, f }) => [key, f]));
  const nameOf = namesOf(comparison);
  const head = [
    'class',
    'IoU',
    'Dice',
    'precision',
    'recall',
    ...(isBoundary ? ['F'] : []),
    'truth px',
    'predicted px',
  ];
  const rowOf = ({ key, iou, dice, precision, recall, truthPixels, predictedPixels }: ClassScore): string[] => [
    ...[nameOf(key), percent(iou), percent(dice), percent(precision), percent(recall)],
    ...(isBoundary ? [percent(fOf.get(key) ?? null)] : []),
    ...[String(truthPixels), String(predictedPixels)],
  ];
  const mean = [
    'mean',
    percent(scores.meanIou),
    percent(scores.meanDice),
    '',
    '',
    ...(isBoundary ? [percent(meanBoundaryF)] : []),
  ];
  const rows = [head, ...scores.classes.map(rowOf), [...mean, '', '']];
  return printableLines([
    ...textTable(
      rows,
      head.flatMap((_, at) => (at === 0 ? [] : [at])),
    ),
    '',
    `Pixel accuracy ${percent(scores.pixelAccuracy)} of ${scores.judgedPixels} px; void, ignored: ${scores.voidPixels} px; predicted as void: ${scores.voidPredicted} px`,
    ...transitionLines(comparison, nameOf),
    ...(pairs.length > 1 ? maskLines(comparison, isBoundary) : []),
    ...missingLines(comparison),
  ]);
}

function transitionLines({ cells, voids }: Comparison, nameOf: (key: ClassKey) => string): string[] {
  const isVoid = new Set(voids);
  const wrong = cells
    .filter(({ truth, prediction }) => truth !== prediction && !isVoid.has(truth))
    .sort((one, other) => other.pixels - one.pixels);
  if (wrong.length === 0) return [];
  const rows = wrong
    .slice(0, MOST_TRANSITIONS)
    .map(({ truth, prediction, pixels }) => [`  ${nameOf(truth)} → ${nameOf(prediction)}`, `${pixels} px`]);
  const more = wrong.length > rows.length ? [`  and ${wrong.length - rows.length} more (--json)`] : [];
  return ['', 'Taken for another class:', ...textTable(rows, [1]), ...more];
}

function maskLines({ pairs }: Comparison, isBoundary: boolean): string[] {
  const rows = pairs
    .slice(0, MOST_MASKS)
    .map(({ name, scores, boundaryF }) => [
      ...[`  ${name}`, percent(scores.meanIou)],
      ...(isBoundary ? [percent(boundaryF)] : []),
    ]);
  const more = pairs.length > rows.length ? [`  and ${pairs.length - rows.length} more (--csv)`] : [];
  const what = isBoundary ? 'mean IoU and F' : 'mean IoU';
  return ['', `Masks, the worst first, with their ${what}:`, ...textTable(rows, [1, 2]), ...more];
}

/** What the scores leave out. */
export function missingLines({ failed, unpredicted, unknown, leftOut }: Comparison): string[] {
  return [
    ...(unpredicted.length > 0 ? ['', `Without a prediction, ${unpredicted.length}: ${inShort(unpredicted)}`] : []),
    ...(unknown.length > 0 ? ['', `Predictions without a truth, ${unknown.length}: ${inShort(unknown)}`] : []),
    ...(leftOut.linked > 0
      ? ['', `Links to folders, which are not followed, ${leftOut.linked}: give the folders that they lead to`]
      : []),
    ...(leftOut.hidden > 0 ? ['', `Hidden folders and PNG files, which are left out, ${leftOut.hidden}`] : []),
    ...(failed.length > 0 ? ['', `Not compared, ${failed.length}:`] : []),
    ...failed.map(({ path, problem }) => `  ${path}: ${problem}`),
  ];
}

/** What to do where nothing agrees because one side has 255 for what is 1 on the other; null elsewhere. */
export function blackAndWhiteHint({ cells, voids }: Pick<Comparison, 'cells' | 'voids'>): string | null {
  const onlyClass = (side: 'truth' | 'prediction'): ClassKey | null => {
    const others = new Set(cells.map((cell) => cell[side]).filter((key) => key !== 0));
    const [only = null] = others;
    return others.size === 1 ? only : null;
  };
  const [truth, prediction] = [onlyClass('truth'), onlyClass('prediction')];
  const isWhiteTruth = truth === 255 && prediction === 1 && !voids.includes(255);
  if (!isWhiteTruth && !(truth === 1 && prediction === 255)) return null;
  const [white, other] = isWhiteTruth ? ['truth', 'prediction'] : ['prediction', 'truth'];
  return `the ${white} looks black and white (0 and 255), and the ${other} has 0 and 1: put the ${white} on 0 and 1 first (maskscope reencode … --class 1)`;
}

/** A share that is below another with as many decimals as show it, at least four. */
export function belowText(share: number, least: number): string {
  let text = share.toFixed(4);
  for (let decimals = 5; Number(text) >= least && decimals <= 20; decimals++) text = share.toFixed(decimals);
  return text;
}

/** `71.32 %`, or `n/a`. */
function percent(share: number | null): string {
  return share === null ? 'n/a' : `${(100 * share).toFixed(2)} %`;
}

function inShort(names: readonly string[]): string {
  return names.length > MOST_MASKS ? `${names.slice(0, MOST_MASKS).join(', ')}, …` : names.join(', ');
}
