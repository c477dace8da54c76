import type { DownloadProblem } from '../download/problems.ts';
import { urlFacts, type UrlKind } from './expiry.ts';
import { linkedMasks, maskPath, originalPath } from './localNames.ts';
import { MaskNames, type MaskNaming } from './maskFiles.ts';
import { isNoImage } from './media.ts';
import type { Row } from './model.ts';
import { namedRow, rowNames, type NamedRowFacts } from './rowNames.ts';

/** What is wanted of an export. */
export interface DownloadChoice {
  readonly originals: boolean;
  readonly masks: boolean;
}

/** One file that an export leads to. */
export interface ListedFile {
  readonly url: string;
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
  /** Originals first, then masks, each in the order of the file; no name and no address twice. */
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
  /** Host of an address as requests will know it; null where it is no http or https address. */
  readonly hostOf: (url: string) => string | null;
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
    const files: ListedFile[] = [];
    const hosts = new Map<string, { images: number; masks: number; firstExpiry: number | null }>();
    const counts = { expired: 0, needsKey: 0, unusable: 0 };
    let lastExpired: number | null = null;
    const seen = new Set<string>();
    const take = (imageName: string, { url, kind, nameIn }: Wanted): void => {
      const name = nameIn(imageName, naming);
      // Rows of one image repeat it.
      const key = `${name}\n${url}`;
      if (seen.has(key)) return;
      seen.add(key);
      const { access, expiresAt } = urlFacts(url, kind, options.exportedAt ?? null);
      const host = options.hostOf(url);
      const withhold = (reason: keyof typeof counts, problem: DownloadProblem): void => {
        counts[reason]++;
        files.push({ url, name, withheld: problem });
      };
      if (host === null) return withhold('unusable', { code: 'urlInvalid', details: {} });
      if (expiresAt !== null && expiresAt <= options.now && options.includesExpired !== true) {
        lastExpired = Math.max(lastExpired ?? -Infinity, expiresAt);
        const date = new Date(expiresAt).toISOString().slice(0, 10);
        return withhold('expired', { code: 'linkExpired', details: { date } });
      }
      if (access === 'apiKey' && isLabelbox(host) && host !== options.keyHost) {
        return withhold('needsKey', { code: 'keyNeeded', details: { host } });
      }
      files.push({ url, name });
      const asked = hosts.get(host) ?? { images: 0, masks: 0, firstExpiry: null };
      asked[kind === 'image' ? 'images' : 'masks']++;
      if (expiresAt !== null) asked.firstExpiry = Math.min(asked.firstExpiry ?? Infinity, expiresAt);
      hosts.set(host, asked);
    };
    for (const isImage of [true, false]) {
      this.#wanted.forEach((wanted, row) => {
        for (const one of wanted) if ((one.kind === 'image') === isImage) take(names[row] ?? '', one);
      });
    }
    const listed = [...hosts].map(([host, facts]) => ({ host, ...facts }));
    return { files, hosts: listed, ...counts, lastExpired, noImages: this.#noImages };
  }
}

/** Only Labelbox's own hosts are known to refuse requests without a key. */
function isLabelbox(host: string): boolean {
  return host === 'labelbox.com' || host.endsWith('.labelbox.com');
}
