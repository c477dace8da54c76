import * as vscode from 'vscode';
import { gitUserName } from '../../platform/gitUser.ts';
import type { StepUi } from '../batch/stepUi.ts';

const SECTION = 'maskscope.review';

/**
 * Who reviews: by the setting, or `user.name` of Git; where neither tells, it is asked once and kept in the setting.
 *
 * @returns undefined where the user gave up
 */
export async function askReviewer(folder: vscode.Uri, ui: StepUi): Promise<string | undefined> {
  const settings = vscode.workspace.getConfiguration(SECTION, folder);
  const known = settings.get<string>('reviewer', '').trim();
  if (known !== '') return known;
  const name = await gitUserName(folder.fsPath);
  if (name !== null) return name;
  const answer = await ui.input({
    title: vscode.l10n.t('Review'),
    canGoBack: false,
    placeholder: vscode.l10n.t('Your name, as it will stand in your file of tags'),
    value: '',
    problemOf: (text) => (text.trim() === '' ? vscode.l10n.t('Enter a name.') : null),
  });
  if (typeof answer !== 'string') return undefined;
  await settings.update('reviewer', answer.trim(), vscode.ConfigurationTarget.Global);
  return answer.trim();
}
