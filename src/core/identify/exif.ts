/** Tags by name as ImageMagick prints them (Exif 2.3, tables 4, 7 and 8; those that cameras and editors write). */
const TAG_NAMES: Readonly<Record<number, string>> = {
  0x0100: 'ImageWidth',
  0x0101: 'ImageLength',
  0x0102: 'BitsPerSample',
  0x0103: 'Compression',
  0x0106: 'PhotometricInterpretation',
  0x010e: 'ImageDescription',
  0x010f: 'Make',
  0x0110: 'Model',
  0x0112: 'Orientation',
  0x0115: 'SamplesPerPixel',
  0x011a: 'XResolution',
  0x011b: 'YResolution',
  0x0128: 'ResolutionUnit',
  0x0131: 'Software',
  0x0132: 'DateTime',
  0x013b: 'Artist',
  0x013e: 'WhitePoint',
  0x013f: 'PrimaryChromaticities',
  0x0213: 'YCbCrPositioning',
  0x8298: 'Copyright',
  0x829a: 'ExposureTime',
  0x829d: 'FNumber',
  0x8769: 'ExifOffset',
  0x8822: 'ExposureProgram',
  0x8827: 'PhotographicSensitivity',
  0x9003: 'DateTimeOriginal',
  0x9004: 'DateTimeDigitized',
  0x9201: 'ShutterSpeedValue',
  0x9202: 'ApertureValue',
  0x9204: 'ExposureBiasValue',
  0x9207: 'MeteringMode',
  0x9208: 'LightSource',
  0x9209: 'Flash',
  0x920a: 'FocalLength',
  0xa001: 'ColorSpace',
  0xa002: 'PixelXDimension',
  0xa003: 'PixelYDimension',
  0xa402: 'ExposureMode',
  0xa403: 'WhiteBalance',
  0xa405: 'FocalLengthIn35mmFilm',
  0xa406: 'SceneCaptureType',
};

const EXIF_OFFSET = 0x8769;

/** Bytes a value by TIFF type; types that are not printed are absent. */
const TYPE_SIZES: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 8: 2, 9: 4, 10: 8 };

/** More entries than any camera writes: a bound for damaged files. */
const MAX_ENTRIES = 512;

/**
 * Known tags of an eXIf chunk and their values as text: integers, fractions `300/1`, strings; several values are
 * separated by `, `. Damaged parts are left out.
 *
 * @param data the chunk's data: a TIFF header and its directories (TIFF 6.0, section 2)
 */
export function readExif(data: Uint8Array): Map<string, string> {
  const tags = new Map<string, string>();
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  if (view.byteLength < 8) return tags;
  const order = view.getUint16(0);
  if (order !== 0x4949 && order !== 0x4d4d) return tags;
  const little = order === 0x4949;

  const readDirectory = (directory: number, isFirst: boolean) => {
    if (directory + 2 > view.byteLength) return;
    const entries = Math.min(view.getUint16(directory, little), MAX_ENTRIES);
    for (let i = 0; i < entries; i++) {
      const entry = directory + 2 + 12 * i;
      if (entry + 12 > view.byteLength) return;
      const tag = view.getUint16(entry, little);
      const name = TAG_NAMES[tag];
      const value = readValue(view, entry, little);
      if (name !== undefined && value !== null) tags.set(name, value);
      if (isFirst && tag === EXIF_OFFSET) readDirectory(view.getUint32(entry + 8, little), false);
    }
  };
  readDirectory(view.getUint32(4, little), true);
  return tags;
}

function readValue(view: DataView, entry: number, little: boolean): string | null {
  const type = view.getUint16(entry + 2, little);
  const count = view.getUint32(entry + 4, little);
  const size = TYPE_SIZES[type];
  if (size === undefined || count === 0) return null;
  const start = size * count <= 4 ? entry + 8 : view.getUint32(entry + 8, little);
  if (start + size * count > view.byteLength) return null;
  if (type === 2) {
    const bytes = new Uint8Array(view.buffer, view.byteOffset + start, count);
    const end = bytes.indexOf(0);
    return String.fromCharCode(...bytes.subarray(0, Math.min(end < 0 ? count : end, 4096)));
  }
  const texts: string[] = [];
  for (let at = start; at < start + size * count && texts.length < 64; at += size) {
    texts.push(readNumber(view, at, type, little));
  }
  return texts.join(', ');
}

function readNumber(view: DataView, at: number, type: number, little: boolean): string {
  switch (type) {
    case 1:
      return String(view.getUint8(at));
    case 3:
      return String(view.getUint16(at, little));
    case 4:
      return String(view.getUint32(at, little));
    case 5:
      return `${view.getUint32(at, little)}/${view.getUint32(at + 4, little)}`;
    case 8:
      return String(view.getInt16(at, little));
    case 9:
      return String(view.getInt32(at, little));
    default:
      return `${view.getInt32(at, little)}/${view.getInt32(at + 4, little)}`;
  }
}
