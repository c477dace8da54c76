import { seededRandom } from './random.ts';

/** Side of a drawn face, in pixels. */
export const FACE_SIZE = 512;

/** The classes of the sample, by id. */
export const CLASSES = ['background', 'eye', 'nose', 'mouth', 'eyebrow'] as const;

/** Colours of {@link CLASSES}: black, maroon, green, navy, olive. */
export const CLASS_COLOURS = [
  [0, 0, 0],
  [128, 0, 0],
  [0, 128, 0],
  [0, 0, 128],
  [128, 128, 0],
] as const;

interface Ellipse {
  readonly x: number;
  readonly y: number;
  readonly rx: number;
  readonly ry: number;
  /** Radians, clockwise on the screen. */
  readonly angle: number;
}

interface Part extends Ellipse {
  /** Id of the part's class. */
  readonly id: number;
  /** Points inside this one do not belong to the part: it makes crescents of ellipses. */
  readonly without: Ellipse | null;
}

/** A drawn face: its parts, each one object, and how it is coloured. */
export interface Face {
  readonly head: Ellipse;
  readonly hair: Ellipse;
  readonly parts: readonly Part[];
  readonly skin: readonly number[];
  readonly hairColour: readonly number[];
  readonly backdrop: readonly number[];
  readonly iris: readonly number[];
  readonly seed: number;
}

const SKINS = [
  [244, 208, 177],
  [231, 180, 143],
  [198, 134, 92],
  [141, 85, 54],
  [92, 57, 40],
];
const HAIR = [
  [44, 34, 30],
  [92, 60, 36],
  [168, 116, 60],
  [120, 120, 124],
];
const BACKDROPS = [
  [116, 150, 176],
  [150, 168, 140],
  [186, 160, 150],
  [120, 124, 150],
];
const IRISES = [
  [72, 46, 28],
  [58, 92, 120],
  [78, 102, 60],
];

function inside({ x, y, rx, ry, angle }: Ellipse, px: number, py: number): boolean {
  const dx = px - x;
  const dy = py - y;
  const reach = Math.max(rx, ry);
  if (Math.abs(dx) > reach || Math.abs(dy) > reach) return false;
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  return ((dx * cos + dy * sin) / rx) ** 2 + ((dy * cos - dx * sin) / ry) ** 2 <= 1;
}

const insidePart = (part: Part, x: number, y: number) =>
  inside(part, x, y) && (part.without === null || !inside(part.without, x, y));

/** A face whose proportions, colours and tilt follow from the seed. */
export function drawFace(seed: number): Face {
  const random = seededRandom(seed);
  const between = (low: number, high: number) => low + (high - low) * random();
  const choose = (colours: readonly (readonly number[])[]) =>
    colours[Math.floor(random() * colours.length)] ?? [0, 0, 0];

  const centreX = FACE_SIZE / 2 + between(-24, 24);
  const centreY = FACE_SIZE / 2 + between(0, 24);
  const tilt = between(-0.14, 0.14);
  const head = { x: centreX, y: centreY, rx: between(128, 150), ry: between(172, 196), angle: tilt };
  const place = (across: number, down: number) => ({
    x: centreX + across * Math.cos(tilt) - down * Math.sin(tilt),
    y: centreY + across * Math.sin(tilt) + down * Math.cos(tilt),
  });

  const eyeAcross = between(54, 64);
  const eyeDown = between(-44, -32);
  const eye = { rx: between(24, 30), ry: between(11, 16) };
  const browLift = between(30, 42);
  const brow = { rx: between(32, 40), ry: between(13, 18) };
  const mouthDown = between(92, 106);
  const mouth = { rx: between(46, 62), ry: between(18, 28) };
  const smile = between(8, 22);
  const crescent = (
    id: number,
    at: { x: number; y: number },
    shape: { rx: number; ry: number },
    angle: number,
    cut: number,
  ) => ({
    ...{ id, ...at, ...shape, angle },
    without: { x: at.x - cut * Math.sin(angle), y: at.y + cut * Math.cos(angle), ...shape, angle },
  });

  const parts: Part[] = [];
  for (const side of [-1, 1]) {
    parts.push({ id: 1, ...place(side * eyeAcross, eyeDown), ...eye, angle: tilt + side * 0.06, without: null });
  }
  parts.push({
    id: 2,
    ...place(0, between(24, 34)),
    rx: between(20, 26),
    ry: between(38, 46),
    angle: tilt,
    without: null,
  });
  parts.push(crescent(3, place(0, mouthDown), mouth, tilt, -smile));
  for (const side of [-1, 1]) {
    parts.push(crescent(4, place(side * eyeAcross, eyeDown - browLift), brow, tilt + side * 0.12, 9));
  }
  const crown = place(0, -70);
  return {
    head,
    hair: { ...crown, rx: head.rx + 22, ry: head.ry - 34, angle: tilt },
    parts,
    skin: choose(SKINS),
    hairColour: choose(HAIR),
    backdrop: choose(BACKDROPS),
    iris: choose(IRISES),
    seed,
  };
}

/** Class ids of a face, row-major, {@link FACE_SIZE}² bytes; a pixel belongs to the part that holds its centre. */
export function classIds(face: Face): Uint8Array {
  return objectIds(face).map((object) => face.parts[object - 1]?.id ?? 0);
}

/** Object ids of a face: 0 is background, n is its n-th part. */
export function objectIds(face: Face): Uint8Array {
  const ids = new Uint8Array(FACE_SIZE * FACE_SIZE);
  for (let y = 0; y < FACE_SIZE; y += 1) {
    for (let x = 0; x < FACE_SIZE; x += 1) {
      ids[y * FACE_SIZE + x] = 1 + face.parts.findIndex((part) => insidePart(part, x + 0.5, y + 0.5));
    }
  }
  return ids;
}

/** The drawn original, RGB, 3 × {@link FACE_SIZE}² bytes: smooth edges, a lit backdrop and a little grain. */
export function renderOriginal(face: Face): Uint8Array {
  const random = seededRandom(face.seed ^ 0x5bd1e995);
  const rgb = new Uint8Array(3 * FACE_SIZE * FACE_SIZE);
  const samples = [1 / 4, 3 / 4];
  for (let y = 0; y < FACE_SIZE; y += 1) {
    for (let x = 0; x < FACE_SIZE; x += 1) {
      const sum = [0, 0, 0];
      for (const down of samples) {
        for (const across of samples) {
          const colour = colourAt(face, x + across, y + down);
          for (let channel = 0; channel < 3; channel += 1) sum[channel] = (sum[channel] ?? 0) + (colour[channel] ?? 0);
        }
      }
      const grain = (random() - 0.5) * 10;
      for (let channel = 0; channel < 3; channel += 1) {
        rgb[3 * (y * FACE_SIZE + x) + channel] = Math.max(
          0,
          Math.min(255, Math.round((sum[channel] ?? 0) / 4 + grain)),
        );
      }
    }
  }
  return rgb;
}

function colourAt(face: Face, x: number, y: number): readonly number[] {
  const part = face.parts.find((candidate) => insidePart(candidate, x, y));
  if (part?.id === 1) {
    const pupil = Math.hypot(x - part.x, y - part.y) / part.ry;
    if (pupil < 0.4) return [18, 16, 16];
    return pupil < 0.9 ? face.iris : [246, 244, 240];
  }
  if (part?.id === 2) return shade(face.skin, 0.9 - 0.1 * ((x - part.x) / part.rx));
  if (part?.id === 3) return [176, 74, 78];
  if (part?.id === 4) return shade(face.hairColour, 0.8);
  if (inside(face.head, x, y)) return shade(face.skin, 1.06 - 0.2 * Math.abs((x - face.head.x) / face.head.rx) ** 2);
  if (inside(face.hair, x, y)) return shade(face.hairColour, 1.15 - 0.3 * (y / FACE_SIZE));
  return shade(face.backdrop, 1.15 - 0.4 * (y / FACE_SIZE));
}

const shade = (colour: readonly number[], factor: number) => colour.map((value) => value * factor);
