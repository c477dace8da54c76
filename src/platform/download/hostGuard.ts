import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { lookup as lookupName } from 'node:dns/promises';
import { isIP, type Socket } from 'node:net';
import { DownloadError } from '../../core/download/problems.ts';
import { isPrivateAddress } from './privateAddress.ts';

/** What is asked before the first request to a host. */
export interface HostQuestion {
  /** Name or address, with the port where it is not the scheme's: `storage.googleapis.com`, `127.0.0.1:8080`. */
  readonly host: string;
  /** Where it is in a private network, or this machine: the address that its name leads to. */
  readonly privateAddress: string | null;
  /** The host whose redirect leads there; null where the list names it. */
  readonly redirectedFrom: string | null;
}

/** All addresses of a host name. Rejects where there is none. */
export type HostLookup = (name: string) => Promise<readonly string[]>;

export interface HostGuardOptions {
  /** Decides; asked once for each host, and never again in the life of the guard. */
  readonly agreed: (question: HostQuestion) => boolean | Promise<boolean>;
  /** Redirects into private networks are followed, and public names may lead there. */
  readonly allowPrivate: boolean;
  readonly lookup?: HostLookup;
}

interface Host {
  readonly privateAddress: string | null;
  /** Aborted where a connection led into a private network though the name is public. */
  readonly violation: AbortController;
  agreement?: Promise<boolean>;
}

interface Connected {
  readonly connectParams: { readonly host: string };
  readonly socket: Socket;
}

/** Undici, which is Node's `fetch`, tells here of each connection before it sends anything through it. */
const CONNECTED = 'undici:client:connected';

/**
 * Decides which hosts are talked to. A name is resolved before its host is asked for. `fetch` resolves it once more, so
 * the address that it connected to is checked again, and a connection that leads elsewhere (DNS rebinding) is destroyed
 * before the request is sent. What remains: connections that other code of the process opened to the same host before
 * this guard existed, and proxies, which resolve names themselves.
 *
 * Hosts are compared as a whole, port included: there is no telling which hosts are "one site" without a list of public
 * suffixes, so that each one that a redirect leads to is asked for as well.
 */
export class HostGuard {
  readonly #options: HostGuardOptions;
  readonly #lookup: HostLookup;
  readonly #hosts = new Map<string, Promise<Host>>();
  readonly #known = new Map<string, Host>();
  readonly #whenConnected = (message: unknown): void => this.#check(message as Connected);

  constructor(options: HostGuardOptions) {
    this.#options = options;
    this.#lookup = options.lookup ?? systemLookup;
    subscribe(CONNECTED, this.#whenConnected);
  }

  dispose(): void {
    unsubscribe(CONNECTED, this.#whenConnected);
  }

  /**
   * Returns where a request may be sent to `url`, with a signal that aborts it where its connection leads astray.
   *
   * @param from what redirected there; null for an address of the list
   * @throws DownloadError `notResolved`, `hostRefused`, `redirectPrivate`
   */
  async admit(url: URL, from: URL | null): Promise<AbortSignal> {
    const host = await this.#host(url);
    const isElsewhere = from !== null && from.host !== url.host;
    if (isElsewhere && host.privateAddress !== null && !this.#options.allowPrivate) {
      throw new DownloadError('redirectPrivate', { host: url.host });
    }
    host.agreement ??= this.#ask(url.host, host.privateAddress, isElsewhere ? from.host : null);
    if (!(await host.agreement)) throw new DownloadError('hostRefused', { host: url.host });
    return host.violation.signal;
  }

  async #ask(host: string, privateAddress: string | null, redirectedFrom: string | null): Promise<boolean> {
    try {
      return await this.#options.agreed({ host, privateAddress, redirectedFrom });
    } catch {
      return false;
    }
  }

  #host(url: URL): Promise<Host> {
    let host = this.#hosts.get(url.host);
    if (host === undefined) {
      host = this.#resolve(url);
      this.#hosts.set(url.host, host);
      // A name that is not known now may be a minute later.
      host.catch(() => this.#hosts.delete(url.host));
    }
    return host;
  }

  async #resolve(url: URL): Promise<Host> {
    const name = url.hostname.replace(/^\[|\]$/g, '');
    let addresses: readonly string[];
    try {
      addresses = isIP(name) === 0 ? await this.#lookup(name) : [name];
    } catch (error) {
      const reason = (error as NodeJS.ErrnoException).code ?? 'unknown';
      throw new DownloadError('notResolved', { host: url.host, reason });
    }
    const host = { privateAddress: addresses.find(isPrivateAddress) ?? null, violation: new AbortController() };
    this.#known.set(url.host, host);
    return host;
  }

  #check({ connectParams, socket }: Connected): void {
    const host = this.#known.get(connectParams.host);
    if (host === undefined || host.privateAddress !== null || this.#options.allowPrivate) return;
    if (socket.remoteAddress !== undefined && !isPrivateAddress(socket.remoteAddress)) return;
    const error = new DownloadError('addressPrivate', { host: connectParams.host });
    host.violation.abort(error);
    socket.destroy(error);
  }
}

async function systemLookup(name: string): Promise<readonly string[]> {
  const found = await lookupName(name, { all: true });
  return found.map(({ address }) => address);
}
