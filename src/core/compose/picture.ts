/** Pixels in colour: red, green and blue, a byte each; 3 × width × height, row-major. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

/** How much of each pixel is covered; a byte each, width × height. */
export interface Coverage {
  readonly width: number;
  readonly height: number;
  readonly alpha: Uint8Array;
}

/** The bounds of a picture from one corner to before the other, in pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A picture of one colour. */
export function blankPicture(width: number, height: number, [red, green, blue]: readonly number[]): Picture {
  const rgb = new Uint8Array(3 * width * height);
  for (let at = 0; at < rgb.length; at += 3) {
    rgb[at] = red ?? 0;
    rgb[at + 1] = green ?? 0;
    rgb[at + 2] = blue ?? 0;
  }
  return { width, height, rgb };
}

/** Copies a picture into another; what lies outside of it is left out. */
export function pastePicture(into: Picture, { width, height, rgb }: Picture, left: number, top: number): void {
  const [from, to] = [Math.max(0, -left), Math.min(width, into.width - left)];
  if (from >= to) return;
  for (let y = Math.max(0, -top); y < height && y + top < into.height; y++) {
    const at = 3 * ((y + top) * into.width + left + from);
    into.rgb.set(rgb.subarray(3 * (y * width + from), 3 * (y * width + to)), at);
  }
}

/** Paints one colour where a coverage says so; what lies outside of the picture is left out. */
export function paintCoverage(
  into: Picture,
  { width, height, alpha }: Coverage,
  left: number,
  top: number,
  colour: readonly number[],
): void {
  for (let y = Math.max(0, -top); y < height && y + top < into.height; y++) {
    for (let x = Math.max(0, -left); x < width && x + left < into.width; x++) {
      const share = (alpha[y * width + x] ?? 0) / 255;
      if (share === 0) continue;
      const at = 3 * ((y + top) * into.width + x + left);
      for (let channel = 0; channel < 3; channel++) {
        const under = into.rgb[at + channel] ?? 0;
        into.rgb[at + channel] = Math.round(under + ((colour[channel] ?? 0) - under) * share);
      }
    }
  }
}

/** Paints a rectangle, `share` of 1 covers what is under it. */
export function paintBox(into: Picture, box: Box, colour: readonly number[], share = 1): void {
  for (let y = Math.max(0, box.top); y < Math.min(box.bottom, into.height); y++) {
    for (let x = Math.max(0, box.left); x < Math.min(box.right, into.width); x++) {
      const at = 3 * (y * into.width + x);
      for (let channel = 0; channel < 3; channel++) {
        const under = into.rgb[at + channel] ?? 0;
        into.rgb[at + channel] = Math.round(under + ((colour[channel] ?? 0) - under) * share);
      }
    }
  }
}
