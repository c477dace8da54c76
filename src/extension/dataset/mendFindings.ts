// Loaded with the first fix.
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { DatasetFinding, DatasetFix } from '../../core/dataset/findings/finding.ts';
import { DEFAULT_REENCODE, BACK } from '../batch/batchSteps.ts';
import { howText } from '../batch/optionTexts.ts';
import { MEND_MASKS, type MendingOrder } from '../batch/mendingOrder.ts';
import type { StepUi } from '../batch/stepUi.ts';
import { mayWrite } from '../batch/mayWrite.ts';
import { numberText } from '../page/numberText.ts';
import { amendClassMap } from './amendClassMap.ts';
import type { Dataset } from './dataset.ts';
import type { FindingReference } from './findingReference.ts';
import { ruleTitle } from './findingTexts.ts';
import { removeListLines } from './removeListLines.ts';
import { severitiesOf } from './severities.ts';

type FixOf<Kind extends DatasetFix['kind']> = Extract<DatasetFix, { kind: Kind }>;
type MaskFix = FixOf<'reencode'> | FixOf<'fillSpecks'>;
type Reencode = Extract<MendingOrder['work'], { kind: 'reencode' }>;

/**
 * Starts what mends findings of a rule: a batch with its preview, or edits of texts that are shown before they are made.
 *
 * @returns the preview of a batch, if there is one
 */
export async function mendFindings(
  dataset: Dataset,
  { rule, path }: Pick<FindingReference, 'rule' | 'path'>,
  ui: StepUi,
): Promise<unknown> {
  if (!(await mayWrite(vscode.l10n.t('Fixes write files, which needs a trusted workspace.')))) return undefined;
  const find = async (): Promise<readonly DatasetFinding[]> =>
    dataset.ask('fixes', { severities: severitiesOf(dataset.folder), rule, path });
  const fixes = fixesOf(await find());
  const [first] = fixes;
  switch (first?.fix.kind) {
    case undefined:
      void vscode.window.showInformationMessage(vscode.l10n.t('There is nothing left to fix.'));
      return undefined;
    case 'reencode':
    case 'fillSpecks':
      return mendMasks(dataset, fixes, ruleTitle(rule), ui);
    case 'removeLines': {
      // Lines are told of a list as it was scanned; it may have changed since.
      await dataset.scan();
      return removeListLines(
        dataset,
        fixesOf(await find()).flatMap(({ fix }) => (fix.kind === 'removeLines' ? fix : [])),
        ruleTitle(rule),
        ui,
      );
    }
    case 'classMap':
      return amendClassMap(
        dataset,
        fixes.flatMap(({ fix }) => (fix.kind === 'classMap' ? fix.fixes : [])),
        // Only the user knows what an id of no class is.
        { asksNames: rule === 'idWithoutClass', title: ruleTitle(rule), ui },
      );
  }
}

interface Fixable {
  readonly path: string | null;
  readonly fix: DatasetFix;
}

function fixesOf(findings: readonly DatasetFinding[]): Fixable[] {
  return findings.flatMap(({ path, fix }) => (fix === undefined ? [] : [{ path, fix }]));
}

/** A batch has one set of options: where files need different ones, the user says which come first. */
async function mendMasks(dataset: Dataset, fixes: readonly Fixable[], title: string, ui: StepUi): Promise<unknown> {
  const orders = new Map<string, { work: MendingOrder['work']; paths: string[] }>();
  for (const { path, fix } of fixes) {
    if (path === null || (fix.kind !== 'reencode' && fix.kind !== 'fillSpecks')) continue;
    const work = workOf(fix);
    const key = work.kind === 'specks' ? String(work.options.below) : JSON.stringify(work);
    const known = orders.get(key) ?? { work, paths: [] };
    known.paths.push(join(dataset.folder.fsPath, ...path.split('/')));
    orders.set(key, { ...known, work: together(known.work, work) });
  }
  const all = [...orders.values()];
  let at = 0;
  if (all.length > 1) {
    const picked = await ui.pick({
      ...{ title, canGoBack: false, placeholder: vscode.l10n.t('The files need different options; which first?') },
      items: all.map(({ work, paths }, place) => ({
        value: String(place),
        label: workText(work),
        description:
          paths.length === 1 ? vscode.l10n.t('1 file') : vscode.l10n.t('{0} files', numberText(paths.length)),
      })),
    });
    if (picked === undefined || picked === BACK) return undefined;
    at = Number(picked);
  }
  const chosen = all[at];
  if (chosen === undefined) return undefined;
  const order: MendingOrder = { ...chosen, classMap: dataset.overview?.classMap ?? null };
  return vscode.commands.executeCommand(MEND_MASKS, order);
}

function workOf(fix: MaskFix): MendingOrder['work'] {
  if (fix.kind === 'fillSpecks') {
    return { kind: 'specks', options: { below: fix.below, voidIds: fix.voidIds } };
  }
  const { by = 'index', isSwapped = false, repair = 'none', classId = null, threshold } = fix;
  return { kind: 'reencode', by, isSwapped, repair, classId, ...(threshold === undefined ? {} : { threshold }) };
}

/** What is void in one of the masks is in all of them. */
function together(one: MendingOrder['work'], other: MendingOrder['work']): MendingOrder['work'] {
  if (one.kind !== 'specks' || other.kind !== 'specks') return one;
  const voidIds = [...new Set([...one.options.voidIds, ...other.options.voidIds])].sort((a, b) => a - b);
  return { kind: 'specks', options: { ...one.options, voidIds } };
}

function workText(work: MendingOrder['work']): string {
  if (work.kind === 'specks') return vscode.l10n.t('regions of fewer than {0} px', work.options.below);
  const { repair, threshold }: Reencode = work;
  return [
    howText({ ...DEFAULT_REENCODE, ...work }),
    ...(repair === 'edges' ? [vscode.l10n.t('damaged edges repaired')] : []),
    ...(typeof threshold === 'number' ? [vscode.l10n.t('threshold {0}', threshold)] : []),
  ].join(', ');
}
