import { DownloadError } from '../../core/download/problems.ts';
import { cleanReason } from '../../core/download/errorReason.ts';
import { parseAddress } from './address.ts';
import type { HostGuard } from './hostGuard.ts';
import type { HostHealth } from './hostHealth.ts';
import type { HostLimits } from './hostLimits.ts';
import { isPrivateAddress } from './privateAddress.ts';
import { orAborted, type LinkedAbort } from './linkedAbort.ts';

/** Redirects that are followed for one file. */
export const MAX_REDIRECTS = 5;

/** What an answer that breaks off is called. */
const CUT: ReadonlySet<string> = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** A key, and the only host that gets it. */
export interface Authorization {
  /** As in an address, with the port where it is not the scheme's: `api.labelbox.com`. */
  readonly host: string;
  /** The whole value of the header: `Bearer …`. */
  readonly value: string;
}

export interface RequestTools {
  readonly guard: HostGuard;
  readonly limits: HostLimits;
  readonly health: HostHealth;
  readonly authorization: Authorization | null;
  /** The key goes to this machine without TLS too, which tests need. */
  readonly allowPrivate: boolean;
}

/** An answer that is no redirect. Its body is still to come; {@link Answer.close} must be called in any case. */
export interface Answer {
  readonly response: Response;
  /** The host that answered. */
  readonly host: string;
  /** The next bytes of the body; null at its end. Rejects with a DownloadError, or the reason of the abort. */
  read(): Promise<Uint8Array | null>;
  close(): void;
}

/**
 * Sends a GET request and follows redirects by hand: every hop is checked as the first address was, its host needs
 * an agreement of its own, and none leads from https to http. The key goes to the host it was given for while every hop
 * so far stayed at one origin; another origin, even one that leads back, gets none.
 *
 * @param headers besides the key; a redirect repeats them
 * @param abort ends the request, and the body
 * @param onWaiting is called before each wait for limits and agreement and after it: that time is no server's
 * @throws DownloadError, or the reason of `abort`
 */
export async function sendRequest(
  url: URL,
  headers: Readonly<Record<string, string>>,
  tools: RequestTools,
  abort: LinkedAbort,
  onWaiting: (isWaiting: boolean) => void,
): Promise<Answer> {
  const { signal } = abort.controller;
  let from: URL | null = null;
  let hop = url;
  let hasStayed = true;
  for (let redirects = 0; ; redirects++) {
    onWaiting(true);
    abort.link(tools.health.signal(hop.host));
    signal.throwIfAborted();
    try {
      abort.link(await orAborted(tools.guard.admit(hop, from), signal));
    } catch (error) {
      if (error instanceof DownloadError && error.code === 'notResolved') tools.health.failed(hop.host);
      throw error;
    }
    const leave = await tools.limits.enter(hop.host, signal);
    onWaiting(false);
    const key = hasStayed && mayHaveKey(hop, tools) ? { Authorization: tools.authorization?.value ?? '' } : {};
    let response: Response;
    try {
      const init = { headers: { ...headers, ...key }, redirect: 'manual', signal } as const;
      response = await orAborted(fetch(hop, init), signal);
      tools.health.answered(hop.host);
    } catch (error) {
      leave();
      if (!signal.aborted) tools.health.failed(hop.host);
      throw networkProblem(error, signal);
    }
    const reader = response.body?.getReader();
    const close = (): void => {
      // Also an abort must be told to the body: fetch forgets its signal once the request is garbage.
      reader?.cancel().catch(() => undefined);
      leave();
    };
    if (!REDIRECTS.has(response.status)) {
      return { response, host: hop.host, read: () => readChunk(reader, signal), close };
    }
    close();
    if (redirects === MAX_REDIRECTS) throw new DownloadError('redirectLoop', { limit: MAX_REDIRECTS });
    const next = redirectTarget(response.headers.get('location'), hop);
    if (next.protocol === 'http:' && hop.protocol === 'https:') {
      throw new DownloadError('redirectInsecure', { host: next.host });
    }
    hasStayed &&= next.origin === hop.origin;
    from = hop;
    hop = next;
  }
}

type BodyReader = ReadableStreamDefaultReader<Uint8Array>;

async function readChunk(reader: BodyReader | undefined, signal: AbortSignal): Promise<Uint8Array | null> {
  try {
    const chunk = reader === undefined ? null : await orAborted(reader.read(), signal);
    return chunk?.value ?? null;
  } catch (error) {
    throw networkProblem(error, signal);
  }
}

/** Whether a request to an address carries the key. */
export function mayHaveKey(
  url: URL,
  { authorization, allowPrivate }: Pick<RequestTools, 'authorization' | 'allowPrivate'>,
): boolean {
  if (authorization === null || url.host !== authorization.host.toLowerCase()) return false;
  return url.protocol === 'https:' || (allowPrivate && isLoopback(url.hostname));
}

function isLoopback(hostname: string): boolean {
  return hostname === '[::1]' || (/^127\./.test(hostname) && isPrivateAddress(hostname));
}

function redirectTarget(location: string | null, from: URL): URL {
  try {
    return parseAddress(new URL(location ?? '', location === null ? undefined : from).href);
  } catch {
    throw new DownloadError('redirectInvalid');
  }
}

/** What `fetch` says, or the reading of a body, in words that hold no address; the signal's reason where it was that. */
function networkProblem(error: unknown, signal: AbortSignal): Error {
  if (signal.aborted) return signal.reason as Error;
  if (error instanceof DownloadError) return error;
  const { cause } = error as Error;
  const { code, message } = (cause instanceof Error ? cause : error) as NodeJS.ErrnoException;
  if (code !== undefined && CUT.has(code)) return new DownloadError('connectionCut');
  return new DownloadError('network', { reason: cleanReason(code ?? message) });
}
