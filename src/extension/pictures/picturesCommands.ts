// Loaded with the first export of pictures.
import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import type { PairsSource } from '../../jobs/pairs/pairsTypes.ts';
import { walkSteps } from '../batch/batchSteps.ts';
import { mayWrite } from '../batch/mayWrite.ts';
import { WINDOW_UI, type StepUi } from '../batch/stepUi.ts';
import type { Dataset } from '../dataset/dataset.ts';
import { datasetOfRow } from '../dataset/datasetOfRow.ts';
import { configuredClassMap } from '../mask/classMaps.ts';
import { menuFiles, isPng } from '../mask/menuFiles.ts';
import { activeFile } from '../mask/openAsMask.ts';
import { openPicturesPanel } from './openPanel.ts';
import type { PicturesPanel } from './picturesPanel.ts';
import { askStep, kindTitle } from './picturesQuestions.ts';
import {
  defaultAnswers,
  requestOf,
  stepsOf,
  type PicturesAnswers,
  type PicturesKind,
  type PicturesOrigin,
} from './picturesSteps.ts';
import { setupOf } from './picturesTexts.ts';

/** The UI that answers questions; tests set their own. */
export interface PicturesUi {
  ui: StepUi;
}

export const QUESTIONS: PicturesUi = { ui: WINDOW_UI };

/**
 * Asks how pictures of pairs are to be and opens their preview.
 *
 * @param clicked, selected what a menu passes: masks, a folder, a row of a dataset; or an origin from a gallery
 * @returns undefined where the user gave up, or nothing can be done here
 */
export async function startPictures(
  kind: PicturesKind,
  clicked: unknown,
  selected: unknown,
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
): Promise<PicturesPanel<PicturesAnswers> | undefined> {
  if (!(await mayWrite(vscode.l10n.t('Pictures are written to files, which needs a trusted workspace.'))))
    return undefined;
  const origin = await originOf(kind, clicked, selected);
  if (origin === undefined) return undefined;
  const ask = (from: PicturesAnswers): Promise<PicturesAnswers | undefined> =>
    walkSteps(from, stepsOf, (step, now, place) => askStep(step, now, place, QUESTIONS.ui));
  const answers = await ask(defaultAnswers(kind, origin));
  if (answers === undefined) return undefined;
  return openPicturesPanel(answers, context, log, { setupOf, requestOf, changeOptions: ask });
}

async function originOf(kind: PicturesKind, clicked: unknown, selected: unknown): Promise<PicturesOrigin | undefined> {
  if (isOrigin(clicked)) return clicked;
  const dataset = datasetOfRow(clicked);
  if (dataset !== null) return originOfDataset(dataset, null);
  const files = menuFiles(clicked, selected) ?? (await choose(kind));
  if (files === undefined) return undefined;
  const [first] = files;
  if (first === undefined || files.some(({ scheme }) => scheme !== 'file')) {
    void vscode.window.showErrorMessage(
      vscode.l10n.t('Exports need files on disk; these are in a virtual file system.'),
    );
    return undefined;
  }
  const masks = files.filter(isPng);
  const source: PairsSource =
    masks.length > 0
      ? { kind: 'files', pairs: masks.map(({ fsPath }) => ({ mask: fsPath, original: null })) }
      : { kind: 'dataset', folder: first.fsPath, layout: {}, names: null };
  return { source, classMap: configuredClassMap(first) };
}

/** Chosen pairs of a dataset, or all; for menus of rows and the gallery. */
export function originOfDataset(
  { folder, reading: { layout, classMap } }: Pick<Dataset, 'folder' | 'reading'>,
  names: readonly string[] | null,
): PicturesOrigin {
  return { source: { kind: 'dataset', folder: folder.fsPath, layout, names }, classMap };
}

/** The open mask, its folder, or a folder. */
async function choose(kind: PicturesKind): Promise<vscode.Uri[] | undefined> {
  const active = activeFile();
  const folders = (vscode.workspace.workspaceFolders ?? [])
    .map(({ uri }) => uri)
    .filter(({ scheme }) => scheme === 'file');
  const mask = active !== undefined && isPng(active) && kind !== 'sheet' ? active : undefined;
  const start = folders[0]?.fsPath ?? (active === undefined ? '' : dirname(active.fsPath));
  const value = await QUESTIONS.ui.pick({
    ...{ title: kindTitle(kind), canGoBack: false, placeholder: vscode.l10n.t('Pairs of what?') },
    items: [
      ...(mask === undefined
        ? []
        : [{ value: mask.fsPath, label: vscode.l10n.t('The Open Mask Alone'), description: basename(mask.path) }]),
      ...folders.map(({ fsPath }) => ({ value: fsPath, label: basename(fsPath), description: fsPath })),
      { value: '', label: vscode.l10n.t('Choose a Folder…') },
    ],
  });
  if (typeof value !== 'string') return undefined;
  if (value !== '') return [vscode.Uri.file(value)];
  const [path] = await QUESTIONS.ui.open({ title: kindTitle(kind), folder: start, what: 'folder' });
  return path === undefined ? undefined : [vscode.Uri.file(path)];
}

function isOrigin(value: unknown): value is PicturesOrigin {
  return typeof value === 'object' && value !== null && 'source' in value && 'classMap' in value;
}
