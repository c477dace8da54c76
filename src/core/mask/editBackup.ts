import type { Crc32 } from '../png/crc32.ts';
import { isMaskEdit } from './editCheck.ts';
import { EditHistory, type NamedEdit } from './editHistory.ts';
import type { MaskEdit } from './edits.ts';
import { readPngHead } from './pngHead.ts';

/** The unsaved edits of a mask, as they outlive the window. */
export interface EditBackup {
  /** SHA-256 of the file on the disk when the backup was made, hexadecimal; null where there was none. */
  readonly diskSha256: string | null;
  /** The file that the edits start from. */
  readonly base: Uint8Array;
  /** Whether `base` is the file on the disk. */
  readonly isBaseSaved: boolean;
  /** All of them are done. */
  readonly entries: readonly NamedEdit[];
}

/**
 * What has to outlive the window: the edits since the save and the saved file, where the mask as it is now follows from
 * them; else all that are done and the file that was opened.
 *
 * @param base the file that the edits start from
 * @param saved the file on the disk as far as it is accounted for; null where there is none
 * @param diskSha256 of `saved`, or of an earlier file where none is accounted for
 */
export function makeBackup(
  history: EditHistory,
  base: Uint8Array,
  saved: Uint8Array | null,
  diskSha256: string | null,
): EditBackup {
  const { since, entries } = history.unsaved();
  if (since === 'save' && saved !== null) return { diskSha256, base: saved, isBaseSaved: true, entries };
  const done = history.entries.slice(0, history.applied);
  return { diskSha256, base, isBaseSaved: false, entries: done };
}

/** The history that goes on from a backup; its edits start from the backup's base. */
export function restoredHistory({ entries, isBaseSaved }: EditBackup): EditHistory {
  return new EditHistory(entries, isBaseSaved ? 0 : null);
}

export type BackupProblemCode = 'notABackup' | 'newerVersion' | 'damaged' | 'tooLarge';

/** A backup that cannot be read, or is not to be written. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
  readonly code: BackupProblemCode;

  constructor(code: BackupProblemCode) {
    super(BACKUP_PROBLEMS[code]);
    this.code = code;
  }
}

/** English sentences of the problems; the host translates them. */
export const BACKUP_PROBLEMS: Readonly<Record<BackupProblemCode, string>> = {
  notABackup: 'The kept changes are not in a format that Maskscope knows.',
  newerVersion: 'The changes were kept by a newer version of Maskscope.',
  damaged: 'The kept changes are damaged.',
  tooLarge: 'The unsaved changes are too large to be kept. Save the mask.',
};

/** The first bytes: a name, and a version that grows with changes that older versions cannot read. */
const MAGIC = [0x4d, 0x53, 0x6b, 0x42];
const VERSION = 1;
/** Magic, version, CRC-32 of everything behind it, length of the facts. */
const HEAD_BYTES = 16;
const MOST_ENTRIES = 1_000_000;
/** 1 GiB: a file of the largest mask that is opened, and as much of edits. */
export const MAX_BACKUP_BYTES = 2 ** 30;

/** The facts before the binary parts: the base, then the arrays of each edit. */
interface BackupFacts {
  readonly diskSha256: string | null;
  readonly isBaseSaved: boolean;
  readonly baseBytes: number;
  readonly entries: readonly EntryFacts[];
}

interface EntryFacts {
  readonly label: string;
  readonly kind: MaskEdit['kind'];
  /** Elements of the table, the runs, or the palette's entries. */
  readonly length: number;
  /** Of palettes. */
  readonly transparencyEntries?: number;
}

/**
 * A backup as bytes: head, facts as JSON, then the binary parts, numbers little-endian.
 *
 * @param maxBytes what is larger would not be read either
 * @throws BackupError `tooLarge`
 */
export function encodeBackup(
  { diskSha256, base, isBaseSaved, entries }: EditBackup,
  crc32: Crc32,
  maxBytes = MAX_BACKUP_BYTES,
): Uint8Array {
  if (entries.length > MOST_ENTRIES) throw new BackupError('tooLarge');
  const facts: BackupFacts = { diskSha256, isBaseSaved, baseBytes: base.length, entries: entries.map(factsOf) };
  const json = asciiJson(facts);
  const parts = [json, base, ...entries.flatMap(({ edit }) => partsOf(edit))];
  const size = parts.reduce((sum, { length }) => sum + length, HEAD_BYTES);
  if (size > maxBytes) throw new BackupError('tooLarge');
  const bytes = new Uint8Array(size);
  let at = HEAD_BYTES;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  const head = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  head.setUint32(4, VERSION, true);
  head.setUint32(12, json.length, true);
  head.setUint32(8, crc32(bytes.subarray(12)), true);
  return bytes;
}

/**
 * Reads a backup; the result holds copies.
 *
 * @throws BackupError
 */
export function decodeBackup(bytes: Uint8Array, crc32: Crc32): EditBackup {
  if (bytes.length < HEAD_BYTES || MAGIC.some((byte, at) => bytes[at] !== byte)) throw new BackupError('notABackup');
  const head = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (head.getUint32(4, true) > VERSION) throw new BackupError('newerVersion');
  if (head.getUint32(8, true) !== crc32(bytes.subarray(12))) throw new BackupError('damaged');
  const reader = new PartReader(bytes, HEAD_BYTES);
  const facts = parseFacts(reader.take(head.getUint32(12, true)));
  const base = reader.take(facts.baseBytes);
  const header = readPngHead(base)?.header;
  if (header === undefined) throw new BackupError('damaged');
  const entries = facts.entries.map((entry): NamedEdit => {
    const edit = readEdit(entry, reader);
    if (!isMaskEdit(edit, header.width * header.height)) throw new BackupError('damaged');
    return { label: entry.label, edit };
  });
  if (!reader.isAtEnd) throw new BackupError('damaged');
  return { diskSha256: facts.diskSha256, base, isBaseSaved: facts.isBaseSaved, entries };
}

function factsOf({ label, edit }: NamedEdit): EntryFacts {
  switch (edit.kind) {
    case 'palette': {
      const { rgb, transparencyEntries } = edit.palette;
      return { label, kind: edit.kind, length: rgb.length / 3, transparencyEntries };
    }
    case 'lut':
      return { label, kind: edit.kind, length: edit.table.length };
    case 'pixels':
      return { label, kind: edit.kind, length: edit.runs.length };
  }
}

function partsOf(edit: MaskEdit): Uint8Array[] {
  switch (edit.kind) {
    case 'palette':
      return [edit.palette.rgb, edit.palette.alpha];
    case 'lut':
      return [littleEndian(edit.table)];
    case 'pixels':
      return [littleEndian(edit.runs)];
  }
}

function readEdit({ kind, length, transparencyEntries = 0 }: EntryFacts, reader: PartReader): unknown {
  switch (kind) {
    case 'palette':
      return {
        kind,
        palette: { rgb: reader.take(3 * length), alpha: reader.take(length), transparencyEntries },
      };
    case 'lut':
      return { kind, table: numbersOf(reader.take(2 * length), Uint16Array) };
    case 'pixels':
      return { kind, runs: numbersOf(reader.take(4 * length), Uint32Array) };
  }
}

/** Takes one part after the other; never beyond what is there. */
class PartReader {
  readonly #bytes: Uint8Array;
  #at: number;

  constructor(bytes: Uint8Array, from: number) {
    this.#bytes = bytes;
    this.#at = from;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  take(length: number): Uint8Array {
    if (!Number.isInteger(length) || length < 0 || length > this.#bytes.length - this.#at) {
      throw new BackupError('damaged');
    }
    const part = new Uint8Array(length);
    part.set(this.#bytes.subarray(this.#at, this.#at + length));
    this.#at += length;
    return part;
  }
}

function parseFacts(json: Uint8Array): BackupFacts {
  let facts: unknown;
  try {
    facts = JSON.parse(textOf(json));
  } catch {
    throw new BackupError('damaged');
  }
  if (!areFacts(facts)) throw new BackupError('damaged');
  return facts;
}

/** JSON whose other characters are escaped, so that each takes a byte. */
function asciiJson(value: unknown): Uint8Array {
  const escape = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  const text = JSON.stringify(value).replace(/[^\x20-\x7e]/g, escape);
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** In pieces, since a call takes only so many arguments. */
function textOf(ascii: Uint8Array): string {
  let text = '';
  for (let at = 0; at < ascii.length; at += 4096) text += String.fromCharCode(...ascii.subarray(at, at + 4096));
  return text;
}

function areFacts(value: unknown): value is BackupFacts {
  if (typeof value !== 'object' || value === null) return false;
  const { diskSha256, isBaseSaved, baseBytes, entries } = value as Partial<Record<keyof BackupFacts, unknown>>;
  const isHash = diskSha256 === null || (typeof diskSha256 === 'string' && /^[0-9a-f]{64}$/.test(diskSha256));
  if (!isHash || typeof isBaseSaved !== 'boolean' || typeof baseBytes !== 'number') return false;
  return Array.isArray(entries) && entries.length <= MOST_ENTRIES && entries.every(areEntryFacts);
}

function areEntryFacts(value: unknown): value is EntryFacts {
  if (typeof value !== 'object' || value === null) return false;
  const { label, kind, length, transparencyEntries } = value as Partial<Record<keyof EntryFacts, unknown>>;
  const isKind = kind === 'palette' || kind === 'lut' || kind === 'pixels';
  const isCount = transparencyEntries === undefined || typeof transparencyEntries === 'number';
  return typeof label === 'string' && isKind && typeof length === 'number' && isCount;
}

const IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

function littleEndian(numbers: Uint16Array | Uint32Array): Uint8Array {
  const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength).slice();
  return IS_LITTLE_ENDIAN ? bytes : swapped(bytes, numbers.BYTES_PER_ELEMENT);
}

/** @param bytes from the start of a buffer of their own */
function numbersOf<T extends Uint16Array | Uint32Array>(
  bytes: Uint8Array,
  Kind: { new (buffer: ArrayBufferLike): T; readonly BYTES_PER_ELEMENT: number },
): T {
  return new Kind((IS_LITTLE_ENDIAN ? bytes : swapped(bytes, Kind.BYTES_PER_ELEMENT)).buffer);
}

function swapped(bytes: Uint8Array, size: number): Uint8Array {
  for (let at = 0; at < bytes.length; at += size) bytes.subarray(at, at + size).reverse();
  return bytes;
}
