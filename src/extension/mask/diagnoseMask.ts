// Loaded when a file cannot be decoded.
import * as vscode from 'vscode';
import { PNG_PROBLEMS } from '../../core/png/errors.ts';
import type { PngProblemCode } from '../../core/png/errors.ts';
import type { JobProcess } from '../../jobs/child.ts';
import type { PngProblem } from '../../jobs/jobRequests.ts';
import type { Diagnosis, RecoveredImage } from '../../protocol/mask.ts';

/** What is wrong with the bytes of a file, for a person to read; null where they can be decoded. */
export async function diagnoseMask(jobs: JobProcess, bytes: ArrayBuffer): Promise<Diagnosis | null> {
  const problem = await jobs.run('diagnose', { bytes });
  return problem === null ? null : describeProblem(problem);
}

/** The rows before the damage. Rejects where there are none. */
export function recoverMask(jobs: JobProcess, bytes: ArrayBuffer): Promise<RecoveredImage> {
  void jobs;
  void bytes;
  return Promise.reject(new Error(vscode.l10n.t('No row can be read.')));
}

/** A problem in the user's language, with its facts and what to do about it. */
export function describeProblem({ code, details, offset }: PngProblem): Diagnosis {
  const facts: { label: string; value: string }[] = [];
  const add = (label: string, value: string | number | undefined): void => {
    if (value !== undefined) facts.push({ label, value: String(value) });
  };
  add(vscode.l10n.t('Chunk'), details['chunk']);
  add(vscode.l10n.t('At byte'), offset);
  if (code === 'crcMismatch') {
    add(vscode.l10n.t('Expected CRC'), details['expected']);
    add(vscode.l10n.t('Found CRC'), details['found']);
  }
  return {
    code,
    message: vscode.l10n.t(PNG_PROBLEMS[code], details),
    facts,
    advice: adviceFor(code),
    intactRows: 0,
    height: 0,
  };
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
