import * as vscode from 'vscode';
import { SWATCH_PROBLEMS } from '../../core/colours/swatches.ts';
import { COLOURS_PROBLEMS } from '../../jobs/colours/coloursProblem.ts';
import type { ColoursRequest, FoundColours } from '../../jobs/colours/coloursTypes.ts';
import type { DatasetFailure } from '../../jobs/dataset/datasetMessages.ts';
import type { ShownColours } from '../../protocol/colours.ts';
import { className, datasetFailureText } from '../dataset/datasetTexts.ts';
import { numberText } from '../page/numberText.ts';
import { pairFindingText } from '../pictures/pairFindingText.ts';

const PROBLEMS: Readonly<Record<string, string>> = { ...COLOURS_PROBLEMS, ...SWATCH_PROBLEMS };

/** Why no colours were found, translated. */
export function coloursFailureText(failure: DatasetFailure): string {
  const template = failure.code === null ? undefined : PROBLEMS[failure.code];
  return template === undefined ? datasetFailureText(failure) : vscode.l10n.t(template, failure.details);
}

/** Files of which the page shows colours. */
const MOST_FILES = 200;

/** What a page shows, translated. */
export function shownColours(found: FoundColours, request: ColoursRequest, name: string): ShownColours {
  const { classes, files, failed, unpaired } = found;
  return {
    title: vscode.l10n.t('Colours: {0}', name),
    notes: [
      ...notesOf(request, unpaired.length),
      ...(files.length > MOST_FILES
        ? [vscode.l10n.t('Of single files the first {0} are shown; all are saved.', numberText(MOST_FILES))]
        : []),
    ],
    classes: [
      ...classes.map((one) => ({ ...one, title: titleOf(one) })),
      ...files
        .slice(0, MOST_FILES)
        .flatMap((file) => file.classes.map((one) => ({ ...one, title: `${file.name}: ${titleOf(one)}` }))),
    ],
    unread: failed.map((one) => `${one.name}: ${one.findings.map(pairFindingText).join(' ')}`),
  };
}

function titleOf(one: FoundColours['classes'][number]): string {
  return one.name === null ? className(one) : `${one.name} (${one.key})`;
}

function notesOf({ search, exclusions: { rim, shadow }, seed }: ColoursRequest, unpaired: number): string[] {
  const how =
    search.kind === 'meanShift'
      ? vscode.l10n.t('Mean shift in L*a*b* with radius {0}.', search.radius)
      : vscode.l10n.t('k-means++ in L*a*b* with seed {0}.', seed);
  return [
    how,
    ...(rim > 0 ? [vscode.l10n.t('Pixels that another class is within {0} px of do not count.', rim)] : []),
    ...(shadow > 0
      ? [vscode.l10n.t('Pixels darker than {0} % of the median lightness do not count.', 100 * shadow)]
      : []),
    ...(unpaired > 0 ? [vscode.l10n.t('Names without original or mask: {0}.', numberText(unpaired))] : []),
  ];
}
