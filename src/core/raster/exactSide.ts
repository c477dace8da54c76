/** Relative error of the determinant below (J. R. Shewchuk, Adaptive Precision Floating-Point Arithmetic, 1997). */
const ERROR_BOUND = (3 + 16 * 2 ** -53) * 2 ** -53;

/**
 * Whether a point lies on a line or to the right of it, exactly.
 *
 * @param x0 x of the line's upper point; coordinates of at most 2³¹ in absolute value
 * @param y1 y of the line's lower point, larger than `y0`
 */
export function isOnOrRightOf(x: number, y: number, x0: number, y0: number, x1: number, y1: number): boolean {
  const [one, other] = [(x - x0) * (y1 - y0), (y - y0) * (x1 - x0)];
  const difference = one - other;
  if (Math.abs(difference) > ERROR_BOUND * (Math.abs(one) + Math.abs(other))) return difference > 0;
  if (isCoarse(x) && isCoarse(y) && isCoarse(x0) && isCoarse(y0) && isCoarse(x1) && isCoarse(y1)) {
    return difference >= 0;
  }
  const shift = Math.max(...[x, y, x0, y0, x1, y1].map(fractionBits));
  const [px, py, ax, ay, bx, by] = [x, y, x0, y0, x1, y1].map((value) => scaled(value, shift)) as [
    ...[bigint, bigint, bigint],
    ...[bigint, bigint, bigint],
  ];
  return (px - ax) * (by - ay) >= (py - ay) * (bx - ax);
}

/** Multiples of ¼ below 2²³: their differences, products of those and differences of these are doubles. */
function isCoarse(value: number): boolean {
  return Number.isInteger(4 * value) && Math.abs(value) < 2 ** 23;
}

/** Binary digits behind the point. */
function fractionBits(value: number): number {
  let bits = 0;
  for (; !Number.isInteger(value); value *= 2) bits++;
  return bits;
}

/** value · 2^shift, `shift` being at least its {@link fractionBits}. */
function scaled(value: number, shift: number): bigint {
  const bits = fractionBits(value);
  // In two steps: 2^shift may be beyond the doubles.
  const half = Math.min(bits, 1000);
  return BigInt(value * 2 ** half * 2 ** (bits - half)) << BigInt(shift - bits);
}
