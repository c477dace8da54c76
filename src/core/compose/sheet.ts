import { blankPicture, paintCoverage, pastePicture, type Coverage, type Picture } from './picture.ts';

/** A picture of a contact sheet and what stands below it. */
export interface SheetTile {
  readonly picture: Picture;
  readonly caption: Coverage;
}

const PAPER = [0x1e, 0x1e, 0x1e] as const;
const INK = [0xf0, 0xf0, 0xf0] as const;

/** Pixels of captions, for tiles of this side. */
export function captionSize(side: number): number {
  return Math.max(10, Math.min(32, Math.round(side / 18)));
}

/** Columns that make a sheet of so many tiles about as wide as it is high. */
export function sheetColumns(tiles: number): number {
  return Math.max(1, Math.ceil(Math.sqrt(tiles)));
}

/**
 * Tiles in rows as high as their highest, each with its caption below, which is cut where it is wider.
 *
 * @param side pixels that a tile has; none is larger
 */
export function composeSheet(tiles: readonly SheetTile[], columns: number, side: number): Picture {
  const text = captionSize(side);
  const gap = Math.round(text * 0.8);
  const pitch = side + gap;
  const below = Math.round(text * 1.7) + gap;
  const rows = Array.from({ length: Math.ceil(tiles.length / columns) }, (_, row) =>
    tiles.slice(row * columns, (row + 1) * columns),
  );
  const heights = rows.map((row) => Math.max(...row.map(({ picture }) => picture.height)));
  const height = heights.reduce((sum, one) => sum + one + below, gap);
  const sheet = blankPicture(gap + Math.min(columns, tiles.length) * pitch, height, PAPER);
  let top = gap;
  rows.forEach((row, at) => {
    const high = heights[at] ?? 0;
    row.forEach(({ picture, caption }, column) => {
      const left = gap + column * pitch;
      pastePicture(sheet, picture, left + ((side - picture.width) >> 1), top + ((high - picture.height) >> 1));
      const shown = cutTo(caption, side);
      paintCoverage(sheet, shown, left + ((side - shown.width) >> 1), top + high + Math.round(text * 0.3), INK);
    });
    top += high + below;
  });
  return sheet;
}

function cutTo({ width, height, alpha }: Coverage, most: number): Coverage {
  if (width <= most) return { width, height, alpha };
  const cut = new Uint8Array(most * height);
  for (let y = 0; y < height; y++) cut.set(alpha.subarray(y * width, y * width + most), y * most);
  return { width: most, height, alpha: cut };
}
