import { urlFacts, urlsOf, URL_KINDS, type UrlAccess, type UrlKind } from './expiry.ts';
import {
  GEOMETRY_KINDS,
  LABEL_STATES,
  MEDIA_KINDS,
  type GeometryKind,
  type LabelState,
  type MediaKind,
  type Row,
} from './model.ts';
import { medianOf } from '../median.ts';

export interface ClassSummary {
  /** Cleaned; classes that differ in outer blanks are one. */
  readonly name: string;
  /** As the export writes it; several where spellings differ. */
  readonly written: readonly string[];
  readonly objects: number;
  /** Rows that have an object of the class. */
  readonly rows: number;
  /** Rows with labels that have none: what a recipe that needs every class would leave out. */
  readonly missing: number;
}

export interface LabellerSummary {
  readonly name: string;
  readonly labels: number;
  /** Seconds of one label; null where none is known. */
  readonly medianSeconds: number | null;
  readonly meanSeconds: number | null;
}

export interface UrlSummary {
  readonly kind: UrlKind;
  readonly links: number;
  readonly access: Readonly<Record<UrlAccess, number>>;
  readonly expired: number;
  /** Dates in milliseconds since 1970 of the links that tell; null where none does. */
  readonly firstExpiry: number | null;
  readonly lastExpiry: number | null;
}

export interface LabelboxSummary {
  /** Without broken elements. */
  readonly rows: number;
  readonly states: Readonly<Record<LabelState, number>>;
  readonly media: Readonly<Record<MediaKind, number>>;
  readonly labels: number;
  /** Rows with several labels. */
  readonly consensusRows: number;
  readonly objects: Readonly<Record<GeometryKind, number>>;
  /** Objects that refer to a mask, whatever their geometry. */
  readonly objectsWithMask: number;
  readonly classifications: number;
  /** By rows, most first. */
  readonly classes: readonly ClassSummary[];
  readonly labellers: readonly LabellerSummary[];
  readonly reviewScores: readonly { readonly score: number; readonly labels: number }[];
  readonly firstDate: number | null;
  readonly lastDate: number | null;
  /** Rows whose image is stated to be turned by EXIF: whether coordinates mean the turned image is not stated. */
  readonly exifRotated: number;
  readonly urls: readonly UrlSummary[];
}

interface ClassCount {
  readonly written: Set<string>;
  objects: number;
  rows: number;
}

interface UrlCount {
  links: number;
  expired: number;
  first: number;
  last: number;
  readonly access: Record<UrlAccess, number>;
}

const MAX_CLASSES = 65_536;
const MAX_LABELLERS = 65_536;

/** Counts rows; keeps no object, and of each label eight bytes. */
export class SummaryCounter {
  readonly #now: number;
  readonly #exportedAt: number | null;
  #rows = 0;
  #labelledRows = 0;
  readonly #states = zeroes(LABEL_STATES);
  readonly #media = zeroes(MEDIA_KINDS);
  readonly #objects = zeroes(GEOMETRY_KINDS);
  #labels = 0;
  #consensusRows = 0;
  #objectsWithMask = 0;
  #classifications = 0;
  #exifRotated = 0;
  readonly #classes = new Map<string, ClassCount>();
  readonly #labellers = new Map<string, { labels: number; seconds: number[] }>();
  readonly #scores = new Map<number, number>();
  #firstDate = Infinity;
  #lastDate = -Infinity;
  readonly #urls = new Map<UrlKind, UrlCount>();

  constructor(now: number, exportedAt: number | null) {
    this.#now = now;
    this.#exportedAt = exportedAt;
  }

  add(row: Row): void {
    this.#rows++;
    this.#states[row.state]++;
    this.#media[row.media]++;
    if (row.exifRotation !== null && row.exifRotation !== 1) this.#exifRotated++;
    if (row.labels.length > 1) this.#consensusRows++;
    if (row.labels.length > 0 && row.state !== 'notImage') this.#labelledRows++;
    const seen = new Set<string>();
    for (const label of row.labels) {
      this.#labels++;
      this.#classifications += label.classifications.length;
      this.#addLabeller(label.createdBy ?? '', label.secondsToLabel);
      if (label.reviewScore !== null) {
        this.#scores.set(label.reviewScore, (this.#scores.get(label.reviewScore) ?? 0) + 1);
      }
      for (const date of [label.createdAt, label.updatedAt]) {
        if (date === null) continue;
        this.#firstDate = Math.min(this.#firstDate, date);
        this.#lastDate = Math.max(this.#lastDate, date);
      }
      for (const { className, geometry, mask } of label.objects) {
        this.#objects[geometry.kind]++;
        if (mask !== null) this.#objectsWithMask++;
        this.#addObject(className.name, className.written, row.state === 'notImage' ? null : seen);
      }
    }
    for (const { kind, url } of urlsOf(row)) this.#addUrl(kind, url);
  }

  result(): LabelboxSummary {
    const classes = [...this.#classes].map(([name, { written, objects, rows }]) => ({
      name,
      written: [...written],
      objects,
      rows,
      missing: this.#labelledRows - rows,
    }));
    const labellers = [...this.#labellers].map(([name, { labels, seconds }]) => ({
      name,
      labels,
      medianSeconds: medianOf(seconds),
      meanSeconds: seconds.length === 0 ? null : seconds.reduce((sum, one) => sum + one, 0) / seconds.length,
    }));
    return {
      rows: this.#rows,
      states: { ...this.#states },
      media: { ...this.#media },
      labels: this.#labels,
      consensusRows: this.#consensusRows,
      objects: { ...this.#objects },
      objectsWithMask: this.#objectsWithMask,
      classifications: this.#classifications,
      classes: classes.sort((a, b) => b.rows - a.rows || b.objects - a.objects || compare(a.name, b.name)),
      labellers: labellers.sort((a, b) => b.labels - a.labels || compare(a.name, b.name)),
      reviewScores: [...this.#scores].map(([score, labels]) => ({ score, labels })).sort((a, b) => a.score - b.score),
      firstDate: Number.isFinite(this.#firstDate) ? this.#firstDate : null,
      lastDate: Number.isFinite(this.#lastDate) ? this.#lastDate : null,
      exifRotated: this.#exifRotated,
      urls: URL_KINDS.flatMap((kind) => {
        const count = this.#urls.get(kind);
        if (count === undefined) return [];
        const { links, access, expired, first, last } = count;
        const firstExpiry = Number.isFinite(first) ? first : null;
        return [
          { kind, links, access: { ...access }, expired, firstExpiry, lastExpiry: firstExpiry === null ? null : last },
        ];
      }),
    };
  }

  #addLabeller(name: string, seconds: number | null): void {
    let labeller = this.#labellers.get(name);
    if (labeller === undefined) {
      if (this.#labellers.size >= MAX_LABELLERS) return;
      this.#labellers.set(name, (labeller = { labels: 0, seconds: [] }));
    }
    labeller.labels++;
    if (seconds !== null) labeller.seconds.push(seconds);
  }

  /** @param seen classes that the row has shown already; null where the row does not count */
  #addObject(name: string, written: string, seen: Set<string> | null): void {
    let count = this.#classes.get(name);
    if (count === undefined) {
      if (this.#classes.size >= MAX_CLASSES) return;
      this.#classes.set(name, (count = { written: new Set(), objects: 0, rows: 0 }));
    }
    if (count.written.size < MAX_SPELLINGS) count.written.add(written);
    count.objects++;
    if (seen === null || seen.has(name)) return;
    seen.add(name);
    count.rows++;
  }

  #addUrl(kind: UrlKind, url: string): void {
    const { access, expiresAt } = urlFacts(url, kind, this.#exportedAt);
    let count = this.#urls.get(kind);
    if (count === undefined) {
      count = { links: 0, expired: 0, first: Infinity, last: -Infinity, access: { none: 0, signed: 0, apiKey: 0 } };
      this.#urls.set(kind, count);
    }
    count.links++;
    count.access[access]++;
    if (expiresAt === null) return;
    if (expiresAt <= this.#now) count.expired++;
    count.first = Math.min(count.first, expiresAt);
    count.last = Math.max(count.last, expiresAt);
  }
}

const MAX_SPELLINGS = 16;

function zeroes<K extends string>(keys: readonly K[]): Record<K, number> {
  return Object.fromEntries(keys.map((key) => [key, 0])) as Record<K, number>;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
