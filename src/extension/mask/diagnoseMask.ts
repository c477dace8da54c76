// Loaded when a file cannot be decoded.
import * as vscode from 'vscode';
import { PNG_PROBLEMS } from '../../core/png/errors.ts';
import type { PngProblemCode } from '../../core/png/errors.ts';
import type { JobProcess } from '../../jobs/child.ts';
import type { FileDiagnosis, PngProblem } from '../../jobs/jobRequests.ts';
import type { Diagnosis, RecoveredImage } from '../../protocol/mask.ts';

/** What is wrong with the bytes of a file, for a person to read; null where they can be decoded. */
export async function diagnoseMask(jobs: JobProcess, bytes: ArrayBuffer): Promise<Diagnosis | null> {
  const diagnosis = await jobs.run('diagnose', { bytes });
  return diagnosis === null ? null : describe(diagnosis);
}

/** What can be read of a damaged file. Rejects where there is nothing. */
export async function recoverMask(jobs: JobProcess, bytes: ArrayBuffer): Promise<RecoveredImage> {
  const recovered = await jobs.run('recover', { bytes });
  if (recovered === null) throw new Error(vscode.l10n.t('No row can be read.'));
  const { header, samples, palette, intactRows } = recovered;
  return {
    header,
    samples: exactBuffer(samples),
    paletteRgb: palette && exactBuffer(palette.rgb),
    paletteAlpha: palette && exactBuffer(palette.alpha),
    intactRows,
  };
}

/** One sentence about a problem and one about what to do. */
export function sentencesOf({ code, details }: PngProblem): { readonly message: string; readonly advice: string } {
  return { message: vscode.l10n.t(PNG_PROBLEMS[code], details), advice: adviceFor(code) };
}

function describe(diagnosis: FileDiagnosis): Diagnosis {
  const { code, details, offset, chunk, header, intactRows, verifiedRows } = diagnosis;
  const number = new Intl.NumberFormat(vscode.env.language);
  const facts: { label: string; value: string }[] = [];
  const add = (label: string, value: string | null | undefined): void => {
    if (value !== undefined && value !== null) facts.push({ label, value });
  };
  add(vscode.l10n.t('Chunk'), chunk);
  add(
    vscode.l10n.t('At byte'),
    offset === undefined ? undefined : `${number.format(offset)} (0x${offset.toString(16)})`,
  );
  if (code === 'crcMismatch') {
    add(vscode.l10n.t('Stored CRC'), String(details['stored']));
    add(vscode.l10n.t('Computed CRC'), String(details['computed']));
  }
  if (header !== null) {
    add(vscode.l10n.t('Size'), `${number.format(header.width)} × ${number.format(header.height)}`);
    add(
      vscode.l10n.t('Rows that can be read'),
      vscode.l10n.t('{0} of {1}', number.format(intactRows), number.format(header.height)),
    );
    if (verifiedRows < intactRows) {
      add(vscode.l10n.t('Rows that a checksum vouches for'), number.format(verifiedRows));
    }
  }
  return { code, ...sentencesOf(diagnosis), facts, intactRows, height: header?.height ?? 0 };
}

function exactBuffer({ buffer, byteOffset, byteLength }: Uint8Array | Uint16Array): ArrayBuffer {
  if (buffer instanceof ArrayBuffer && byteLength === buffer.byteLength) return buffer;
  return new Uint8Array(buffer, byteOffset, byteLength).slice().buffer;
}

function adviceFor(code: PngProblemCode): string {
  switch (code) {
    case 'lfsPointer':
      return vscode.l10n.t('Run "git lfs pull" in the repository, then the mask is shown by itself.');
    case 'empty':
      return vscode.l10n.t('Whatever wrote the file did not finish. Write or copy it again.');
    case 'notPng':
      return vscode.l10n.t('Convert it to PNG with a tool that keeps ids, or give it its right name.');
    case 'signatureDamaged':
      return vscode.l10n.t(
        'Copy the file again in binary mode; in Git, mark *.png as binary in .gitattributes and check it out anew.',
      );
    case 'chunkTooLong':
    case 'crcMissing':
    case 'dataTooShort':
    case 'dataTooSmall':
    case 'endMissing':
    case 'dataMissing':
      return vscode.l10n.t('The file is cut off: a copy or download was interrupted. Fetch it again.');
    case 'crcMismatch':
    case 'dataCorrupt':
    case 'filterInvalid':
    case 'chunkTypeInvalid':
    case 'chunkLengthInvalid':
      return vscode.l10n.t('Bytes changed after the file was written. Restore it from its source or a backup.');
    case 'tooManyChunks':
    case 'tooLarge':
      return vscode.l10n.t('Cut the image into tiles, or check that the header is what it should be.');
    case 'appleOptimised':
      return vscode.l10n.t('Use the file as it was before the app was built, or convert it back with "pngcrush".');
    case 'headerMissing':
    case 'headerInvalid':
    case 'chunkDuplicate':
    case 'chunkMisplaced':
    case 'chunkUnknownCritical':
    case 'paletteMissing':
    case 'paletteInvalid':
    case 'dataTooLong':
      return vscode.l10n.t('The program that wrote the file made a mistake. Write it again with another one.');
  }
}
