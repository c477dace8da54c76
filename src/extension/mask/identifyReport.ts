// Loaded with the first report.
import * as vscode from 'vscode';
import type { JobProcess } from '../../jobs/child.ts';
import { sentencesOf } from './diagnoseMask.ts';
import type { EditedFile } from './editedFile.ts';
import { readVersion } from './fileSource.ts';
import { describeFailure } from './readFailure.ts';

/**
 * The report of a file, made in the job process: `short` as `magick identify -verbose` prints it, `whole` with the
 * histogram by id below. Of a file that cannot be read both say why.
 */
export async function identifyReport(
  jobs: JobProcess,
  file: vscode.Uri,
  bytes: ArrayBuffer,
): Promise<{ readonly short: string; readonly whole: string }> {
  const name = vscode.workspace.asRelativePath(file, false);
  const outcome = await jobs.run('identify', { bytes, name });
  if ('problem' in outcome) {
    const { message, advice } = sentencesOf(outcome.problem);
    const text = `${name}: ${message}\n${advice}\n`;
    return { short: text, whole: text };
  }
  const { report, idSection } = outcome;
  return { short: report, whole: idSection === '' ? report : `${report}\n${idSection}` };
}

/**
 * Puts the report of a file on the clipboard.
 *
 * @param edited where the file is open: then the report is of the mask as it would be saved
 */
export async function copyIdentifyReport(jobs: JobProcess, file: vscode.Uri, edited?: EditedFile): Promise<void> {
  const title = vscode.l10n.t('Counting pixels…');
  await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, async () => {
    const version = (await edited?.read()) ?? (await readVersion(file));
    if (version.bytes === undefined) throw new Error(describeFailure(version.failure).message);
    const bytes = (await edited?.encoded()) ?? version.bytes;
    await vscode.env.clipboard.writeText((await identifyReport(jobs, file, bytes)).short);
  });
  vscode.window.setStatusBarMessage(vscode.l10n.t('The identify report was copied.'), 4000);
}
