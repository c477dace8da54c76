import { basename, dirname, join } from 'node:path';
import type { Blend } from '../../core/compose/blend.ts';
import { LARGEST_BOX, LARGEST_SIGMA, type Blur } from '../../core/compose/blur.ts';
import type { FocusMethod } from '../../core/compose/focus.ts';
import type { LegendPlace } from '../../core/compose/legend.ts';
import type { OverlayStyle } from '../../core/compose/overlay.ts';
import type { TransformStep } from '../../core/mask/transform.ts';
import { commandText } from '../../jobs/commandText.ts';
import { pairsCommandWords } from '../../jobs/pairs/pairsCommandWords.ts';
import type { PairsRequest } from '../../jobs/pairs/pairsTypes.ts';
import type { PicturesTask } from '../../jobs/pictures/picturesTypes.ts';
import type { TransformTask } from '../../jobs/transforms/transformTypes.ts';
import type { PictureEncoding } from '../../platform/pictures.ts';

export type PicturesKind = PicturesTask['kind'] | TransformTask['kind'];

/** What becomes of pairs whose sizes differ; `stored`: originals stay as they are stored, so that more may fit. */
export const SIZES = ['leaveOut', 'fit', 'stored'] as const;

/** What is drawn besides the other classes. */
export const GROUNDS = ['neither', 'background', 'void', 'both'] as const;

/** The pairs of which pictures are made. */
export type PicturesOrigin = Pick<PairsRequest, 'source' | 'classMap'>;

/** What the steps gather; answers that a kind has no use for stay. */
export interface PicturesAnswers
  extends PicturesOrigin, Pick<TransformTask, 'steps' | 'tiling' | 'padId' | 'filter' | 'originals'> {
  readonly kind: PicturesKind;
  readonly style: OverlayStyle;
  readonly blend: Blend;
  readonly legend: LegendPlace;
  /** Null: all but background and void. */
  readonly only: readonly string[] | null;
  /** Of all classes: whether background and void are drawn as well. */
  readonly grounds: (typeof GROUNDS)[number];
  /** A font file, absolute; null: what the system has. */
  readonly font: string | null;
  readonly format: PictureEncoding['format'];
  readonly count: number | null;
  readonly seed: number;
  readonly isCropped: boolean;
  readonly blur: Blur;
  readonly method: FocusMethod;
  readonly sizes: (typeof SIZES)[number];
  readonly folder: string;
}

export type PicturesStep =
  | ('style' | 'legend' | 'font' | 'classes' | 'grounds' | 'format' | 'count' | 'seed' | 'crop' | 'blur' | 'method')
  | ('sizes' | 'where')
  | TransformQuestion;

export type TransformQuestion = 'steps' | 'filter' | 'tiles' | 'overlap' | 'edge' | 'padId' | 'originals';

const STEPS: Readonly<Record<PicturesKind, readonly PicturesStep[]>> = {
  overlay: ['style', 'legend', 'font', 'classes', 'grounds', 'format', 'sizes', 'where'],
  sheet: ['count', 'seed', 'style', 'font', 'classes', 'grounds', 'sizes', 'where'],
  cutout: ['classes', 'grounds', 'crop', 'sizes', 'where'],
  focus: ['classes', 'blur', 'method', 'format', 'sizes', 'where'],
  transform: ['steps', 'filter', 'tiles', 'overlap', 'edge', 'padId', 'originals', 'sizes', 'where'],
};

/** The questions that lead to pictures, in order. */
export function stepsOf(answers: PicturesAnswers): readonly PicturesStep[] {
  const { kind, count, steps, tiling, only, legend, blend } = answers;
  const isNeeded: { readonly [Step in PicturesStep]?: boolean } = {
    seed: count !== null,
    legend: hasLegend(blend),
    // Sheets have names of pairs.
    font: kind === 'sheet' || (hasLegend(blend) && legend !== 'none'),
    grounds: only === null,
    filter: steps.some((step) => step.kind === 'resize'),
    overlap: tiling !== null,
    edge: tiling !== null,
    padId: tiling !== null || steps.some((step) => step.kind === 'padSquare'),
  };
  return STEPS[kind].filter((step) => isNeeded[step] ?? true);
}

/** The colours of the other published blends are not those of the classes. */
function hasLegend(blend: Blend): boolean {
  return blend === 'normal' || blend === 'sixForty';
}

export function defaultAnswers(kind: PicturesKind, origin: PicturesOrigin): PicturesAnswers {
  const { source } = origin;
  const isChosen = source.kind === 'files' || source.names !== null;
  return {
    ...{ ...origin, kind },
    style: { isFilled: true, opacity: 0.5, outline: 0 },
    ...{ blend: 'normal', grounds: 'neither', font: null },
    ...{ legend: 'beside', only: null, format: kind === 'overlay' ? 'jpeg' : 'png' },
    ...{ count: isChosen ? null : 20, seed: 0, isCropped: true },
    ...{ blur: { kind: 'box', size: 31 }, method: 'normalised', folder: usualFolder(kind, origin) },
    ...{ steps: [], tiling: null, padId: 'void', filter: 'lanczos3', originals: 'jpeg', sizes: 'leaveOut' },
  };
}

/** Beside the dataset, so that it is no part of it. */
export function usualFolder(kind: PicturesKind, { source }: PicturesOrigin): string {
  const names = { overlay: 'overlays', sheet: 'sheets', cutout: 'cutouts', focus: 'focus', transform: 'transformed' };
  const own = source.kind === 'dataset' ? source.folder : dirname(source.pairs[0]?.mask ?? '');
  return join(dirname(own), `${basename(own)}-${names[kind]}`);
}

const QUALITY = 90;
/** They are trained on. */
const ORIGINALS_QUALITY = 95;
const TILE = 240;

/** The request of these answers. */
export function requestOf(answers: PicturesAnswers): PairsRequest {
  const { source, classMap, folder } = answers;
  const [task, where] = [taskOf(answers), { source, classMap, folder }];
  return { ...where, task, command: commandText(pairsCommandWords(where, task)) };
}

function taskOf(answers: PicturesAnswers): PicturesTask | TransformTask {
  const { kind, style, blend, legend, font, only, grounds, format, count, seed, isCropped, blur, method, sizes } =
    answers;
  const reading = { frame: sizes === 'stored' ? 'stored' : 'displayed', isFitted: sizes === 'fit' } as const;
  if (kind === 'transform') {
    const { steps, tiling, padId, filter, originals } = answers;
    const rest = { maskRule: 'opencv', quality: ORIGINALS_QUALITY } as const;
    return { kind, steps, tiling, padId, filter, originals, reading, ...rest };
  }
  const base = {
    classes: {
      only,
      hasBackground: only === null && (grounds === 'background' || grounds === 'both'),
      hasVoid: only === null && (grounds === 'void' || grounds === 'both'),
    },
    reading,
    encoding: { format: kind === 'cutout' && format === 'jpeg' ? 'png' : format, quality: QUALITY },
  } as const;
  switch (kind) {
    case 'overlay':
      return { kind, ...base, blend, style, legend: hasLegend(blend) ? legend : 'none', font };
    case 'sheet':
      return { kind, ...base, blend, style, count, seed, columns: null, side: TILE, font };
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

/** `0, 0, 640, 480`: left, top, width and height of a part; null for what is none. */
export function cropIn(text: string): Extract<TransformStep, { kind: 'crop' }> | null {
  if (!/^\s*\d{1,6}(\s*[,\s]\s*\d{1,6}){3}\s*$/.test(text)) return null;
  const [x = 0, y = 0, width = 0, height = 0] = (text.match(/\d+/g) ?? []).map(Number);
  return width < 1 || height < 1 ? null : { kind: 'crop', x, y, width, height };
}
