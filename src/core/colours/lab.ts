/** CIE L*a*b*, white D65: lightness 0 … 100, a (green to red) and b (blue to yellow) about −128 … 127. */
export type Lab = readonly [lightness: number, a: number, b: number];

/** Red, green, blue, 0 … 255 each. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** XYZ of D65 and linear sRGB to XYZ (ITU-R BT.709 primaries), and back; the figures that OpenCV has. */
const WHITE = [0.950456, 1, 1.088754] as const;
const TO_XYZ = [
  [0.412453, 0.35758, 0.180423],
  [0.212671, 0.71516, 0.072169],
  [0.019334, 0.119193, 0.950227],
] as const;
const TO_LINEAR = [
  [3.240479, -1.53715, -0.498535],
  [-0.969256, 1.875991, 0.041556],
  [0.055648, -0.204043, 1.057311],
] as const;

/** CIE 15: below it the cube root is a line. */
const EPSILON = 216 / 24_389;
const KAPPA = 24_389 / 27;

/**
 * sRGB (IEC 61966-2-1) as L*a*b*, as OpenCV's `COLOR_LRGB2Lab` has it for linear floats.
 *
 * @param red 0 … 255, fractions allowed; the others alike
 */
export function labOf(red: number, green: number, blue: number): Lab {
  const linear = [linearOf(red), linearOf(green), linearOf(blue)] as const;
  const [x = 0, y = 0, z = 0] = TO_XYZ.map((row, at) => root(dot(row, linear) / (WHITE[at] ?? 1)));
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** The nearest colour that sRGB has, whole numbers 0 … 255. */
export function rgbOfLab([lightness, a, b]: Lab): Rgb {
  const y = (lightness + 16) / 116;
  const xyz = [cube(y + a / 500) * WHITE[0], cube(y), cube(y - b / 200) * WHITE[2]] as const;
  const [red = 0, green = 0, blue = 0] = TO_LINEAR.map((row) => encoded(dot(row, xyz)));
  return [red, green, blue];
}

function dot([a, b, c]: Rgb, [x, y, z]: Rgb): number {
  return a * x + b * y + c * z;
}

function linearOf(sample: number): number {
  const share = sample / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

function encoded(linear: number): number {
  const share = linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
  return Math.round(255 * Math.min(1, Math.max(0, share)));
}

function root(share: number): number {
  return share > EPSILON ? Math.cbrt(share) : (KAPPA * share + 16) / 116;
}

function cube(rooted: number): number {
  const share = rooted ** 3;
  return share > EPSILON ? share : (116 * rooted - 16) / KAPPA;
}
