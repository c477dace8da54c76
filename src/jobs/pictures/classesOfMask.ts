import { ClassNaming, paletteText, type NamedClass } from '../../core/dataset/classNaming.ts';
import type { ClassMap } from '../../core/formats/classMap.ts';
import { splitClassInstance } from '../../core/mask/classInstance.ts';
import { colourOfId } from '../../core/mask/colourOfId.ts';
import { histogramById } from '../../core/mask/histogram.ts';
import { idColours, parseHex, type IdColours, type Rgb } from '../../core/palette/idColours.ts';
import type { OwnMask } from '../pairs/readPair.ts';

/** An id of a mask with the class that it has, or belongs to. */
export interface IdClass extends NamedClass {
  readonly id: number;
  readonly pixels: number;
}

/** Names and colours of the ids of masks by one class map. */
export class MaskClasses {
  readonly #naming: ClassNaming;
  readonly #colours = new Map<number, Rgb>();

  constructor(map: ClassMap | null) {
    this.#naming = new ClassNaming(map);
    for (const { id, colour } of map?.entries ?? []) {
      const rgb = colour === null ? null : parseHex(colour);
      if (rgb !== null && !this.#colours.has(id)) this.#colours.set(id, rgb);
    }
  }

  /** The colours that a mask is drawn with: its own, or, of grey ids, those of the class map. */
  coloursOf({ mask, kind, divisor }: OwnMask): IdColours {
    return idColours(mask, { kind, divisor, classColours: this.#colours });
  }

  /** The ids that a mask has, ascending. Objects are of no class, but where their ids tell it. */
  idsOf({ mask, kind, divisor }: OwnMask): IdClass[] {
    const { encoding } = mask;
    const palette = mask.palette === null ? null : paletteText(mask.palette);
    const found: IdClass[] = [];
    histogramById(mask.ids).forEach((pixels, id) => {
      if (pixels === 0) return;
      const colour = colourOfId(mask, id);
      if (kind === 'semantic') {
        found.push({ ...this.#naming.classOf({ encoding, palette }, { id, colour }), id, pixels });
      } else if (kind === 'classInstance' && divisor !== null) {
        const { classId } = splitClassInstance(id, divisor);
        found.push({ ...this.#naming.classOf({ encoding, palette }, { id: classId, colour: null }), id, pixels });
      } else {
        const isVoid = mask.palette !== null && id === OBJECT_VOID;
        found.push({ key: id, name: null, colour, isVoid, id, pixels });
      }
    });
    return found;
  }
}

/** The rim between objects, as VOC's object masks have it. */
const OBJECT_VOID = 255;
