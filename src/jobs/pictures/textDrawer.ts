import type { Coverage } from '../../core/compose/picture.ts';
import { drawText } from '../../platform/pictures.ts';

/** Texts that are kept; numbers would fill the memory in the end. */
const MOST_KEPT = 4096;

/** Pixels of the letters that are looked at. */
const PROBE_SIZE = 32;

/** Draws texts with the fonts that the system has, and knows which characters none of them has. */
export class TextDrawer {
  readonly #font: string | null;
  readonly #kept = new Map<string, Coverage>();
  readonly #drawable = new Map<string, boolean>();

  /** @param font a font file, absolute; null: what the system has */
  constructor(font: string | null) {
    this.#font = font;
  }

  /** Whether there is a font at all. */
  async hasFont(): Promise<boolean> {
    return this.#hasCharacter('a');
  }

  /** Whether some font has every character. */
  async canDraw(text: string): Promise<boolean> {
    for (const character of new Set(text)) if (!(await this.#hasCharacter(character))) return false;
    return true;
  }

  /** The text with `?` for what no font has. */
  async drawable(text: string): Promise<string> {
    let drawn = '';
    for (const character of text) drawn += (await this.#hasCharacter(character)) ? character : '?';
    return drawn;
  }

  /** @param size pixels */
  async draw(text: string, size: number): Promise<Coverage> {
    const key = `${size} ${text}`;
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const made = (await drawText(text, size, this.#font).catch(() => null)) ?? NOTHING;
    if (this.#kept.size >= MOST_KEPT) this.#kept.clear();
    this.#kept.set(key, made);
    return made;
  }

  async #hasCharacter(character: string): Promise<boolean> {
    if (/^[\s\p{M}\p{Cf}]$/u.test(character)) return true;
    // One letter tells for all of an alphabet that no font has in parts; some of them are frames themselves.
    const probe = /^[\x21-\x7e]$/.test(character) ? 'a' : /^\p{Script=Hangul}$/u.test(character) ? '아' : character;
    const known = this.#drawable.get(probe);
    if (known !== undefined) return known;
    const ink = await this.draw(probe, PROBE_SIZE);
    const isThere = ink.width > 0 && !isBox(ink);
    this.#drawable.set(probe, isThere);
    return isThere;
  }
}

const NOTHING: Coverage = { width: 0, height: 0, alpha: new Uint8Array(0) };

/** Ink at least so dark, along at least such a share of each side. */
const DARK = 100;
const WHOLE_SIDE = 0.8;

/** Whether ink is what stands for a character that no font has: a frame, empty or with the character's number in it. */
function isBox({ width, height, alpha }: Coverage): boolean {
  const isDark = (x: number, y: number): boolean => (alpha[y * width + x] ?? 0) >= DARK;
  const rows = Array.from({ length: height }, (_, y) => countOf(width, (x) => isDark(x, y)));
  const top = rows.findIndex((count) => count > 0);
  const bottom = rows.findLastIndex((count) => count > 0);
  const inked = bottom - top + 1;
  if (top < 0 || inked < 4 || width < 4) return false;
  const isWhole = (count: number, length: number): boolean => count >= WHOLE_SIDE * length;
  const column = (x: number): number => countOf(inked, (y) => isDark(x, top + y));
  return (
    [rows[top] ?? 0, rows[bottom] ?? 0].every((count) => isWhole(count, width)) &&
    [column(0), column(width - 1)].every((count) => isWhole(count, inked))
  );
}

function countOf(length: number, isCounted: (at: number) => boolean): number {
  let count = 0;
  for (let at = 0; at < length; at++) if (isCounted(at)) count++;
  return count;
}
