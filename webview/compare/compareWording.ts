import type { ClassKey, NamedClass } from '../../src/core/dataset/classNaming.ts';
import type { CompareBootstrap } from '../../src/protocol/compare.ts';

/** Puts numbers and classes into the user's language. */
export class CompareWording {
  readonly strings: CompareBootstrap['strings'];
  readonly #integers: Intl.NumberFormat;
  readonly #shares: Intl.NumberFormat;

  constructor({ strings, locale }: CompareBootstrap) {
    this.strings = strings;
    this.#integers = new Intl.NumberFormat(locale);
    this.#shares = new Intl.NumberFormat(locale, { style: 'percent', minimumFractionDigits: 2 });
  }

  number(value: number): string {
    return this.#integers.format(value);
  }

  /** A share from 0 to 1, `71.32%`, or that there is none. */
  share(share: number | null): string {
    return share === null ? this.strings.notApplicable : this.#shares.format(share);
  }

  /** `3 cat`; the id or colour alone where nothing names it. */
  name(key: ClassKey, classes: ReadonlyMap<ClassKey, NamedClass>): string {
    const name = classes.get(key)?.name ?? null;
    return name === null ? String(key) : `${key} ${name}`;
  }
}

/** Classes by what tells them apart. */
export function classesByKey(classes: readonly NamedClass[]): ReadonlyMap<ClassKey, NamedClass> {
  return new Map(classes.map((one) => [one.key, one]));
}
