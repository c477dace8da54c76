import { hexOf, type ClassMap, type ClassMapEntry, type ClassMapProblem } from './classMap.ts';

/** What of a mask decides how names are matched; known from its header. */
export interface MaskFacts {
  /** PLTE, three bytes an entry; null where the mask has no palette. */
  readonly paletteRgb: Uint8Array | null;
  /**
   * The palette before unsaved edits, which decides on the way of matching: edits of single colours must not change it
   * for the others. Absent where there are no edits.
   */
  readonly openedPaletteRgb?: Uint8Array | null | undefined;
  /** Red, green and blue samples. */
  readonly isColour: boolean;
}

/** A class as naming by a palette needs it. */
interface OrderedClass {
  /** Its position in the class map. */
  readonly id: number;
  readonly name: string;
  /** `#rrggbb`. */
  readonly colour?: string | null;
}

/** How a class map without ids of its own names the ids of a paletted mask. */
export interface PaletteNaming<C extends OrderedClass = OrderedClass> {
  /** The classes as the class map has them; ids are their positions. */
  readonly classes: readonly C[];
  readonly findBy: 'colour' | 'position';
  /** Colour with which the palette is filled up: it names id 0 alone. */
  readonly filler: string;
}

/** A class map as it applies to one mask. */
export interface BoundClassMap {
  readonly entries: readonly ClassMapEntry[];
  readonly matchBy: 'id' | 'colour';
  readonly problems: readonly ClassMapProblem[];
  /** Where the palette may decide, how it does; with the problems of the class map alone. */
  readonly naming?: PaletteNaming<ClassMapEntry> & { readonly problems: readonly ClassMapProblem[] };
}

/**
 * Applies a class map to a mask. RGB masks are matched by colour. A map whose ids are positions is matched with a
 * palette by colour, as long as most of its colours occur there; else by position.
 */
export function bindClassMap(map: ClassMap, mask: MaskFacts): BoundClassMap {
  const { entries, problems } = map;
  if (mask.isColour) {
    const hasColours = entries.some(({ colour }) => colour !== null);
    const missing: ClassMapProblem[] = hasColours ? [] : [{ code: 'coloursMissing', details: {} }];
    return { entries, matchBy: 'colour', problems: [...problems, ...missing] };
  }
  if (map.idsFrom === 'id' || mask.paletteRgb === null) return { entries, matchBy: 'id', problems };
  const naming = namingByPalette(entries, mask.openedPaletteRgb ?? mask.paletteRgb);
  const named = classesOfPalette(naming, mask.paletteRgb);
  return {
    entries: named.classes,
    matchBy: 'id',
    problems: [...problems, ...named.problems],
    naming: { ...naming, problems },
  };
}

/**
 * How a palette decides on the names of classes that have only positions: by colour, as long as it has most of their
 * colours; else by position.
 *
 * @param paletteRgb three bytes an entry
 */
export function namingByPalette<C extends OrderedClass>(
  classes: readonly C[],
  paletteRgb: Uint8Array,
): PaletteNaming<C> {
  const known = new Set(Array.from({ length: paletteRgb.length / 3 }, (_, id) => colourAt(paletteRgb, id)));
  const colours = classes.flatMap(({ colour }) => (typeof colour === 'string' ? [colour] : []));
  const absent = colours.filter((colour) => !known.has(colour)).length;
  return { classes, findBy: absent * 2 >= colours.length ? 'position' : 'colour', filler: colourAt(paletteRgb, 0) };
}

/**
 * The classes of a palette's ids. Which class an id has, if any, follows from its own colour and the naming alone: other
 * entries never matter. A colour that the palette holds at several ids names them all, but that with which tools fill
 * up palettes.
 *
 * @param paletteRgb three bytes an entry
 */
export function classesOfPalette<C extends OrderedClass>(
  { classes, findBy, filler }: PaletteNaming<C>,
  paletteRgb: Uint8Array,
): { readonly classes: readonly C[]; readonly problems: readonly ClassMapProblem[] } {
  if (findBy === 'position') return { classes, problems: [] };
  const byColour = new Map<string, C>();
  for (const one of classes) {
    if (typeof one.colour === 'string' && !byColour.has(one.colour)) byColour.set(one.colour, one);
  }
  const idsOfColour = new Map<string, number[]>();
  const bound: C[] = [];
  const taken = new Set<number>();
  for (let id = 0; 3 * id < paletteRgb.length; id++) {
    const colour = colourAt(paletteRgb, id);
    const own = id > 0 && colour === filler ? undefined : byColour.get(colour);
    if (own === undefined) continue;
    taken.add(id);
    bound.push({ ...own, id });
    idsOfColour.set(colour, [...(idsOfColour.get(colour) ?? []), id]);
  }
  // Classes without a colour keep their position where no colour claims it.
  bound.push(...classes.filter(({ id, colour }) => typeof colour !== 'string' && !taken.has(id)));
  const absent = classes.filter(({ colour }) => typeof colour === 'string' && !idsOfColour.has(colour));
  const problems: ClassMapProblem[] = absent.length === 0 ? [] : [absenceOf(absent)];
  for (const [colour, { name }] of byColour) {
    const ids = idsOfColour.get(colour) ?? [];
    if (ids.length > 1) {
      problems.push({ code: 'colourOfSeveralIds', details: { colour, ids: ids.join(', '), name } });
    }
  }
  return { classes: bound.sort((a, b) => a.id - b.id), problems };
}

/** More names would fill the screen. */
const MAX_NAMES_LISTED = 8;

function absenceOf(absent: readonly OrderedClass[]): ClassMapProblem {
  const listed = absent.slice(0, MAX_NAMES_LISTED).map(({ name }) => name);
  const names = [...listed, ...(absent.length > listed.length ? ['…'] : [])].join(', ');
  return { code: 'coloursNotInPalette', details: { count: absent.length, names } };
}

function colourAt(paletteRgb: Uint8Array, id: number): string {
  const [red = 0, green = 0, blue = 0] = paletteRgb.subarray(3 * id, 3 * id + 3);
  return hexOf(red, green, blue);
}
