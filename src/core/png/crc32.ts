/** CRC-32 of `data` (PNG specification, annex D), continuing from `previous`; unsigned 32-bit. */
export type Crc32 = (data: Uint8Array, previous?: number) => number;

const SLICES = 8;
const TABLES = makeTables();

function makeTables(): Int32Array {
  const tables = new Int32Array(256 * SLICES);
  for (let byte = 0; byte < 256; byte++) {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    tables[byte] = value;
  }
  for (let i = 256; i < tables.length; i++) {
    const shorter = tables[i - 256] ?? 0;
    tables[i] = (shorter >>> 8) ^ (tables[shorter & 255] ?? 0);
  }
  return tables;
}

/**
 * Pure CRC-32, eight bytes at a step ("slicing by 8", M. Kounavis and F. Berry, 2005).
 * Where the platform has a native one, pass that instead.
 */
export const crc32: Crc32 = (data, previous = 0) => {
  const t = TABLES;
  const length = data.length;
  const inEights = length - (length % 8);
  let crc = ~previous;
  let i = 0;
  for (; i < inEights; i += 8) {
    const low =
      crc ^
      ((data[i] as number) |
        ((data[i + 1] as number) << 8) |
        ((data[i + 2] as number) << 16) |
        ((data[i + 3] as number) << 24));
    crc =
      (t[1792 + (low & 255)] as number) ^
      (t[1536 + ((low >>> 8) & 255)] as number) ^
      (t[1280 + ((low >>> 16) & 255)] as number) ^
      (t[1024 + (low >>> 24)] as number) ^
      (t[768 + (data[i + 4] as number)] as number) ^
      (t[512 + (data[i + 5] as number)] as number) ^
      (t[256 + (data[i + 6] as number)] as number) ^
      (t[data[i + 7] as number] as number);
  }
  for (; i < length; i++) crc = (crc >>> 8) ^ (t[(crc ^ (data[i] as number)) & 255] as number);
  return ~crc >>> 0;
};
