import { latin1, MAX_TEXT_BYTES, readText, type InflateBounded, type PngText, type TextProblem } from './text.ts';
import { ColourType, type PngChunk, type PngHeader } from './types.ts';

/** x, y in CIE 1931. */
export interface Chromaticity {
  readonly x: number;
  readonly y: number;
}

/** A colour as bKGD and tRNS name it: raw samples of the image's depth, or a palette index. */
export type NamedColour =
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'grey'; readonly grey: number }
  | { readonly kind: 'rgb'; readonly red: number; readonly green: number; readonly blue: number };

/** Why an ancillary chunk counts as absent (or, `textTooLong` of a plain text, as cut). */
export interface AncillaryNote {
  readonly chunk: string;
  /** Byte offset of the chunk in the file. */
  readonly offset: number;
  readonly problem: 'damaged' | 'misplaced' | 'duplicate' | 'lengthInvalid' | TextProblem;
}

/** Facts of the ancillary chunks (PNG specification, 11.3; APNG; registered extensions). Null: not in the file. */
export interface PngAncillary {
  /** gAMA, the image's gamma, e.g. 0.45455. */
  readonly gamma: number | null;
  /** sRGB rendering intent: 0 perceptual, 1 relative, 2 saturation, 3 absolute. */
  readonly srgbIntent: 0 | 1 | 2 | 3 | null;
  readonly chromaticity: {
    readonly white: Chromaticity;
    readonly red: Chromaticity;
    readonly green: Chromaticity;
    readonly blue: Chromaticity;
  } | null;
  /** iCCP: the profile's name and its compressed length in bytes. */
  readonly iccProfile: { readonly name: string; readonly compressedLength: number } | null;
  /** pHYs: pixels per unit. */
  readonly physical: { readonly x: number; readonly y: number; readonly unit: 'unknown' | 'metre' } | null;
  /** oFFs: position on the page; may be negative. */
  readonly pageOffset: { readonly x: number; readonly y: number; readonly unit: 'pixel' | 'micrometre' } | null;
  readonly background: NamedColour | null;
  /** tRNS of grey and RGB images: the one transparent colour. A palette's is in `PngImage.palette`. */
  readonly transparentColour: NamedColour | null;
  /** sBIT: significant bits of each channel (of the palette's R, G, B for palette images). */
  readonly significantBits: readonly number[] | null;
  /** hIST: approximate use of each palette entry. */
  readonly histogram: readonly number[] | null;
  /** tIME: last modification, UTC, as written. */
  readonly modified: {
    readonly year: number;
    readonly month: number;
    readonly day: number;
    readonly hour: number;
    readonly minute: number;
    readonly second: number;
  } | null;
  /** eXIf: present, with the orientation tag 1 … 8 if it has one. */
  readonly exif: { readonly orientation: number | null } | null;
  /** acTL: the file is animated; `plays` 0 is endlessly. */
  readonly animation: { readonly frames: number; readonly plays: number } | null;
  /** In file order. */
  readonly texts: readonly PngText[];
  /** In file order. */
  readonly notes: readonly AncillaryNote[];
}

/** Where a chunk must stand to be believed, as libpng does. */
type Place = 'beforePalette' | 'beforeData' | 'betweenPaletteAndData' | 'anywhere';

const PLACES: Readonly<Record<string, Place>> = {
  gAMA: 'beforePalette',
  cHRM: 'beforePalette',
  sRGB: 'beforePalette',
  iCCP: 'beforePalette',
  sBIT: 'beforePalette',
  bKGD: 'beforeData',
  pHYs: 'beforeData',
  oFFs: 'beforeData',
  acTL: 'beforeData',
  tRNS: 'beforeData',
  hIST: 'betweenPaletteAndData',
  tIME: 'anywhere',
  eXIf: 'anywhere',
};

const TEXT_CHUNKS = new Set(['tEXt', 'zTXt', 'iTXt']);

/** Texts and text bytes of a whole file; what is beyond is noted. */
const MAX_TEXTS = 1024;
const MAX_ALL_TEXT_BYTES = 4 << 20;

/**
 * Reads the ancillary chunks. Lenient: a chunk that is damaged, misplaced, doubled or malformed yields a note.
 *
 * @param image a parsed or decoded PNG
 * @param inflate for compressed texts; null leaves them out with a note
 */
export function readAncillary(
  image: { readonly header: PngHeader; readonly chunks: readonly PngChunk[] },
  inflate: InflateBounded | null,
): PngAncillary {
  const { header, chunks } = image;
  const notes: AncillaryNote[] = [];
  const texts: PngText[] = [];
  const believed = new Map<string, Uint8Array>();
  let textBytes = MAX_ALL_TEXT_BYTES;
  let afterPalette = false;
  let afterData = false;

  for (const chunk of chunks) {
    const { type, offset, data } = chunk;
    afterPalette ||= type === 'PLTE';
    afterData ||= type === 'IDAT';
    const place = PLACES[type];
    const note = (problem: AncillaryNote['problem']): number => notes.push({ chunk: type, offset, problem });
    if (TEXT_CHUNKS.has(type)) {
      if (chunk.damaged) note('damaged');
      else if (texts.length >= MAX_TEXTS) note('textTooLong');
      else {
        const { text, problem } = readText(chunk, Math.min(MAX_TEXT_BYTES, textBytes), inflate);
        if (problem) note(problem);
        if (text) {
          texts.push(text);
          textBytes -= Math.min(textBytes, text.text.length);
        }
      }
    } else if (place) {
      if (chunk.damaged) note('damaged');
      else if (believed.has(type)) note('duplicate');
      else if (isMisplaced(type, place, header, afterPalette, afterData)) note('misplaced');
      else if (!hasValidLength(type, data.length, header)) note('lengthInvalid');
      else if (!hasValidValue(type, data, header)) note('valueInvalid');
      else believed.set(type, data);
    }
  }

  const view = (type: string): DataView | null => {
    const data = believed.get(type);
    return data ? new DataView(data.buffer, data.byteOffset, data.byteLength) : null;
  };
  const iccp = believed.get('iCCP');
  const exif = view('eXIf');
  const gama = view('gAMA');
  const srgb = view('sRGB');
  const sbit = believed.get('sBIT');
  return {
    gamma: gama ? gama.getUint32(0) / 100_000 : null,
    srgbIntent: srgb ? (srgb.getUint8(0) as 0 | 1 | 2 | 3) : null,
    chromaticity: chromaticityOf(view('cHRM')),
    iccProfile: iccp ? iccFacts(iccp) : null,
    physical: physicalOf(view('pHYs')),
    pageOffset: pageOffsetOf(view('oFFs')),
    background: namedColour(view('bKGD'), header),
    transparentColour: header.colourType === ColourType.palette ? null : namedColour(view('tRNS'), header),
    significantBits: sbit ? Array.from(sbit) : null,
    histogram: histogramOf(view('hIST')),
    modified: modifiedOf(view('tIME')),
    exif: exif ? { orientation: exifOrientation(exif) } : null,
    animation: animationOf(view('acTL')),
    texts,
    notes,
  };
}

function isMisplaced(
  type: string,
  place: Place,
  header: PngHeader,
  afterPalette: boolean,
  afterData: boolean,
): boolean {
  if (place === 'anywhere') return false;
  if (afterData) return true;
  if (place === 'beforePalette') return afterPalette;
  // In a palette image bKGD and tRNS refer to entries, so PLTE comes first.
  const needsPalette = (type === 'bKGD' || type === 'tRNS') && header.colourType === ColourType.palette;
  return (place === 'betweenPaletteAndData' || needsPalette) && !afterPalette;
}

function hasValidLength(type: string, length: number, { colourType }: PngHeader): boolean {
  const isGrey = colourType === ColourType.grey || colourType === ColourType.greyAlpha;
  switch (type) {
    case 'gAMA':
      return length === 4;
    case 'cHRM':
      return length === 32;
    case 'sRGB':
      return length === 1;
    case 'pHYs':
    case 'oFFs':
      return length === 9;
    case 'tIME':
      return length === 7;
    case 'acTL':
      return length === 8;
    case 'bKGD':
      return length === (colourType === ColourType.palette ? 1 : isGrey ? 2 : 6);
    case 'tRNS':
      if (colourType === ColourType.palette) return length >= 1 && length <= 256;
      return (colourType === ColourType.grey && length === 2) || (colourType === ColourType.rgb && length === 6);
    case 'sBIT':
      return length === { 0: 1, 2: 3, 3: 3, 4: 2, 6: 4 }[colourType];
    case 'hIST':
      return length >= 2 && length <= 512 && length % 2 === 0;
    default:
      return length > 0;
  }
}

function hasValidValue(type: string, data: Uint8Array, { bitDepth, colourType }: PngHeader): boolean {
  switch (type) {
    case 'gAMA':
    case 'acTL':
      return data.subarray(0, 4).some((byte) => byte !== 0);
    case 'sRGB':
      return (data[0] ?? 4) <= 3;
    case 'sBIT': {
      const most = colourType === ColourType.palette ? 8 : bitDepth;
      return data.every((bits) => bits >= 1 && bits <= most);
    }
    case 'iCCP': {
      const end = data.indexOf(0);
      return end >= 1 && end <= 79 && data[end + 1] === 0;
    }
    default:
      return true;
  }
}

function chromaticityOf(view: DataView | null): PngAncillary['chromaticity'] {
  if (!view) return null;
  const at = (i: number): Chromaticity => ({
    x: view.getUint32(8 * i) / 100_000,
    y: view.getUint32(8 * i + 4) / 100_000,
  });
  return { white: at(0), red: at(1), green: at(2), blue: at(3) };
}

function iccFacts(data: Uint8Array): { name: string; compressedLength: number } {
  const end = data.indexOf(0);
  return { name: latin1(data.subarray(0, end)), compressedLength: data.length - end - 2 };
}

function physicalOf(view: DataView | null): PngAncillary['physical'] {
  if (!view) return null;
  return { x: view.getUint32(0), y: view.getUint32(4), unit: view.getUint8(8) === 1 ? 'metre' : 'unknown' };
}

function pageOffsetOf(view: DataView | null): PngAncillary['pageOffset'] {
  if (!view) return null;
  return { x: view.getInt32(0), y: view.getInt32(4), unit: view.getUint8(8) === 1 ? 'micrometre' : 'pixel' };
}

function namedColour(view: DataView | null, { colourType }: PngHeader): NamedColour | null {
  if (!view) return null;
  switch (colourType) {
    case ColourType.palette:
      return { kind: 'index', index: view.getUint8(0) };
    case ColourType.grey:
    case ColourType.greyAlpha:
      return { kind: 'grey', grey: view.getUint16(0) };
    case ColourType.rgb:
    case ColourType.rgba:
      return { kind: 'rgb', red: view.getUint16(0), green: view.getUint16(2), blue: view.getUint16(4) };
  }
}

function histogramOf(view: DataView | null): number[] | null {
  return view ? Array.from({ length: view.byteLength / 2 }, (_, i) => view.getUint16(2 * i)) : null;
}

function modifiedOf(view: DataView | null): PngAncillary['modified'] {
  if (!view) return null;
  return {
    year: view.getUint16(0),
    month: view.getUint8(2),
    day: view.getUint8(3),
    hour: view.getUint8(4),
    minute: view.getUint8(5),
    second: view.getUint8(6),
  };
}

function animationOf(view: DataView | null): PngAncillary['animation'] {
  return view ? { frames: view.getUint32(0), plays: view.getUint32(4) } : null;
}

const EXIF_ORIENTATION = 0x0112;

/** The orientation tag of IFD 0 (TIFF 6.0, section 2 and 8), or null. */
function exifOrientation(view: DataView): number | null {
  if (view.byteLength < 8) return null;
  const order = view.getUint16(0);
  if (order !== 0x4949 && order !== 0x4d4d) return null;
  const little = order === 0x4949;
  const directory = view.getUint32(4, little);
  if (directory + 2 > view.byteLength) return null;
  const entries = view.getUint16(directory, little);
  for (let i = 0; i < entries; i++) {
    const entry = directory + 2 + 12 * i;
    if (entry + 12 > view.byteLength) return null;
    if (view.getUint16(entry, little) !== EXIF_ORIENTATION) continue;
    const orientation = view.getUint16(entry + 8, little);
    return orientation >= 1 && orientation <= 8 ? orientation : null;
  }
  return null;
}
