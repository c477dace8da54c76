// Loaded when the user clicks the zoom in the status bar.
import * as vscode from 'vscode';
import type { MaskEditor } from './maskEditor.ts';

/** Percent, as the picture's own steps. */
const LEVELS = [10, 25, 50, 75, 100, 150, 200, 300, 500, 700, 1000, 1500, 2000, 3200];

/** Asks how large the picture of a mask should be, as the built-in preview does. */
export async function pickZoom(editor: MaskEditor): Promise<void> {
  const number = new Intl.NumberFormat(vscode.env.language);
  const fit = { label: vscode.l10n.t('Fit to the editor'), percent: null };
  const levels = LEVELS.map((percent) => ({ label: `${number.format(percent)}%`, percent }));
  const title = vscode.l10n.t('Zoom');
  const picked = await vscode.window.showQuickPick<vscode.QuickPickItem & { percent: number | null }>(
    [fit, ...levels.reverse()],
    { title, placeHolder: editor.status?.zoom ?? title },
  );
  if (picked === undefined) return;
  if (picked.percent === null) editor.send('fit');
  else editor.zoomTo(picked.percent / 100);
}
