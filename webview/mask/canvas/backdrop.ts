import type { Frame } from './viewTransform.ts';

export type Rgb = readonly [number, number, number];

/** Two-coloured patterns that stand for what has no colour, in device pixels. */
export interface Backdrop {
  /** Checkerboard under transparent and hidden ids: even and odd fields. */
  readonly checker: readonly [Rgb, Rgb];
  /** Diagonal stripes of ids outside the palette: told from any plain colour by shape alone. */
  readonly hatch: readonly [Rgb, Rgb];
  /** There is no checkerboard: what is transparent stays so. */
  readonly isBare?: boolean;
}

const HATCH: Backdrop['hatch'] = [
  [26, 26, 26],
  [255, 212, 0],
];

/** The patterns of a theme; both checkerboards keep clear of the black and white that masks use. */
export function backdropOf(theme: 'light' | 'dark'): Backdrop {
  const checker: Backdrop['checker'] =
    theme === 'light'
      ? [
          [250, 250, 250],
          [216, 216, 216],
        ]
      : [
          [72, 72, 72],
          [48, 48, 48],
        ];
  return { checker, hatch: HATCH };
}

/** The kind of VS Code theme that a webview's body is marked with. */
export function themeOf(body: HTMLElement): 'light' | 'dark' {
  const { classList } = body;
  return classList.contains('vscode-light') || classList.contains('vscode-high-contrast-light') ? 'light' : 'dark';
}

/** Side of a checkerboard field and horizontal period of the hatch, in device pixels: 8 CSS pixels. */
export function fieldSize(frame: Frame): number {
  return Math.max(2, Math.round(8 * frame.pixelRatio));
}

/**
 * What to add to a device coordinate to get one that counts from the pattern's start: patterns start at the image's
 * corner and so move with it. Reduced to one period, 0 … 2 × field − 1, which a shader's floats hold exactly.
 */
export function patternOffset(origin: number, field: number): number {
  const period = 2 * field;
  return ((-origin % period) + period) % period;
}

/** The checkerboard's colour at a device pixel; `dx`, `dy` count from the pattern's start and are not negative. */
export function checkerAt(backdrop: Backdrop, field: number, dx: number, dy: number): Rgb {
  return backdrop.checker[((Math.floor(dx / field) + Math.floor(dy / field)) & 1) as 0 | 1];
}

/** The hatch's colour at a device pixel. */
export function hatchAt(backdrop: Backdrop, field: number, dx: number, dy: number): Rgb {
  return backdrop.hatch[(dx + dy) % field < field / 2 ? 0 : 1];
}
