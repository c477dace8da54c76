import type { ClassMap } from '../../formats/classMap.ts';
import type { DatasetFacts } from '../facts.ts';
import { semanticMask, type ClassedId, type DatasetCheck, type Report, type VisitedPair } from './check.ts';
import { inWords, MOST_RELATED } from './finding.ts';

/** Palettes against each other and the class map. */
export class PaletteCheck implements DatasetCheck {
  readonly #map: ClassMap | null;
  /** How many masks have a colour at an id, and the first of them. */
  readonly #idsByColour = new Map<string, Map<number, { files: number; readonly path: string }>>();
  #usual: ReadonlyMap<string, number> | null = null;
  readonly #palettes = new Map<string, { files: number; readonly path: string }>();
  #files = 0;

  constructor({ classMap }: DatasetFacts) {
    this.#map = classMap?.map ?? null;
  }

  survey(visited: VisitedPair): void {
    const mask = semanticMask(visited);
    if (mask?.encoding !== 'palette') return;
    for (const [colour, [only, ...others]] of colourGroups(visited.ids)) {
      if (only === undefined || others.length > 0) continue;
      const ids = this.#idsByColour.get(colour) ?? new Map<number, { files: number; path: string }>();
      this.#idsByColour.set(colour, ids);
      const known = ids.get(only.id);
      if (known === undefined) ids.set(only.id, { files: 1, path: mask.path });
      else known.files++;
    }
  }

  visit(visited: VisitedPair, report: Report): void {
    const mask = semanticMask(visited);
    if (mask?.encoding !== 'palette' || mask.palette === null) return;
    const at = { path: mask.path, pair: visited.pair.name };
    const groups = colourGroups(visited.ids);

    const shared = [...groups].filter(([, ids]) => ids.length > 1 && !this.#isSharedInMap(ids));
    if (shared.length > 0) {
      const list = inWords(shared.map(([colour, ids]) => `${colour} (${ids.map(({ id }) => id).join(', ')})`));
      report('duplicateEntries', { ...at, details: { list, count: shared.length } });
    }

    const belongsTo = new Map<string, number>();
    for (const [colour, [only, ...others]] of groups) {
      const usual = this.#usualIds().get(colour);
      if (usual !== undefined && only !== undefined && others.length === 0 && usual !== only.id)
        belongsTo.set(colour, usual);
    }
    for (const { colour, belongsTo: id } of visited.displaced) {
      belongsTo.set(colour.toLowerCase(), id);
    }
    if (belongsTo.size === 0) {
      this.#countPalette(mask.palette, mask.path);
      return;
    }
    const displaced = [...belongsTo].flatMap(([colour, usual]) => {
      const [one] = groups.get(colour) ?? [];
      return one === undefined ? [] : [{ colour, usual, id: one.id, smallestAt: one.smallestAt }];
    });
    const [first] = displaced;
    if (first === undefined) return;
    const example = this.#idsByColour.get(first.colour)?.get(first.usual)?.path;
    report('colourAtOtherId', {
      ...at,
      place: { x: first.smallestAt[0], y: first.smallestAt[1] },
      details: {
        list: inWords(displaced.map(({ colour, id, usual }) => `${colour}: ${id} (${usual})`)),
        count: displaced.length,
      },
      ...(example === undefined ? {} : { related: [example] }),
      fix: { kind: 'reencode', by: 'colour' },
    });
  }

  finish(report: Report): void {
    if (this.#palettes.size < 2) return;
    const palettes = [...this.#palettes.values()].sort((a, b) => b.files - a.files);
    report('palettesDiffer', {
      details: { palettes: palettes.length, files: this.#files - (palettes[0]?.files ?? 0) },
      related: palettes.slice(0, MOST_RELATED).map(({ path }) => path),
      fix: { kind: 'reencode', by: 'index' },
    });
  }

  #countPalette(palette: string, path: string): void {
    this.#files++;
    const known = this.#palettes.get(palette);
    if (known !== undefined) known.files++;
    else if (this.#palettes.size < MOST_PALETTES) this.#palettes.set(palette, { files: 1, path });
  }

  /**
   * The one id of each colour: that of the class map, if any mask has the colour there; then, by how many masks have it, ids
   * that no other colour has taken. Two colours never belong to one id: by colour, masks would lose a class.
   */
  #usualIds(): ReadonlyMap<string, number> {
    if (this.#usual !== null) return this.#usual;
    const usual = new Map<string, number>();
    const taken = new Set<number>();
    const assign = (colour: string, id: number): void => {
      if (usual.has(colour) || taken.has(id)) return;
      usual.set(colour, id);
      taken.add(id);
    };
    if (this.#map?.idsFrom === 'id') {
      for (const { id, colour } of this.#map.entries) {
        if (colour !== null && this.#idsByColour.get(colour)?.has(id) === true) assign(colour, id);
      }
    }
    const places = [...this.#idsByColour].flatMap(([colour, ids]) =>
      [...ids].map(([id, { files }]) => ({ colour, id, files })),
    );
    places.sort((a, b) => b.files - a.files || a.id - b.id || (a.colour < b.colour ? -1 : 1));
    for (const { colour, id } of places) assign(colour, id);
    return (this.#usual = usual);
  }

  /** The class map itself gives these ids one colour, as Cityscapes does. */
  #isSharedInMap(ids: readonly ClassedId[]): boolean {
    const map = this.#map;
    if (map === null) return false;
    return ids.every(({ id, colour }) => map.entries.some((entry) => entry.id === id && entry.colour === colour));
  }
}

/** Palettes beyond these are counted with the others, not told apart. */
const MOST_PALETTES = 1000;

/** Ids with pixels by colour; those outside the palette have none, and damaged ones say nothing of classes. */
function colourGroups(ids: readonly ClassedId[]): ReadonlyMap<string, readonly ClassedId[]> {
  const groups = new Map<string, ClassedId[]>();
  for (const one of ids) {
    if (one.colour === null || one.isDamaged) continue;
    const known = groups.get(one.colour);
    if (known === undefined) groups.set(one.colour, [one]);
    else known.push(one);
  }
  return groups;
}
