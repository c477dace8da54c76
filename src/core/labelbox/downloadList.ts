import type { DownloadProblem } from '../download/problems.ts';
import { urlFacts, type UrlKind } from './expiry.ts';
import { linkedMasks, maskPath, originalPath } from './localNames.ts';
import { MaskNames, type MaskNaming } from './maskFiles.ts';
import { isNoImage } from './media.ts';
import type { Row } from './model.ts';
import { namedRow, rowNames, type NamedRowFacts } from './rowNames.ts';

/** Further links that are tried for one file. */
const MOST_OTHERS = 7;

/** What is wanted of an export. */
export interface DownloadChoice {
  readonly originals: boolean;
  readonly masks: boolean;
}

/** One file that an export leads to. */
export interface ListedFile {
  readonly url: string;
  /** Further addresses of the same file, in the order in which they are tried; absent without. */
  readonly others?: readonly string[];
  /** Path in the folder, with `/`; see `localNames`. */
  readonly name: string;
  /** Why it is not asked for; absent where it is. */
  readonly withheld?: DownloadProblem;
}

/** The requests that a host will get. */
export interface ListedHost {
  /** As in an address, with the port where it is not the scheme's. */
  readonly host: string;
  readonly images: number;
  readonly masks: number;
  /** Milliseconds since 1970 when the first of its links expires; null where none tells. */
  readonly firstExpiry: number | null;
}

export interface DownloadList {
  /** Originals first, then masks, each in the order of the file. */
  readonly files: readonly ListedFile[];
  /** Those that will be asked, in the order in which the list names them. */
  readonly hosts: readonly ListedHost[];
  /** Files that are not asked for, by reason. */
  readonly expired: number;
  readonly needsKey: number;
  readonly unusable: number;
  /** Milliseconds since 1970 when the last of the expired links expired; null where none has. */
  readonly lastExpired: number | null;
  /** Rows that show no image: videos, tiles, texts. */
  readonly noImages: number;
}

export interface ListOptions {
  /** Milliseconds since 1970, with which expiries are compared. */
  readonly now: number;
  /** Date of the export where it is known, for links that live from then on. */
  readonly exportedAt?: number;
  /** Links that have expired are asked for nevertheless. */
  readonly includesExpired?: boolean;
  /** The host that a key is there for; null without a key. */
  readonly keyHost: string | null;
  /** What requests will know an address by, or why there will be none. */
  readonly addressOf: (url: string) => ListedAddress | DownloadProblem;
}

export interface ListedAddress {
  readonly host: string;
  /** Equal for addresses of one file that were signed at different times. */
  readonly file: string;
}

/** A file whose name is not known before the last row has come. */
interface Wanted {
  readonly url: string;
  readonly kind: UrlKind;
  readonly nameIn: (imageName: string, naming: MaskNaming) => string;
}

/**
 * Gathers what the rows of an export lead to. What a link tells about itself (that it has expired, that its host wants a
 * key) is known before any request.
 */
export class DownloadLister {
  readonly #choice: DownloadChoice;
  readonly #rows: NamedRowFacts[] = [];
  readonly #maskNames = new MaskNames();
  readonly #wanted: (readonly Wanted[])[] = [];
  #noImages = 0;

  constructor(choice: DownloadChoice) {
    this.#choice = choice;
  }

  /** Takes a row. Every row of the export must come: each has a say in the names. */
  add(row: Row): void {
    this.#rows.push(namedRow(row));
    this.#maskNames.add(row);
    if (isNoImage(row.media)) {
      this.#noImages++;
      this.#wanted.push([]);
      return;
    }
    const { originals, masks } = this.#choice;
    const wanted: Wanted[] = [];
    if (originals && row.imageUrl !== null) {
      const { externalId, imageUrl } = row;
      const nameIn = (name: string): string => originalPath(name, { externalId, imageUrl });
      wanted.push({ url: imageUrl, kind: 'image', nameIn });
    }
    if (masks) {
      for (const mask of linkedMasks(row)) {
        wanted.push({ url: mask.url, kind: mask.kind, nameIn: (name, naming) => maskPath(name, mask, naming) });
      }
    }
    this.#wanted.push(wanted);
  }

  list(options: ListOptions): DownloadList {
    const names = rowNames(this.#rows);
    const naming = this.#maskNames.naming(names);
    const groups = new Map<string, Link[]>();
    for (const isImage of [true, false]) {
      this.#wanted.forEach((wanted, row) => {
        for (const { url, kind, nameIn } of wanted) {
          if ((kind === 'image') !== isImage) continue;
          const name = nameIn(names[row] ?? '', naming);
          const link = linkOf(url, kind, name, options);
          // Images of one name are those of one data row, masks of classes those of one label. Any other file of the
          // name stays in the list, and is refused there.
          const isOne = kind === 'image' || kind === 'classMask';
          const key = isOne ? name : `${name}\n${link.file}`;
          const group = groups.get(key);
          if (group === undefined) groups.set(key, [link]);
          else if (!group.some((other) => other.url === url)) group.push(link);
        }
      });
    }
    const files: ListedFile[] = [];
    const hosts = new Map<string, { images: number; masks: number; firstExpiry: number | null }>();
    const counts = { expired: 0, needsKey: 0, unusable: 0 };
    let lastExpired: number | null = null;
    for (const group of groups.values()) {
      // What lives longest comes first; links that cannot be used come last.
      const [link, ...others] = group.sort((a, b) => b.rank - a.rank || laterFirst(a.expiresAt, b.expiresAt));
      if (link === undefined) continue;
      const { url, name, kind, host, expiresAt, withheld } = link;
      if (withheld !== null) {
        counts[withheld.reason]++;
        if (withheld.reason === 'expired') lastExpired = Math.max(lastExpired ?? -Infinity, expiresAt ?? -Infinity);
        files.push({ url, name, withheld: withheld.problem });
        continue;
      }
      const usable = others.filter((other) => other.withheld === null).slice(0, MOST_OTHERS);
      files.push({ url, name, ...(usable.length === 0 ? {} : { others: usable.map((other) => other.url) }) });
      const asked = hosts.get(host) ?? { images: 0, masks: 0, firstExpiry: null };
      asked[kind === 'image' ? 'images' : 'masks']++;
      if (expiresAt !== null) asked.firstExpiry = Math.min(asked.firstExpiry ?? Infinity, expiresAt);
      hosts.set(host, asked);
    }
    const listed = [...hosts].map(([host, facts]) => ({ host, ...facts }));
    return { files, hosts: listed, ...counts, lastExpired, noImages: this.#noImages };
  }
}

/** An address that leads to a file, with what is known of it before any request. */
interface Link {
  readonly url: string;
  readonly kind: UrlKind;
  readonly name: string;
  readonly host: string;
  readonly file: string;
  readonly expiresAt: number | null;
  /** Null where it is asked for. */
  readonly withheld: { readonly reason: 'expired' | 'needsKey' | 'unusable'; readonly problem: DownloadProblem } | null;
  /** Of the links to one file the highest is tried first. */
  readonly rank: number;
}

function linkOf(url: string, kind: UrlKind, name: string, options: ListOptions): Link {
  const { access, expiresAt } = urlFacts(url, kind, options.exportedAt ?? null);
  const address = options.addressOf(url);
  const facts = { url, kind, name, expiresAt };
  if ('code' in address) {
    return { ...facts, host: '', file: url, withheld: { reason: 'unusable', problem: address }, rank: 0 };
  }
  const { host, file } = address;
  const withhold = (reason: 'expired' | 'needsKey', problem: DownloadProblem, rank: number): Link => ({
    ...{ ...facts, host, file, withheld: { reason, problem }, rank },
  });
  if (expiresAt !== null && expiresAt <= options.now && options.includesExpired !== true) {
    const date = new Date(expiresAt).toISOString().slice(0, 10);
    return withhold('expired', { code: 'linkExpired', details: { date } }, 1);
  }
  if (access === 'apiKey' && isLabelbox(host) && host !== options.keyHost) {
    return withhold('needsKey', { code: 'keyNeeded', details: { host } }, 2);
  }
  return { ...facts, host, file, withheld: null, rank: 3 };
}

/** Order of two dates; null never comes. */
function laterFirst(a: number | null, b: number | null): number {
  return a === b ? 0 : (b ?? Infinity) - (a ?? Infinity);
}

/** Only Labelbox's own hosts are known to refuse requests without a key. */
function isLabelbox(host: string): boolean {
  return host === 'labelbox.com' || host.endsWith('.labelbox.com');
}
