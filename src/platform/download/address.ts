import { DownloadError } from '../../core/download/problems.ts';
import { fieldsOf } from '../../core/formats/json.ts';

const MAX_SHOWN_LENGTH = 300;

/**
 * Reads the address of a wanted file.
 *
 * @throws DownloadError `urlInvalid`, `urlScheme` (only http and https), `urlCredentials`
 */
export function parseAddress(text: string): URL {
  if (!URL.canParse(text)) throw new DownloadError('urlInvalid');
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new DownloadError('urlScheme', { scheme: url.protocol.slice(0, 20) });
  }
  if (url.username !== '' || url.password !== '') throw new DownloadError('urlCredentials');
  if (url.hostname === '') throw new DownloadError('urlInvalid');
  return url;
}

/** An address as it may be shown and kept: without its query, where signatures and tokens are, and cut. */
export function shownAddress(url: URL): string {
  const text = url.origin + url.pathname;
  return text.length > MAX_SHOWN_LENGTH ? `${text.slice(0, MAX_SHOWN_LENGTH)}…` : text;
}

/** Query parameters that change each time a link is signed: Google, Amazon, Azure, Labelbox, CloudFront. */
const SIGNATURE_PARAMETER =
  /^(?:expires|signature|sig|token|jwt|key-?name|key-pair-id|policy|googleaccessid|awsaccesskeyid|urlprefix|x-(?:goog|amz)-.*|s[vetrip]|sks|sk[tve]|skoid|sktid|spr|access_token)$/i;

/** Claims of a token that say what it leads to, where the address is that of all masks (Labelbox, 2019). */
const FILE_CLAIMS = ['labelId', 'className'] as const;

/** The address without what signing it adds: equal for two links to one file, though they were signed at other times. */
export function unsignedAddress(url: URL): string {
  const parameters = [...url.searchParams].flatMap(([name, value]): [string, string][] =>
    SIGNATURE_PARAMETER.test(name) ? fileClaims(value) : [[name, value]],
  );
  return `${url.origin}${url.pathname}?${new URLSearchParams(parameters).toString()}`;
}

/** What a JSON Web Token (RFC 7519) says about its file, as parameters; nothing of any other text. */
function fileClaims(token: string): [string, string][] {
  const payload = /^[\w-]+\.([\w-]+)\.[\w-]*$/.exec(token)?.[1];
  if (payload === undefined) return [];
  try {
    const claims = fieldsOf(JSON.parse(Buffer.from(payload, 'base64url').toString()));
    return FILE_CLAIMS.flatMap((name) => {
      const value = claims?.[name];
      return typeof value === 'string' ? [[name, value]] : [];
    });
  } catch {
    return [];
  }
}
