import type { MaskKind } from '../../src/core/mask/mask.ts';
import { formatHex } from '../../src/core/palette/idColours.ts';
import type { MaskStrings } from '../../src/protocol/maskStrings.ts';
import { fill } from '../ui/texts.ts';
import type { OpenMask } from './maskModel.ts';

/** How a pixel's id is told: each part on its own. */
export interface IdWords {
  readonly id: string;
  /** Class, class and instance, object or segment; empty where the id has no name. */
  readonly name: string;
  /** `#RRGGBB`, or "outside palette". */
  readonly colour: string;
  /** Empty for ids outside the palette. */
  readonly hex: string;
}

/** Puts numbers and ids into the user's language. */
export class Wording {
  readonly strings: MaskStrings;
  readonly #integers: Intl.NumberFormat;
  readonly #shares: readonly Intl.NumberFormat[];

  /** @param locale BCP 47 */
  constructor(strings: MaskStrings, locale: string) {
    this.strings = strings;
    this.#integers = new Intl.NumberFormat(locale);
    this.#shares = [0, 1, 2, 3].map(
      (digits) => new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
    );
  }

  number(value: number): string {
    return this.#integers.format(value);
  }

  /** A part of the whole, 0 … 1, in per cent; small parts keep enough digits not to read as nothing. */
  share(share: number): string {
    const percent = share * 100;
    const digits = percent === 0 || percent === 100 ? 0 : percent < 0.1 ? 3 : 2;
    const text = this.#shares[digits]?.format(percent) ?? '';
    return percent > 0 && percent < 0.0005
      ? `< ${fill(this.strings.percent, '0.001')}`
      : fill(this.strings.percent, text);
  }

  /** `12.5%`, for the zoom level. */
  zoom(scale: number): string {
    const percent = scale * 100;
    return fill(
      this.strings.percent,
      this.#shares[percent < 10 && !Number.isInteger(percent) ? 1 : 0]?.format(percent) ?? '',
    );
  }

  kind(kind: MaskKind): string {
    const { kindSemantic, kindInstance, kindClassInstance, kindPanoptic } = this.strings;
    return { semantic: kindSemantic, instance: kindInstance, classInstance: kindClassInstance, panoptic: kindPanoptic }[
      kind
    ];
  }

  /** The name that the id has by the mask's kind and class map; empty where it has none. */
  name(open: OpenMask, id: number): string {
    const { strings } = this;
    const { className, classId, instance, shownId } = open.meaning(id);
    if (classId !== null) {
      const known = className ?? fill(strings.classNumber, classId);
      return instance === null ? known : fill(strings.instanceOf, known, instance);
    }
    switch (open.context.kind.kind) {
      case 'instance':
        return isObject(open, id) ? fill(strings.object, shownId) : '';
      case 'panoptic':
        return shownId === 0 ? '' : fill(strings.segment, shownId);
      default:
        return className ?? '';
    }
  }

  words(open: OpenMask, id: number): IdWords {
    const { colours, outsideFrom } = open.colours;
    const [red, green, blue, alpha] = colours.subarray(4 * id, 4 * id + 4);
    const hex = id >= outsideFrom ? '' : formatHex(red ?? 0, green ?? 0, blue ?? 0, alpha ?? 255);
    return {
      id: String(open.meaning(id).shownId),
      name: this.name(open, id),
      colour: hex === '' ? this.strings.outsidePalette : hex,
      hex,
    };
  }
}

/** Not the background, nor the border that VOC's instance masks draw around objects with the last palette entry. */
function isObject({ mask }: OpenMask, id: number): boolean {
  return id !== 0 && !(mask.encoding === 'palette' && id === 255);
}
