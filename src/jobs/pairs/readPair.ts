import { basename, dirname } from 'node:path';
import { isTransposed, readImageHeader } from '../../core/dataset/imageHeader.ts';
import { isPhotograph, maskFromPng } from '../../core/mask/fromPng.ts';
import { recogniseKind } from '../../core/mask/kind.ts';
import type { Mask, MaskKind } from '../../core/mask/mask.ts';
import { readPngHead } from '../../core/mask/pngHead.ts';
import { decodeOriginal, measureOriginal, type DecodeOptions, type OriginalPixels } from '../../platform/originals.ts';
import { FileError } from '../../platform/readFile.ts';
import { readHead } from '../../platform/readHead.ts';
import { takeSnapshot } from '../../platform/snapshot.ts';
import { nearestOf } from '../nearestOf.ts';
import { problemOf } from '../nestedProblem.ts';
import { readImage } from '../readImage.ts';
import { isPairError, type PairFinding } from './pairRules.ts';
import type { PairFiles } from './pairsTypes.ts';

/** How originals come to their masks. */
export interface PairReading {
  /** Whether masks lie on originals as their EXIF orientation turns them, as viewers show them, or as they are stored. */
  readonly frame: 'displayed' | 'stored';
  /** Originals of another size are scaled to their masks. */
  readonly isFitted: boolean;
}

/** What the heads of the files of a pair say. */
export interface PairHeads {
  /** Of the mask. */
  readonly width: number;
  readonly height: number;
  /** Errors among them: the pair cannot be read. */
  readonly findings: readonly PairFinding[];
}

/** A pair whose original has the size of its mask. */
export interface ReadPair {
  readonly mask: Mask;
  readonly kind: MaskKind;
  /** Of class × instance ids; null for others. */
  readonly divisor: number | null;
  readonly picture: OriginalPixels;
  readonly findings: readonly PairFinding[];
}

/** A mask and what its ids mean. */
export type OwnMask = Pick<ReadPair, 'mask' | 'kind' | 'divisor'>;

const HEAD_BYTES = 4096;
const LONG_HEAD_BYTES = 1 << 20;

/** Reads the heads of a pair's files. Never rejects for what is wrong with them. */
export async function readHeads({ mask, original }: PairFiles, reading: PairReading): Promise<PairHeads> {
  const nothing = { width: 0, height: 0 };
  try {
    const head = readPngHead(readHead(mask, HEAD_BYTES));
    // What is no PNG is read to its end for its reason.
    const { width, height } = head?.header ?? readImage(takeSnapshot(mask).bytes).header;
    try {
      const known =
        readImageHeader(readHead(original, HEAD_BYTES)) ?? readImageHeader(readHead(original, LONG_HEAD_BYTES));
      const facts = known ?? (await measureOriginal(original));
      if (facts === null)
        return { ...nothing, findings: [{ rule: 'originalUnsupported', details: { path: original } }] };
      return { width, height, findings: sizeFindings({ width, height }, facts, reading) };
    } catch (error) {
      return { ...nothing, findings: [{ rule: 'originalUnreadable', details: problemAt(original, error) }] };
    }
  } catch (error) {
    return { ...nothing, findings: [{ rule: 'maskUnreadable', details: problemAt(mask, error) }] };
  }
}

/** The ids of a mask, and what they mean; or what is wrong with it. */
export function readMask(path: string): OwnMask | PairFinding {
  try {
    const mask = maskFromPng(readImage(takeSnapshot(path).bytes));
    return isPhotograph(mask) ? { rule: 'notMask', details: { path } } : recognised(mask, path);
  } catch (error) {
    return { rule: 'maskUnreadable', details: problemAt(path, error) };
  }
}

/** What the heads of a pair say, and its mask, decoded. */
export interface LookedPair extends PairHeads {
  /** Null where there is an error. */
  readonly own: OwnMask | null;
}

/** Looks at a pair as a preview does: a mask that is damaged behind its head is found, too. Never rejects. */
export async function lookAtPair(pair: PairFiles, reading: PairReading): Promise<LookedPair> {
  const heads = await readHeads(pair, reading);
  if (heads.findings.some(isPairError)) return { ...heads, own: null };
  const own = readMask(pair.mask);
  return 'rule' in own ? { ...heads, findings: [own], own: null } : { ...heads, own };
}

/** @param path where it lies, or lay before it was moved; absolute */
export function recognised(mask: Mask, path: string): OwnMask {
  const { bitDepth, encoding } = mask;
  const { kind, divisor = null } = recogniseKind({ path: nearestOf(path), bitDepth, isColour: encoding === 'colour' });
  return { mask, kind, divisor };
}

/** Reads a pair whose heads have no error; or says what is wrong with it after all. */
export async function readPair(
  pair: PairFiles,
  reading: PairReading,
  { hasAlpha = false }: Pick<DecodeOptions, 'hasAlpha'> = {},
): Promise<ReadPair | readonly PairFinding[]> {
  const found = readMask(pair.mask);
  if ('rule' in found) return [found];
  const { width, height } = found.mask;
  try {
    const { bytes } = takeSnapshot(pair.original);
    const facts = readImageHeader(bytes) ?? (await measureOriginal(pair.original));
    if (facts === null) return [{ rule: 'originalUnsupported', details: { path: pair.original } }];
    const findings = sizeFindings(found.mask, facts, reading);
    if (findings.some(isPairError)) return findings;
    const isTurned = reading.frame === 'displayed' && (facts.orientation ?? 1) > 1;
    const size = findings.length > 0 ? { size: { width, height } } : {};
    const picture = await decodeOriginal(bytes, { ...size, isTurned, hasAlpha });
    if (picture === null) return [{ rule: 'originalUnsupported', details: { path: pair.original } }];
    if (picture.width !== width || picture.height !== height) {
      return sizeFindings(found.mask, { ...picture, orientation: null }, { ...reading, isFitted: false });
    }
    return { ...found, picture, findings };
  } catch (error) {
    return [{ rule: 'originalUnreadable', details: problemAt(pair.original, error) }];
  }
}

interface OriginalFacts {
  /** As stored. */
  readonly width: number;
  readonly height: number;
  readonly orientation: number | null;
}

/** Shares of the sides that differ by less are one shape: sides of small pictures are rounded. */
const SAME_SHAPE = 0.01;

/** What the sizes of a pair say; empty where they are equal. */
function sizeFindings(
  { width, height }: { readonly width: number; readonly height: number },
  stored: OriginalFacts,
  { frame, isFitted }: PairReading,
): PairFinding[] {
  const turns = frame === 'displayed' && isTransposed(stored.orientation);
  const [otherWidth, otherHeight] = turns ? [stored.height, stored.width] : [stored.width, stored.height];
  if (width === otherWidth && height === otherHeight) return [];
  const details = { width, height, otherWidth, otherHeight };
  if (turns && width === stored.width && height === stored.height) return [{ rule: 'turned', details }];
  if (width === otherHeight && height === otherWidth) return [{ rule: 'quarterTurn', details }];
  if (isFitted) return [{ rule: 'fitted', details }];
  const [across, down] = [width / otherWidth, height / otherHeight];
  const isScaled = Math.abs(across / down - 1) < SAME_SHAPE || Math.abs(width - otherWidth * down) <= 1;
  return isScaled
    ? [{ rule: 'scaled', details: { ...details, percent: Number((100 * across).toPrecision(3)) } }]
    : [{ rule: 'sizesDiffer', details }];
}

/** Where a file is and why it cannot be read, as details of a finding. */
export function problemAt(path: string, error: unknown): PairFinding['details'] {
  const isFile = error instanceof FileError || !(error instanceof Error);
  const details = problemOf(isFile ? error : withoutPath(error));
  return { ...details, path: `${basename(dirname(path))}/${basename(path)}` };
}

/** The first line of a library's message, which may go on for many. */
function withoutPath(error: Error): Error {
  if (!error.message.includes('\n')) return error;
  return new Error(error.message.split('\n')[0]);
}
