const SURROGATES = /[\ud800-\udfff]/;

/**
 * Texts by code points, as Python and `LC_ALL=C sort` of UTF-8 have it. JavaScript's own order, by UTF-16 units, is the
 * same but for characters beyond U+FFFF.
 */
export function sortedByCodePoints(texts: readonly string[]): string[] {
  return texts.some((text) => SURROGATES.test(text)) ? texts.toSorted(byCodePoints) : texts.toSorted();
}

function byCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [left, right] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (left !== right) return rankOf(left) - rankOf(right);
  }
  return a.length - b.length;
}

/** Surrogates stand for code points above all others. */
function rankOf(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
