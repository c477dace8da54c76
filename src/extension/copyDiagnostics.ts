// Loaded when the user reports a problem.
import { release } from 'node:os';
import * as vscode from 'vscode';
import type { JobProcess } from '../jobs/child.ts';

/**
 * Facts about this installation for a problem report, in English like the issue they go into. Nothing of the
 * workspace is among them.
 *
 * @param renderers what draws the open masks
 */
export async function copyDiagnostics(
  context: vscode.ExtensionContext,
  jobs: JobProcess,
  renderers: readonly string[],
): Promise<void> {
  const { version } = context.extension.packageJSON as { version: string };
  const lines = [
    `Maskscope ${version}`,
    `VS Code ${vscode.version} (${vscode.env.appName}, ${vscode.env.appHost}, ${remoteOf()})`,
    `Host: ${process.platform} ${process.arch} ${release()}, Node ${process.versions.node}${electronOf(process.versions)}`,
    ...(await describeJobProcess(jobs)),
    `Renderer: ${renderers.length === 0 ? 'no mask is open' : [...new Set(renderers)].join(', ')}`,
    `Language: ${vscode.env.language}; workspace trusted: ${vscode.workspace.isTrusted}`,
  ];
  await vscode.env.clipboard.writeText(`${lines.join('\n')}\n`);
  void vscode.window.showInformationMessage(vscode.l10n.t('The diagnostics were copied to the clipboard.'));
}

async function describeJobProcess(jobs: JobProcess): Promise<string[]> {
  try {
    const { node, platform, sharp } = await jobs.run('environment', null);
    const sharpLine = sharp.available
      ? `sharp: ${sharp.version} (${sharp.build})`
      : `sharp: not available (${sharp.reason}); masks do not need it`;
    return [`Job process: ${platform}, Node ${node}`, sharpLine];
  } catch (error) {
    return [`Job process: ${error instanceof Error ? error.message : String(error)}`];
  }
}

function remoteOf(): string {
  return vscode.env.remoteName === undefined ? 'local' : `remote: ${vscode.env.remoteName}`;
}

function electronOf(versions: NodeJS.ProcessVersions): string {
  const electron = versions['electron'];
  return electron === undefined ? '' : `, Electron ${electron}`;
}
