import * as vscode from 'vscode';
import type { SplitCall, SplitReply } from '../../jobs/splitMessages.ts';
import { AskedProcess } from '../page/askedProcess.ts';

export { Refused as SplitRefused, Stopped as SplitStopped } from '../page/askedProcess.ts';

/** The process of one split, which is asked one thing at a time. */
export class SplitChild extends AskedProcess<SplitCall, Exclude<SplitReply, { type: 'progress' | 'failed' }>> {
  /** @param script path of the bundle of the process */
  constructor(script: string, log: vscode.LogOutputChannel) {
    const ended = vscode.l10n.t('The process that splits ended unexpectedly. The machine may lack memory.');
    super(script, 'split', ended, log);
  }
}
