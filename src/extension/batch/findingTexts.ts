import * as vscode from 'vscode';
import { DAMAGE_SENTENCES } from '../../core/mask/damage.ts';
import { DIFFERING_PALETTES } from '../../core/mask/damagePalettes.ts';
import { REMAP_PROBLEMS } from '../../core/mask/remapErrors.ts';
import { PNG_PROBLEMS } from '../../core/png/errors.ts';
import type { BatchPlan } from '../../jobs/batch.ts';
import { INPUT_PROBLEMS } from '../../jobs/batchInputs.ts';
import type { BatchFailure, PreviewedFile } from '../../jobs/batchMessages.ts';
import type { LeftOut } from '../../jobs/inputTree.ts';
import { BATCH_RULES } from '../../jobs/batchRules.ts';
import type { Finding } from '../../jobs/batchTypes.ts';
import { DAMAGE_MENDED } from '../../jobs/damageFindings.ts';
import { SWAPPED_FILES } from '../../jobs/swappedFiles.ts';
import { PALETTE_PROBLEMS } from '../../jobs/paletteSource.ts';
import { FILE_PROBLEMS } from '../../core/formats/fileProblems.ts';
import type { BatchFix, FileFacts, FindingFacts, PlanFacts } from '../../protocol/batch.ts';
import { WINDOW_ADVICE, WINDOW_MESSAGES } from '../../protocol/batchStrings.ts';
import { numberText } from '../page/numberText.ts';
import { isFixOffered, type BatchAnswers } from './batchSteps.ts';

type Details = Finding['details'];
type Table = Readonly<Record<string, string>>;

const RULES: Readonly<Record<string, { readonly message: string; readonly advice: string }>> = BATCH_RULES;
const DAMAGE: Table = DAMAGE_SENTENCES;
/** Sentences that fill the `{problem}` of others, by code. */
const PROBLEMS: Table = { ...PNG_PROBLEMS, ...FILE_PROBLEMS };
const REMAP: Table = REMAP_PROBLEMS;
/** Why a batch cannot begin. */
const BEGINNING: Table = { ...INPUT_PROBLEMS, ...PALETTE_PROBLEMS };

/** Options that mend what a rule says, where the finding itself does not name them. */
const FIXES: Readonly<Record<string, BatchFix>> = {
  greyHasNoColours: 'byIndex',
  idsShareColour: 'byIndex',
  needsClassMap: 'byColour',
  notBinary: 'byColour',
  idsTooLarge: 'raw16',
  alreadyDone: 'again',
};

/** A finding in the user's language, with the advice for a window and a button where options mend it. */
export function findingFacts(finding: Finding, answers: BatchAnswers): FindingFacts {
  const { rule, severity } = finding;
  const fix = fixOf(finding);
  return {
    ...{ rule, severity, message: messageOf(finding), advice: adviceOf(finding) },
    fix: fix !== null && isFixOffered(answers, fix) ? fix : null,
  };
}

/** A previewed file as the page shows it. */
export function fileFacts(file: PreviewedFile, answers: BatchAnswers): FileFacts {
  const { index, name, status, size, outputSize, change, unknown, moreUnknown, findings } = file;
  return {
    ...{ index, name, status, size, outputSize, unknown, moreUnknown },
    change:
      change === null
        ? null
        : {
            ...change,
            repaired:
              change.repaired === undefined
                ? null
                : { pixels: change.repaired.pixels, changes: change.repaired.changes },
            filled: change.filled ?? null,
          },
    findings: findings.map((finding) => findingFacts(finding, answers)),
  };
}

export function planFacts(
  { counts, journalBytes, space, leftOut, root, differing, swapped, resumes, newFiles, missingBackground }: BatchPlan,
  answers: BatchAnswers,
): PlanFacts {
  const fix = isFixOffered(answers, 'byColour') ? 'byColour' : null;
  const isByColour = answers.work.kind === 'reencode' && answers.work.by === 'colour';
  return {
    ...{ counts, journalBytes, space, newFiles, missingBackground, isResumed: resumes !== null },
    leftOut: leftOutTexts(leftOut),
    journal: vscode.Uri.joinPath(vscode.Uri.file(root), '.maskscope').fsPath,
    differing:
      differing === null
        ? null
        : {
            isMended: isByColour,
            message: vscode.l10n.t(DIFFERING_PALETTES, {
              files: numberText(differing.files),
              count: numberText(differing.colours.length),
            }),
            advice: isByColour
              ? vscode.l10n.t('Each colour gets one id.')
              : vscode.l10n.t('By id they stay different classes; by colour each colour gets one id.'),
            fix,
            colours: differing.colours,
          },
    swapped:
      swapped === null
        ? null
        : {
            message: vscode.l10n.t(SWAPPED_FILES, {
              files: numberText(swapped.files),
              uncertain: numberText(swapped.uncertain),
            }),
            advice: vscode.l10n.t(
              'If all of them are swapped, read red and blue swapped; else take the swapped ones out.',
            ),
            fix: isFixOffered(answers, 'swapRedAndBlue') ? 'swapRedAndBlue' : null,
          },
  };
}

function leftOutTexts({ hiddenFiles, hiddenFolders, linkedFolders, results }: LeftOut): string[] {
  const sentences = results.map(({ folder, files }) =>
    vscode.l10n.t(
      '{0} holds results of an earlier batch ({1} files); they are left out. Choose the folder itself to work on them.',
      folder,
      numberText(files),
    ),
  );
  if (hiddenFiles + hiddenFolders + linkedFolders === 0) return sentences;
  const numbers = [hiddenFiles, hiddenFolders, linkedFolders].map(numberText);
  return [
    ...sentences,
    vscode.l10n.t('Skipped: hidden files ({0}), hidden folders ({1}), linked folders ({2}).', ...numbers),
  ];
}

/** Why a batch cannot go on, in the user's language. */
export function failureText({ code, details, message }: BatchFailure): string {
  const template = code === null ? undefined : BEGINNING[code];
  if (code === 'interrupted') {
    return vscode.l10n.t(
      'An interrupted batch is in the way: {0}. Undo it, or finish it with the same options.',
      String(details['command']),
    );
  }
  return template === undefined ? message : vscode.l10n.t(template, details);
}

/** Details that count something; others are ids, places and sizes. */
const COUNTS = ['count', 'pixels', 'files', 'colours', 'entries', 'byAlpha', 'byBrightness', 'object', 'background'];

function withSeparators(details: Details): Details {
  return Object.fromEntries(
    Object.entries(details).map(([key, value]) => [
      key,
      typeof value === 'number' && COUNTS.includes(key) ? numberText(value) : value,
    ]),
  );
}

function messageOf({ rule, message, details: plain }: Finding): string {
  const details = withSeparators(plain);
  const template = WINDOW_MESSAGES[rule] ?? RULES[rule]?.message ?? DAMAGE[rule];
  if (template === undefined) return message;
  const problem = problemOf(rule, details);
  if (template === '{problem}') return problem ?? message;
  return vscode.l10n.t(template, problem === null ? details : { ...details, problem });
}

/** The sentence that fills `{problem}`; null where the finding has none of ours. */
function problemOf(rule: string, details: Details): string | null {
  const { code, offset, problem } = details;
  const template = REMAP[rule] ?? (typeof code === 'string' ? PROBLEMS[code] : undefined);
  if (template === undefined) return typeof problem === 'string' ? problem : null;
  const where = typeof offset === 'number' ? ` ${vscode.l10n.t('(byte {0})', offset)}` : '';
  return vscode.l10n.t(template, details) + where;
}

function adviceOf({ rule, advice, details }: Finding): string {
  if (advice === '') return '';
  if (advice === DAMAGE_MENDED) return vscode.l10n.t(DAMAGE_MENDED);
  const text = WINDOW_ADVICE[rule] ?? RULES[rule]?.advice ?? advice;
  return text === '' ? '' : vscode.l10n.t(text, details);
}

function fixOf({ rule, fix }: Finding): BatchFix | null {
  if (fix?.isSwapped === true) return 'swapRedAndBlue';
  if (fix?.isAsStored === true) return 'asStored';
  if (fix?.repair === 'edges') return 'repairEdges';
  if (fix?.by !== undefined) return fix.by === 'colour' ? 'byColour' : 'byIndex';
  return FIXES[rule] ?? null;
}
