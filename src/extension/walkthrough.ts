import * as vscode from 'vscode';

/** Steps of the walkthrough are done by what came of a command, not by its start: context keys of package.json. */
export type WalkthroughStep =
  | 'maskscope.meaningChosen'
  | 'maskscope.reportMade'
  | 'maskscope.maskEdited'
  | 'maskscope.batchWritten'
  | 'maskscope.datasetScanned';

export async function completeStep(step: WalkthroughStep): Promise<void> {
  await vscode.commands.executeCommand('setContext', step, true);
}
