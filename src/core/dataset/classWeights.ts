import type { ClassKey } from './classNaming.ts';
import type { ClassStatistics } from './statistics.ts';
import { medianOf } from '../median.ts';

/**
 * How a loss may weigh classes.
 * - `medianFrequency`: Eigen and Fergus, ICCV 2015, 6.3.2: median of all freq(c), over freq(c); freq(c) is the pixels of c
 *   over the pixels of the images that contain c;
 * - `inverseFrequency`: pixels of all classes over the number of classes times the pixels of c, scikit-learn's `balanced`;
 * - `effectiveImages`, `effectiveRegions`: Cui et al., CVPR 2019, (1 − β) / (1 − βⁿ) with n the images, or the regions, of
 *   c, scaled so that the weights add up to the number of classes.
 */
export const CLASS_WEIGHTS = ['medianFrequency', 'inverseFrequency', 'effectiveImages', 'effectiveRegions'] as const;
export type ClassWeighting = (typeof CLASS_WEIGHTS)[number];

export interface ClassWeight {
  readonly key: ClassKey;
  readonly name: string | null;
  /** Null for classes without a pixel. */
  readonly weight: number | null;
}

/** β of the effective number where nothing is said. */
export const DEFAULT_BETA = 0.999;

/**
 * Weights of the classes that are trained: void is left out, everywhere, and so are ids without a class where there is a
 * class map.
 *
 * @param beta of the effective number, 0 up to, not including, 1
 */
export function classWeights(
  classes: readonly ClassStatistics[],
  weighting: ClassWeighting,
  beta = DEFAULT_BETA,
): ClassWeight[] {
  const isNamed = classes.some(({ name }) => name !== null);
  const trained = classes.filter(({ isVoid, name }) => !isVoid && (!isNamed || name !== null));
  const present = trained.filter(({ pixels }) => pixels > 0);
  const raw = rawWeights(present, weighting, beta);
  const weights = new Map(present.map(({ key }, at) => [key, raw[at] ?? null]));
  return trained.map(({ key, name }) => ({ key, name, weight: weights.get(key) ?? null }));
}

function rawWeights(present: readonly ClassStatistics[], weighting: ClassWeighting, beta: number): number[] {
  switch (weighting) {
    case 'medianFrequency': {
      const frequencies = present.map(({ pixels, pixelsOfImages }) => pixels / pixelsOfImages);
      const middle = medianOf(frequencies) ?? NaN;
      return frequencies.map((frequency) => middle / frequency);
    }
    case 'inverseFrequency': {
      const all = present.reduce((sum, { pixels }) => sum + pixels, 0);
      return present.map(({ pixels }) => all / (present.length * pixels));
    }
    case 'effectiveImages':
      return effective(
        present.map(({ images }) => images),
        beta,
      );
    case 'effectiveRegions':
      return effective(
        present.map(({ regions }) => regions),
        beta,
      );
  }
}

function effective(counts: readonly number[], beta: number): number[] {
  // With −expm1 small exponents keep their digits.
  const raw = counts.map((count) => (beta === 0 ? 1 : (1 - beta) / -Math.expm1(count * Math.log(beta))));
  const sum = raw.reduce((total, one) => total + one, 0);
  return raw.map((one) => (one * counts.length) / sum);
}

/**
 * mmsegmentation's `METAINFO` of a dataset class: names and colours of the trained classes by ascending id. Classes without
 * a colour get black.
 */
export function mmsegMetainfo(classes: readonly ClassStatistics[]): string {
  const trained = classes
    .filter(({ isVoid, name, key }) => !isVoid && name !== null && typeof key === 'number' && key >= 0)
    .sort((a, b) => Number(a.key) - Number(b.key));
  const names = trained.map(({ name }) => pythonText(name ?? ''));
  const colours = trained.map(({ colour }) => `[${rgbOf(colour ?? '#000000').join(', ')}]`);
  const listed = (items: readonly string[]): string => items.map((item) => `        ${item},\n`).join('');
  const ids = trained.map(({ key }) => Number(key));
  const hasPositions = ids.every((id, at) => id === at);
  const table = ids.map((id, at) => `${id}: ${at}`).join(', ');
  const positions = hasPositions
    ? ''
    : `# The ids of the masks are not positions: map them first.\nPOSITIONS = {${table}}\n`;
  if (trained.every(({ colour }) => colour === null)) {
    return `${positions}METAINFO = dict(\n    classes=(\n${listed(names)}    ),\n)\n`;
  }
  return `${positions}METAINFO = dict(\n    classes=(\n${listed(names)}    ),\n    palette=[\n${listed(colours)}    ],\n)\n`;
}

/** A list of weights for `torch.tensor`, a line a class with its name, `None` where a class has no pixel. */
export function pythonWeights(weights: readonly ClassWeight[]): string {
  const lines = weights.map(({ key, name, weight }) => {
    const value = weight === null ? 'None' : String(weight);
    return `    ${value},  # ${oneLine(name ?? '')}${name === null ? '' : ' '}(${key})\n`;
  });
  return `CLASS_WEIGHTS = [\n${lines.join('')}]\n`;
}

/** The same as JSON: `[{"id", "name", "weight"}]`. */
export function jsonWeights(weights: readonly ClassWeight[]): string {
  return JSON.stringify(
    weights.map(({ key, name, weight }) => ({ id: key, name, weight })),
    null,
    2,
  );
}

/** A name in a comment must not end it. */
function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, ' ');
}

/** A Python string literal; what JSON escapes, Python reads alike. */
function pythonText(text: string): string {
  return JSON.stringify(text);
}

function rgbOf(hex: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
}
