import { fieldsOf } from '../formats/json.ts';
import { numberOf } from './fields.ts';
import type { Label, Row } from './model.ts';

/** What a URL of an export leads to. */
export const URL_KINDS = ['image', 'classMask', 'instanceMask', 'featureMask', 'compositeMask'] as const;
export type UrlKind = (typeof URL_KINDS)[number];

/** What a request needs: nothing, the signature within the URL, or an API key in its header. */
export type UrlAccess = 'none' | 'signed' | 'apiKey';

export interface UrlFacts {
  readonly access: UrlAccess;
  /** Milliseconds since 1970; null where the URL does not tell, or never expires. */
  readonly expiresAt: number | null;
}

/** Composite masks are kept for 30 days after the export. */
const COMPOSITE_LIFE = 30 * 24 * 3_600_000;
/** A greater number of `Expires` counts milliseconds, a smaller one seconds. */
const LEAST_MILLISECONDS = 1e11;

/**
 * Access and expiry from a URL alone, without a request: `Expires` in its query (seconds or milliseconds), the `exp` of
 * a JSON Web Token in its query (RFC 7519; read, not verified), or the date and life of a signature by Google
 * (`X-Goog-Date`, `X-Goog-Expires`) or Amazon.
 *
 * @param exportedAt date of the export, for masks that live from then on; null where it is unknown
 */
export function urlFacts(url: string, kind: UrlKind, exportedAt: number | null): UrlFacts {
  const query = queryOf(url);
  const signed = expiryOfQuery(query);
  if (signed !== null) return { access: 'signed', expiresAt: signed };
  if (kind === 'compositeMask') {
    return { access: 'apiKey', expiresAt: exportedAt === null ? null : exportedAt + COMPOSITE_LIFE };
  }
  if (kind === 'featureMask') return { access: 'apiKey', expiresAt: null };
  const hasSignature = [...query.keys()].some((name) =>
    /^(?:signature|x-goog-signature|x-amz-signature|token|jwt)$/.test(name),
  );
  return { access: hasSignature ? 'signed' : 'none', expiresAt: null };
}

/** Every URL of a row that can be fetched, each once. */
export function urlsOf(row: Row): { readonly kind: UrlKind; readonly url: string }[] {
  const found = new Map<string, UrlKind>();
  if (row.imageUrl !== null && /^https?:/i.test(row.imageUrl)) found.set(row.imageUrl, 'image');
  for (const label of row.labels)
    for (const { kind, url } of maskUrlsOf(label)) if (!found.has(url)) found.set(url, kind);
  return [...found].map(([url, kind]) => ({ kind, url }));
}

function maskUrlsOf(label: Label): { readonly kind: UrlKind; readonly url: string }[] {
  const classes = label.classMasks.map(({ url }) => ({ kind: 'classMask' as const, url }));
  const objects = label.objects.flatMap(({ mask }) =>
    mask === null ? [] : { kind: `${mask.kind}Mask` as const, url: mask.url },
  );
  return [...classes, ...objects];
}

/** Parameters of a URL's query by their names in lower case; of several with one name the first. */
function queryOf(url: string): Map<string, string> {
  const query = new Map<string, string>();
  const text = /\?([^#]*)/.exec(url)?.[1] ?? '';
  for (const pair of text.split('&')) {
    const [name = '', ...rest] = pair.split('=');
    const key = name.toLowerCase();
    if (key !== '' && !query.has(key)) query.set(key, rest.join('='));
  }
  return query;
}

function expiryOfQuery(query: ReadonlyMap<string, string>): number | null {
  const expires = numberOf(query.get('expires'));
  if (expires !== null && expires > 0) return expires >= LEAST_MILLISECONDS ? expires : expires * 1000;
  for (const vendor of ['goog', 'amz']) {
    const date = compactDate(query.get(`x-${vendor}-date`));
    const life = numberOf(query.get(`x-${vendor}-expires`));
    if (date !== null && life !== null) return date + life * 1000;
  }
  for (const value of query.values()) {
    const expiry = expiryOfToken(value);
    if (expiry !== null) return expiry;
  }
  return null;
}

/** Milliseconds of `20230131T120000Z`; null for anything else. */
function compactDate(text = ''): number | null {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second] = match;
  const date = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(date) ? null : date;
}

function expiryOfToken(text: string): number | null {
  const payload = /^[\w-]+\.([\w-]+)\.[\w-]*$/.exec(text)?.[1];
  if (payload === undefined) return null;
  try {
    const seconds = numberOf(fieldsOf(JSON.parse(decodeBase64Url(payload)))?.['exp']);
    return seconds === null ? null : seconds * 1000;
  } catch {
    return null;
  }
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Base64url (RFC 4648, section 5) to a text of bytes; a token's own fields are ASCII. */
function decodeBase64Url(text: string): string {
  let bits = 0;
  let count = 0;
  let result = '';
  for (const sign of text) {
    bits = ((bits << 6) | ALPHABET.indexOf(sign)) & 0xffff;
    count += 6;
    if (count >= 8) {
      count -= 8;
      result += String.fromCharCode((bits >> count) & 0xff);
    }
  }
  return result;
}
