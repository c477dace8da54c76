import type { Damage } from '../mask/damage.ts';
import type { MaskEncoding, MaskKind } from '../mask/mask.ts';
import type { PngProblemCode } from '../png/errors.ts';
import type { BitDepth } from '../png/types.ts';

/** Cells a side of the grids that tell where ids lie in a mask. */
export const GRID = 16;

/** Which version of a file a record tells of. */
export interface FileVersion {
  /** Path in the dataset, parts separated by `/`. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** When its bytes or anything about it last changed (the later of mtime and ctime), in milliseconds since 1970. */
  readonly modified: number;
}

/** One id of a mask. */
export interface IdRecord {
  /** For `colour` masks the row of the file's own table of colours: {@link colour} is what files have in common. */
  readonly id: number;
  /** 1 and up. */
  readonly pixels: number;
  /** `#rrggbb`, of the palette or the pixels themselves; null for grey ids and for ids outside the palette. */
  readonly colour: string | null;
  /** 4-connected regions, as the editor steps through them. */
  readonly regions: number;
  /** Regions by size: at index k those of 2^k to 2^(k+1) − 1 pixels; the last one is not 0. */
  readonly sizes: readonly number[];
  /** Left, top, right, bottom of all its pixels; ends inclusive. */
  readonly box: readonly [number, number, number, number];
  /** A pixel of its smallest region: x, y. */
  readonly smallestAt: readonly [number, number];
  /** 64 hexadecimal digits: of {@link GRID}² cells, row by row, those with any pixel of it, the first cell highest. */
  readonly cells: string;
}

/** What a scan knows of a mask. Plain data: it is kept as a line of JSON. */
export interface MaskRecord extends FileVersion {
  readonly type: 'mask';
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
  readonly bitDepth: BitDepth;
  readonly encoding: MaskEncoding;
  /** An alpha channel, or colours that are not opaque. */
  readonly hasAlpha: boolean;
  /** What ids mean, by path, depth and ids. Only semantic ids are classes. */
  readonly kind: MaskKind;
  /** For classInstance, where the file says: class = ⌊id / divisor⌋. */
  readonly divisor?: number;
  /** Entries of the palette, 0 where there is none. */
  readonly entries: number;
  /** `rrggbb` an entry, `rrggbbaa` where it is not opaque, commas between; null where there is no palette. */
  readonly palette: string | null;
  /** Distinct ids. */
  readonly distinct: number;
  /** Ascending by id; for kinds other than semantic and more than {@link MOST_IDS} ids, empty. */
  readonly ids: readonly IdRecord[];
  /** SHA-256 of width, height and decoded ids, hexadecimal: what stays the same when only the palette changes. */
  readonly hash: string;
  /** The id with most pixels in each of {@link GRID}² cells, row by row, as runs: `id*count,id,…`. */
  readonly grid: string;
  /** Classic damage that pixels and palette alone show. */
  readonly damages: readonly Damage[];
}

/** More ids than a class map may have are objects. */
export const MOST_IDS = 256;

/** Why the file system does not give a file; `crashed`: reading it ended the process; `notImage`: a text stands in its place. */
export type FileProblem =
  'notFound' | 'nameNotUtf8' | 'notAFile' | 'forbidden' | 'fileTooLarge' | 'unreadable' | 'crashed' | 'notImage';

/** A file that should be a mask and is none. */
export interface BrokenRecord extends FileVersion {
  readonly type: 'broken';
  readonly problem: {
    readonly code: PngProblemCode | FileProblem | 'photograph';
    readonly details: Readonly<Record<string, string | number>>;
    /** Byte; null where the problem has no place. */
    readonly offset: number | null;
  };
  /** SHA-256 of the bytes of what should be a mask; absent where they cannot be read. */
  readonly hash?: string;
}

/** What the header of an original says. */
export interface ImageRecord extends FileVersion {
  readonly type: 'image';
  /** Pixels as stored, before any turning; 0 where the header cannot be read. */
  readonly width: number;
  readonly height: number;
  /** EXIF orientation 1 … 8; null where the file states none. */
  readonly orientation: number | null;
  /** SHA-256 of the file where another original has the same size in bytes, in all but very large groups; else null. */
  readonly hash: string | null;
}

export type FileRecord = MaskRecord | BrokenRecord | ImageRecord;
