import { createHash } from 'node:crypto';
import { PNG } from 'pngjs';

export type Colour = readonly [red: number, green: number, blue: number];

/** A decoded screenshot. */
export class Picture {
  readonly width: number;
  readonly height: number;
  /** Four bytes a pixel. */
  readonly rgba: Uint8Array;

  private constructor(width: number, height: number, rgba: Uint8Array) {
    this.width = width;
    this.height = height;
    this.rgba = rgba;
  }

  static decode(png: Uint8Array): Picture {
    const { width, height, data } = PNG.sync.read(Buffer.from(png));
    return new Picture(width, height, data);
  }

  /** Colour at a device pixel; coordinates are rounded down. */
  at(x: number, y: number): Colour {
    const i = 4 * (Math.floor(y) * this.width + Math.floor(x));
    const [red = -1, green = -1, blue = -1] = this.rgba.subarray(i, i + 3);
    return [red, green, blue];
  }

  /** How many pixels have exactly this colour. */
  count([red, green, blue]: Colour): number {
    let count = 0;
    for (let i = 0; i < this.rgba.length; i += 4) {
      if (this.rgba[i] === red && this.rgba[i + 1] === green && this.rgba[i + 2] === blue) count += 1;
    }
    return count;
  }

  /** The pixels but for a margin, where a focused element has its frame; for comparisons. */
  inner(margin = 3): string {
    const rows: Uint8Array[] = [];
    for (let y = margin; y < this.height - margin; y += 1) {
      rows.push(this.rgba.subarray(4 * (y * this.width + margin), 4 * ((y + 1) * this.width - margin)));
    }
    return createHash('sha256').update(Buffer.concat(rows)).digest('hex');
  }

  /** Mean colour of a rectangle of device pixels. */
  mean(left: number, top: number, width: number, height: number): Colour {
    const sum = [0, 0, 0];
    for (let y = top; y < top + height; y += 1) {
      for (let x = left; x < left + width; x += 1) {
        this.at(x, y).forEach((value, channel) => (sum[channel] = (sum[channel] ?? 0) + value));
      }
    }
    const [red = 0, green = 0, blue = 0] = sum.map((value) => value / (width * height));
    return [red, green, blue];
  }
}
