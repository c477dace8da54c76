import { crc32 } from '../png/crc32.ts';
import type { AreaObject } from './areaObjects.ts';
import { outputNames } from './outputNames.ts';
import { utf8Bytes } from './utf8.ts';

/**
 * What the file of a mask is called, without its extension: `NAME--CLASS` for the mask of a class (E4), `NAME--FEATURE`
 * for that of an object, and for one that several objects share `NAME--composite-` and a checksum of its address.
 *
 * @param name of the row, see {@link outputNames}
 */
export function maskFileName(name: string, object: Pick<AreaObject, 'featureId' | 'className' | 'origin'>): string {
  return fileSafe(`${name}--${keyOf(object)}`);
}

/**
 * Names under which the mask is looked for, without extension, the likeliest first: as {@link maskFileName}, with one dash,
 * and by the object's id alone.
 */
export function maskFileCandidates(
  name: string,
  object: Pick<AreaObject, 'featureId' | 'className' | 'origin'>,
): string[] {
  const key = keyOf(object);
  const alone = object.featureId !== null ? [fileSafe(object.featureId)] : [];
  return [...new Set([fileSafe(`${name}--${key}`), fileSafe(`${name}-${key}`), ...alone])];
}

function keyOf({ featureId, className, origin }: Pick<AreaObject, 'featureId' | 'className' | 'origin'>): string {
  if (origin.kind !== 'mask' || origin.picture.kind === 'class') return className.name;
  const { kind, url } = origin.picture;
  if (kind === 'composite' || featureId === null) return `${kind}-${checksum(url.replace(/[?#].*$/s, ''))}`;
  return featureId;
}

function checksum(text: string): string {
  return crc32(utf8Bytes(text)).toString(16).padStart(8, '0');
}

function fileSafe(name: string): string {
  return outputNames([{ externalId: name, dataRowId: '' }])[0] ?? name;
}
