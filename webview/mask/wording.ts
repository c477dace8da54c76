import type { MaskKind } from '../../src/core/mask/mask.ts';
import { fileColour } from '../../src/core/palette/fileColour.ts';
import { drawnHex } from '../../src/core/palette/idColours.ts';
import type { MaskStrings } from '../../src/protocol/maskStrings.ts';
import { fill } from '../ui/texts.ts';
import type { IdMeaning } from './idMeaning.ts';
import type { OpenMask } from './maskModel.ts';

/** How a pixel's id is told: each part on its own. */
export interface IdWords {
  /** As the dataset counts it, see {@link IdMeaning.shownIds}; empty where the pixel is a colour of no class. */
  readonly id: string;
  /** `id 5`, or the colour where there is no id. */
  readonly label: string;
  /** Class, class and instance, object or segment; empty where the id has no name. */
  readonly name: string;
  /** The file's colour, or "outside palette". */
  readonly colour: string;
  /** The file's colour; empty for ids outside the palette. */
  readonly hex: string;
  /** The colour in the picture; empty for ids outside the palette. */
  readonly drawnHex: string;
  /** That the picture shows another colour than the file's; empty where it does not. */
  readonly drawnNote: string;
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
    const { className, classId, instance, shownIds } = open.meaning(id);
    const [shownId] = shownIds;
    if (classId !== null) {
      const known = className ?? fill(strings.classNumber, classId);
      return instance === null ? known : fill(strings.instanceOf, known, instance);
    }
    switch (open.context.kind.kind) {
      case 'instance':
        return shownId !== undefined && isObject(open, id) ? fill(strings.object, shownId) : '';
      case 'panoptic':
        return shownId === undefined || shownId === 0 ? '' : fill(strings.segment, shownId);
      default:
        return className ?? '';
    }
  }

  /** `5`; `17 / 18` where classes share a colour; empty where the pixels are colours and this is of no class. */
  id({ shownIds }: IdMeaning): string {
    return shownIds.join(' / ');
  }

  /** `id 5`, or the colour where there is no id. */
  label(meaning: IdMeaning, hex: string): string {
    return meaning.shownIds.length === 0 ? hex : fill(this.strings.readoutIdOf, this.id(meaning));
  }

  /** @param place of a pixel with this id, whose alpha a grey + alpha mask stores beside the id */
  words(open: OpenMask, id: number, place: { readonly x: number; readonly y: number } | null = null): IdWords {
    const { mask } = open;
    const meaning = open.meaning(id);
    const drawn = drawnHex(open.colours, id);
    const plain = fileColour(mask, id);
    const alpha = place === null ? undefined : mask.alpha?.[place.y * mask.width + place.x];
    const hex = (alpha === undefined ? plain : fileColour(mask, id, alpha))?.hex ?? '';
    return {
      id: this.id(meaning),
      label: this.label(meaning, hex),
      name: this.name(open, id),
      colour: hex === '' ? this.strings.outsidePalette : hex,
      hex,
      drawnHex: drawn,
      drawnNote: plain === null || plain.screenHex === drawn ? '' : fill(this.strings.drawnLabel, drawn, hex),
    };
  }
}

/** Not the background, nor the border that VOC's instance masks draw around objects with the last palette entry. */
function isObject({ mask }: OpenMask, id: number): boolean {
  return id !== 0 && !(mask.encoding === 'palette' && id === 255);
}
