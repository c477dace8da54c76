import { CLASS_COLOURS, FACE_SIZE, type Face, classIds } from './faces.ts';
import { paletteChunk, pngChunk, pngFile } from './pngFile.ts';
import { type SampleFile, classMask } from './special.ts';

/** Byte offset of the first chunk of this type (of its length field). */
function chunkOffset(file: Uint8Array, type: string): number {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let offset = 8;
  while (String.fromCharCode(...file.subarray(offset + 4, offset + 8)) !== type) offset += 12 + view.getUint32(offset);
  return offset;
}

/** Files that cannot be read, each for another reason. `jpeg` is any JPEG file. */
export function brokenFiles(face: Face, jpeg: Uint8Array): SampleFile[] {
  const good = classMask(classIds(face));
  const text = (content: string) => new TextEncoder().encode(content);
  const make = (name: string, about: string, bytes: Uint8Array): SampleFile => ({
    path: `broken/${name}.mask.png`,
    about,
    bytes,
  });

  const badCrc = good.slice();
  const palette = chunkOffset(good, 'PLTE');
  badCrc[palette + 8 + 3] = 127;

  const data = chunkOffset(good, 'IDAT');
  const length = new DataView(good.buffer, good.byteOffset).getUint32(data);
  const stream = good.slice(data + 8, data + 8 + length);
  stream.fill(0xff, Math.floor(length * 0.6), Math.floor(length * 0.6) + 32);
  const end = good.subarray(data + 12 + length);
  const corruptData = Buffer.concat([good.subarray(0, data), pngChunk('IDAT', stream), end]);

  const crlf = Buffer.concat([good.subarray(0, 4), good.subarray(5)]);
  const bomb = new Uint8Array(13);
  new DataView(bomb.buffer).setUint32(0, 0x7fffffff);
  new DataView(bomb.buffer).setUint32(4, 0x7fffffff);
  bomb.set([8, 3, 0, 0, 0], 8);
  const headerEnd = chunkOffset(good, 'PLTE');

  return [
    make('bad-crc', 'One byte of the palette differs from what its CRC says.', badCrc),
    make('corrupt-data', 'The compressed data is damaged after the first half.', corruptData),
    make('empty', 'No bytes at all.', new Uint8Array(0)),
    make(
      'html',
      'An error page saved as PNG.',
      text('<!DOCTYPE html>\n<html><head><title>403 Forbidden</title></head><body>Access denied.</body></html>\n'),
    ),
    make(
      'huge',
      'Declares 2147483647 × 2147483647 pixels.',
      Buffer.concat([good.subarray(0, 8), pngChunk('IHDR', bomb), good.subarray(headerEnd)]),
    ),
    make('jpeg', 'A JPEG named PNG.', jpeg),
    make(
      'lfs-pointer',
      'A Git LFS pointer: the image itself was never fetched.',
      text(`version https://git-lfs.github.com/spec/v1\noid sha256:${'4d7a2146'.repeat(8)}\nsize 2873\n`),
    ),
    make(
      'no-palette',
      'Paletted, but without a palette.',
      pngFile({ width: FACE_SIZE, height: FACE_SIZE, bitDepth: 8, colourType: 3, samples: classIds(face) }),
    ),
    make('text-transfer', 'Line endings were converted on the way.', crlf),
    make('truncated', 'The second half of the file is missing.', good.subarray(0, data + 8 + Math.floor(length * 0.6))),
    make(
      'zero-width',
      'The header declares a width of 0.',
      pngFile({
        ...{ width: 0, height: 8, bitDepth: 8, colourType: 3, samples: new Uint8Array(0) },
        chunks: [paletteChunk(CLASS_COLOURS, 256)],
      }),
    ),
  ];
}
