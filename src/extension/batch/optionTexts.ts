import { basename } from 'node:path';
import * as vscode from 'vscode';
import { isPaletteName, type PaletteName } from '../../core/palette/namedPalettes.ts';
import { formatHex } from '../../core/palette/idColours.ts';
import type { DrawOptions } from '../../jobs/border.ts';
import type { SpecksOptions } from '../../jobs/specks.ts';
import type { BatchSetup } from '../../protocol/batch.ts';
import { DEFAULT_DRAW, decisionsOf, kindOf, type BatchAnswers, type BatchKind } from './batchSteps.ts';

/** What a command is called, in its steps and on its page. */
export function titleOf(kind: BatchKind): string {
  return {
    reencode: vscode.l10n.t('Re-encode Masks'),
    draw: vscode.l10n.t('Draw Void Border'),
    remove: vscode.l10n.t('Remove Void Border'),
    specks: vscode.l10n.t('Fill Specks'),
  }[kind];
}

/** Proper names are not translated. */
export function paletteName(name: PaletteName): string {
  return {
    voc: 'Pascal VOC',
    cityscapes: 'Cityscapes ids',
    'cityscapes-train': 'Cityscapes trainIds',
    ade20k: 'ADE20K',
    'colour-blind-safe': vscode.l10n.t('Colour-blind safe'),
    five: vscode.l10n.t('Five colours'),
  }[name];
}

export function paletteText(palette: string): string {
  return isPaletteName(palette) ? paletteName(palette) : vscode.workspace.asRelativePath(palette);
}

export function modeText(mode: DrawOptions['mode']): string {
  return {
    union: vscode.l10n.t('Around everything'),
    classes: vscode.l10n.t('Also between classes'),
    objects: vscode.l10n.t('Also between objects'),
  }[mode];
}

export function sideText(side: DrawOptions['side']): string {
  return {
    outer: vscode.l10n.t('outer'),
    inner: vscode.l10n.t('inner'),
    centred: vscode.l10n.t('centred'),
  }[side];
}

export function elementText(element: DrawOptions['element']): string {
  return { rectangle: vscode.l10n.t('rectangle'), cross: vscode.l10n.t('cross') }[element];
}

export function resizeText({ resize }: Pick<DrawOptions, 'resize'>): string {
  if (resize === null) return vscode.l10n.t('no');
  const rule = resize.rule === 'opencv' ? 'OpenCV INTER_NEAREST' : 'Pillow NEAREST';
  return `${resize.width} × ${resize.height}, ${rule}`;
}

export function unknownText(unknown: 'error' | 'void' | 'nearest' | number): string {
  switch (unknown) {
    case 'error':
      return vscode.l10n.t('refuse the file');
    case 'void':
      return vscode.l10n.t('become void');
    case 'nearest':
      return vscode.l10n.t('become the nearest class');
    default:
      return vscode.l10n.t('become id {0}', unknown);
  }
}

/** How the ids are found, in a few words. */
export function howText(work: Extract<BatchAnswers['work'], { kind: 'reencode' }>): string {
  if (work.classId !== null) {
    if (work.binaryRule === 'alpha') return vscode.l10n.t('binary masks, what is opaque as class {0}', work.classId);
    if (work.binaryRule === 'brightness')
      return vscode.l10n.t('binary masks, what is white as class {0}', work.classId);
    return vscode.l10n.t('binary masks, as class {0}', work.classId);
  }
  if (work.by === 'index') return vscode.l10n.t('by id');
  if (work.isAsStored === true) return vscode.l10n.t('by colour, as stored');
  return work.isSwapped ? vscode.l10n.t('by colour, red and blue swapped') : vscode.l10n.t('by colour');
}

/** The batch as its page tells it. */
export function setupOf(answers: BatchAnswers): BatchSetup {
  const { work, target, inputs, isRepeated } = answers;
  const decisions = decisionsOf(answers);
  return {
    title: titleOf(kindOf(work)),
    options: [
      { label: vscode.l10n.t('Input'), value: inputsText(inputs) },
      ...workOptions(work),
      {
        label: vscode.l10n.t('Output'),
        value:
          target.kind === 'inPlace'
            ? vscode.l10n.t('in place')
            : vscode.l10n.t('into {0}', vscode.workspace.asRelativePath(target.folder)),
      },
      ...(isRepeated ? [{ label: vscode.l10n.t('Already written'), value: vscode.l10n.t('write again') }] : []),
    ],
    ...(decisions === undefined ? {} : { decisions }),
    isInPlace: target.kind === 'inPlace',
    keepsPalettes: work.kind !== 'reencode',
  };
}

type Options = BatchSetup['options'];

function workOptions(work: BatchAnswers['work']): Options {
  switch (work.kind) {
    case 'reencode':
      return reencodeOptions(work);
    case 'border':
      return borderOptions(work.options);
    case 'specks':
      return [
        { label: vscode.l10n.t('Specks'), value: vscode.l10n.t('regions of fewer than {0} px', work.options.below) },
        { label: vscode.l10n.t('Ids of the void, whose specks stay'), value: voidIdsText(work.options) },
      ];
  }
}

export function voidIdsText({ voidIds }: SpecksOptions): string {
  return voidIds.length === 0 ? vscode.l10n.t('none') : voidIds.join(', ');
}

function inputsText(inputs: readonly string[]): string {
  const names = inputs.slice(0, 3).map((path) => (path === '' ? basename(path) : path));
  const more = inputs.length - names.length;
  return names.join(', ') + (more > 0 ? ` ${vscode.l10n.t('and {0} more', more)}` : '');
}

function reencodeOptions(work: Extract<BatchAnswers['work'], { kind: 'reencode' }>): Options {
  const { palette, raw, depth, by, unknown, repair, classId } = work;
  return [
    ...(palette === null ? [] : [{ label: vscode.l10n.t('Palette'), value: paletteText(palette) }]),
    { label: vscode.l10n.t('Ids'), value: howText(work) },
    ...(classId !== null && work.threshold
      ? [{ label: vscode.l10n.t('Threshold'), value: String(work.threshold) }]
      : []),
    ...(raw === null ? [] : [{ label: vscode.l10n.t('Format'), value: vscode.l10n.t('raw ids, {0}-bit grey', raw) }]),
    ...(depth === null ? [] : [{ label: vscode.l10n.t('Bits a pixel'), value: String(depth) }]),
    ...(by === 'colour' && classId === null && unknown !== 'error'
      ? [{ label: vscode.l10n.t('Unknown colours'), value: unknownText(unknown) }]
      : []),
    ...(repair === 'edges' ? [{ label: vscode.l10n.t('Edges'), value: vscode.l10n.t('repaired') }] : []),
  ];
}

function borderOptions(options: Extract<BatchAnswers['work'], { kind: 'border' }>['options']): Options {
  if (options.kind === 'remove') {
    return [
      { label: vscode.l10n.t('Void within'), value: vscode.l10n.t('{0} px of a class', options.within) },
      { label: vscode.l10n.t('Id of the void'), value: String(options.voidId) },
    ];
  }
  const { mode, iterations, instances } = options;
  return [
    { label: vscode.l10n.t('Border'), value: modeText(mode) },
    { label: vscode.l10n.t('Width'), value: vscode.l10n.t('{0} px', iterations) },
    ...(instances === null
      ? []
      : [{ label: vscode.l10n.t('Instance masks'), value: vscode.workspace.asRelativePath(instances) }]),
    ...drawOptionLines(options)
      .filter(({ isDefault }) => !isDefault)
      .map(({ label, value }) => ({ label, value })),
  ];
}

/** An option of a border with its value, for the list of options and the page. */
export interface DrawOptionLine {
  readonly key: 'side' | 'element' | 'voidId' | 'colour' | 'background' | 'backgroundBecomes' | 'resize';
  readonly label: string;
  readonly value: string;
  readonly isDefault: boolean;
}

export function drawOptionLines(options: DrawOptions): readonly DrawOptionLine[] {
  const { side, element, voidId, colour, background, backgroundBecomes } = options;
  const line = (key: DrawOptionLine['key'], label: string, value: string): DrawOptionLine => {
    return { key, label, value, isDefault: JSON.stringify(options[key]) === JSON.stringify(DEFAULT_DRAW[key]) };
  };
  return [
    line('side', vscode.l10n.t('Side'), sideText(side)),
    line('element', vscode.l10n.t('Element'), elementText(element)),
    line('voidId', vscode.l10n.t('Id of the border'), String(voidId)),
    line(
      'colour',
      vscode.l10n.t('Colour of the border'),
      colour === null ? vscode.l10n.t('#e0e0c0 where the id is new') : formatHex(...colour),
    ),
    line('background', vscode.l10n.t('Id of the background'), String(background)),
    line(
      'backgroundBecomes',
      vscode.l10n.t('Background that is left'),
      backgroundBecomes === null ? vscode.l10n.t('stays') : vscode.l10n.t('becomes id {0}', backgroundBecomes),
    ),
    line('resize', vscode.l10n.t('Resize first'), resizeText(options)),
  ];
}
