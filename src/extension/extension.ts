import * as vscode from 'vscode';
import { JobProcess } from '../jobs/child.ts';
import { registerBatches } from './batch/register.ts';
import { registerDatasets } from './dataset/register.ts';
import { registerDownloads } from './downloads/register.ts';
import { FindingsTree } from './findings/findingsTree.ts';
import { registerFindings } from './findings/register.ts';
import { registerConvert } from './convert/register.ts';
import { registerExports } from './labelbox/register.ts';
import { registerMaskEditor } from './mask/register.ts';
import { registerPairs } from './pairs/register.ts';
import { registerPictures } from './pictures/register.ts';
import type { MaskJobs } from './mask/register.ts';

/** What a slow machine reads of a compressed file in a millisecond. */
const BYTES_A_MS = 1000;

/** Wires the parts together; everything heavy loads at its first use. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Maskscope', { log: true });
  const jobProcess = (name: string, patienceMs: number): JobProcess =>
    new JobProcess({
      script: context.asAbsolutePath('dist/job.js'),
      keepWarmMs: 60_000,
      patienceMs: (bytes) => patienceMs + bytes / BYTES_A_MS,
      log: (text) => log.warn(`${name}: ${text}`),
    });
  const jobs: MaskJobs = {
    reports: jobProcess('reports', 180_000),
    saves: jobProcess('saves', 180_000),
    diagnoses: jobProcess('diagnoses', 30_000),
  };
  const masksWritten = new vscode.EventEmitter<void>();
  const [masks, ...maskEditor] = registerMaskEditor(context, log, jobs, masksWritten.event);
  const [pairs, ...pairPanel] = registerPairs(context, log, masks);
  const findings = new FindingsTree();
  const [findingsView, ...findingsCommands] = registerFindings(findings);
  const downloaded = new vscode.EventEmitter<vscode.Uri>();
  context.subscriptions.push(
    masksWritten,
    ...registerBatches(context, log, () => masksWritten.fire()),
    downloaded,
    findingsView,
    ...findingsCommands,
    ...registerExports(context, log, findings, downloaded.event),
    ...registerDownloads(context, log, (exportUri) => downloaded.fire(exportUri)),
    ...registerConvert(context, log),
    ...registerPictures(context, log),
    ...registerDatasets(
      context,
      log,
      findings,
      findingsView,
      {
        event: masksWritten.event,
        fire: () => masksWritten.fire(),
      },
      pairs,
    ),
    log,
    jobs.reports,
    jobs.saves,
    jobs.diagnoses,
    ...maskEditor,
    ...pairPanel,
  );
}
