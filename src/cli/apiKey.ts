import { readFileSync } from 'node:fs';
import { bearer, keyHost } from '../core/download/apiKey.ts';
import type { Authorization } from '../platform/download/request.ts';
import { describeProblem } from './files.ts';
import { UsageError } from './usageError.ts';

/** The environment variable that holds the key: the value of an option can be read by everybody on the machine. */
export const KEY_VARIABLE = 'LABELBOX_API_KEY';

/**
 * The key and the one host it is for. Without a host there is no key, even where the variable holds one.
 *
 * @throws UsageError where a host is given and no key, or the other way round
 */
export function readAuthorization(
  host: string | undefined,
  file: string | undefined,
): { readonly authorization: Authorization | null; readonly problem: string | null } {
  if (host === undefined) {
    if (file !== undefined) throw new UsageError('--key-file needs --key-host', 'labelbox download');
    return { authorization: null, problem: null };
  }
  const name = keyHost(host);
  if (name === null)
    throw new UsageError("option '--key-host' is a host such as api.labelbox.com", 'labelbox download');
  let key = process.env[KEY_VARIABLE] ?? '';
  if (file !== undefined) {
    try {
      key = readFileSync(file, 'utf8');
    } catch (error) {
      const problem = describeProblem(error);
      if (problem === null) throw error;
      return { authorization: null, problem: `${file}: ${problem}` };
    }
  }
  const value = bearer(key);
  if (value === null) {
    if (file === undefined)
      throw new UsageError(`--key-host needs the key in ${KEY_VARIABLE}, or --key-file`, 'labelbox download');
    return { authorization: null, problem: `${file}: This is no API key: one line of letters, digits and signs` };
  }
  return { authorization: { host: name, value }, problem: null };
}
