import { firstDevicePixel, toImage, type Frame, type PixelRect, type Size } from './viewTransform.ts';

/** Image pixels a tile's side at most: small enough for every WebGL2 device (at least 2048 is guaranteed). */
export const TILE_SIZE = 2048;

/** A part of the image, in image pixels. */
export interface Tile extends Size {
  readonly x: number;
  readonly y: number;
}

/** Where a tile is drawn. */
export interface TilePlacement {
  /** Device pixels to draw, cut to the canvas. */
  readonly quad: PixelRect;
  /** Tile coordinate, in image pixels, of the left and top edge of the quad's first device pixel. */
  readonly startX: number;
  readonly startY: number;
}

/** Cuts an image into tiles, row by row. */
export function tilesOf(image: Size, size: number = TILE_SIZE): Tile[] {
  const tiles: Tile[] = [];
  for (let y = 0; y < image.height; y += size) {
    for (let x = 0; x < image.width; x += size) {
      tiles.push({ x, y, width: Math.min(size, image.width - x), height: Math.min(size, image.height - y) });
    }
  }
  return tiles;
}

/**
 * Places a tile on the canvas; null when it is not visible.
 *
 * At 1:1 and above (`average` false) a device pixel belongs to the tile that holds the id under its centre: quads of
 * neighbours meet without overlap. Below it (`average` true) a device pixel's footprint may reach over several tiles:
 * every tile draws all device pixels it touches and adds its share, weighted by area, to the picture. No apron is
 * wide enough for that, since a footprint can be a hundred image pixels wide.
 */
export function placeTile(tile: Tile, frame: Frame, average: boolean): TilePlacement | null {
  const range = (start: number, length: number, origin: number, limit: number): [number, number] => {
    const low = average ? Math.floor(origin + start * frame.scale) : firstDevicePixel(start, origin, frame.scale);
    const high = average
      ? Math.ceil(origin + (start + length) * frame.scale)
      : firstDevicePixel(start + length, origin, frame.scale);
    return [Math.max(0, low), Math.min(limit, high)];
  };
  const [left, right] = range(tile.x, tile.width, frame.originX, frame.width);
  const [top, bottom] = range(tile.y, tile.height, frame.originY, frame.height);
  if (left >= right || top >= bottom) return null;
  return {
    quad: { left, top, right, bottom },
    startX: toImage(left, frame.originX, frame.scale) - tile.x,
    startY: toImage(top, frame.originY, frame.scale) - tile.y,
  };
}
