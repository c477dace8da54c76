import { BLENDS, type Blend } from '../../../src/core/compose/blend.ts';

export const MODES = ['mask', 'original', 'overlay', 'swipe'] as const;
export type Mode = (typeof MODES)[number];
export const STYLES = ['filled', 'outlines', 'both'] as const;
/** What surrounds a class that is shown alone. */
export const OUTSIDES = ['original', 'checker', 'dim', 'blur'] as const;

/** How a mask and its original are looked at. */
export interface OverlayState {
  readonly mode: Mode;
  /** 0 … 1. */
  readonly opacity: number;
  readonly style: (typeof STYLES)[number];
  /** Of outlines, in CSS pixels. */
  readonly lineWidth: number;
  readonly background: boolean;
  readonly voids: boolean;
  readonly outside: (typeof OUTSIDES)[number];
  readonly blend: Blend;
  /** Where the line between original and mask is: part of the view's width. */
  readonly swipe: number;
  /** The options lie over the picture. */
  readonly options: boolean;
}

/** CSS pixels. */
export const MOST_LINE_WIDTH = 8;

const DEFAULTS: OverlayState = {
  mode: 'mask',
  opacity: 0.5,
  style: 'filled',
  lineWidth: 2,
  background: false,
  voids: true,
  outside: 'original',
  blend: 'normal',
  swipe: 0.5,
  options: false,
};

/** Reads a state that another version may have written: what is of no use takes its default. */
export function readOverlayState(raw: unknown): OverlayState {
  if (typeof raw !== 'object' || raw === null) return DEFAULTS;
  const values = new Map<string, unknown>(Object.entries(raw));
  const part = (key: keyof OverlayState, otherwise: number, low: number, high: number): number => {
    const value = values.get(key);
    return typeof value === 'number' && value >= low && value <= high ? value : otherwise;
  };
  const flag = (key: keyof OverlayState, otherwise: boolean): boolean => {
    const value = values.get(key);
    return typeof value === 'boolean' ? value : otherwise;
  };
  const one = <T extends string>(key: keyof OverlayState, of: readonly T[], otherwise: T): T =>
    of.find((each) => each === values.get(key)) ?? otherwise;
  return {
    mode: one('mode', MODES, DEFAULTS.mode),
    opacity: part('opacity', DEFAULTS.opacity, 0, 1),
    style: one('style', STYLES, DEFAULTS.style),
    lineWidth: Math.round(part('lineWidth', DEFAULTS.lineWidth, 1, MOST_LINE_WIDTH)),
    background: flag('background', DEFAULTS.background),
    voids: flag('voids', DEFAULTS.voids),
    outside: one('outside', OUTSIDES, DEFAULTS.outside),
    blend: one('blend', BLENDS, DEFAULTS.blend),
    swipe: part('swipe', DEFAULTS.swipe, 0, 1),
    options: flag('options', DEFAULTS.options),
  };
}
