/** One element of an SVG picture. What it looks like is the style sheet's business, by its class. */
export interface Shape {
  readonly tag: 'rect' | 'path' | 'line' | 'circle' | 'text';
  readonly attributes: Readonly<Record<string, string | number>>;
  /** Of `text` elements. */
  readonly text?: string;
}

/** A part of a drawing that tells a value: what a pointer or the keyboard reaches. */
export interface Mark {
  /** Left, top, and size, in the drawing's pixels. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Its place among the others, from 0, for arrow keys. */
  readonly row: number;
  readonly column: number;
  /** In a sentence. */
  readonly tip: string;
}

/** A picture of values, as data: pages make elements of it and exports text. */
export interface Drawing {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
  /** Made when they are asked for: a heat map has hundreds. */
  readonly marks: () => readonly Mark[];
}

export function rect(kind: string, x: number, y: number, width: number, height: number): Shape {
  return { tag: 'rect', attributes: { class: kind, x: round(x), y: round(y), width: round(width), height } };
}

export function line(kind: string, x1: number, y1: number, x2: number, y2: number): Shape {
  return { tag: 'line', attributes: { class: kind, x1: round(x1), y1: round(y1), x2: round(x2), y2: round(y2) } };
}

export type Anchor = 'start' | 'middle' | 'end';

export function text(kind: string, x: number, y: number, content: string, anchor: Anchor = 'start'): Shape {
  return {
    tag: 'text',
    attributes: { class: kind, x: round(x), y: round(y), 'text-anchor': anchor },
    text: content,
  };
}

/** A colour of the dataset beside its name; never the only thing that tells it. */
export function swatch(x: number, y: number, size: number, colour: string): Shape {
  return { tag: 'rect', attributes: { class: 'swatch', x, y, width: size, height: size, fill: colour } };
}

/** A text that fits into so many characters; what is cut off is told by the mark's tip and the table. */
export function shortened(content: string, characters: number): string {
  const all = [...content];
  return all.length <= characters ? content : `${all.slice(0, characters - 1).join('')}…`;
}

/** A tenth of a pixel is finer than anybody sees. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
