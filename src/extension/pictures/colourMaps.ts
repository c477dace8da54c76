// Loaded with the first maps of colours.
import * as vscode from 'vscode';
import { colourMapWords } from '../../jobs/colours/coloursCommandWords.ts';
import type { ColourMapTask } from '../../jobs/colours/coloursTypes.ts';
import { commandText } from '../../jobs/commandText.ts';
import type { PairsRequest } from '../../jobs/pairs/pairsTypes.ts';
import type { SplitSetup } from '../../protocol/split.ts';
import { BACK } from '../batch/batchSteps.ts';
import { openPicturesPanel } from './openPanel.ts';
import type { PicturesPanel } from './picturesPanel.ts';
import { QUESTIONS } from './picturesCommands.ts';
import { askFolder } from './picturesQuestions.ts';

/** Of which pairs maps of colours are made, and how. */
export interface ColourMapsOrder extends Omit<PairsRequest, 'task' | 'command'> {
  readonly task: ColourMapTask;
}

/** Opens the preview of maps of which pixels made which colour. */
export function startColourMaps(
  order: ColourMapsOrder,
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
): PicturesPanel<ColourMapsOrder> {
  return openPicturesPanel(order, context, log, {
    setupOf,
    requestOf: (now) => ({ ...now, command: commandText(colourMapWords(now, now.task)) }),
    changeOptions: async (now) => {
      const question = { title: title(), canGoBack: false };
      const folder = await askFolder(question, [now.folder], QUESTIONS.ui);
      return folder === undefined || folder === BACK ? undefined : { ...now, folder };
    },
  });
}

function title(): string {
  return vscode.l10n.t('Export Colour Maps');
}

function setupOf({ source, task, folder }: ColourMapsOrder): SplitSetup {
  const { search, seed, classes, colours } = task;
  const from = source.kind === 'dataset' ? source.folder : (source.pairs[0]?.mask ?? '');
  const how =
    search.kind === 'meanShift'
      ? vscode.l10n.t('Mean shift, radius {0}', search.radius)
      : vscode.l10n.t('k-means++, seed {0}', seed);
  const whose = colours === null ? vscode.l10n.t('of each file') : vscode.l10n.t('of the dataset');
  return {
    title: title(),
    options: [
      { label: vscode.l10n.t('Pairs of'), value: vscode.workspace.asRelativePath(from) },
      {
        label: vscode.l10n.t('Classes'),
        value: classes.only?.join(', ') ?? vscode.l10n.t('All but background and void'),
      },
      { label: vscode.l10n.t('Colours'), value: `${how}, ${whose}` },
      { label: vscode.l10n.t('Written to'), value: vscode.workspace.asRelativePath(folder) },
    ],
  };
}
