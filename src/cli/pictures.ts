import { resolve } from 'node:path';
import { BLENDS, type Blend } from '../core/compose/blend.ts';
import { LARGEST_BOX, LARGEST_SIGMA, type Blur } from '../core/compose/blur.ts';
import { FOCUS_METHODS } from '../core/compose/focus.ts';
import { LEGEND_PLACES } from '../core/compose/legend.ts';
import { MAX_SEED } from '../core/split/mersenneTwister.ts';
import type { PicturesTask } from '../jobs/pictures/picturesTypes.ts';
import { isFontFile } from '../platform/fontFile.ts';
import { chosen, switchesOf, wholeNumber } from './batchOptions.ts';
import { parseCommandLine } from './commandLine.ts';
import { PAIRS_OPTIONS, pairsRequest, runPairsOrder, type PairsOrder } from './pairsCommand.ts';
import { UsageError } from './usageError.ts';

export type PicturesCommand = 'overlay' | 'sheet' | 'cutout' | 'focus';

const OPTIONS = {
  ...PAIRS_OPTIONS,
  classes: { type: 'string' },
  'with-background': { type: 'boolean' },
  'with-void': { type: 'boolean' },
  frame: { type: 'string' },
  fit: { type: 'boolean' },
  format: { type: 'string' },
  quality: { type: 'string' },
  opacity: { type: 'string' },
  outline: { type: 'string' },
  'no-fill': { type: 'boolean' },
  blend: { type: 'string' },
  legend: { type: 'string' },
  font: { type: 'string' },
  count: { type: 'string' },
  seed: { type: 'string' },
  columns: { type: 'string' },
  side: { type: 'string' },
  crop: { type: 'boolean' },
  box: { type: 'string' },
  gaussian: { type: 'string' },
  method: { type: 'string' },
} as const;

/** Options that only some of the commands know. */
const OWN_OPTIONS: Readonly<Record<PicturesCommand, readonly (keyof typeof OPTIONS)[]>> = {
  overlay: ['opacity', 'outline', 'no-fill', 'blend', 'legend', 'font', 'quality'],
  sheet: ['opacity', 'outline', 'no-fill', 'blend', 'font', 'quality', 'count', 'seed', 'columns', 'side'],
  cutout: ['crop'],
  focus: ['box', 'gaussian', 'method', 'quality'],
};

/** `maskscope overlay`, `sheet`, `cutout` and `focus`. Returns the exit status. */
export async function runPictures(command: PicturesCommand, args: readonly string[]): Promise<number> {
  return runPairsOrder(() => picturesOrder(command, args));
}

/** A command line as a request; null where it asks for help, which is printed. Throws UsageError. */
export async function picturesOrder(command: PicturesCommand, args: readonly string[]): Promise<PairsOrder | null> {
  const others = Object.values(OWN_OPTIONS).flat();
  const options = Object.fromEntries(
    Object.entries(OPTIONS).filter(([name]) => {
      const isOwn = OWN_OPTIONS[command].some((one) => one === name);
      return isOwn || !others.some((one) => one === name);
    }),
  ) as typeof OPTIONS;
  const commandLine = await parseCommandLine(command, args, options);
  if (commandLine === null) return null;
  const task = taskOf(command, commandLine.values);
  return { request: pairsRequest(command, args, commandLine, task), switches: switchesOf(commandLine.values) };
}

type Values = { readonly [K in keyof typeof OPTIONS]?: string | boolean | undefined };

function taskOf(command: PicturesCommand, values: Values): PicturesTask {
  const text = (option: keyof typeof OPTIONS): string | undefined => {
    const value = values[option];
    return typeof value === 'string' ? value : undefined;
  };
  const oneOf = <T extends string>(option: keyof typeof OPTIONS, words: readonly T[], otherwise: T): T => {
    const value = text(option);
    return value === undefined ? otherwise : chosen(command, `--${option}`, value, words);
  };
  const whole = (option: keyof typeof OPTIONS, least: number, most: number): number | null => {
    const value = text(option);
    return value === undefined ? null : wholeNumber(command, `--${option}`, value, least, most);
  };
  if (text('quality') !== undefined && oneOf('format', ['png', 'jpeg', 'webp'], 'png') === 'png') {
    throw new UsageError('--quality is of JPEG and WebP: give --format jpeg or webp, or leave it out', command);
  }
  const base = {
    classes: {
      only:
        text('classes')
          ?.split(',')
          .map((one) => one.trim()) ?? null,
      hasBackground: values['with-background'] === true,
      hasVoid: values['with-void'] === true,
    },
    reading: { frame: oneOf('frame', ['displayed', 'stored'], 'displayed'), isFitted: values.fit === true },
    encoding: {
      format:
        command === 'cutout'
          ? oneOf('format', ['png', 'webp'], 'png')
          : oneOf('format', ['png', 'jpeg', 'webp'], 'png'),
      quality: whole('quality', 1, 100) ?? 90,
    },
  };
  const blend = oneOf<Blend>('blend', BLENDS, 'normal');
  const overlay = {
    blend,
    style: {
      isFilled: values['no-fill'] !== true,
      opacity: fraction(command, text('opacity')) ?? (blend === 'normal' ? 0.5 : PUBLISHED_OPACITY),
      outline: whole('outline', 0, 64) ?? (values['no-fill'] === true ? 2 : 0),
    },
  };
  const font = text('font');
  const fontFile = font === undefined ? null : fontFileOf(command, font);
  switch (command) {
    case 'overlay':
      return { kind: 'overlay', ...base, ...overlay, legend: oneOf('legend', LEGEND_PLACES, 'none'), font: fontFile };
    case 'sheet': {
      const count = text('count') === 'all' ? null : (whole('count', 1, 100_000) ?? 20);
      const isChosen = text('only') !== undefined || text('list') !== undefined;
      return {
        ...{ kind: 'sheet', ...base, ...overlay, font: fontFile },
        count: isChosen && text('count') === undefined ? null : count,
        seed: whole('seed', 0, MAX_SEED) ?? 0,
        columns: whole('columns', 1, 50),
        side: whole('side', 48, 1024) ?? 240,
      };
    }
    case 'cutout':
      return { kind: 'cutout', ...base, isCropped: values.crop === true };
    case 'focus':
      return {
        kind: 'focus',
        ...base,
        blur: blurOf(text('box'), text('gaussian')),
        method: oneOf('method', FOCUS_METHODS, 'normalised'),
      };
  }
}

/** The part of the colour in the published blends. */
const PUBLISHED_OPACITY = 0.4;
const USUAL_BOX = 31;

/** The absolute path of a font. */
function fontFileOf(command: PicturesTask['kind'], font: string): string {
  const path = resolve(font);
  try {
    if (isFontFile(path)) return path;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--font ${font}: ${reason.replace(/\.$/, '')}`, command);
  }
  throw new UsageError(`--font takes a font file such as NanumGothic.ttf, not '${font}'`, command);
}

function fraction(command: PicturesCommand, text: string | undefined): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (!/^\d*\.?\d+$/.test(text) || value > 1) {
    throw new UsageError(`--opacity takes a number from 0 to 1, such as 0.5, not '${text}'`, command);
  }
  return value;
}

function blurOf(box: string | undefined, gaussian: string | undefined): Blur {
  if (box !== undefined && gaussian !== undefined) throw new UsageError('give --box or --gaussian, not both', 'focus');
  if (gaussian === undefined) {
    const size = box === undefined ? USUAL_BOX : wholeNumber('focus', '--box', box, 3, LARGEST_BOX);
    if (size % 2 === 0) throw new UsageError(`--box takes an odd number, not '${size}'`, 'focus');
    return { kind: 'box', size };
  }
  const sigma = Number(gaussian);
  if (!/^\d*\.?\d+$/.test(gaussian) || sigma <= 0 || sigma > LARGEST_SIGMA) {
    throw new UsageError(`--gaussian takes a number up to ${LARGEST_SIGMA}, not '${gaussian}'`, 'focus');
  }
  return { kind: 'gaussian', sigma };
}
