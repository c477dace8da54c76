import type { ConvertRowFacts } from '../../src/protocol/convert.ts';
import type { ConvertStrings } from '../../src/protocol/convertStrings.ts';

/** Puts what becomes of rows into the user's language. */
export class ConvertWording {
  readonly strings: ConvertStrings;
  readonly #numbers: Intl.NumberFormat;
  readonly #tenths: Intl.NumberFormat;

  /** @param locale BCP 47 */
  constructor(strings: ConvertStrings, locale: string) {
    this.strings = strings;
    this.#numbers = new Intl.NumberFormat(locale);
    this.#tenths = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  }

  number(value: number): string {
    return this.#numbers.format(value);
  }

  /** `12 B`, `3.4 MB`. */
  bytes(bytes: number): string {
    const units = ['B', 'kB', 'MB', 'GB', 'TB'];
    let size = bytes;
    let unit = 0;
    for (; size >= 1000 && unit < units.length - 1; unit++) size /= 1000;
    return `${this.#tenths.format(size)} ${units[unit]}`;
  }

  status(status: ConvertRowFacts['status']): string {
    const { strings } = this;
    return { mask: strings.statusMask, refused: strings.statusRefused, leftOut: strings.statusLeftOut }[status];
  }

  /** `256 × 256: eye 1,203, mouth 840`, or why there is no mask; without the background. */
  result({ status, reason, width, height, classes, findings }: ConvertRowFacts): string {
    if (status === 'leftOut') return reason;
    if (status === 'refused') return findings.find(({ severity }) => severity === 'error')?.message ?? '';
    // The background is nearly all of most masks, and would push the classes out of sight.
    const seen = classes.filter(({ id }) => id !== 0);
    const pixels = seen.map(({ name, pixels: of }) => `${name} ${this.number(of)}`).join(', ');
    return `${width} × ${height}: ${pixels}`;
  }
}
