import * as vscode from 'vscode';
import { JobProcess } from '../jobs/child.ts';
import { registerMaskEditor } from './mask/register.ts';

/** Wires the parts together; everything heavy loads at its first use. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Maskscope', { log: true });
  const jobs = new JobProcess({
    script: context.asAbsolutePath('dist/job.js'),
    keepWarmMs: 60_000,
    log: (text) => log.warn(`job: ${text}`),
  });
  context.subscriptions.push(log, jobs, ...registerMaskEditor(context, log, jobs));
}
