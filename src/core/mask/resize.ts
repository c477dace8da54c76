/** A rule by which a pixel of the new size takes one of the old; the two differ in a few pixels. */
export type NearestRule = 'opencv' | 'pillow';

/**
 * Nearest-neighbour resize, the only one that invents no ids. `opencv` is `cv2.resize(…, INTER_NEAREST)`, whose pixel x
 * is the old ⌊x · s⌋; `pillow` is `Image.resize(…, NEAREST)`, whose first is ⌊s / 2⌋ and the next s farther.
 *
 * @param ids row-major, width × height
 * @returns row-major, newWidth × newHeight, as wide as `ids`
 * @throws RangeError if a side is not a positive integer or `ids` has another length
 */
export function resizeNearest<Ids extends Uint8Array | Uint16Array>(
  ids: Ids,
  width: number,
  height: number,
  newWidth: number,
  newHeight: number,
  rule: NearestRule,
): Ids {
  for (const side of [width, height, newWidth, newHeight]) {
    if (!Number.isInteger(side) || side < 1) throw new RangeError(`An image cannot be ${side} pixels wide or high.`);
  }
  if (ids.length !== width * height) throw new RangeError(`${width} × ${height} pixels need as many ids.`);
  const columns = nearestSources(width, newWidth, rule);
  const rows = nearestSources(height, newHeight, rule);
  const count = newWidth * newHeight;
  const out = (ids instanceof Uint16Array ? new Uint16Array(count) : new Uint8Array(count)) as Ids;
  for (let y = 0, at = 0; y < newHeight; y++, at += newWidth) {
    const row = rows[y] as number;
    if (y > 0 && row === rows[y - 1]) {
      out.copyWithin(at, at - newWidth, at);
      continue;
    }
    const from = row * width;
    for (let x = 0; x < newWidth; x++) out[at + x] = ids[from + (columns[x] as number)] as number;
  }
  return out;
}

/** The old coordinate of each new one. */
export function nearestSources(length: number, newLength: number, rule: NearestRule): Int32Array {
  const sources = new Int32Array(newLength);
  if (rule === 'opencv') {
    // OpenCV inverts the factor twice, which is not always length / newLength to the last bit.
    const step = 1 / (newLength / length);
    for (let i = 0; i < newLength; i++) sources[i] = Math.min(Math.floor(i * step), length - 1);
  } else {
    const step = length / newLength;
    // Pillow adds up, and so do its rounding errors.
    for (let i = 0, at = step * 0.5; i < newLength; i++, at += step) {
      sources[i] = Math.min(Math.floor(at), length - 1);
    }
  }
  return sources;
}
