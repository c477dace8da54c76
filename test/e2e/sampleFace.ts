import { FACE_SIZE, classIds, drawFace } from '../../scripts/sample/faces.ts';

/** Size of every face of the sample dataset. */
export const FACE = { width: FACE_SIZE, height: FACE_SIZE };

/** Class ids of the face of this number (from 1), as the sample's generator drew them. */
export const faceIds = (number: number): Uint8Array => classIds(drawFace(20_191_007 + number));

/** A pixel whose surroundings (radius 2) all have this id, so that neither rims nor smoothing touch it. */
export function innerPixel(ids: Uint8Array, id: number, width = FACE_SIZE): readonly [x: number, y: number] {
  const at = ids.findIndex((_, i) => {
    for (let dy = -2; dy <= 2; dy += 1) {
      for (let dx = -2; dx <= 2; dx += 1) if (ids[i + dy * width + dx] !== id) return false;
    }
    return true;
  });
  if (at < 0) throw new Error(`No pixel lies inside a region of id ${id}.`);
  return [at % width, Math.floor(at / width)];
}

/** How many pixels have this id. */
export const countOf = (ids: Uint8Array, id: number): number =>
  ids.reduce((sum, other) => sum + Number(other === id), 0);
