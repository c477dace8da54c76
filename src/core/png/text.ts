import { PngError } from './errors.ts';
import type { PngChunk } from './types.ts';

/** A tEXt, zTXt or iTXt chunk. */
export interface PngText {
  readonly chunk: 'tEXt' | 'zTXt' | 'iTXt';
  readonly keyword: string;
  readonly text: string;
  /** RFC 3066 tag of iTXt; empty otherwise. */
  readonly language: string;
  /** iTXt only; empty otherwise. */
  readonly translatedKeyword: string;
}

/** Inflates one zlib stream of unknown length; throws PngError (`dataTooLong` beyond `limit` bytes). */
export type InflateBounded = (data: Uint8Array, limit: number) => Uint8Array;

/** Bytes of one text; a longer plain text is cut, a longer compressed one is left out. */
export const MAX_TEXT_BYTES = 1 << 20;

export type TextProblem = 'valueInvalid' | 'textTooLong' | 'textDamaged';

/**
 * Reads a text chunk (PNG specification, 11.3.3). Never throws: what cannot be read is named.
 *
 * @param limit bytes of text at most
 * @param inflate null leaves compressed texts out (`textDamaged`)
 */
export function readText(
  chunk: PngChunk,
  limit: number,
  inflate: InflateBounded | null,
): { readonly text: PngText | null; readonly problem: TextProblem | null } {
  const type = chunk.type as PngText['chunk'];
  const { data } = chunk;
  const keywordEnd = data.indexOf(0);
  const plain = type === 'tEXt';
  // A tEXt without a separator is a keyword with an empty text, as libpng takes it.
  const keyword = latin1(data.subarray(0, keywordEnd < 0 ? data.length : keywordEnd).subarray(0, 80));
  if (keyword.length === 0 || keyword.length > 79 || (keywordEnd < 0 && !plain)) {
    return { text: null, problem: 'valueInvalid' };
  }
  if (plain) {
    const bytes = keywordEnd < 0 ? data.subarray(data.length) : data.subarray(keywordEnd + 1);
    return cut(bytes, limit, (text) => ({
      chunk: type,
      keyword,
      text: latin1(text),
      language: '',
      translatedKeyword: '',
    }));
  }
  if (type === 'zTXt') {
    if (data[keywordEnd + 1] !== 0) return { text: null, problem: 'valueInvalid' };
    return unpacked(data.subarray(keywordEnd + 2), limit, inflate, (text) => ({
      chunk: type,
      keyword,
      text: latin1(text),
      language: '',
      translatedKeyword: '',
    }));
  }
  const languageEnd = data.indexOf(0, keywordEnd + 3);
  const translatedEnd = languageEnd < 0 ? -1 : data.indexOf(0, languageEnd + 1);
  const compressed = data[keywordEnd + 1];
  if (translatedEnd < 0 || (compressed !== 0 && (compressed !== 1 || data[keywordEnd + 2] !== 0))) {
    return { text: null, problem: 'valueInvalid' };
  }
  const language = latin1(data.subarray(keywordEnd + 3, languageEnd).subarray(0, limit));
  const translatedKeyword = utf8(data.subarray(languageEnd + 1, translatedEnd).subarray(0, limit));
  const bytes = data.subarray(translatedEnd + 1);
  const make = (text: Uint8Array): PngText => ({ chunk: type, keyword, text: utf8(text), language, translatedKeyword });
  return compressed === 1 ? unpacked(bytes, limit, inflate, make) : cut(bytes, limit, make);
}

type Read = ReturnType<typeof readText>;

function cut(bytes: Uint8Array, limit: number, make: (text: Uint8Array) => PngText): Read {
  return { text: make(bytes.subarray(0, limit)), problem: bytes.length > limit ? 'textTooLong' : null };
}

function unpacked(
  bytes: Uint8Array,
  limit: number,
  inflate: InflateBounded | null,
  make: (text: Uint8Array) => PngText,
): Read {
  if (!inflate) return { text: null, problem: 'textDamaged' };
  try {
    return { text: make(inflate(bytes, limit)), problem: null };
  } catch (error) {
    if (!(error instanceof PngError)) throw error;
    return { text: null, problem: error.code === 'dataTooLong' ? 'textTooLong' : 'textDamaged' };
  }
}

const AT_ONCE = 4096;

/** ISO 8859-1. */
export function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += AT_ONCE) text += String.fromCharCode(...bytes.subarray(i, i + AT_ONCE));
  return text;
}

/** UTF-8; anything malformed becomes U+FFFD, one for each byte that begins no character. */
export function utf8(bytes: Uint8Array): string {
  let text = '';
  let points: number[] = [];
  for (let i = 0; i < bytes.length;) {
    const lead = bytes[i++] as number;
    const more = lead < 0x80 ? 0 : lead < 0xc2 ? -1 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : lead < 0xf5 ? 3 : -1;
    let point = more === 0 ? lead : 0xfffd;
    if (more > 0) {
      let value = lead & (0x3f >> more);
      let k = 0;
      while (k < more && ((bytes[i + k] ?? 0) & 0xc0) === 0x80)
        value = (value << 6) | ((bytes[i + k++] as number) & 0x3f);
      const least = more === 1 ? 0x80 : more === 2 ? 0x800 : 0x10000;
      if (k === more && value >= least && value <= 0x10ffff && (value < 0xd800 || value > 0xdfff)) {
        point = value;
        i += more;
      }
    }
    points.push(point);
    if (points.length >= AT_ONCE) {
      text += String.fromCodePoint(...points);
      points = [];
    }
  }
  return text + String.fromCodePoint(...points);
}
