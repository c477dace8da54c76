// Loaded when ids are exported.
import * as vscode from 'vscode';
import { idExportProblem, type IdExportProblem, type IdFormat } from '../../core/mask/idExport.ts';
import type { JobProcess } from '../../jobs/child.ts';
import type { IdExportOutcome } from '../../jobs/exportIds.ts';
import { revealCommand } from '../page/revealCommand.ts';
import { fileOf } from './classMapFolders.ts';
import type { MaskDocument } from './maskDocument.ts';
import { maskViewOf } from './maskViews.ts';
import { describeFailure } from './readFailure.ts';

type Written = Extract<IdExportOutcome, { readonly file: unknown }>;
type Refused = Exclude<IdExportOutcome, Written>;

/**
 * Writes the ids of a mask, with its unsaved edits, to a file that the user names.
 *
 * @param format asked for where it is left out
 */
export async function exportIds(jobs: JobProcess, document: MaskDocument, format?: IdFormat): Promise<void> {
  const wanted = format ?? (await pickFormat());
  if (wanted === undefined) return;
  await document.read();
  const problem = knownProblem(document, wanted);
  if (problem !== null) return tellRefused(jobs, document, { problem, largestId: 0 });
  const target = await chooseTarget(document.uri, wanted);
  if (target === undefined) return;
  const title = vscode.l10n.t('Writing ids…');
  const location = vscode.ProgressLocation.Window;
  const outcome = await vscode.window.withProgress({ location, title }, () => write(jobs, document, wanted, target));
  await ('problem' in outcome ? tellRefused(jobs, document, outcome) : tellWritten(target, outcome));
}

async function pickFormat(): Promise<IdFormat | undefined> {
  const items: (vscode.QuickPickItem & { readonly format: IdFormat })[] = [
    {
      format: 'grey8',
      label: vscode.l10n.t('8-bit grey PNG'),
      detail: vscode.l10n.t('Samples are the ids, 0 to 255; every reader returns them.'),
    },
    {
      format: 'grey16',
      label: vscode.l10n.t('16-bit grey PNG'),
      detail: vscode.l10n.t('Samples are the ids, 0 to 65535; read with Pillow, or OpenCV with IMREAD_UNCHANGED.'),
    },
    {
      format: 'npy',
      label: vscode.l10n.t('NumPy .npy'),
      detail: vscode.l10n.t('An array of height × width for np.load; also for panoptic ids.'),
    },
  ];
  const title = vscode.l10n.t('Export Raw Ids');
  return (await vscode.window.showQuickPick(items, { title }))?.format;
}

/** What can be refused before a name is asked for. */
function knownProblem({ head, isColour, kind }: MaskDocument, format: IdFormat): IdExportProblem | null {
  if (head === null) return null;
  const encoding = isColour ? 'colour' : 'grey';
  return idExportProblem({ encoding, bitDepth: head.header.bitDepth }, kind.kind, format, 0);
}

const ENDINGS: Readonly<Record<IdFormat, string>> = { grey8: '.ids.png', grey16: '.ids16.png', npy: '.npy' };

/** Beside the mask, under a name of its own. The dialog asks before it replaces a file. */
function chooseTarget(mask: vscode.Uri, format: IdFormat): Thenable<vscode.Uri | undefined> {
  const file = fileOf(mask);
  const name = file.path.slice(file.path.lastIndexOf('/') + 1).replace(/\.png$/i, '');
  return vscode.window.showSaveDialog({
    title: vscode.l10n.t('Export Raw Ids'),
    saveLabel: vscode.l10n.t('Export'),
    defaultUri: vscode.Uri.joinPath(file, '..', `${name}${ENDINGS[format]}`),
    filters: format === 'npy' ? { NumPy: ['npy'] } : { PNG: ['png'] },
  });
}

async function write(
  jobs: JobProcess,
  document: MaskDocument,
  format: IdFormat,
  target: vscode.Uri,
): Promise<IdExportOutcome> {
  const mask = fileOf(document.uri);
  if (target.toString() === mask.toString()) return { problem: 'isMask' };
  const version = await document.read();
  if (version.bytes === undefined) throw new Error(describeFailure(version.failure).message);
  const { edits, applied } = document.file.editing;
  const isOnDisk = target.scheme === 'file';
  const outcome = await jobs.run('exportIds', {
    bytes: version.bytes,
    edits: edits.slice(0, applied),
    kind: document.kind.kind,
    format,
    source: mask.scheme === 'file' ? mask.fsPath : null,
    output: isOnDisk ? target.fsPath : null,
  });
  if (isOnDisk || 'problem' in outcome || outcome.file === null) return outcome;
  await vscode.workspace.fs.writeFile(target, outcome.file);
  if (Buffer.compare(await vscode.workspace.fs.readFile(target), outcome.file) !== 0) {
    throw new Error(vscode.l10n.t('{0} does not hold what was written. Export it again.', nameOf(target)));
  }
  return outcome;
}

async function tellWritten(target: vscode.Uri, { width, height, bits, ids }: Written): Promise<void> {
  const number = new Intl.NumberFormat(vscode.env.language);
  const message = vscode.l10n.t(
    'The ids are written to {0}: {1} × {2}, {3} bits, {4} different ids.',
    nameOf(target),
    number.format(width),
    number.format(height),
    bits,
    number.format(ids),
  );
  const reveal = vscode.l10n.t('Reveal');
  const open = vscode.l10n.t('Open');
  const place = revealCommand(target);
  const isPng = /\.png$/i.test(target.path);
  const buttons = [...(place === null ? [] : [reveal]), ...(isPng ? [open] : [])];
  const answer = await vscode.window.showInformationMessage(message, ...buttons);
  if (answer === reveal && place !== null) await vscode.commands.executeCommand(place, target);
  if (answer === open) await vscode.commands.executeCommand('vscode.openWith', target, maskViewOf(target.path));
}

async function tellRefused(jobs: JobProcess, document: MaskDocument, refused: Refused): Promise<void> {
  if (refused.problem !== 'idsAbove255') throw new Error(sentenceOf(refused));
  const wider = vscode.l10n.t('Export with 16 Bits');
  if ((await vscode.window.showErrorMessage(sentenceOf(refused), wider)) === wider) {
    await exportIds(jobs, document, 'grey16');
  }
}

function sentenceOf(refused: Refused): string {
  switch (refused.problem) {
    case 'idsAbove255':
      return vscode.l10n.t(
        'This mask has ids up to {0}, and 8 bits hold 0 to 255. Export 16-bit grey or a NumPy array instead.',
        refused.largestId,
      );
    case 'coloursNotIds':
    case 'noIds':
    case 'notPaletted':
      return vscode.l10n.t('The pixels of this mask are colours, not ids. Re-encode it by a class map first.');
    case 'segmentsNotGrey':
      return vscode.l10n.t('Panoptic ids have 24 bits, more than grey can hold. Export a NumPy array instead.');
    case 'segmentsNot8Bit':
      return vscode.l10n.t('Panoptic ids are made of 8-bit channels, and this file has 16-bit ones.');
    case 'damaged':
      return vscode.l10n.t('The file cannot be read as it is, so its ids cannot be exported.');
    case 'isMask':
      return vscode.l10n.t('This is the mask itself. Export its ids under another name.');
    case 'idTooLarge':
    case 'mismatch':
      return vscode.l10n.t('The file has changed in the meantime.');
    case 'unwritable':
      return vscode.l10n.t('The ids could not be written: {0}', refused.reason);
  }
}

function nameOf({ path }: vscode.Uri): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
