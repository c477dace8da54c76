import type { Size } from './transform.ts';

/** How a picture is cut into tiles. */
export interface Tiling {
  /** Width and height of a tile, pixels; 1 and up. */
  readonly side: number;
  /** Pixels that neighbours have in common, 0 … side − 1. */
  readonly overlap: number;
  /**
   * What becomes of a tile that would stick out: `shift` moves it back inside, so that it overlaps more; `pad` fills what lies
   * outside. A picture smaller than a tile is padded either way.
   */
  readonly edge: 'shift' | 'pad';
}

/** The left top corner of a tile. */
export interface TilePlace {
  readonly x: number;
  readonly y: number;
}

/** More tiles of one picture are a mistake. */
export const MOST_TILES = 100_000;

/**
 * The tiles of a picture, row by row: each pixel lies in at least one, and no tile is there twice.
 *
 * @throws RangeError where sides or overlap make no sense, or there would be more than {@link MOST_TILES}
 */
export function tilePlaces({ width, height }: Size, { side, overlap, edge }: Tiling): TilePlace[] {
  if (!Number.isInteger(side) || side < 1) throw new RangeError(`A tile cannot be ${side} pixels wide.`);
  if (!Number.isInteger(overlap) || overlap < 0 || overlap >= side) {
    throw new RangeError(`Tiles of ${side} pixels cannot overlap by ${overlap}.`);
  }
  const [columns, rows] = [starts(width, side, side - overlap, edge), starts(height, side, side - overlap, edge)];
  if (columns.length * rows.length > MOST_TILES) throw new RangeError(`There would be more than ${MOST_TILES} tiles.`);
  return rows.flatMap((y) => columns.map((x) => ({ x, y })));
}

function starts(length: number, side: number, stride: number, edge: Tiling['edge']): number[] {
  const count = length <= side ? 1 : 1 + Math.ceil((length - side) / stride);
  if (count > MOST_TILES) throw new RangeError(`There would be more than ${MOST_TILES} tiles.`);
  return Array.from({ length: count }, (_, at) =>
    edge === 'shift' ? Math.min(at * stride, Math.max(0, length - side)) : at * stride,
  );
}

/** `NAME_x0_y448`: what files of a tile are called. */
export function tileName(name: string, { x, y }: TilePlace): string {
  return `${name}_x${x}_y${y}`;
}
