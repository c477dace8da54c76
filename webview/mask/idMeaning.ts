import { classesById } from '../../src/core/formats/classMap.ts';
import { splitClassInstance } from '../../src/core/mask/classInstance.ts';
import type { Mask } from '../../src/core/mask/mask.ts';
import { fileColour } from '../../src/core/palette/fileColour.ts';
import { parseHex, type Rgb } from '../../src/core/palette/idColours.ts';
import type { ClassEntry, MaskContext } from '../../src/protocol/mask.ts';

/** What an id of the mask stands for. */
export interface IdMeaning {
  /**
   * The id as the dataset counts it: the sample itself, or R + 256·G + 65536·B of a panoptic colour. Where pixels are
   * colours, the ids of the classes that have this colour: several where classes share it, none where no class has it.
   */
  readonly shownIds: readonly number[];
  /**
   * Class that the id names or belongs to; all classes that share a colour, joined by ` / `, those that training heeds
   * first. Null where the kind knows no classes or the class map not this one.
   */
  readonly className: string | null;
  /** Other names of this class, or of these classes; absent where there are none. */
  readonly aliases?: readonly string[];
  /** Class and object of a class × instance id; null for other kinds. */
  readonly classId: number | null;
  readonly instance: number | null;
  /** Training ignores it: every class that it may be. */
  readonly isVoid: boolean;
}

/** Whether the file stores colours that stand for no id by themselves: RGB and RGBA of any kind but panoptic. */
export function pixelsAreColours(mask: Mask, { kind }: MaskContext): boolean {
  return mask.encoding === 'colour' && kind.kind !== 'panoptic';
}

/**
 * Gives the meaning of ids by the mask's kind and class map. Only semantic ids are class ids; instance and panoptic ids
 * never get a class's name, class × instance ids that of the class they decode into.
 */
export function idMeanings(mask: Mask, context: MaskContext): (id: number) => IdMeaning {
  const { kind, classMap } = context;
  const { divisor } = kind;
  if (pixelsAreColours(mask, context)) {
    // ADE20K keeps class and instance in colour channels, which no divisor takes apart.
    const byColour = classesByColour(
      kind.kind === 'semantic' && classMap?.matchBy === 'colour' ? classMap.entries : [],
    );
    return (id) => {
      // Class maps name colours of 8 bits, and no alpha.
      const classes = byColour.get(fileColour(mask, id)?.screenHex.slice(0, 7) ?? '') ?? [];
      return {
        shownIds: classes.map((entry) => entry.id),
        className: classes.length === 0 ? null : classes.map(({ name }) => name).join(' / '),
        ...aliasesOf(classes),
        classId: null,
        instance: null,
        isVoid: classes.length > 0 && classes.every(({ isVoid }) => isVoid === true),
      };
    };
  }
  const entries = classMap?.matchBy === 'id' ? classMap.entries : [];
  const byId = classesById(entries);
  const plain = (shownId: number, entry?: ClassEntry): IdMeaning => ({
    shownIds: [shownId],
    className: entry?.name ?? null,
    ...aliasesOf(entry === undefined ? [] : [entry]),
    classId: null,
    instance: null,
    isVoid: entry?.isVoid === true,
  });
  return (id) => {
    switch (kind.kind) {
      case 'semantic':
        return plain(id, byId.get(id));
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

function aliasesOf(classes: readonly ClassEntry[]): Pick<IdMeaning, 'aliases'> {
  const aliases = classes.flatMap((entry) => entry.aliases ?? []);
  return aliases.length === 0 ? {} : { aliases };
}

/** Classes of each colour, upper-case `#RRGGBB`; in the class map's order, but those that training ignores last. */
function classesByColour(entries: readonly ClassEntry[]): Map<string, ClassEntry[]> {
  const classes = new Map<string, ClassEntry[]>();
  const heededFirst = entries.toSorted((a, b) => Number(a.isVoid === true) - Number(b.isVoid === true));
  for (const entry of heededFirst) {
    const colour = entry.colour?.toUpperCase();
    if (colour !== undefined) {
      classes.set(colour, [...(classes.get(colour) ?? []), entry]);
    }
  }
  return classes;
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
  const entries = context.classMap?.matchBy === 'id' ? context.classMap.entries : [];
  for (const { id, colour } of classesById(entries).values()) {
    const rgb = colour === undefined ? null : parseHex(colour);
    if (rgb !== null) {
      colours.set(id, rgb);
    }
  }
  return colours;
}
