import * as vscode from 'vscode';
import { ANY_PNG_VIEW, MASK_VIEW } from '../mask/maskViews.ts';

/** The file that the active tab shows as a mask; null where it shows something else. */
export function activeMask(): vscode.Uri | null {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const isMask = input instanceof vscode.TabInputCustom && [MASK_VIEW, ANY_PNG_VIEW].includes(input.viewType);
  return isMask ? input.uri : null;
}
