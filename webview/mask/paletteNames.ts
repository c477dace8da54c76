import { classesOfPalette, namingByPalette, type PaletteNaming } from '../../src/core/formats/bindClassMap.ts';
import type { Mask } from '../../src/core/mask/mask.ts';
import type { Palette } from '../../src/core/png/types.ts';
import type { ClassEntry, MaskContext } from '../../src/protocol/mask.ts';
import { fill } from '../ui/texts.ts';
import { idMeanings } from './idMeaning.ts';
import type { OpenMask } from './maskModel.ts';
import type { Wording } from './wording.ts';

/** The context with the class names that the mask's palette, as it is now, gives to ids. */
export function namedContext(context: MaskContext, { palette }: Pick<Mask, 'palette'>): MaskContext {
  const naming = context.classMap?.naming;
  return naming === undefined || palette === null ? context : withNaming(context, naming, palette);
}

function withNaming(context: MaskContext, naming: PaletteNaming<ClassEntry>, { rgb }: Palette): MaskContext {
  const { classMap } = context;
  return classMap === null
    ? context
    : { ...context, classMap: { ...classMap, entries: classesOfPalette(naming, rgb).classes } };
}

/** An id whose name differs; null: none. */
interface Renaming {
  readonly id: number;
  readonly before: string | null;
  readonly after: string | null;
}

/** What a change of the palette would do to the names of ids, in sentences; empty where nothing. */
export function namingNotes(open: OpenMask, palette: Palette, counts: ArrayLike<number>, wording: Wording): string[] {
  const { strings } = wording;
  const { classMap } = open.context;
  if (classMap?.naming === undefined) {
    return [];
  }
  const after = namedContext(open.context, { palette });
  const changes = renamings(open, palette, open.context, after, counts);
  const told = (text: string, some: readonly Renaming[], words: (change: Renaming) => string): string[] =>
    some.length === 0 ? [] : [fill(text, classMap.source ?? '', listed(some, words))];
  return [
    ...told(
      strings.namesLost,
      changes.filter((change) => change.after === null),
      ({ id, before }) => `${id} ${before ?? ''}`,
    ),
    ...told(
      strings.namesChange,
      changes.filter((change) => change.before !== null && change.after !== null),
      ({ id, before, after: name }) => `${id} ${before ?? ''} → ${name ?? ''}`,
    ),
    ...told(
      strings.namesGained,
      changes.filter((change) => change.before === null),
      (change) => afterwards(change, wording),
    ),
    ...reopenedNote(open, after, palette, counts, wording, strings.namesReopened),
  ];
}

/** That the mask as it is would have other names once its palette decides anew; empty where it would not. */
export function reopenedNotice(open: OpenMask, counts: ArrayLike<number>, wording: Wording): string[] {
  const { context, mask } = open;
  return mask.palette === null
    ? []
    : reopenedNote(open, context, mask.palette, counts, wording, wording.strings.noticeReopened);
}

function reopenedNote(
  open: OpenMask,
  context: MaskContext,
  palette: Palette,
  counts: ArrayLike<number>,
  wording: Wording,
  text: string,
): string[] {
  const { classMap } = context;
  if (classMap?.naming === undefined) {
    return [];
  }
  const anew = withNaming(context, namingByPalette(classMap.naming.classes, palette.rgb), palette);
  const changes = renamings(open, palette, context, anew, counts);
  const list = listed(changes, (change) => afterwards(change, wording));
  return changes.length === 0 ? [] : [fill(text, classMap.source ?? '', list)];
}

/** What the palette is to blame for among the names, in sentences. */
export function paletteProblems({ context, mask }: OpenMask, { strings }: Wording): string[] {
  const naming = context.classMap?.naming;
  if (naming === undefined || mask.palette === null) {
    return [];
  }
  const texts: Partial<Record<string, string>> = {
    coloursNotInPalette: strings.namingAbsent,
    colourOfSeveralIds: strings.namingSeveral,
  };
  return classesOfPalette(naming, mask.palette.rgb).problems.map(({ code, details }) =>
    (texts[code] ?? '').replace(/\{(\w+)\}/g, (whole, name: string) => String(details[name] ?? whole)),
  );
}

export interface Renumbered {
  /** The class map. */
  readonly source: string;
  /** `nose 1 (2), eye 2 (1)`: classes with their ids here and, in brackets, in the class map. */
  readonly list: string;
}

/** Classes that the palette puts at other ids than the class map; null where there are none. */
export function renumberedClasses({ context, mask }: OpenMask): Renumbered | null {
  const { classMap } = context;
  if (classMap?.naming?.findBy !== 'colour' || mask.palette === null) {
    return null;
  }
  const idsOf = new Map<string, number[]>();
  for (const { id, name } of classMap.entries) {
    idsOf.set(name, [...(idsOf.get(name) ?? []), id]);
  }
  const moved = classMap.naming.classes.flatMap(({ id, name }) => {
    const [first, ...others] = idsOf.get(name) ?? [];
    return first === undefined || [first, ...others].includes(id) ? [] : [{ name, here: first, there: id }];
  });
  return moved.length === 0
    ? null
    : {
        source: classMap.source ?? '',
        list: listed(moved, ({ name, here, there }) => `${name} ${here} (${there})`),
      };
}

/** Ids in use and ids that had a name, where the name differs. */
function renamings(
  { mask }: OpenMask,
  palette: Palette,
  before: MaskContext,
  after: MaskContext,
  counts: ArrayLike<number>,
): Renaming[] {
  const nameBefore = idMeanings(mask, before);
  const nameAfter = idMeanings({ ...mask, palette }, after);
  const found: Renaming[] = [];
  for (let id = 0; id < 2 ** mask.bitDepth; id++) {
    const change = { id, before: nameBefore(id).className, after: nameAfter(id).className };
    if (change.before !== change.after && (change.before !== null || (counts[id] ?? 0) > 0)) {
      found.push(change);
    }
  }
  return found;
}

function afterwards({ id, after }: Renaming, { strings }: Wording): string {
  return `${id} ${after ?? strings.unnamed}`;
}

/** Characters of a list in a sentence; the class panel tells the rest. */
const LONGEST_LIST = 120;

function listed<T>(items: readonly T[], words: (item: T) => string): string {
  const shown: string[] = [];
  let length = 0;
  for (const item of items) {
    const text = words(item);
    length += text.length;
    if (shown.length > 0 && length > LONGEST_LIST) {
      return [...shown, '…'].join(', ');
    }
    shown.push(text);
  }
  return shown.join(', ');
}
