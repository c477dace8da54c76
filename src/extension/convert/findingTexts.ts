import * as vscode from 'vscode';
import { CONVERT_RULES } from '../../core/labelbox/convertRules.ts';
import type { ConvertFinding, ConvertRule } from '../../core/labelbox/convertRules.ts';
import type { FindingDetails } from '../../core/labelbox/rules.ts';
import { planSentences, type PlanFinding } from '../../core/labelbox/planRules.ts';
import type { ConvertFailure } from '../../jobs/labelboxConvertMessages.ts';
import {
  CONVERT_PROBLEMS,
  type ConvertedRow,
  type ConvertPlan,
  type ConvertProblemCode,
  type LeftOutReason,
} from '../../jobs/labelboxConvertTypes.ts';
import type { InputProblemCode } from '../../jobs/batchInputs.ts';
import type { ConvertFindingFacts, ConvertPlanFacts, ConvertRowFacts } from '../../protocol/convert.ts';
import { failureText } from '../batch/findingTexts.ts';
import { fileProblemText } from '../labelbox/findingText.ts';
import { folderText, yAxisText } from './optionTexts.ts';

/** What to do in a window about what the command line has options for. */
function windowAdvice(rule: ConvertRule): string | null {
  switch (rule) {
    case 'sizeUnknown':
      return vscode.l10n.t('Change the options: give the folder of the originals, or the size.');
    case 'severalProjects':
      return vscode.l10n.t('Export one project alone, or convert at the terminal with --project.');
    case 'orientationDiffers':
    case 'frameUnknown':
      return vscode.l10n.t('Change the options: say how images were labelled that their EXIF orientation turns.');
    case 'outlineMissing':
    case 'objectMaskMissing':
      return vscode.l10n.t('Change the options: choose both sources, the one that counts first.');
    case 'objectsMerged':
      return vscode.l10n.t('To tell objects apart, make masks from polygons.');
    case 'maskMissing':
      return vscode.l10n.t('Download the masks and choose their folder, or make masks from polygons.');
    case 'classUnknown':
      return vscode.l10n.t('Add it to the class map, or change the options: add such classes, or leave them out.');
    case 'overlapRefused':
      return vscode.l10n.t('Change the options: say who gets pixels of several classes.');
    default:
      return null;
  }
}

export function findingFacts({ rule, details }: ConvertFinding): ConvertFindingFacts {
  const { severity, message, advice } = CONVERT_RULES[rule];
  const told = windowAdvice(rule) ?? (advice === '' ? '' : vscode.l10n.t(advice, details));
  return { rule, severity, message: vscode.l10n.t(message, withProblem(details)), advice: told };
}

/** Details with the sentence among them translated, and its place in the file. */
export function withProblem(details: FindingDetails): FindingDetails {
  const { template, offset } = details;
  if (typeof template !== 'string') return details;
  const where = typeof offset === 'number' ? ` ${vscode.l10n.t('(byte {0})', offset)}` : '';
  return { ...details, problem: vscode.l10n.t(template, details) + where };
}

function reasonText(reason: LeftOutReason): string {
  return {
    skipText: vscode.l10n.t('skipped'),
    skipFlag: vscode.l10n.t('skipped'),
    emptyLabel: vscode.l10n.t('the label is empty: neither objects nor the statement that there are none'),
    classificationsOnly: vscode.l10n.t('classifications only'),
    notLabelled: vscode.l10n.t('not labelled'),
    notImage: vscode.l10n.t('not an image'),
    unreadable: vscode.l10n.t('the label cannot be read'),
    otherLabel: vscode.l10n.t('another row of the same image counts'),
  }[reason];
}

export function rowFacts(row: ConvertedRow): ConvertRowFacts {
  const { index, name, line, status, reason, size, classes, findings } = row;
  return {
    ...{ index, name, line, status, reason: reason === null ? '' : reasonText(reason) },
    ...{ width: size?.width ?? 0, height: size?.height ?? 0 },
    classes: classes.map(({ id, name: of, pixels }) => ({ id, name: of, pixels })),
    findings: findings.map(findingFacts),
  };
}

function planFindingText({ rule, details }: PlanFinding): string {
  return planSentences(rule)
    .map((sentence) => vscode.l10n.t(sentence, details))
    .join(' ');
}

export function planFacts(plan: ConvertPlan): ConvertPlanFacts {
  const { rows, classes, overlaps, files, classMap, era, yAxis } = plan;
  const names = new Map(classes.map(({ id, name }) => [id, name]));
  const nameOf = (id: number): string => names.get(id) ?? String(id);
  const path = folderText(classMap.path);
  const uses = {
    written: vscode.l10n.t('The class map {0} is written first; later runs use its ids.', path),
    extended: vscode.l10n.t('Classes are added to the class map {0}: {1}.', path, classMap.added.join(', ')),
    copied: vscode.l10n.t('The class map comes into the folder as {0}.', path),
    found: vscode.l10n.t('The ids are those of the class map {0}.', path),
  };
  return {
    ...{ rows: rows.all, masks: rows.masks, refused: rows.refused },
    leftOut: Object.entries(rows.leftOut).map(([reason, count]) => ({
      ...{ reason: reasonText(reason as LeftOutReason), rows: count },
    })),
    classes,
    overlaps: overlaps.map(({ first, second, ...pixels }) => ({
      ...{ first: nameOf(first), second: nameOf(second), ...pixels },
    })),
    files,
    notes: [
      ...plan.findings.map(planFindingText),
      uses[classMap.use],
      vscode.l10n.t('Era {0}; y counts {1}.', era, yAxisText(yAxis)),
    ],
    isResumed: plan.resumes !== null,
  };
}

/** Why a conversion came to nothing. */
export function convertFailureText({ name, code, details, message }: ConvertFailure): string {
  if (name === 'FileError') return fileProblemText(code, details, message);
  if (name === 'InputProblem') {
    return failureText({ name, message, code: code as InputProblemCode | null, details });
  }
  if (name !== 'ConvertProblem' || code === null) return message;
  switch (code as ConvertProblemCode) {
    case 'yAxisUnknown':
      return vscode.l10n.t(
        'The export does not tell where y = 0 is: its labels are of {date}, when that changed. Look at a row in its editor, then change the options.',
        details,
      );
    case 'drawOrderUnknown':
      return vscode.l10n.t(
        'Exports of this kind ({era}) group objects by class, so that nobody knows which was drawn first or last. Change the options: choose who gets pixels of several classes.',
        details,
      );
    case 'voidUndecided':
      return vscode.l10n.t(
        'The class map has several void ids ({ids}) and none is 255; choose otherwise who gets pixels of several classes.',
        details,
      );
    case 'voidIsClass':
      return vscode.l10n.t(
        'The class map has no void id, and 255 is the class {name}; choose otherwise who gets pixels of several classes.',
        details,
      );
    case 'changedMeanwhile':
      return vscode.l10n.t('{path} changed after the preview. What was written stays; preview again.', details);
    case 'noSpace':
      return vscode.l10n.t(
        'No space is left for {path}. What was written stays: free some space, then preview again to finish it, or undo it.',
        details,
      );
    default:
      return vscode.l10n.t(CONVERT_PROBLEMS[code as ConvertProblemCode], withProblem(details));
  }
}
