import * as vscode from 'vscode';
import { JobProcessEnded, JobTimedOut } from '../../jobs/child.ts';

/** Why something failed, in a sentence for a person; what happened to the job process is put in their language. */
export function failureMessage(error: unknown): string {
  if (error instanceof JobTimedOut) {
    return vscode.l10n.t('The examination took longer than {0} s and was ended.', error.seconds);
  }
  if (error instanceof JobProcessEnded) {
    const how = error.signal ?? vscode.l10n.t('exit status {0}', error.status ?? '?');
    return vscode.l10n.t(
      'The process that examines files ended unexpectedly, twice ({0}). The machine may lack memory.',
      how,
    );
  }
  return error instanceof Error ? error.message : String(error);
}
