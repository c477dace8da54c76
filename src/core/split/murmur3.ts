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
  const add = (byte: number): void => {
    block |= byte << (8 * (length & 3));
    length++;
    if ((length & 3) !== 0) return;
    hash = Math.imul(rotated(hash ^ mixed(block), 13), 5) + 0xe654_6b64;
    block = 0;
  };
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) {
      add(unit);
      continue;
    }
    const whole = text.codePointAt(at) ?? 0;
    const code = whole >= 0xd800 && whole <= 0xdfff ? 0xfffd : whole;
    if (code < 0x800) add(0xc0 | (code >> 6));
    else {
      if (code < 0x10000) add(0xe0 | (code >> 12));
      else {
        add(0xf0 | (code >> 18));
        add(0x80 | ((code >> 12) & 63));
        at++;
      }
      add(0x80 | ((code >> 6) & 63));
    }
    add(0x80 | (code & 63));
  }
  if ((length & 3) !== 0) hash ^= mixed(block);
  hash ^= length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function mixed(block: number): number {
  return Math.imul(rotated(Math.imul(block, 0xcc9e_2d51), 15), 0x1b87_3593);
}

function rotated(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}
