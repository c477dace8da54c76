import { describe, expect, it } from 'vitest';
import { decodeBackup, encodeBackup, makeBackup, restoredHistory } from '../../../src/core/mask/editBackup.ts';
import { isMaskEdit } from '../../../src/core/mask/editCheck.ts';
import { EditHistory } from '../../../src/core/mask/editHistory.ts';
import { applyEdits, type MaskEdit } from '../../../src/core/mask/edits.ts';
import { isPhotograph, maskFromPng } from '../../../src/core/mask/fromPng.ts';
import type { Mask } from '../../../src/core/mask/mask.ts';
import { vocColour } from '../../../src/core/palette/idColours.ts';
import { ColourType } from '../../../src/core/png/types.ts';
import { writePng } from '../../../src/core/png/write.ts';
import { encodeEditedMask } from '../../../src/jobs/editedMask.ts';
import { readImage } from '../../../src/jobs/readImage.ts';
import { sha256Hex } from '../../../src/platform/hash.ts';
import { crc32, deflate } from '../../../src/platform/zlib.ts';
import { decodeIndependently } from '../../fixtures/independentDecoder.ts';
import { randomImage, randomPalette } from '../../fixtures/masks.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';

/** A mask as plainly as it can be held: every state of the reference is a full copy. */
interface PlainMask {
  readonly depth: number;
  readonly ids: readonly number[];
  /** RGBA of each entry; null: no palette. */
  readonly palette: readonly (readonly number[])[] | null;
  readonly alpha: readonly number[];
}

const maskOf = (bytes: Uint8Array): Mask => {
  const mask = maskFromPng(readImage(bytes), { force: true });
  if (isPhotograph(mask)) throw new Error('The file is a photograph.');
  return mask;
};

function plain({ bitDepth, ids, palette, alpha = new Uint8Array(0) }: Mask): PlainMask {
  const entries = palette && Array.from(palette.alpha, (a, id) => [...palette.rgb.subarray(3 * id, 3 * id + 3), a]);
  // The alpha of a file that got deeper is the same opacity in other numbers.
  const opacity = Array.from(alpha, (value) => value / (alpha instanceof Uint16Array ? 65_535 : 255));
  return { depth: bitDepth, ids: [...ids], palette: entries, alpha: opacity };
}

/** The reference's own way of an edit. */
function edited(mask: PlainMask, edit: MaskEdit): PlainMask {
  if (edit.kind === 'palette') {
    const { rgb, alpha } = edit.palette;
    return {
      ...mask,
      palette: Array.from(alpha, (a, id) => [rgb[3 * id] ?? 0, rgb[3 * id + 1] ?? 0, rgb[3 * id + 2] ?? 0, a]),
    };
  }
  const ids = [...mask.ids];
  const changed: number[] = [];
  if (edit.kind === 'lut') {
    mask.ids.forEach((id, at) => {
      ids[at] = edit.table[id] ?? 0;
      if (ids[at] !== id) changed.push(ids[at]);
    });
  } else {
    for (let at = 0; at < edit.runs.length; at += 4) {
      const [start = 0, length = 0, , after = 0] = edit.runs.subarray(at, at + 4);
      for (let i = start; i < start + length; i++) ids[i] = after;
      changed.push(after);
    }
  }
  const largest = Math.max(-1, ...changed);
  const depth = [1, 2, 4, 8, 16].find((bits) => bits >= mask.depth && largest < 2 ** bits) ?? 0;
  return { ...mask, depth, ids, palette: mask.palette && extended(mask.palette, largest + 1) };
}

/** With entries in VOC colours that are not there yet; spare ones of the colormap's continuation where they are. */
function extended(palette: readonly (readonly number[])[], entries: number): readonly (readonly number[])[] {
  const out = [...palette];
  const isTaken = (colour: readonly number[]) => out.some((entry) => entry.slice(0, 3).join() === colour.join());
  let spare = 256;
  while (out.length < entries) {
    let colour: readonly number[] = vocColour(out.length);
    while (isTaken(colour)) colour = vocColour(spare++);
    out.push([...colour, 255]);
  }
  return out;
}

function randomEdit(random: SeededRandom, mask: Mask): MaskEdit {
  const kind = random.choice(mask.palette === null ? ['lut', 'pixels'] : ['lut', 'pixels', 'palette']);
  if (kind === 'palette') return { kind, palette: randomPalette(random, 2 ** mask.bitDepth) };
  const isWide = mask.ids instanceof Uint16Array;
  // Mostly ids that fit; now and then one that makes the file deeper.
  const roomy = mask.palette === null && random.integer(0, 19) === 0 ? 65_535 : random.integer(0, 9) === 0 ? 255 : 0;
  const target = () => random.integer(0, Math.max(roomy, Math.min(2 ** mask.bitDepth - 1, isWide ? 65_535 : 255)));
  if (kind === 'lut') {
    const table = Uint16Array.from({ length: isWide ? 65_536 : 256 }, (_, id) => id);
    const present = [...new Set(mask.ids)];
    for (let changes = random.integer(1, 3); changes > 0; changes--) table[random.choice(present)] = target();
    return { kind: 'lut', table };
  }
  const runs: number[] = [];
  for (let at = random.integer(0, mask.ids.length - 1); at < mask.ids.length; at += random.integer(1, 20)) {
    const before = mask.ids[at] as number;
    let length = 1;
    while (mask.ids[at + length] === before && length < 30) length++;
    runs.push(at, length, before, target());
    at += length;
  }
  return { kind: 'pixels', runs: Uint32Array.from(runs) };
}

/** What a document does, without the window around it. */
class Document {
  base: Uint8Array;
  disk: Uint8Array;
  history = new EditHistory();
  #decoded: { readonly file: Uint8Array; readonly mask: Mask } | undefined;

  constructor(file: Uint8Array) {
    this.base = file;
    this.disk = file;
  }

  get mask(): Mask {
    this.#decoded = this.#decoded?.file === this.base ? this.#decoded : { file: this.base, mask: maskOf(this.base) };
    return applyEdits(this.#decoded.mask, this.history.appliedEdits);
  }

  save(): void {
    const outcome = encodeEditedMask(this.base, this.history.appliedEdits);
    if ('problem' in outcome) throw new Error(outcome.problem);
    this.disk = outcome.bytes;
    this.history.markSaved(this.history.applied);
  }

  revert(): void {
    if (this.history.revert()) return;
    this.base = this.disk;
    this.history = new EditHistory();
  }

  closeAndRestore(): void {
    const backup = makeBackup(this.history, this.base, this.disk, sha256Hex(this.disk));
    const restored = decodeBackup(encodeBackup(backup, crc32), crc32);
    expect(restored.diskSha256).toBe(sha256Hex(this.disk));
    this.base = restored.base;
    this.history = restoredHistory(restored);
  }
}

/** The reference: all states that undo and redo lead to, and which of them was saved. */
interface Reference {
  states: PlainMask[];
  now: number;
  /** Undefined where undo and redo do not lead there. */
  savedAt: number | undefined;
  saved: PlainMask;
}

function step(random: SeededRandom, document: Document, reference: Reference): void {
  const { history } = document;
  const action = random.integer(0, 99);
  if (action < 50) {
    const { mask } = document;
    const edit = randomEdit(random, mask);
    expect(isMaskEdit(edit, mask.ids.length)).toBe(true);
    history.push({ edit, label: 'édition №' });
    const before = reference.states[reference.now] as PlainMask;
    reference.states = [...reference.states.slice(0, reference.now + 1), edited(before, edit)];
    if (reference.savedAt !== undefined && reference.savedAt > reference.now) reference.savedAt = undefined;
    reference.now += 1;
  } else if (action < 70) {
    if (history.applied === 0) return;
    history.setApplied(history.applied - 1);
    reference.now -= 1;
  } else if (action < 82) {
    if (history.applied === history.entries.length) return;
    history.setApplied(history.applied + 1);
    reference.now += 1;
  } else if (action < 91) {
    document.save();
    const onDisk = plain(maskOf(document.disk));
    expectSame(onDisk, reference.states[reference.now] as PlainMask);
    expectSamples(document.disk, onDisk);
    reference.savedAt = reference.now;
    reference.saved = reference.states[reference.now] as PlainMask;
  } else if (action < 96) {
    document.closeAndRestore();
    const { savedAt, now } = reference;
    const isFromSaved = savedAt !== undefined && savedAt <= now;
    reference.states = reference.states.slice(isFromSaved ? savedAt : 0, now + 1);
    reference.now = reference.states.length - 1;
    reference.savedAt = isFromSaved ? 0 : undefined;
  } else {
    document.revert();
    const { savedAt } = reference;
    reference.states = savedAt === undefined ? [reference.saved] : reference.states.slice(0, savedAt + 1);
    reference.now = reference.savedAt = reference.states.length - 1;
  }
}

/** As another decoder reads them. */
function expectSamples(file: Uint8Array, { ids, alpha }: PlainMask): void {
  const { samples } = decodeIndependently(file);
  expect(alpha.length === 0 ? samples : samples.filter((_, at) => at % 2 === 0)).toEqual(ids);
}

/** Texts compare faster than nested arrays. */
function expectSame(actual: PlainMask, expected: PlainMask): void {
  expect(JSON.stringify(actual)).toBe(JSON.stringify(expected));
}

describe('a thousand random edits, undone, redone, saved, kept and reverted', () => {
  for (let seed = 1; seed <= 4; seed++) {
    it(`hold what full copies hold, seed ${seed}`, () => {
      const random = new SeededRandom(seed);
      let document: Document | undefined;
      let reference: Reference | undefined;
      for (let done = 0; done < 1000; done++) {
        // A history of its own for every hundred steps, so that all kinds of files have their turn.
        if (document === undefined || reference === undefined || done % 100 === 0) {
          const image = randomImage(random, [ColourType.palette, ColourType.grey, ColourType.greyAlpha]);
          document = new Document(writePng(image, deflate));
          const opened = plain(document.mask);
          reference = { states: [opened], now: 0, savedAt: 0, saved: opened };
        }
        step(random, document, reference);
        expectSame(plain(document.mask), reference.states[reference.now] as PlainMask);
        expect(document.history.applied).toBe(reference.now);
        expect(document.history.isDirty).toBe(reference.savedAt !== reference.now);
        if (!document.history.isDirty) expectSame(reference.saved, reference.states[reference.now] as PlainMask);
      }
    });
  }
});
