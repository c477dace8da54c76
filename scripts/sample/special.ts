import { CLASS_COLOURS, FACE_SIZE, type Face, classIds, objectIds, renderOriginal } from './faces.ts';
import { type PngParts, compressedImage, paletteChunk, pngChunk, pngFile } from './pngFile.ts';
import { seededRandom } from './random.ts';

/** One file of the sample: path below its root, content, and the line that the README says of it, if any. */
export interface SampleFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly about: string;
}

/** Colour of the border around objects in Pascal VOC. */
export const VOID_COLOUR = [224, 224, 192];

/** A mask of the five-colour palette: 8 bits, 256 entries, black after the classes. */
export function classMask(ids: Uint8Array): Uint8Array {
  return pngFile({ ...paletted(ids), chunks: [paletteChunk(CLASS_COLOURS, 256)] });
}

/** Colour of an object id in the palette of Pascal VOC: the id's bits spread over the high bits of R, G and B. */
function vocColour(id: number): number[] {
  const colour = [0, 0, 0];
  for (let triple = 0; triple < 3; triple += 1) {
    for (let channel = 0; channel < 3; channel += 1) {
      const bit = (id >> (3 * triple + channel)) & 1;
      colour[channel] = (colour[channel] ?? 0) | (bit << (7 - triple));
    }
  }
  return colour;
}

/** An object mask as Pascal VOC stores it: object ids, and id 255 on the border of every object. */
export function objectMask(ids: Uint8Array): Uint8Array {
  const colours = Array.from({ length: 256 }, (_, id) => (id === 255 ? VOID_COLOUR : vocColour(id)));
  return pngFile({ ...paletted(withBorder(ids)), chunks: [paletteChunk(colours, 256)] });
}

const paletted = (samples: Uint8Array, width = FACE_SIZE, height = FACE_SIZE) =>
  ({ width, height, bitDepth: 8, colourType: 3, samples }) satisfies PngParts;

/** The ids with 255 wherever a pixel's four neighbours are not all alike. */
function withBorder(ids: Uint8Array): Uint8Array {
  return ids.map((id, i) => {
    const x = i % FACE_SIZE;
    const right = x + 1 < FACE_SIZE ? (ids[i + 1] ?? id) : id;
    const left = x > 0 ? (ids[i - 1] ?? id) : id;
    const above = ids[i - FACE_SIZE] ?? id;
    const below = ids[i + FACE_SIZE] ?? id;
    return [left, right, above, below].every((other) => other === id) ? id : 255;
  });
}

function crop(samples: Uint8Array, width: number, height: number, left: number, top: number): Uint8Array {
  const cropped = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const start = (top + y) * FACE_SIZE + left;
    cropped.set(samples.subarray(start, start + width), y * width);
  }
  return cropped;
}

const colourise = (ids: Uint8Array | Uint16Array, colour: (id: number) => readonly number[]) => {
  const rgb = new Uint8Array(3 * ids.length);
  ids.forEach((id, i) => rgb.set(colour(id), 3 * i));
  return rgb;
};

/** Each RGB pixel replaced by the mean of its 3 × 3 neighbourhood: what a smoothing resize does to a mask. */
function smooth(rgb: Uint8Array): Uint8Array {
  return rgb.map((value, i) => {
    let sum = 0;
    let count = 0;
    for (let dy = -1; dy <= 1; dy += 1) {
      for (let dx = -1; dx <= 1; dx += 1) {
        const neighbour = rgb[i + 3 * (dy * FACE_SIZE + dx)];
        if (neighbour === undefined) continue;
        sum += neighbour;
        count += 1;
      }
    }
    return count === 0 ? value : Math.round(sum / count);
  });
}

/** The same face in every way that a mask is stored, and files that show one property each. */
export function specialFiles(face: Face): SampleFile[] {
  const classes = classIds(face);
  const objects = objectIds(face);
  const colourOf = (id: number) => CLASS_COLOURS[id] ?? [0, 0, 0];
  const five = paletteChunk(CLASS_COLOURS, 256);
  const small = { ...paletted(crop(classes, 333, 251, 91, 121), 333, 251), chunks: [five] };
  const rgb = colourise(classes, colourOf);
  // Objects count from 1 within their class, as Cityscapes numbers them.
  const nth = face.parts.map((part, i) => face.parts.slice(0, i).filter(({ id }) => id === part.id).length);
  const instanceIds = Uint16Array.from(objects, (object) => {
    const part = face.parts[object - 1];
    return part === undefined ? 0 : part.id * 1000 + (nth[object - 1] ?? 0);
  });
  const random = seededRandom(256);
  const everyColour = Array.from({ length: 256 }, (_, id) => [id, Math.floor(random() * 256), 255 - id]);

  const make = (name: string, about: string, parts: PngParts): SampleFile => ({
    path: `special/${name}`,
    bytes: pngFile(parts),
    about,
  });
  return [
    make('adam7.mask.png', 'Interlaced (Adam7), 333 × 251.', { ...small, interlaced: true }),
    make('all-ids.mask.png', '16 × 16 pixels, each id once: zoom in to read the numbers.', {
      ...paletted(
        Uint8Array.from({ length: 256 }, (_, i) => i),
        16,
        16,
      ),
      chunks: [paletteChunk(everyColour, 256)],
    }),
    make('animated.mask.png', 'An APNG; its default image is the mask.', animated(small)),
    make('duplicate-colours.mask.png', 'Ids 3 and 4 have one colour: by colour they are one class, by id two.', {
      ...paletted(classes),
      chunks: [paletteChunk([...CLASS_COLOURS.slice(0, 4), CLASS_COLOURS[3]], 256)],
    }),
    make('face_01_gtFine_instanceIds.png', '16-bit grey, class × 1000 + object, named as Cityscapes does.', {
      ...{ width: FACE_SIZE, height: FACE_SIZE, bitDepth: 16, colourType: 0, samples: instanceIds },
    }),
    make('four-bit.mask.png', 'Four bits a pixel, 16 palette entries.', {
      ...paletted(classes),
      ...{ bitDepth: 4, chunks: [paletteChunk(CLASS_COLOURS, 16)] },
    }),
    make('grey-id-map.mask.png', '8-bit grey with ids 0 to 4: looks black in every image viewer.', {
      ...paletted(classes),
      colourType: 0,
    }),
    make('one-bit.mask.png', 'One bit a pixel, two palette entries.', {
      ...paletted(classes.map((id) => Number(id > 0))),
      ...{
        bitDepth: 1,
        chunks: [
          paletteChunk(
            [
              [0, 0, 0],
              [255, 255, 255],
            ],
            2,
          ),
        ],
      },
    }),
    make('panoptic_val/face_01.png', 'RGB whose segment id is R + 256·G + 65536·B, in a folder named as COCO does.', {
      ...{ width: FACE_SIZE, height: FACE_SIZE, bitDepth: 8, colourType: 2 },
      samples: colourise(instanceIds, (id) => [id & 255, id >> 8, 0]),
    }),
    make('photograph.png', 'Not a mask: a drawing with thousands of colours.', {
      ...{ width: FACE_SIZE, height: FACE_SIZE, bitDepth: 8, colourType: 2, samples: renderOriginal(face) },
    }),
    make('rgb/rgb-anti-aliased.mask.png', 'RGB, smoothed: mixed colours on every edge belong to no class.', {
      ...{ width: FACE_SIZE, height: FACE_SIZE, bitDepth: 8, colourType: 2, samples: smooth(rgb) },
    }),
    make('rgb/rgb-colours.mask.png', 'RGB with the five class colours.', {
      ...{ width: FACE_SIZE, height: FACE_SIZE, bitDepth: 8, colourType: 2, samples: rgb },
    }),
    make('short-palette.mask.png', 'The palette has 3 entries; ids 3 and 4 are outside it.', {
      ...paletted(classes),
      chunks: [paletteChunk(CLASS_COLOURS.slice(0, 3), 3)],
    }),
    make('stripes.mask.png', 'One-pixel lines of maroon every eight pixels: they must not vanish when zoomed out.', {
      ...paletted(
        Uint8Array.from({ length: 2048 * 1024 }, (_, i) => Number(i % 8 === 0)),
        2048,
        1024,
      ),
      chunks: [five],
    }),
    make('transparent.mask.png', 'tRNS: the background is transparent, eyebrows half.', {
      ...paletted(classes),
      chunks: [five, pngChunk('tRNS', Uint8Array.of(0, 255, 255, 255, 128))],
    }),
    make('void-border.mask.png', 'A rim of id 255 round every part, as Pascal VOC draws it.', {
      ...paletted(withBorder(classes)),
      chunks: [paletteChunk([...CLASS_COLOURS, ...Array.from({ length: 250 }, () => [0, 0, 0]), VOID_COLOUR], 256)],
    }),
  ];
}

/** Two frames of half a second: the mask, then its background only (APNG specification: acTL, fcTL, fdAT). */
function animated(mask: PngParts): PngParts {
  const bytes = (length: number, values: readonly (readonly [offset: number, value: number, size: 2 | 4])[]) => {
    const view = new DataView(new ArrayBuffer(length));
    for (const [offset, value, size] of values) {
      if (size === 4) view.setUint32(offset, value);
      else view.setUint16(offset, value);
    }
    return new Uint8Array(view.buffer);
  };
  const frame = (sequence: number) =>
    pngChunk(
      'fcTL',
      bytes(26, [
        [0, sequence, 4],
        [4, mask.width, 4],
        [8, mask.height, 4],
        [20, 1, 2],
        [22, 2, 2],
      ]),
    );
  const empty = compressedImage({ ...mask, samples: new Uint8Array(mask.samples.length) });
  return {
    ...mask,
    chunks: [pngChunk('acTL', bytes(8, [[0, 2, 4]])), ...(mask.chunks ?? []), frame(0)],
    chunksAfterData: [frame(1), pngChunk('fdAT', Buffer.concat([bytes(4, [[0, 2, 4]]), empty]))],
  };
}
