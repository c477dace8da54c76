import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { vocColour } from '../../src/core/palette/idColours.ts';
import { ColourType } from '../../src/core/png/types.ts';
import { writePng } from '../../src/core/png/write.ts';
import { crc32, deflate } from '../../src/platform/zlib.ts';
import type { Colour } from './picture.ts';

/** Size of the masks. */
export const PAIR = { width: 40, height: 30 };
/** Every pixel of the plain originals. */
export const PLAIN: Colour = [100, 150, 200];
export const LEFT: Colour = [200, 40, 40];
export const RIGHT: Colour = [40, 60, 220];

/** Id 0 on the left, 1 on the right above, 2 on the right below; of masks that stand on end, turned by 90°. */
function maskOf({ width, height }: typeof PAIR): Uint8Array {
  const ids = Uint8Array.from({ length: width * height }, (_, at) => {
    const [x, y] = [at % width, Math.floor(at / width)];
    const isRight = width > height ? x >= width / 2 : y >= height / 2;
    const isBelow = width > height ? y >= height / 2 : x >= width / 2;
    return isRight ? (isBelow ? 2 : 1) : 0;
  });
  const rgb = new Uint8Array(3 * 256);
  for (let id = 0; id < 256; id++) rgb.set(vocColour(id), 3 * id);
  const header = { width, height, bitDepth: 8, colourType: ColourType.palette, interlaced: false } as const;
  return writePng(
    { header, samples: ids, palette: { rgb, alpha: new Uint8Array(256).fill(255), transparencyEntries: 0 } },
    deflate,
    { crc32 },
  );
}

/** A picture of one colour on its left and another on its right half. */
function halves(width: number, height: number, left: Colour, right: Colour): Sharp {
  const rgb = Buffer.alloc(3 * width * height);
  for (let at = 0; at < width * height; at++) rgb.set(at % width < width / 2 ? left : right, 3 * at);
  return sharp(rgb, { raw: { width, height, channels: 3 } });
}

/** Writes masks with originals of many kinds below a folder. */
export async function writePairs(folder: string): Promise<void> {
  const masks = join(folder, 'SegmentationClass');
  const originals = join(folder, 'JPEGImages');
  await mkdir(masks, { recursive: true });
  await mkdir(originals, { recursive: true });
  const mask = maskOf(PAIR);
  const names = [
    'plain',
    'next',
    'webp',
    'avif',
    'gif',
    'deep',
    'tiff',
    'exif',
    'large',
    'shape',
    'alone',
    'quarter',
    'cut',
  ];
  for (const name of names) await writeFile(join(masks, `${name}.png`), mask);
  await writeFile(join(masks, 'stored.png'), maskOf({ width: PAIR.height, height: PAIR.width }));
  const { width, height } = PAIR;
  const put = (name: string, picture: Sharp): Promise<unknown> => picture.toFile(join(originals, name));
  await put('plain.png', halves(width, height, PLAIN, PLAIN).png());
  await put('next.png', halves(width, height, PLAIN, PLAIN).png());
  await put('webp.webp', halves(width, height, LEFT, RIGHT).webp({ lossless: true }));
  await put('avif.avif', halves(width, height, LEFT, RIGHT).avif({ lossless: true }));
  await put('gif.gif', halves(width, height, LEFT, RIGHT).gif());
  await put('deep.png', halves(width, height, LEFT, RIGHT).toColourspace('rgb16').png());
  await put('tiff.tif', halves(width, height, LEFT, RIGHT).tiff({ compression: 'lzw' }));
  await put('large.png', halves(3 * width, 3 * height, LEFT, RIGHT).png());
  await put('shape.png', halves(2 * height, height, LEFT, RIGHT).png());
  await put('quarter.png', halves(height, width, LEFT, RIGHT).png());
  // Stored standing on end, its upper half in the colour of the left one: turned by 90° to the left to be looked at.
  const turned = (): Sharp => halves(width, height, LEFT, RIGHT).rotate(90);
  for (const name of ['exif.jpg', 'stored.jpg']) {
    const upright = await turned().png().toBuffer();
    await put(name, sharp(upright).withMetadata({ orientation: 8 }).jpeg({ quality: 100, chromaSubsampling: '4:4:4' }));
  }
  await writeFile(join(originals, 'cut.jpg'), Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4]));
  await mkdir(join(folder, 'elsewhere'), { recursive: true });
  await halves(width, height, RIGHT, LEFT)
    .png()
    .toFile(join(folder, 'elsewhere', 'photo.png'));
}
