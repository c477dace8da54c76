import { blankPicture, paintBox, paintCoverage, pastePicture, type Coverage, type Picture } from './picture.ts';

/** A line of a legend. */
export interface LegendRow {
  /** Red, green, blue. */
  readonly colour: readonly number[];
  readonly name: Coverage;
  readonly share: Coverage;
}

/** `burnt`: in the left bottom corner of the picture. `beside`: on a panel at its right. */
export const LEGEND_PLACES = ['none', 'burnt', 'beside'] as const;
export type LegendPlace = (typeof LEGEND_PLACES)[number];

const PAPER = [0x1e, 0x1e, 0x1e] as const;
const INK = [0xf0, 0xf0, 0xf0] as const;
/** How much of the picture a burnt legend hides. */
const BURNT_SHARE = 0.72;

/** Pixels of the text of a legend, for a picture of this height. */
export function legendTextSize(height: number): number {
  return Math.max(11, Math.min(48, Math.round(height / 26)));
}

/**
 * A picture with its legend: a swatch, a name and a share of the pixels a line. Lines that have no room are left out from the
 * end, which `more` then says.
 *
 * @param more the text of how many were left out
 */
export function withLegend(
  picture: Picture,
  rows: readonly LegendRow[],
  place: LegendPlace,
  more: (count: number) => Coverage,
): Picture {
  if (place === 'none' || rows.length === 0) return picture;
  const size = legendTextSize(picture.height);
  const [pad, swatch] = [Math.round(size * 0.6), Math.round(size * 0.85)];
  const pitch = Math.round(size * 1.6);
  const most = Math.max(1, Math.floor((picture.height - 2 * pad) / pitch));
  const shown = rows.length <= most ? rows : rows.slice(0, Math.max(1, most - 1));
  const rest = shown.length < rows.length ? more(rows.length - shown.length) : null;
  const names = Math.max(...shown.map(({ name }) => name.width), rest?.width ?? 0);
  const shares = Math.max(...shown.map(({ share }) => share.width));
  const width = pad + swatch + pad + names + pad + shares + pad;
  const lines = shown.length + (rest === null ? 0 : 1);
  const height = 2 * pad + lines * pitch;
  const isBeside = place === 'beside';
  const into = isBeside ? blankPicture(picture.width + width, picture.height, PAPER) : picture;
  if (isBeside) pastePicture(into, picture, 0, 0);
  const left = isBeside ? picture.width : 0;
  const top = isBeside ? 0 : Math.max(0, picture.height - height);
  if (!isBeside) paintBox(into, { left, top, right: width, bottom: top + height }, PAPER, BURNT_SHARE);
  const draw = (text: Coverage, at: number, line: number): void => {
    paintCoverage(into, text, at, top + pad + line * pitch + Math.round((pitch - text.height) / 2), INK);
  };
  shown.forEach(({ colour, name, share }, line) => {
    const middle = top + pad + line * pitch + Math.round((pitch - swatch) / 2);
    const box = { left: left + pad, top: middle, right: left + pad + swatch, bottom: middle + swatch };
    paintBox(into, { left: box.left - 1, top: box.top - 1, right: box.right + 1, bottom: box.bottom + 1 }, INK, 0.5);
    paintBox(into, box, colour);
    draw(name, left + 2 * pad + swatch, line);
    draw(share, left + width - pad - share.width, line);
  });
  if (rest !== null) draw(rest, left + 2 * pad + swatch, shown.length);
  return into;
}

/** `12.3 %`; `< 0.1 %` for less. */
export function shareText(share: number): string {
  return share < 0.001 ? '< 0.1 %' : `${(100 * share).toFixed(1)} %`;
}
