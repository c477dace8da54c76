import type { Geometry, GeometryKind, LabelState, MediaKind } from '../../src/core/labelbox/model.ts';
import type { TableColumn } from '../../src/core/labelbox/table/entry.ts';
import type { ShownObject } from '../../src/protocol/labelbox.ts';
import type { LabelboxStrings } from '../../src/protocol/labelboxStrings.ts';
import { fill } from '../ui/texts.ts';

/** Puts what is in an export into the user's language. */
export class ExportWording {
  readonly strings: LabelboxStrings;
  readonly #numbers: Intl.NumberFormat;
  readonly #tenths: Intl.NumberFormat;
  readonly #percent: Intl.NumberFormat;
  readonly #dates: Intl.DateTimeFormat;
  readonly #times: Intl.DateTimeFormat;

  /** @param locale BCP 47 */
  constructor(strings: LabelboxStrings, locale: string) {
    this.strings = strings;
    this.#numbers = new Intl.NumberFormat(locale);
    this.#tenths = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
    this.#percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
    // Dates of an export are the same everywhere, so not those of the reader's time zone.
    this.#dates = new Intl.DateTimeFormat(locale, {
      ...{ year: 'numeric', month: '2-digit', day: '2-digit', timeZone: 'UTC' },
    });
    this.#times = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
  }

  number(value: number): string {
    return this.#numbers.format(value);
  }

  /** With one decimal where it is no whole number. */
  tenths(value: number): string {
    return this.#tenths.format(value);
  }

  percent(share: number): string {
    return this.#percent.format(share);
  }

  /** `12 B`, `3.4 MB`. */
  bytes(bytes: number): string {
    const units = ['B', 'kB', 'MB', 'GB', 'TB'];
    let size = bytes;
    let unit = 0;
    for (; size >= 1000 && unit < units.length - 1; unit++) size /= 1000;
    return `${this.#tenths.format(size)} ${units[unit]}`;
  }

  /** A day; nothing for null. */
  date(time: number | null): string {
    return time === null ? '' : this.#dates.format(time);
  }

  /** A day with its time (UTC). */
  time(time: number): string {
    return `${this.#times.format(time)} UTC`;
  }

  name(name: string | null): string {
    return name ?? this.strings.unnamed;
  }

  labeller(name: string | null): string {
    return name === null || name === '' ? this.strings.nobody : name;
  }

  review(score: number | null): string {
    return score === null ? '' : score > 0 ? `+${this.number(score)}` : this.number(score);
  }

  column(column: TableColumn): string {
    const { strings } = this;
    return {
      row: strings.columnRow,
      name: strings.columnName,
      state: strings.columnState,
      classes: strings.columnClasses,
      objects: strings.columnObjects,
      labeller: strings.columnLabeller,
      seconds: strings.columnSeconds,
      createdAt: strings.columnCreated,
      review: strings.columnReview,
      findings: strings.columnFindings,
    }[column];
  }

  state(state: LabelState, media: MediaKind = 'unknown'): string {
    const { strings } = this;
    const text = {
      labelled: strings.stateLabelled,
      skipText: strings.stateSkipText,
      emptyLabel: strings.stateEmptyLabel,
      background: strings.stateBackground,
      classificationsOnly: strings.stateClassificationsOnly,
      skipFlag: strings.stateSkipFlag,
      notLabelled: strings.stateNotLabelled,
      notImage: strings.stateNotImage,
      unreadable: strings.stateUnreadable,
    }[state];
    return state === 'notImage' && media !== 'unknown' ? `${text} (${this.media(media)})` : text;
  }

  media(media: MediaKind): string {
    const { strings } = this;
    return {
      image: strings.mediaImage,
      video: strings.mediaVideo,
      tiled: strings.mediaTiled,
      text: strings.mediaText,
      pdf: strings.mediaPdf,
      unknown: strings.mediaUnknown,
    }[media];
  }

  /** What objects of a kind are called. */
  kind(kind: GeometryKind): string {
    const { strings } = this;
    return {
      polygons: strings.kindPolygons,
      box: strings.kindBox,
      point: strings.kindPoint,
      line: strings.kindLine,
      mask: strings.kindMask,
      unknown: strings.kindUnknown,
    }[kind];
  }

  /** What an object is, in a few words. */
  geometry({ geometry, maskHost }: Pick<ShownObject, 'geometry' | 'maskHost'>): string {
    const { strings } = this;
    const number = (value: number): string => this.#tenths.format(value);
    switch (geometry.kind) {
      case 'polygons': {
        const points = this.number(pointsOf(geometry));
        const { length } = geometry.polygons;
        return length === 1
          ? fill(strings.geometryPolygons, points)
          : fill(strings.geometrySeveralPolygons, this.number(length), points);
      }
      case 'box':
        return fill(strings.geometryBox, number(geometry.width), number(geometry.height));
      case 'point':
        return fill(strings.geometryPoint, number(geometry.x), number(geometry.y));
      case 'line':
        return fill(strings.geometryLine, this.number(geometry.points.length / 2));
      case 'mask':
        return fill(strings.geometryMask, maskHost ?? '–');
      case 'unknown':
        return fill(strings.geometryUnknown, geometry.name);
    }
  }
}

function pointsOf({ polygons }: Extract<Geometry, { kind: 'polygons' }>): number {
  return polygons.flat().reduce((sum, ring) => sum + ring.length / 2, 0);
}
