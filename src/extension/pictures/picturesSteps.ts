import { basename, dirname, join } from 'node:path';
import { LARGEST_BOX, LARGEST_SIGMA, type Blur } from '../../core/compose/blur.ts';
import type { FocusMethod } from '../../core/compose/focus.ts';
import type { LegendPlace } from '../../core/compose/legend.ts';
import type { OverlayStyle } from '../../core/compose/overlay.ts';
import { commandText } from '../../jobs/commandText.ts';
import type { PairsRequest } from '../../jobs/pairs/pairsTypes.ts';
import type { PicturesTask } from '../../jobs/pictures/picturesTypes.ts';
import type { PictureEncoding } from '../../platform/pictures.ts';

export type PicturesKind = PicturesTask['kind'];

/** The pairs of which pictures are made. */
export type PicturesOrigin = Pick<PairsRequest, 'source' | 'classMap'>;

/** What the steps gather; answers that a kind has no use for stay. */
export interface PicturesAnswers extends PicturesOrigin {
  readonly kind: PicturesKind;
  readonly style: OverlayStyle;
  readonly legend: LegendPlace;
  /** Null: all but background and void. */
  readonly only: readonly string[] | null;
  readonly format: PictureEncoding['format'];
  readonly count: number | null;
  readonly seed: number;
  readonly isCropped: boolean;
  readonly blur: Blur;
  readonly method: FocusMethod;
  readonly folder: string;
}

export type PicturesStep =
  'style' | 'legend' | 'classes' | 'format' | 'count' | 'seed' | 'crop' | 'blur' | 'method' | 'where';

const STEPS: Readonly<Record<PicturesKind, readonly PicturesStep[]>> = {
  overlay: ['style', 'legend', 'classes', 'format', 'where'],
  sheet: ['count', 'seed', 'style', 'where'],
  cutout: ['classes', 'crop', 'where'],
  focus: ['classes', 'blur', 'method', 'format', 'where'],
};

/** The questions that lead to pictures, in order. */
export function stepsOf({ kind, count }: PicturesAnswers): readonly PicturesStep[] {
  return STEPS[kind].filter((step) => step !== 'seed' || count !== null);
}

export function defaultAnswers(kind: PicturesKind, origin: PicturesOrigin): PicturesAnswers {
  const { source } = origin;
  const isChosen = source.kind === 'files' || source.names !== null;
  return {
    ...{ ...origin, kind },
    style: { isFilled: true, opacity: 0.5, outline: 0 },
    ...{ legend: 'beside', only: null, format: kind === 'overlay' ? 'jpeg' : 'png' },
    ...{ count: isChosen ? null : 20, seed: 0, isCropped: true },
    ...{ blur: { kind: 'box', size: 31 }, method: 'normalised', folder: usualFolder(kind, origin) },
  };
}

/** Beside the dataset, so that it is no part of it. */
export function usualFolder(kind: PicturesKind, { source }: PicturesOrigin): string {
  const names = { overlay: 'overlays', sheet: 'sheets', cutout: 'cutouts', focus: 'focus' } as const;
  const own = source.kind === 'dataset' ? source.folder : dirname(source.pairs[0]?.mask ?? '');
  return join(dirname(own), `${basename(own)}-${names[kind]}`);
}

const QUALITY = 90;
const TILE = 240;

/** The request of these answers. */
export function requestOf(answers: PicturesAnswers): PairsRequest {
  const { source, classMap, folder, kind } = answers;
  const own = source.kind === 'dataset' ? [source.folder] : source.pairs.map(({ mask }) => mask).slice(0, 1);
  return { source, classMap, task: taskOf(answers), folder, command: commandText([kind, ...own, '-o', folder]) };
}

function taskOf(answers: PicturesAnswers): PicturesTask {
  const { kind, style, legend, only, format, count, seed, isCropped, blur, method } = answers;
  const base = {
    classes: { only, hasBackground: false, hasVoid: false },
    reading: { frame: 'displayed', isFitted: false },
    encoding: { format: kind === 'cutout' && format === 'jpeg' ? 'png' : format, quality: QUALITY },
  } as const;
  switch (kind) {
    case 'overlay':
      return { kind, ...base, blend: 'normal', style, legend, font: null };
    case 'sheet':
      return { kind, ...base, blend: 'normal', style, count, seed, columns: null, side: TILE, font: null };
    case 'cutout':
      return { kind, ...base, isCropped };
    case 'focus':
      return { kind, ...base, blur, method };
  }
}

/** `31`, `31 px`: a box; `σ 6`, `s6`: a bell curve. Null for what is neither. */
export function blurIn(text: string): Blur | null {
  const [, sign, number] = /^\s*(σ|s|sigma)?\s*=?\s*(\d+(?:\.\d+)?)\s*(?:px)?\s*$/i.exec(text) ?? [];
  const value = Number(number);
  if (number === undefined) return null;
  if (sign !== undefined) return value > 0 && value <= LARGEST_SIGMA ? { kind: 'gaussian', sigma: value } : null;
  const isBox = Number.isInteger(value) && value % 2 === 1 && value >= 3 && value <= LARGEST_BOX;
  return isBox ? { kind: 'box', size: value } : null;
}
