/** Element types of NumPy arrays that ids need. */
export type NpyType = 'u1' | 'u2' | 'u4';

const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/**
 * The head of a `.npy` file, format 1.0, for an array in C order whose elements follow in machine byte order: magic,
 * version, the length of the description and the description, padded so that the elements start at a multiple of 64.
 *
 * @param shape lengths of the axes, slowest first: [height, width] for a mask
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function npyHeader(type: NpyType, shape: readonly number[]): Uint8Array {
  const byteOrder = type === 'u1' ? '|' : LITTLE_ENDIAN ? '<' : '>';
  const axes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const description = `{'descr': '${byteOrder}${type}', 'fortran_order': False, 'shape': (${axes}), }`;
  const prefix = 10;
  const length = Math.ceil((prefix + description.length + 1) / 64) * 64;
  const header = new Uint8Array(length).fill(0x20);
  header.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  new DataView(header.buffer).setUint16(8, length - prefix, true);
  for (let i = 0; i < description.length; i++) header[prefix + i] = description.charCodeAt(i);
  header[length - 1] = 0x0a;
  return header;
}
