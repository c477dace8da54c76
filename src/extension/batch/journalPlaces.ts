import type * as vscode from 'vscode';

const ROOTS = 'maskscope.batch.journals';
/** Journals outside of the workspace that are remembered. */
const MOST_ROOTS = 20;

/** Folders with journals that were written from this workspace, the newest first. */
export function rememberedJournals(state: vscode.Memento): readonly string[] {
  return state.get<string[]>(ROOTS, []);
}

/** Keeps where a journal lies, so that its batch can be undone from here. */
export async function rememberJournal(state: vscode.Memento, root: string): Promise<void> {
  const roots = [root, ...rememberedJournals(state).filter((other) => other !== root)];
  await state.update(ROOTS, roots.slice(0, MOST_ROOTS));
}
