import { splitClassInstance } from '../../src/core/mask/classInstance.ts';
import type { Mask } from '../../src/core/mask/mask.ts';
import { formatHex, parseHex, type IdColours, type Rgb } from '../../src/core/palette/idColours.ts';
import type { ClassEntry, MaskContext } from '../../src/protocol/mask.ts';

/** What an id of the mask stands for. */
export interface IdMeaning {
  /** The id as the dataset counts it: the sample itself, or R + 256·G + 65536·B of a panoptic colour. */
  readonly shownId: number;
  /** Class that the id names or belongs to; null where the kind knows no classes or the class map not this one. */
  readonly className: string | null;
  /** Class and object of a class × instance id; null for other kinds. */
  readonly classId: number | null;
  readonly instance: number | null;
  /** Training ignores it. */
  readonly isVoid: boolean;
}

/**
 * Gives the meaning of ids by the mask's kind and class map. Only semantic ids are class ids; instance and panoptic ids
 * never get a class's name, class × instance ids that of the class they decode into.
 */
export function idMeanings(mask: Mask, context: MaskContext, { colours }: IdColours): (id: number) => IdMeaning {
  const { kind, classMap } = context;
  // ADE20K keeps class and instance in colour channels, which no divisor takes apart.
  const divisor = mask.encoding === 'colour' ? undefined : kind.divisor;
  const byId = new Map<number, ClassEntry>();
  const byColour = new Map<string, ClassEntry>();
  for (const entry of classMap?.entries ?? []) {
    if (classMap?.matchBy === 'colour') {
      if (entry.colour !== undefined) {
        byColour.set(entry.colour.toUpperCase(), entry);
      }
    } else {
      byId.set(entry.id, entry);
    }
  }
  const hexOf = (id: number): string =>
    formatHex(colours[4 * id] ?? 0, colours[4 * id + 1] ?? 0, colours[4 * id + 2] ?? 0);
  const plain = (shownId: number, entry?: ClassEntry): IdMeaning => ({
    shownId,
    className: entry?.name ?? null,
    classId: null,
    instance: null,
    isVoid: entry?.isVoid === true,
  });
  // Rows of a colour table are not class ids: they take names by colour alone.
  const namedById = mask.encoding !== 'colour';

  return (id) => {
    switch (kind.kind) {
      case 'semantic':
        return plain(id, (namedById ? byId.get(id) : undefined) ?? byColour.get(hexOf(id)));
      case 'classInstance': {
        if (divisor === undefined) {
          return plain(id);
        }
        const { classId, instance } = splitClassInstance(id, divisor);
        return { ...plain(id, byId.get(classId)), classId, instance };
      }
      case 'instance':
        return plain(id);
      case 'panoptic':
        return plain(panopticId(mask, id));
    }
  };
}

/** The segment id of a panoptic mask: R + 256·G + 65536·B (COCO panoptic format), or the grey sample itself. */
function panopticId(mask: Mask, id: number): number {
  const table = mask.colours;
  if (table === null) {
    return id;
  }
  return (table[4 * id] ?? 0) + 256 * (table[4 * id + 1] ?? 0) + 65_536 * (table[4 * id + 2] ?? 0);
}

/** Colours that the class map gives to class ids. */
export function classColours(context: MaskContext): ReadonlyMap<number, Rgb> {
  const colours = new Map<number, Rgb>();
  for (const { id, colour } of context.classMap?.matchBy === 'id' ? context.classMap.entries : []) {
    const rgb = colour === undefined ? null : parseHex(colour);
    if (rgb !== null) {
      colours.set(id, rgb);
    }
  }
  return colours;
}
