import type { NamedClass } from '../../core/dataset/classNaming.ts';
import type { ClassMap } from '../../core/formats/classMap.ts';
import { collisionKey, outputNames } from '../../core/labelbox/outputNames.ts';

/**
 * A folder for each class, by its name as far as file systems take it. Names that they take for one get the ids of their
 * classes, whichever of them a mask has, so that the folder of a class is the same for all masks.
 */
export class ClassFolders {
  /** By name, then by id. */
  readonly #folders = new Map<string, Map<number, string>>();
  readonly #taken: ReadonlySet<string>;

  constructor(map: ClassMap | null) {
    const entries = map?.entries ?? [];
    const folders = outputNames(entries.map(({ id, name }) => ({ externalId: name, dataRowId: String(id) })));
    entries.forEach(({ id, name }, at) => {
      const own = this.#folders.get(name) ?? new Map<number, string>();
      this.#folders.set(name, own.set(id, folders[at] ?? name));
    });
    this.#taken = new Set(folders.map(collisionKey));
  }

  of({ key, name }: Pick<NamedClass, 'key' | 'name'>): string {
    const known = name === null ? undefined : this.#folders.get(name);
    // Where masks number classes by their own palettes, a class has another id than in the class map.
    const [only] = known?.size === 1 ? known.values() : [];
    const folder = known?.get(Number(key)) ?? only;
    if (folder !== undefined) return folder;
    const [own = ''] = outputNames([{ externalId: name === null ? null : `${name}-${key}`, dataRowId: `id-${key}` }]);
    return this.#taken.has(collisionKey(own)) ? `${own}_` : own;
  }
}
