import { crc32 } from '../png/crc32.ts';
import { utf8Bytes, utf8Length } from './utf8.ts';

/** What a row of an export is named by. */
export interface NamedRow {
  /** As the export has it, path separators, URLs and all; null or empty where it has none. */
  readonly externalId: string | null;
  /** `DataRow ID`, or the `ID` of older exports. */
  readonly dataRowId: string;
}

/** Bytes of a name in UTF-8; file systems allow 255, so that a suffix such as `-category.png` has room. */
export const MAX_NAME_BYTES = 200;

/** Bytes that a data row id may take of a name; real ones have 25. */
const MAX_ID_BYTES = 64;

/** Extensions of image files. Any other text after a dot (`scan.v2`, `frame.0001`) tells rows apart and stays. */
const IMAGE_EXTENSION =
  /\.(?:jpe?g|jpe|jfif|jp2|jpx|png|apng|gif|bmp|dib|tiff?|webp|avif|heic|heif|hdr|exr|p[bgpn]m|dcm|dng|psd|svg|tga)$/i;

/** Control, direction and invisible characters, and lone halves of surrogate pairs. */
const UNSEEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Characters that Windows or a path has no place for. */
const FORBIDDEN = /[<>:"/\\|?*]/g;

/** Names that are devices on Windows, whatever follows a dot. */
const RESERVED = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(?:\.|$)/i;

const NO_NAME = 'unnamed';

/**
 * File names, without an extension, of the rows of an export: the same on every platform and in every order of the rows.
 *
 * A name is the row's external id without its image extension, cut once at the last dot. An address loses its scheme and
 * query; path separators and what Windows forbids become `_`; characters that are not seen are left out; two dots and
 * more become one; dots and blanks at either end go; a device's name gets a `_`. The result is NFC and at most
 * {@link MAX_NAME_BYTES} long: a longer one is cut between characters and ends in the CRC-32 of the whole. Without an
 * external id it is the data row id.
 *
 * Where names are equal, or differ only in case or normal form (one file on some systems), every one of them gets its
 * data row id. Rows of one external id **and** one data row id are told apart by number.
 *
 * @returns as many as there are rows, in their order
 */
export function outputNames(rows: readonly NamedRow[]): string[] {
  const levels = rows.map(() => 0);
  let names: string[] = [];
  for (let level = 0; level <= 2; level++) {
    names = rows.map((row, i) => nameAt(row, levels[i] ?? 0));
    const twins = [...groupsOf(names).values()].filter((group) => group.length > 1).flat();
    if (twins.length === 0) return names;
    // All of them, so that no row keeps the short name because it came first.
    for (const i of twins) levels[i] = Math.min(2, level + 1);
  }
  return numbered(rows, names);
}

/** 0: the external id; 1: with the data row id; 2: with a checksum of both, for ids that look like such a name. */
function nameAt({ externalId, dataRowId }: NamedRow, level: number): string {
  const id = fitted(cleaned(dataRowId), MAX_ID_BYTES);
  const own = cleaned(withoutExtension(externalId ?? ''));
  if (own === '' && level === 0) return settled(id, MAX_NAME_BYTES);
  const suffix =
    level === 0 ? '' : level === 1 ? `-${id}` : `-${id}-${checksum(JSON.stringify([externalId, dataRowId]))}`;
  return settled(own, MAX_NAME_BYTES - utf8Length(suffix)) + suffix;
}

/** Gives equal rows a number; which of them gets which does not matter, as nothing tells them apart. */
function numbered(rows: readonly NamedRow[], names: readonly string[]): string[] {
  const result = [...names];
  const groups = groupsOf(names);
  const taken = new Set(groups.keys());
  const inOrder = [...groups].filter(([, group]) => group.length > 1).sort(([a], [b]) => (a < b ? -1 : 1));
  const textOf = (i: number): string => JSON.stringify([rows[i]?.externalId, rows[i]?.dataRowId]);
  for (const [, group] of inOrder) {
    let number = 1;
    for (const i of [...group].sort((a, b) => (textOf(a) < textOf(b) ? -1 : textOf(a) > textOf(b) ? 1 : a - b))) {
      if (number === 1) {
        number++;
        continue;
      }
      const next = (): string => fittedBefore(names[i] ?? '', `-${number++}`);
      let name = next();
      while (taken.has(collisionKey(name))) name = next();
      taken.add(collisionKey(name));
      result[i] = name;
    }
  }
  return result;
}

function fittedBefore(name: string, suffix: string): string {
  return fitted(name, MAX_NAME_BYTES - suffix.length) + suffix;
}

/** Indices by collision key. */
function groupsOf(names: readonly string[]): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  names.forEach((name, i) => {
    const key = collisionKey(name);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [i]);
    else group.push(i);
  });
  return groups;
}

/** The extension of an image file that a name or the path of an address ends in, in lower case and with its dot; null without. */
export function imageExtension(text: string): string | null {
  const path = /^[a-z][a-z0-9+.-]*:\/\/([^?#]*)/i.exec(text)?.[1] ?? text;
  return IMAGE_EXTENSION.exec(path.trim())?.[0].toLowerCase() ?? null;
}

/** Whether a system takes a name for a device: `nul`, `com1.png`. */
export function isReservedName(name: string): boolean {
  return RESERVED.test(name);
}

/** Equal for names that some file system takes for one: case and normal form are nothing to it. */
export function collisionKey(name: string): string {
  return name.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}

function withoutExtension(externalId: string): string {
  const address = /^[a-z][a-z0-9+.-]*:\/\/([^?#]*)/i.exec(externalId);
  return (address?.[1] ?? externalId).trim().replace(IMAGE_EXTENSION, '');
}

function cleaned(text: string): string {
  return text
    .replace(UNSEEN, '')
    .normalize('NFC')
    .replace(FORBIDDEN, '_')
    .replace(/\.{2,}/g, '.')
    .replace(/^[\s.]+|[\s.]+$/g, '');
}

/** A name that a system takes, of text that {@link cleaned} has cleaned. */
function settled(text: string, most: number): string {
  const name = text === '' ? NO_NAME : text;
  return fitted(RESERVED.test(name) ? `_${name}` : name, most);
}

/** Cut between characters, with a checksum of the whole, where the text has more than `most` bytes. */
function fitted(text: string, most: number): string {
  if (utf8Length(text) <= most) return text;
  const suffix = `~${checksum(text)}`;
  let length = suffix.length;
  let kept = '';
  for (const character of text) {
    length += utf8Length(character);
    if (length > most) break;
    kept += character;
  }
  return kept.replace(/[\s.]+$/, '') + suffix;
}

function checksum(text: string): string {
  return crc32(utf8Bytes(text)).toString(16).padStart(8, '0');
}
