/**
 * MurmurHash3 x86_32 of a text's UTF-8 bytes (A. Appleby, public domain), as `sklearn.utils.murmurhash3_32` has it too.
 * Half a surrogate pair counts as U+FFFD.
 *
 * @param seed 0 … 2³² − 1
 * @returns 0 … 2³² − 1
 */
export function murmur3(text: string, seed: number): number {
  let hash = seed;
  let block = 0;
  let length = 0;
  // At most 4 bytes of a code point, the first in the lowest bits.
  let bytes = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    let count = 1;
    if (unit < 0x80) bytes = unit;
    else {
      const whole = text.codePointAt(at) ?? 0;
      const code = whole >= 0xd800 && whole <= 0xdfff ? 0xfffd : whole;
      count = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
      bytes = encoded(code, count);
      if (count === 4) at++;
    }
    for (; count > 0; count--) {
      block |= (bytes & 0xff) << (8 * (length & 3));
      bytes >>>= 8;
      if ((++length & 3) !== 0) continue;
      hash = Math.imul(rotated(hash ^ mixed(block), 13), 5) + 0xe654_6b64;
      block = 0;
    }
  }
  if ((length & 3) !== 0) hash ^= mixed(block);
  hash ^= length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** UTF-8 of a code point of 2 to 4 bytes, the first byte lowest. */
function encoded(code: number, count: number): number {
  let bytes = ((0xf00 >> count) & 0xff) | (code >> (6 * (count - 1)));
  for (let at = 1; at < count; at++) bytes |= (0x80 | ((code >> (6 * (count - 1 - at))) & 63)) << (8 * at);
  return bytes;
}

function mixed(block: number): number {
  return Math.imul(rotated(Math.imul(block, 0xcc9e_2d51), 15), 0x1b87_3593);
}

function rotated(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}
