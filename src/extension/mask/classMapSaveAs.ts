// Loaded when a class map is saved under another name.
import * as vscode from 'vscode';
import type { ClassMap } from '../../core/formats/classMap.ts';
import { classMapFormatOf, writeClassMap, type ClassMapFormat } from '../../core/formats/classMapFile.ts';
import { CLASS_MAP_LOSSES, type ClassMapLoss, type WrittenClassMap } from '../../core/formats/classMapLoss.ts';
import { writeLabelmeList } from '../../core/formats/nameList.ts';
import type { Choices } from './choices.ts';
import { shownClassMapEvidence } from './classMapEvidence.ts';
import { classMapPlace, newClassMapFile, openFile } from './classMapPlaces.ts';
import { nameOfFile, searchClassMap, sourceOf } from './classMaps.ts';
import type { MaskDocument } from './maskDocument.ts';

/** More losses would fill the screen; the number of the others is told. */
const MAX_LOSSES_SHOWN = 10;

interface Target {
  readonly label: string;
  readonly format: ClassMapFormat;
  readonly fileName: string | null;
  readonly written: WrittenClassMap;
}

/** The files that a class map can be written to, each with its text and what that would lose. */
export function classMapTargets(map: ClassMap): readonly Target[] {
  return [
    {
      label: vscode.l10n.t('Class map of Maskscope (*.classes.json)'),
      format: 'json',
      fileName: null,
      written: writeClassMap('classes.json', map),
    },
    {
      label: vscode.l10n.t('Labelmap of CVAT (labelmap.txt)'),
      format: 'labelmap',
      fileName: 'labelmap.txt',
      written: writeClassMap('labelmap.txt', map),
    },
    {
      label: vscode.l10n.t('List of names (classes.txt)'),
      format: 'names',
      fileName: 'classes.txt',
      written: writeClassMap('classes.txt', map),
    },
    {
      label: vscode.l10n.t('List of labelme (labels.txt)'),
      format: 'names',
      fileName: 'labels.txt',
      written: writeLabelmeList(map),
    },
  ];
}

/** Asks for a format and a place, and writes the class map of a mask there, after a word on what would be lost. */
export async function saveClassMapAs(document: MaskDocument, choices: Choices): Promise<void> {
  const mask = await shownClassMapEvidence(document);
  const found = mask && (await searchClassMap(document.uri, mask, choices.classMapOf(document.uri)));
  const applied = found?.applied ?? null;
  if (applied === null || applied.bound.entries.length === 0) return tellNothingToSave();
  const map: ClassMap = { entries: applied.bound.entries, idsFrom: 'id', problems: [] };
  const items = classMapTargets(map).map((target) => ({
    label: target.label,
    detail:
      target.written.losses.length === 0
        ? vscode.l10n.t('Keeps everything')
        : vscode.l10n.t('Loses: {0} ({1})', kindsOf(target.written.losses), target.written.losses.length),
    target,
  }));
  const title = vscode.l10n.t('Save {0} as', sourceOf(applied));
  const picked = await vscode.window.showQuickPick(items, { title, matchOnDetail: true });
  if (picked === undefined) return;
  const { target } = picked;
  const file = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save Class Map As'),
    defaultUri:
      target.fileName === null ? await newClassMapFile(document.uri) : classMapPlace(document.uri, target.fileName),
    filters: { [vscode.l10n.t('Class maps')]: [target.format === 'json' ? 'json' : 'txt'] },
  });
  if (file === undefined || !(await isMeant(file, target))) return;
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(target.written.text));
  const open = vscode.l10n.t('Open');
  const message = vscode.l10n.t('The class map is written to {0}.', nameOfFile(file));
  void vscode.window.showInformationMessage(message, open).then((answer) => {
    if (answer === open) void openFile(file);
  });
}

async function tellNothingToSave(): Promise<void> {
  const choose = vscode.l10n.t('Choose Class Names');
  const message = vscode.l10n.t('No class map is in use for this mask.');
  if ((await vscode.window.showInformationMessage(message, choose)) === choose) {
    await vscode.commands.executeCommand('maskscope.chooseClassMap');
  }
}

/** Tells what the file would not keep, also that its name says another format, and asks whether to write it. */
async function isMeant(file: vscode.Uri, { format, written: { text, losses } }: Target): Promise<boolean> {
  const fileName = file.path.slice(file.path.lastIndexOf('/') + 1);
  const sentences = losses.slice(0, MAX_LOSSES_SHOWN).map(sentenceOf);
  if (losses.length > sentences.length) {
    sentences.push(vscode.l10n.t('And {0} more.', losses.length - sentences.length));
  }
  const isReadBack = classMapFormatOf(fileName, text) === format;
  if (!isReadBack) sentences.unshift(vscode.l10n.t('By its name, {0} would be read in another format.', fileName));
  if (sentences.length === 0) return true;
  const write = vscode.l10n.t('Write Anyway');
  const message = vscode.l10n.t('{0} would not keep everything.', fileName);
  const detail = sentences.join('\n');
  return (await vscode.window.showWarningMessage(message, { modal: true, detail }, write)) === write;
}

function sentenceOf({ code, details }: ClassMapLoss): string {
  return vscode.l10n.t(CLASS_MAP_LOSSES[code], details);
}

/** `ids, colours`: what is lost, in the order of the first of each. */
function kindsOf(losses: readonly ClassMapLoss[]): string {
  const names: Readonly<Record<ClassMapLoss['code'], string>> = {
    id: vscode.l10n.t('ids'),
    name: vscode.l10n.t('names'),
    colour: vscode.l10n.t('colours'),
    isVoid: vscode.l10n.t('void'),
    aliases: vscode.l10n.t('other names'),
    group: vscode.l10n.t('groups'),
    missing: vscode.l10n.t('classes'),
  };
  return [...new Set(losses.map(({ code }) => names[code]))].join(', ');
}
