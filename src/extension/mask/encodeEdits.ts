// Loaded when edits are saved.
import * as vscode from 'vscode';
import { EDIT_PROBLEMS, type MaskEdit } from '../../core/mask/edits.ts';
import type { JobProcess } from '../../jobs/child.ts';

/** The file of a mask after edits, encoded and proven in the job process. Rejects with a sentence for a person. */
export async function encodeEdits(
  jobs: JobProcess,
  bytes: ArrayBuffer,
  edits: readonly MaskEdit[],
): Promise<ArrayBuffer> {
  const outcome = await jobs.run('encodeEditedMask', { bytes, edits });
  if ('problem' in outcome) throw new Error(vscode.l10n.t(EDIT_PROBLEMS[outcome.problem]));
  return new Uint8Array(outcome.bytes).buffer;
}
