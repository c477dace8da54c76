import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { ConvertAnswers } from './convertSteps.ts';

/** What the command is called, in its steps and on its page. */
export function convertTitle(): string {
  return vscode.l10n.t('Convert Export to Masks');
}

export function sourceText(sources: ConvertAnswers['sources']): string {
  switch (sources.join()) {
    case 'masks':
      return vscode.l10n.t('Masks');
    case 'polygons,masks':
      return vscode.l10n.t('Polygons, Then Masks');
    case 'masks,polygons':
      return vscode.l10n.t('Masks, Then Polygons');
    default:
      return vscode.l10n.t('Polygons');
  }
}

export function ruleText(rule: ConvertAnswers['rule']): string {
  return { centre: vscode.l10n.t('Centres of Pixels'), 'opencv-4.6': 'OpenCV 4.6', 'pillow-9.4': 'Pillow 9.4' }[rule];
}

export function layoutText(layout: ConvertAnswers['layout']): string {
  return {
    voc: 'Pascal VOC',
    recipe: vscode.l10n.t('Folders animface and category'),
    flat: vscode.l10n.t('One Folder'),
    coco: 'COCO JSON',
  }[layout];
}

export function overlapText(overlap: ConvertAnswers['overlap']): string {
  return {
    error: vscode.l10n.t('Leave the Row Out'),
    classOrder: vscode.l10n.t('Higher Id on Top'),
    smallerOnTop: vscode.l10n.t('Smaller on Top'),
    firstDrawn: vscode.l10n.t('First Drawn on Top'),
    lastDrawn: vscode.l10n.t('Last Drawn on Top'),
    toVoid: vscode.l10n.t('Become Void'),
  }[overlap];
}

export function labelsText(labels: ConvertAnswers['labels']): string {
  return {
    newest: vscode.l10n.t('Newest'),
    bestReviewed: vscode.l10n.t('Best Reviewed'),
    all: vscode.l10n.t('All, Each a Mask'),
  }[labels];
}

export function classMapText(classMap: ConvertAnswers['classMap']): string {
  return classMap === null ? vscode.l10n.t('Nearest, or Written Anew') : vscode.workspace.asRelativePath(classMap);
}

export function folderText(folder: string | null): string {
  return folder === null ? vscode.l10n.t('none') : vscode.workspace.asRelativePath(folder);
}

export function yAxisText(yAxis: ConvertAnswers['yAxis']): string {
  if (yAxis === null) return vscode.l10n.t('as the export tells');
  return yAxis === 'up' ? vscode.l10n.t('upwards from the bottom') : vscode.l10n.t('downwards from the top');
}

export function frameText(frame: ConvertAnswers['frame']): string {
  if (frame === null) return vscode.l10n.t('leave such rows out');
  return frame === 'displayed' ? vscode.l10n.t('as viewers show it') : vscode.l10n.t('as the pixels lie in the file');
}

export function imagesText(images: ConvertAnswers['images']): string {
  return {
    copy: vscode.l10n.t('copied'),
    link: vscode.l10n.t('linked, copied where that is impossible'),
    none: vscode.l10n.t('left where they are'),
  }[images];
}

export function unknownClassText(unknown: ConvertAnswers['unknownClass']): string {
  return {
    error: vscode.l10n.t('leave their rows out'),
    skip: vscode.l10n.t('leave the class out'),
    add: vscode.l10n.t('add them to the class map'),
  }[unknown];
}

export function sizeText({ size }: Pick<ConvertAnswers, 'size'>): string {
  return size === null ? vscode.l10n.t('not known') : `${size.width} × ${size.height}`;
}

/** The options as the page shows them. */
export function setupOf(answers: ConvertAnswers): {
  readonly title: string;
  readonly options: readonly { readonly label: string; readonly value: string }[];
} {
  const option = (label: string, value: string): { label: string; value: string } => ({ label, value });
  const { sources, requiredClasses } = answers;
  return {
    title: `${convertTitle()}: ${basename(answers.exportFile)}`,
    options: [
      option(vscode.l10n.t('Source'), sourceText(sources)),
      ...(sources.includes('polygons') ? [option(vscode.l10n.t('Pixels'), ruleText(answers.rule))] : []),
      option(vscode.l10n.t('Layout'), layoutText(answers.layout)),
      option(vscode.l10n.t('Class map'), classMapText(answers.classMap)),
      option(vscode.l10n.t('Overlaps'), overlapText(answers.overlap)),
      option(vscode.l10n.t('Labels'), labelsText(answers.labels)),
      option(vscode.l10n.t('Originals'), folderText(answers.originals)),
      ...(sources.includes('masks') ? [option(vscode.l10n.t('Masks'), folderText(answers.masks))] : []),
      ...(answers.size === null ? [] : [option(vscode.l10n.t('Size'), sizeText(answers))]),
      ...(requiredClasses.length === 0 ? [] : [option(vscode.l10n.t('Required classes'), requiredClasses.join(', '))]),
      option(vscode.l10n.t('Into'), folderText(answers.folder)),
    ],
  };
}
