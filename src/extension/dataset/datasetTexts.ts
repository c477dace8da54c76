import { basename } from 'node:path';
import * as vscode from 'vscode';
import { PATTERN_PROBLEMS } from '../../core/dataset/layouts/pattern.ts';
import type { ClassKey, NamedClass } from '../../core/dataset/classNaming.ts';
import type { LayoutKind } from '../../core/dataset/pairs.ts';
import { isPresetName } from '../../core/formats/presets/presets.ts';
import type { DatasetFailure } from '../../jobs/dataset/datasetMessages.ts';
import { DATASET_PROBLEMS } from '../../jobs/dataset/datasetProblem.ts';
import { fileProblemText } from '../labelbox/findingText.ts';
import { PRESET_NAMES } from '../mask/classMaps.ts';
import { translatedDetails } from './findingTexts.ts';

const PROBLEMS: Readonly<Record<string, string>> = { ...DATASET_PROBLEMS, ...PATTERN_PROBLEMS };

/** Why a dataset cannot be scanned, translated. */
export function datasetFailureText({ code, details, message }: DatasetFailure): string {
  const template = code === null ? undefined : PROBLEMS[code];
  return template === undefined
    ? fileProblemText(code, details, message)
    : vscode.l10n.t(template, translatedDetails(details));
}

/** What a layout is called. */
export function layoutName(kind: LayoutKind): string {
  switch (kind) {
    case 'voc':
      return 'Pascal VOC';
    case 'cityscapes':
      return 'Cityscapes';
    case 'davis':
      return 'DAVIS';
    case 'recipe':
      return '*-original, *-category';
    case 'cvat':
      return 'CVAT Segmentation mask 1.1';
    case 'camvid':
      return 'CamVid';
    case 'folders':
      return vscode.l10n.t('Folders of images and masks');
    case 'suffix':
      return vscode.l10n.t('Pairs by suffix');
    case 'pattern':
      return vscode.l10n.t('Pattern');
  }
}

/** A class by name, else by its id or colour. */
export function className({ key, name }: Pick<NamedClass, 'key' | 'name'>): string {
  return name ?? keyText(key);
}

export function keyText(key: ClassKey): string {
  return typeof key === 'number' ? vscode.l10n.t('id {0}', key) : key;
}

/** The file of a class map, or what its preset is called. */
export function classMapName(source: string): string {
  return isPresetName(source) ? PRESET_NAMES[source] : basename(source);
}

/** A part of a whole: `12.3%`, small ones with two digits that say something. */
export function shareText(part: number, whole: number): string {
  const share = whole === 0 ? 0 : part / whole;
  const digits = share > 0 && share < 0.01 ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: 1 };
  return new Intl.NumberFormat(vscode.env.language, { style: 'percent', ...digits }).format(share);
}

/** When something was done: the time of day, on another day the date, too. */
export function momentText(milliseconds: number): string {
  const moment = new Date(milliseconds);
  const isToday = moment.toDateString() === new Date().toDateString();
  const style = isToday ? ({ timeStyle: 'short' } as const) : ({ dateStyle: 'short', timeStyle: 'short' } as const);
  return new Intl.DateTimeFormat(vscode.env.language, style).format(moment);
}
