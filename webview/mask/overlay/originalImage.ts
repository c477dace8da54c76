import { relateSizes, type PictureSize, type SizeRelation } from '../../../src/core/compose/sizeRelation.ts';
import type { OriginalFile } from '../../../src/protocol/mask.ts';
import type { Frame } from '../canvas/viewTransform.ts';

type Level = ImageBitmap | HTMLCanvasElement;

/** A decoded original: drawn averaged below 1:1, in sharp cells above. */
export class OriginalImage {
  /** Pixels of the file as it is looked at, or as they are stored where they are shown like that. */
  readonly size: PictureSize;
  readonly relation: SizeRelation;
  /** Each half as large as the one before; made as they are needed. */
  readonly #levels: Level[];

  constructor(picture: ImageBitmap, size: PictureSize, relation: SizeRelation) {
    this.#levels = [picture];
    this.size = size;
    this.relation = relation;
  }

  /** Draws what of it is visible in a frame of the mask. */
  draw(context: CanvasRenderingContext2D, frame: Frame): void {
    const [first] = this.#levels;
    if (first === undefined) return;
    const { drawn } = this.relation;
    const scaleX = (drawn.width * frame.scale) / first.width;
    const level = this.#level(scaleX >= 1 ? 0 : Math.floor(Math.log2(1 / scaleX)));
    const [across, down] = [(drawn.width * frame.scale) / level.width, (drawn.height * frame.scale) / level.height];
    // Whole pixels of the level: huge pictures are cut to what is seen.
    const left = Math.max(0, Math.floor(-frame.originX / across));
    const top = Math.max(0, Math.floor(-frame.originY / down));
    const right = Math.min(level.width, Math.ceil((frame.width - frame.originX) / across));
    const bottom = Math.min(level.height, Math.ceil((frame.height - frame.originY) / down));
    if (right <= left || bottom <= top) return;
    context.imageSmoothingEnabled = across < 1;
    context.drawImage(
      level,
      left,
      top,
      right - left,
      bottom - top,
      frame.originX + left * across,
      frame.originY + top * down,
      (right - left) * across,
      (bottom - top) * down,
    );
  }

  dispose(): void {
    for (const level of this.#levels) if (level instanceof ImageBitmap) level.close();
    this.#levels.length = 0;
  }

  /** Halving is the mean of two by two, so nothing thin is lost on the way. */
  #level(wanted: number): Level {
    for (let at = this.#levels.length; at <= wanted; at++) {
      const before = this.#levels[at - 1];
      if (before === undefined || Math.min(before.width, before.height) < 2) break;
      const half = document.createElement('canvas');
      half.width = Math.ceil(before.width / 2);
      half.height = Math.ceil(before.height / 2);
      half.getContext('2d')?.drawImage(before, 0, 0, half.width, half.height);
      this.#levels.push(half);
    }
    return this.#levels[Math.min(wanted, this.#levels.length - 1)] as Level;
  }
}

/** Decodes an original for a mask of that size; rejects where the browser cannot. */
export async function decodeOriginal(file: OriginalFile, mask: PictureSize): Promise<OriginalImage> {
  const { bytes, type, orientation, isTurned, shrunkFrom } = file;
  const blob = new Blob([bytes], { type });
  let picture = await createImageBitmap(blob, { imageOrientation: 'from-image' });
  let { width, height } = shrunkFrom ?? picture;
  if (isTurned === false) [width, height] = [height, width];
  const relation = relateSizes(mask, { width, height, orientation });
  if (!relation.isTurned) {
    [width, height] = [height, width];
    if (isTurned === null) {
      picture.close();
      picture = await createImageBitmap(blob, { imageOrientation: 'none' });
    }
  }
  return new OriginalImage(picture, { width, height }, relation);
}
