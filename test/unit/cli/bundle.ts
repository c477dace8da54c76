import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const ROOT = join(import.meta.dirname, '../../..');
const PINNED_NODE = join(ROOT, 'node_modules/node/bin/node');

export const NODE = existsSync(PINNED_NODE) ? PINNED_NODE : process.execPath;

/**
 * Bundles the command as the build does, below the repository's package.json; returns the script.
 *
 * @param user whose copy it is: test files run at the same time
 */
export async function bundleCli(user: string): Promise<string> {
  const outfile = join(ROOT, 'out/unit', user, 'maskscope.cjs');
  await build({
    entryPoints: [join(ROOT, 'src/cli/main.ts')],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    supported: { 'dynamic-import': false },
    external: ['sharp'],
    logLevel: 'silent',
  });
  return outfile;
}

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command as a process of its own. */
export function runCli(
  script: string,
  args: readonly string[],
  options: { cwd?: string; input?: Uint8Array; uid?: number } = {},
): Outcome {
  const { status, stdout, stderr } = spawnSync(NODE, [script, ...args], { ...options, encoding: 'utf8' });
  return { status, stdout, stderr };
}
