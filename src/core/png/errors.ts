/** Why a file is not a readable PNG. Every code has one sentence, in {@link PNG_PROBLEMS}. */
export type PngProblemCode = keyof typeof PNG_PROBLEMS;

/**
 * One sentence per problem, in English, with `{name}` placeholders filled from {@link PngError.details}.
 * The extension translates the sentence by using it as the key of its l10n bundle.
 */
export const PNG_PROBLEMS = {
  empty: 'The file is empty.',
  lfsPointer: 'This is a Git LFS pointer, not the image itself. Run "git lfs pull" to fetch {size} bytes.',
  notPng: 'This is not a PNG file: it looks like {looksLike}.',
  signatureDamaged: 'The PNG signature is damaged; line endings may have been converted in transfer.',
  chunkTooLong: 'Chunk {chunk} declares {length} bytes, but only {available} remain.',
  chunkLengthInvalid: 'Chunk {chunk} declares {length} bytes, more than PNG allows.',
  chunkTypeInvalid: 'A chunk type is not four letters: {chunk}.',
  crcMissing: 'The file ends inside chunk {chunk}: its data is complete, but its CRC is missing.',
  crcMismatch:
    'Chunk {chunk} is damaged: the CRC computed from its bytes is {computed}, the CRC stored in it {stored}.',
  headerMissing: 'The first chunk is {chunk}, not IHDR.',
  headerInvalid: 'The header is invalid: {field} is {value}.',
  chunkDuplicate: 'Chunk {chunk} appears more than once.',
  chunkMisplaced: 'Chunk {chunk} is in the wrong place.',
  chunkUnknownCritical: 'The critical chunk {chunk} is unknown.',
  paletteMissing: 'The file is paletted but has no PLTE chunk.',
  paletteInvalid: 'The PLTE chunk has {length} bytes; it must hold 1 to {maximum} entries of three bytes.',
  dataMissing: 'The file has no image data (IDAT).',
  endMissing: 'The file ends without its IEND chunk.',
  dataCorrupt: 'The compressed image data is damaged: {reason}.',
  dataTooShort: 'The image data ends early: {found} of {expected} bytes.',
  dataTooSmall:
    'The image data is too small: {found} compressed bytes cannot hold the {expected} bytes that the header declares.',
  dataTooLong: 'The image data holds more than the {expected} bytes that the header declares.',
  filterInvalid: 'Row {row} declares the unknown filter {filter}.',
  tooManyChunks: 'The file has more than {limit} chunks.',
  tooLarge: 'The image is {width} × {height}; the limit is {limit} pixels.',
  appleOptimised: 'This PNG was rewritten for iOS (CgBI) and is not a standard PNG.',
} as const;

/** Facts that fill a problem's sentence. */
export type PngProblemDetails = Readonly<Record<string, string | number>>;

/** A file that is not a readable PNG: what is wrong, in which chunk, at which byte. */
export class PngError extends Error {
  override readonly name = 'PngError';
  readonly code: PngProblemCode;
  readonly details: PngProblemDetails;
  /** Byte offset in the file where the problem starts, if it has a place. */
  readonly offset: number | undefined;

  constructor(code: PngProblemCode, details: PngProblemDetails = {}, offset?: number) {
    const where = offset === undefined ? '' : ` (byte ${offset})`;
    super(fillTemplate(PNG_PROBLEMS[code], details) + where);
    this.code = code;
    this.details = details;
    this.offset = offset;
  }
}

/** Fills `{name}` placeholders; unknown names are left as they are. */
export function fillTemplate(template: string, details: PngProblemDetails): string {
  return template.replace(/\{(\w+)\}/g, (whole, key: string) => {
    const value = details[key];
    return value === undefined ? whole : String(value);
  });
}
