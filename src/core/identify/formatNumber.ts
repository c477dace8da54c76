/**
 * Formats a number as C's `printf("%.<precision>g")` does: correctly rounded from the exact binary value, halves to
 * even, trailing zeros removed, an exponent of at least two digits below 10⁻⁴ and from 10^precision on.
 *
 * @param value any double; not-a-number prints `nan`, infinities `inf` and `-inf`, negative zero `-0`
 * @param precision significant digits, 1 … 50
 * @see ISO/IEC 9899:2018, 7.21.6.1 (conversion specifier g)
 */
export function formatNumber(value: number, precision = 6): string {
  if (Number.isNaN(value)) return 'nan';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const magnitude = Math.abs(value);
  if (magnitude === Infinity) return `${sign}inf`;
  if (magnitude === 0) return `${sign}0`;

  const { digits, exponent } = roundToDigits(magnitude, precision);
  const significant = digits.replace(/0+$/, '');
  if (exponent < -4 || exponent >= precision) {
    const fraction = significant.length > 1 ? `.${significant.slice(1)}` : '';
    const power = String(Math.abs(exponent)).padStart(2, '0');
    return `${sign}${significant.charAt(0)}${fraction}e${exponent < 0 ? '-' : '+'}${power}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${significant}`;
  const whole = digits.slice(0, exponent + 1);
  const fraction = significant.slice(exponent + 1);
  return fraction === '' ? sign + whole : `${sign}${whole}.${fraction}`;
}

/** The `precision` decimal digits of a positive finite number and the power of ten of the first. */
function roundToDigits(magnitude: number, precision: number): { digits: string; exponent: number } {
  // JavaScript rounds exact halves up where C rounds them to even. The decimal expansion of a double that is not a
  // half cannot agree with one for fifty further digits.
  const exact = magnitude.toExponential(Math.min(100, precision + 49));
  const [mantissa = '', power = ''] = exact.split('e');
  const all = mantissa.replace('.', '');
  const isHalf = /^50*$/.test(all.slice(precision));
  const lastDigitIsEven = Number(all.charAt(precision - 1)) % 2 === 0;
  if (isHalf && lastDigitIsEven) return { digits: all.slice(0, precision), exponent: Number(power) };
  const [rounded = '', roundedPower = ''] = magnitude.toExponential(precision - 1).split('e');
  return { digits: rounded.replace('.', ''), exponent: Number(roundedPower) };
}
