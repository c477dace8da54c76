import * as vscode from 'vscode';
import type { Classification, LabelObject, Row } from '../../core/labelbox/model.ts';
import { urlFacts } from '../../core/labelbox/expiry.ts';
import type { LabelboxFinding } from '../../core/labelbox/rules.ts';
import type { TableEntry } from '../../core/labelbox/table/entry.ts';
import { distinctColour, formatHex } from '../../core/palette/idColours.ts';
import type { LabelboxTableFacts } from '../../jobs/labelboxMessages.ts';
import type { EntryDetails, ExportClass, ExportFinding, ShownObject } from '../../protocol/labelbox.ts';
import { exportFinding } from './findingText.ts';

/** Objects of one label that are drawn and listed. */
const MOST_OBJECTS = 2000;
/** Answers that are listed for an object or an image. */
const MOST_ANSWERS = 50;

/** The classes of an export, those without a colour in one that no neighbour has. */
export function exportClasses(facts: LabelboxTableFacts | null): ExportClass[] {
  return (facts?.classes ?? []).map(({ name, colour }, number) => ({ name, colour: colour ?? classColour(number) }));
}

function classColour(number: number): string {
  // Number 0 is black, for a background.
  return formatHex(...distinctColour(number + 1));
}

/** What the page shows of the selected entry. */
export function entryDetails(
  {
    entry,
    row,
    findings,
  }: { readonly entry: TableEntry; readonly row: Row; readonly findings: readonly LabelboxFinding[] },
  classes: readonly ExportClass[],
): EntryDetails {
  const label = row.labels[entry.label];
  const objects = label?.objects ?? [];
  return {
    entry,
    ...{ externalId: row.externalId, globalKey: row.globalKey, dataset: row.datasetName },
    project: label?.projectName ?? row.projectName,
    ...{ size: row.size, exifRotation: row.exifRotation },
    imageHost: hostOf(row.imageUrl),
    imageExpires: row.imageUrl === null ? null : urlFacts(row.imageUrl, 'image', null).expiresAt,
    objects: objects.slice(0, MOST_OBJECTS).map((object) => shownObject(object, classes)),
    moreObjects: Math.max(0, objects.length - MOST_OBJECTS),
    answers: answersOf(label?.classifications ?? []),
    classMasks: (label?.classMasks ?? []).map(({ className }) => className.name),
    findings: [...findings.map(exportFinding), ...restOf(entry.findings - findings.length)],
  };
}

/** Of findings that only a comparison with other rows tells, those beyond the first of very many are counted alone. */
function restOf(left: number): ExportFinding[] {
  if (left <= 0) return [];
  const message = vscode.l10n.t('{0} more findings of this row were counted only: the file has very many.', left);
  return [{ rule: '', severity: 'information', message }];
}

function shownObject(object: LabelObject, classes: readonly ExportClass[]): ShownObject {
  const { name } = object.className;
  const number = classes.findIndex((one) => one.name === name);
  return {
    ...{ class: number, name, colour: object.colour ?? classes[number]?.colour ?? classColour(Math.max(0, number)) },
    geometry: object.geometry,
    maskHost: hostOf(object.mask?.url ?? null),
    answers: answersOf(object.classifications),
  };
}

/** `question: answer`, questions within answers behind them. */
function answersOf(classifications: readonly Classification[]): string[] {
  const texts: string[] = [];
  const visit = (list: readonly Classification[]): void => {
    for (const { name, answers } of list) {
      if (texts.length >= MOST_ANSWERS) return;
      texts.push(`${name}: ${answers.map((answer) => answer.name).join(', ')}`);
      for (const answer of answers) visit(answer.classifications);
    }
  };
  visit(classifications);
  return texts;
}

/** Of a URL with user name or password only the host is shown, as of every other. */
function hostOf(url: string | null): string | null {
  if (url === null) return null;
  try {
    return new URL(url).host || null;
  } catch {
    return null;
  }
}
