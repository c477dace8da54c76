/** A number as Python's `repr` of a float writes it. Both write the shortest digits that read back, but change to exponents at other places. */
export function pythonFloat(value: number): string {
  const size = Math.abs(value);
  if (value !== 0 && (size < 1e-4 || size >= 1e16)) {
    return value.toExponential().replace(/e[+-]\d$/, (exponent) => `${exponent.slice(0, 2)}0${exponent.slice(2)}`);
  }
  const text = String(value);
  return Number.isInteger(value) ? `${text}.0` : text;
}
