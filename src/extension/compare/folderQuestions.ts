import { basename } from 'node:path';
import * as vscode from 'vscode';
import { isPresetName, PRESETS, type PresetName } from '../../core/formats/presets/presets.ts';
import type { CompareRequest } from '../../jobs/compare/compareTypes.ts';
import { BACK, type Back } from '../batch/batchSteps.ts';
import type { StepUi } from '../batch/stepUi.ts';
import { PRESET_NAMES, configuredClassMap } from '../mask/classMaps.ts';

const AUTOMATIC = 'automatic';
const OTHER = 'other';
const STEPS = 3;
const MOST_ID = 65_535;

/**
 * Asks which folders are compared, and how.
 *
 * @param given folders of a menu: the truth, then the predictions
 * @returns undefined where the user gave up
 */
export async function askFolders(ui: StepUi, given: readonly vscode.Uri[]): Promise<CompareRequest | undefined> {
  const [truth, prediction] = given.filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => fsPath);
  const start = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  const from =
    truth ?? (await ui.open({ title: vscode.l10n.t('Folder of True Masks'), folder: start, what: 'folder' }))[0];
  if (from === undefined) return undefined;
  const title = vscode.l10n.t('Folder of Predicted Masks');
  const to = prediction ?? (await ui.open({ title, folder: start, what: 'folder' }))[0];
  if (to === undefined) return undefined;
  const classMap = configuredClassMap(vscode.Uri.file(from));
  return askHow(ui, { truth: from, prediction: to, classMap, voidIds: null, isBoundary: false });
}

/** Asks how two folders are compared, beginning with what was answered before. */
export async function askHow(ui: StepUi, before: CompareRequest): Promise<CompareRequest | undefined> {
  const questions = [askClassMap, askVoid, askBoundary] as const;
  let request = before;
  for (let at = 0; at < questions.length;) {
    const answer = await questions[at]?.(ui, request);
    if (answer === undefined) return undefined;
    if (answer === BACK) at--;
    else {
      request = { ...request, ...answer };
      at++;
    }
  }
  return request;
}

type Answer = Promise<Partial<CompareRequest> | Back | undefined>;

async function askClassMap(ui: StepUi, { truth, prediction, classMap }: CompareRequest): Answer {
  const own = classMap === null || isPresetName(classMap) ? [] : [{ value: classMap, label: basename(classMap) }];
  for (;;) {
    const answer = await ui.pick({
      ...question(truth, prediction, 1),
      placeholder: vscode.l10n.t('Which class map names the ids?'),
      active: classMap ?? AUTOMATIC,
      items: [
        {
          value: AUTOMATIC,
          label: vscode.l10n.t('Automatic'),
          description: vscode.l10n.t('the nearest beside the true masks or above'),
        },
        ...own,
        { value: OTHER, label: vscode.l10n.t('Choose a File…') },
        { label: vscode.l10n.t('Presets') },
        ...(Object.keys(PRESETS) as PresetName[]).map((preset) => ({ value: preset, label: PRESET_NAMES[preset] })),
      ],
    });
    if (answer === undefined || answer === BACK) return answer;
    if (answer === AUTOMATIC) return { classMap: null };
    if (answer !== OTHER) return { classMap: answer };
    const [picked] = await ui.open({ title: titleOf(truth, prediction), folder: truth, what: 'classMap' });
    if (picked !== undefined) return { classMap: picked };
  }
}

async function askVoid(ui: StepUi, { truth, prediction, voidIds }: CompareRequest): Answer {
  const answer = await ui.pick({
    ...question(truth, prediction, 2),
    placeholder: vscode.l10n.t('Which ids of the truth are void, and not judged?'),
    active: voidIds === null ? AUTOMATIC : voidIds.length === 0 ? 'none' : OTHER,
    items: [
      {
        value: AUTOMATIC,
        label: vscode.l10n.t('Automatic'),
        description: vscode.l10n.t('as the class map says; without one, 255'),
      },
      { value: 'none', label: vscode.l10n.t('None') },
      { value: OTHER, label: vscode.l10n.t('Other Ids…') },
    ],
  });
  if (answer === undefined || answer === BACK) return answer;
  if (answer !== OTHER) return { voidIds: answer === 'none' ? [] : null };
  const typed = await ui.input({
    ...question(truth, prediction, 2),
    placeholder: vscode.l10n.t('Ids with commas between, for instance {0}', '0, 255'),
    value: (voidIds ?? []).join(', '),
    problemOf: (text) =>
      idsOf(text) === null ? vscode.l10n.t('Enter ids from 0 to {0} with commas between.', MOST_ID) : null,
  });
  return typed === undefined || typed === BACK ? typed : { voidIds: idsOf(typed) ?? [] };
}

async function askBoundary(ui: StepUi, { truth, prediction, isBoundary }: CompareRequest): Answer {
  const answer = await ui.pick({
    ...question(truth, prediction, STEPS),
    placeholder: vscode.l10n.t('Are outlines compared as well?'),
    active: String(isBoundary),
    items: [
      { value: 'false', label: vscode.l10n.t('Areas Only') },
      {
        value: 'true',
        label: vscode.l10n.t('Areas and Outlines'),
        description: vscode.l10n.t('boundary F, as DAVIS defines it; takes longer'),
      },
    ],
  });
  return answer === undefined || answer === BACK ? answer : { isBoundary: answer === 'true' };
}

function question(truth: string, prediction: string, number: number) {
  return { title: titleOf(truth, prediction), place: { number, total: STEPS }, canGoBack: number > 1 };
}

/** `truth ↔ predictions`. */
export function titleOf(truth: string, prediction: string): string {
  return `${basename(truth)} ↔ ${basename(prediction)}`;
}

function idsOf(text: string): number[] | null {
  const parts = text.split(',').map((part) => part.trim());
  const isFine = parts.every((part) => /^\d{1,5}$/.test(part) && Number(part) <= MOST_ID);
  return isFine ? parts.map(Number) : null;
}
