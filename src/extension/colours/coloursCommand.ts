// Loaded with the first search for colours.
import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import type { ClassKey } from '../../core/dataset/classNaming.ts';
import type { ColoursReply } from '../../jobs/colours/coloursMessages.ts';
import type { ColoursRequest, FoundColours } from '../../jobs/colours/coloursTypes.ts';
import { OwnProcess } from '../../jobs/ownProcess.ts';
import type { PairsSource } from '../../jobs/pairs/pairsTypes.ts';
import { walkSteps } from '../batch/batchSteps.ts';
import type { StepUi } from '../batch/stepUi.ts';
import type { DatasetChoice } from '../dataset/dataset.ts';
import { ProgressNotification } from '../page/progressNotification.ts';
import type { ColourMapsOrder } from '../pictures/colourMaps.ts';
import { COLOUR_MAPS } from '../pictures/register.ts';
import { withOriginals } from '../pictures/sourceOriginals.ts';
import { openColoursPage } from './coloursPage.ts';
import { askColours, coloursSteps, DEFAULT_ANSWERS, type ColoursAnswers } from './coloursQuestions.ts';
import { coloursFailureText, shownColours } from './coloursTexts.ts';

export interface ColoursServices {
  readonly extensionUri: vscode.Uri;
  /** Path of the bundle of the process that finds colours. */
  readonly script: string;
  readonly log: vscode.LogOutputChannel;
  readonly ui: StepUi;
}

/** Whose colours are wanted. */
export interface ColoursOrigin {
  /** A mask, or the folder of a dataset. */
  readonly file: vscode.Uri;
  readonly isMask: boolean;
  /** How the folder is read. */
  readonly choice: DatasetChoice;
  /** Classes that are known, to choose from. */
  readonly classes: readonly { readonly key: ClassKey; readonly label: string }[];
  /** The one that is meant; null: it is asked for. */
  readonly chosen: ClassKey | null;
}

/** Asks how the colours of a class are found, finds them, and shows them. */
export async function showColours(origin: ColoursOrigin, services: ColoursServices): Promise<void> {
  const { file, choice, chosen } = origin;
  if (file.scheme !== 'file')
    throw new Error(vscode.l10n.t('Colours are found in files on a disk; this one is in a virtual file system.'));
  const source = await sourceOf(origin, services.ui);
  if (source === null) return;
  const initial: ColoursAnswers = { ...DEFAULT_ANSWERS, only: chosen === null ? null : [String(chosen)] };
  const answers = await walkSteps(
    initial,
    (now) => coloursSteps(now, origin, vscode.workspace.isTrusted),
    (step, now, place) => askColours(step, now, place, origin, services.ui),
  );
  if (answers === undefined) return;
  const { only, search, exclusions, swatches, seed, isPerFile, maps } = answers;
  const classes = { only, hasBackground: false, hasVoid: false };
  const how = { classes, exclusions, search, seed, frame: 'displayed' } as const;
  const request: ColoursRequest = { ...{ source, classMap: choice.classMap, swatches, isPerFile }, ...how };
  const found = await find(request, basename(file.fsPath), services);
  if (found === null) return;
  openColoursPage(services, { found, shown: shownColours(found, request, basename(file.fsPath)), source: file });
  if (maps === null || found.classes.length === 0) return;
  const colours = isPerFile ? null : found.classes.map((one) => ({ key: one.key, colours: one.colours }));
  const task = { kind: 'colourMap', ...how, colours } as const;
  const order: ColourMapsOrder = { source, classMap: choice.classMap, task, folder: maps };
  await vscode.commands.executeCommand(COLOUR_MAPS, order);
}

async function sourceOf({ file, isMask, choice }: ColoursOrigin, ui: StepUi): Promise<PairsSource | null> {
  if (!isMask) return withOriginals({ kind: 'dataset', folder: file.fsPath, layout: choice.layout, names: null });
  const found = await withOriginals({ kind: 'files', pairs: [{ mask: file.fsPath, original: null }] });
  if (found.kind === 'dataset' || found.pairs[0]?.original !== null) return found;
  const [original] = await ui.open({
    title: vscode.l10n.t('Original of {0}', basename(file.fsPath)),
    ...{ folder: dirname(file.fsPath), what: 'image' },
  });
  return original === undefined ? null : { kind: 'files', pairs: [{ mask: file.fsPath, original }] };
}

/** Null where it was cancelled. Rejects with a translated message. */
async function find(
  request: ColoursRequest,
  name: string,
  { script, log }: ColoursServices,
): Promise<FoundColours | null> {
  let stop: () => void = () => undefined;
  const notification = new ProgressNotification(() => stop());
  notification.begin(vscode.l10n.t('Finding the colours of {0}', name));
  try {
    return await new Promise<FoundColours | null>((resolve, reject) => {
      const child = new OwnProcess<ColoursRequest, ColoursReply>({
        script,
        log: (text) => log.warn(`colours: ${text}`),
        onReply: (reply) => {
          if (reply.type === 'progress') return notification.report(reply.progress);
          child.kill();
          if (reply.type === 'found') resolve(reply.found);
          else reject(new Error(coloursFailureText(reply.failure)));
        },
        onEnd: ({ message }) => {
          log.error(`colours: ${message}`);
          reject(
            new Error(vscode.l10n.t('The process that finds colours ended unexpectedly. The machine may lack memory.')),
          );
        },
      });
      stop = () => {
        child.kill();
        resolve(null);
      };
      child.send(request);
    });
  } finally {
    notification.end();
  }
}
