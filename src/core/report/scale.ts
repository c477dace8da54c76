/** Where values stand on an axis. */
export interface Scale {
  /** 0 … 1 for values of the domain, 0 for those below it. */
  at(value: number): number;
  /** Values with a line and a label, ascending. */
  readonly ticks: readonly number[];
}

/** More labels run into each other. */
const MOST_TICKS = 6;

/**
 * From 0 to the next round number.
 *
 * @param most the largest value; 0 and below count as 1
 */
export function linearScale(most: number): Scale {
  const end = most > 0 ? most : 1;
  const step = roundStep(end / (MOST_TICKS - 1));
  const steps = Math.ceil(end / step - 1e-9);
  const last = cleanProduct(steps, step);
  return {
    at: (value) => Math.min(1, Math.max(0, value / last)),
    // Multiplied, not added up: 0.1 + 0.2 is no tick.
    ticks: Array.from({ length: steps + 1 }, (_, at) => cleanProduct(at, step)),
  };
}

/**
 * Powers of ten, from the one below the least value to the one above the greatest. The least value stands right of 0, so
 * that it can be told from nothing.
 *
 * @param least the least value above 0
 * @param most the greatest
 */
export function logScale(least: number, most: number): Scale {
  const isEmpty = !(least > 0) || !(most >= least);
  const low = isEmpty ? 0 : Math.floor(Math.log10(least) + 1e-9);
  const high = isEmpty ? 1 : Math.ceil(Math.log10(most) - 1e-9);
  // A single power of ten is a scale of one decade, up to it: shares of 100 % end there.
  if (high === low) return logScale(least / 10, most);
  // Half a decade before the first power of ten.
  const from = low - 0.5;
  const every = Math.ceil((high - low + 1) / MOST_TICKS);
  const ticks: number[] = [];
  for (let power = low; power <= high; power += every) ticks.push(Number(`1e${power}`));
  return {
    at: (value) => (value > 0 ? Math.min(1, Math.max(0, (Math.log10(value) - from) / (high - from))) : 0),
    ticks,
  };
}

/** The smallest of 1, 2 or 5 times a power of ten that is not below `step`. */
function roundStep(step: number): number {
  const power = Math.floor(Math.log10(step));
  const factor = [1, 2, 5, 10].find((one) => one * 10 ** power >= step * (1 - 1e-9)) ?? 10;
  return Number(`${factor}e${power}`);
}

function cleanProduct(at: number, step: number): number {
  return Number((at * step).toPrecision(12));
}

/** Shades of a heat map: one hue, paler to stronger. */
export const LEVELS = 9;

/** 1 … {@link LEVELS} for values up to `most`, 0 for 0. */
export function levelOf(value: number, most: number): number {
  return value <= 0 || most <= 0 ? 0 : Math.min(LEVELS, Math.max(1, Math.ceil((LEVELS * value) / most)));
}
