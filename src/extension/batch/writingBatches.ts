import type * as vscode from 'vscode';
import type { BatchAnswers } from './batchSteps.ts';

/** A batch that a window is writing: where its journal lies, and what it takes to go on with it. */
export interface WritingBatch {
  readonly root: string;
  readonly answers: BatchAnswers;
}

const WRITING = 'maskscope.batch.writing';

/** Remembers a batch until {@link forgetWriting}: what is still remembered by the next window was interrupted. */
export function rememberWriting(state: vscode.Memento, batch: WritingBatch): Thenable<void> {
  return state.update(WRITING, [...others(state, batch.root), batch]);
}

/** The batch over a folder came to its end, or the user was told why it did not. */
export function forgetWriting(state: vscode.Memento, root: string): Thenable<void> {
  return state.update(WRITING, others(state, root));
}

/** Whether a batch of this window writes at the moment. Only a trusted one does; others may remember interrupted ones. */
export function isWriting(state: vscode.Memento): boolean {
  return others(state, null).length > 0;
}

/** The batches that an earlier window was writing when it ended; they are told once. */
export function takeInterrupted(state: vscode.Memento): readonly WritingBatch[] {
  const left = state.get<readonly WritingBatch[]>(WRITING, []);
  if (left.length > 0) void state.update(WRITING, []);
  return left;
}

function others(state: vscode.Memento, root: string | null): WritingBatch[] {
  return state.get<readonly WritingBatch[]>(WRITING, []).filter((batch) => batch.root !== root);
}
