import { crc32 } from '../png/crc32.ts';
import type { AreaObject } from './areaObjects.ts';
import type { Row } from './model.ts';
import { collisionKey, outputNames } from './outputNames.ts';
import { utf8Bytes } from './utf8.ts';

/** What a mask is named by. */
export type NamedMask = Pick<AreaObject, 'featureId' | 'className' | 'origin'>;

/** What the masks of one export are told apart by, beyond row and class: see {@link MaskNames}. */
export interface MaskNaming {
  /** Names of rows of which several labels have masks of classes. */
  readonly severalLabels: ReadonlySet<string>;
  /**
   * Class names, as they are written, whose names as files are one on some systems; false where they differ in case or
   * normal form alone, so that a file that is spelled exactly so tells them apart.
   */
  readonly twins: ReadonlyMap<string, boolean>;
}

/** A name under which a mask is looked for, without its extension. */
export interface MaskCandidate {
  readonly name: string;
  /** A file whose name differs in case is that of another class. */
  readonly isExact: boolean;
}

/** Gathers from all rows of an export which names of class masks (E4) would be those of several. */
export class MaskNames {
  /** Of each row the labels that have masks of classes. */
  readonly #labels: (readonly string[])[] = [];
  /** Class names by how they are written, by what a file system takes for one. */
  readonly #classes = new Map<string, Map<string, string>>();

  /** Takes a row; every row of the export must come, in one order. */
  add({ labels }: Pick<Row, 'labels'>): void {
    this.#labels.push(
      labels.flatMap(({ id, classMasks: [first] }) => (first === undefined ? [] : [labelKey(id, first.url)])),
    );
    for (const { classMasks } of labels) {
      for (const { className } of classMasks) {
        const key = collisionKey(fileSafe(`--${className.name}`));
        const written = this.#classes.get(key);
        if (written === undefined) this.#classes.set(key, new Map([[className.written, className.name]]));
        else written.set(className.written, className.name);
      }
    }
  }

  /** @param names of the rows, in the order in which they came; rows of one image have one name */
  naming(names: readonly string[]): MaskNaming {
    const first = new Map<string, string>();
    const severalLabels = new Set<string>();
    for (const [at, labels] of this.#labels.entries()) {
      const name = names[at] ?? '';
      for (const label of labels) {
        const known = first.get(name);
        if (known === undefined) first.set(name, label);
        else if (known !== label) severalLabels.add(name);
      }
    }
    const twins = new Map<string, boolean>();
    for (const group of this.#classes.values()) {
      if (group.size < 2) continue;
      const spellings = [...group].map(([written, name]) => ({ written, file: fileSafe(`--${name}`) }));
      for (const { written, file } of spellings) {
        twins.set(written, spellings.filter((other) => other.file === file).length > 1);
      }
    }
    return { severalLabels, twins };
  }
}

/**
 * What the file of a mask is called, without its extension: `NAME--CLASS` for the mask of a class (E4), `NAME--FEATURE`
 * for that of an object, and for one that several objects share `NAME--composite-` and a checksum of its address.
 * Where class names of the export would be one file, a checksum of the class follows it; where several labels of an
 * image have masks of classes, `--LABEL`.
 *
 * @param name of the row, see {@link outputNames}
 */
export function maskFileName(name: string, mask: NamedMask, naming: MaskNaming): string {
  return fileSafe(`${name}--${keyOf(mask)}${suffixOf(name, mask, naming)}`);
}

/**
 * Names under which the mask is looked for, the likeliest first: as {@link maskFileName}, with one dash, and by the
 * object's id alone. The name of a class alone is none where it would be that of several.
 */
export function maskFileCandidates(name: string, mask: NamedMask, naming: MaskNaming): MaskCandidate[] {
  const key = keyOf(mask);
  const suffix = suffixOf(name, mask, naming);
  const { className, featureId } = mask;
  const own = [`${name}--${key}${suffix}`, `${name}-${key}${suffix}`].map((one) => [one, false] as const);
  const isCaseTwin = suffix !== '' && naming.twins.get(className.written) === false && !naming.severalLabels.has(name);
  const spelled = isCaseTwin ? [`${name}--${key}`, `${name}-${key}`].map((one) => [one, true] as const) : [];
  const alone = featureId !== null ? [[featureId, false] as const] : [];
  const found = new Map<string, boolean>();
  for (const [one, isExact] of [...own, ...spelled, ...alone]) {
    const safe = fileSafe(one);
    if (!found.has(safe)) found.set(safe, isExact);
  }
  return [...found].map(([one, isExact]) => ({ name: one, isExact }));
}

function keyOf({ featureId, className, origin }: NamedMask): string {
  if (origin.kind !== 'mask' || origin.picture.kind === 'class') return className.name;
  const { kind, url } = origin.picture;
  if (kind === 'composite' || featureId === null) return `${kind}-${checksum(url.replace(/[?#].*$/s, ''))}`;
  return featureId;
}

function suffixOf(name: string, { className, origin }: NamedMask, { severalLabels, twins }: MaskNaming): string {
  if (origin.kind !== 'mask' || origin.picture.kind !== 'class') return '';
  const { labelId, url } = origin.picture;
  const twin = twins.has(className.written) ? `~${checksum(className.written)}` : '';
  return severalLabels.has(name) ? `${twin}--${labelKey(labelId, url)}` : twin;
}

/** A label by its id, which outlives the signatures of its addresses. */
function labelKey(id: string | null, url: string): string {
  return id ?? checksum(url);
}

function checksum(text: string): string {
  return crc32(utf8Bytes(text)).toString(16).padStart(8, '0');
}

function fileSafe(name: string): string {
  return outputNames([{ externalId: name, dataRowId: '' }])[0] ?? name;
}
