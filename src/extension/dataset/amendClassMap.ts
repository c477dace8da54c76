import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import { applyTextEdits, editsFor, readClassMapText, type TextEdit } from '../../core/formats/classMapEdits.ts';
import type { ClassMapFix } from '../../core/formats/classMapLint.ts';
import { BACK } from '../batch/batchSteps.ts';
import type { StepUi } from '../batch/stepUi.ts';
import type { Dataset } from './dataset.ts';
import { amendAfterPreview, documentToAmend } from './textAmendments.ts';

/** More names are not asked for one by one: the preview shows what stands in their place. */
const MOST_ASKED = 12;

export interface AmendOptions {
  /** Names of classes are proposals. */
  readonly asksNames: boolean;
  /** What is mended, for the preview. */
  readonly title: string;
  readonly ui: StepUi;
}

/** Changes the class map of a dataset, once the user has seen how. */
export async function amendClassMap(
  dataset: Dataset,
  fixes: readonly ClassMapFix[],
  { asksNames, title, ui }: AmendOptions,
): Promise<void> {
  const path = dataset.overview?.classMap ?? null;
  if (path === null || !isAbsolute(path)) return;
  const document = await documentToAmend(vscode.Uri.file(path));
  const fileName = document.uri.path.slice(document.uri.path.lastIndexOf('/') + 1);
  const before = document.getText();
  const known = new Set(readClassMapText(fileName, before).map.entries.map(({ id }) => id));
  const wanted = withoutRepetition(fixes).filter((fix) => fix.kind !== 'add' || !known.has(fix.id));
  const named = asksNames ? await withNames(wanted, title, ui) : wanted;
  if (named === undefined) return;
  let text = before;
  for (const fix of named) {
    const edits = editsFor(readClassMapText(fileName, text), fix);
    if (edits === null) {
      await vscode.window.showTextDocument(document);
      throw new Error(
        vscode.l10n.t(
          'The format of {0} cannot hold this change. Edit it by hand, or save the class map in another format.',
          fileName,
        ),
      );
    }
    text = applyTextEdits(text, edits);
  }
  if (text === before) return;
  const consent = vscode.l10n.t('Change the Class Map');
  const amendment = { document, edits: [difference(before, text)] };
  if (await amendAfterPreview([amendment], { title, consent, ui })) await dataset.scan();
}

function withoutRepetition(fixes: readonly ClassMapFix[]): ClassMapFix[] {
  const byKey = new Map<string, ClassMapFix>();
  for (const fix of fixes) {
    const key = fix.kind === 'add' ? `add ${fix.id}` : JSON.stringify(fix);
    if (!byKey.has(key)) byKey.set(key, fix);
  }
  return [...byKey.values()].sort((a, b) => (a.kind === 'add' && b.kind === 'add' ? a.id - b.id : 0));
}

/** Undefined where the user gave up. */
async function withNames(
  fixes: readonly ClassMapFix[],
  title: string,
  ui: StepUi,
): Promise<readonly ClassMapFix[] | undefined> {
  if (fixes.length > MOST_ASKED) return fixes;
  const named: ClassMapFix[] = [];
  for (const [at, fix] of fixes.entries()) {
    if (fix.kind !== 'add') {
      named.push(fix);
      continue;
    }
    const name = await ui.input({
      ...{ title, canGoBack: false, place: { number: at + 1, total: fixes.length }, value: fix.name },
      placeholder: vscode.l10n.t('Name of the class of id {0}', fix.id),
      problemOf: (text) => (text.trim() === '' ? vscode.l10n.t('Enter a name.') : null),
    });
    if (name === undefined || name === BACK) return undefined;
    named.push({ ...fix, name: name.trim() });
  }
  return named;
}

/** The only part in which two texts differ. */
function difference(before: string, after: string): TextEdit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let same = 0;
  while (same < shorter - start && before.at(-1 - same) === after.at(-1 - same)) same++;
  return { start, end: before.length - same, text: after.slice(start, after.length - same) };
}
