/**
 * OpenCV's COLORMAP_JET: red, green, blue of the levels 0 … 255 in turn, 3 × 256 bytes.
 *
 * It is MATLAB's `jet` of 256 steps (modules/imgproc/src/colormap.cpp), four levels a step: blue rises from 128 to 255,
 * green follows, then red rises as blue falls, green falls, and red falls to 128. Level 159 has one blue less than the
 * slope: the published table is rounded there.
 */
export function jetTable(): Uint8Array {
  const table = new Uint8ClampedArray(3 * 256);
  for (let level = 0; level < 256; level++) {
    table[3 * level] = Math.min(4 * (level - 96) + 2, 4 * (287 - level));
    table[3 * level + 1] = Math.min(4 * (level - 32), 4 * (223 - level));
    table[3 * level + 2] = Math.min(128 + 4 * level, 4 * (159 - level) + 2);
  }
  table[3 * 159 + 2] = 1;
  return new Uint8Array(table.buffer);
}

/**
 * What the published overlays draw ids with: ids scaled so that the largest of the image is 255, cut to whole numbers
 * (`numpy.uint8(255 * mask / mask.max())`), in the colours of {@link jetTable}. An id so has another colour in each image.
 *
 * @param largest the largest id of the image; 0 where it has no other
 * @param count how many ids to give colours to
 * @returns RGBA bytes, 4 × count, opaque; ids beyond the largest have its colour
 */
export function jetColours(largest: number, count: number): Uint8Array {
  const table = jetTable();
  const colours = new Uint8Array(4 * count).fill(255);
  for (let id = 0; id < count; id++) {
    const level = largest === 0 ? 0 : Math.min(255, Math.floor((255 * id) / largest));
    colours.set(table.subarray(3 * level, 3 * level + 3), 4 * id);
  }
  return colours;
}
