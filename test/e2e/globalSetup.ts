import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { type Server, startServer } from '../../scripts/vscodeServer.ts';
import { unzipVsix } from '../package/vsix.ts';
import { SETTINGS } from './settings.ts';

/** What the tests know of the server that was started for them. */
export interface E2eFacts {
  readonly port: number;
  /** Folder for the copies of the sample dataset that test files open and change. */
  readonly workspaces: string;
  /** The extension under development; null where an installed package is tested. */
  readonly extension: string | null;
}

declare module 'vitest' {
  interface ProvidedContext {
    e2e: E2eFacts;
  }
}

/** One server for all test files. MASKSCOPE_E2E: `development`, `restricted`, `soak`, or the target of a package. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const variant = process.env['MASKSCOPE_E2E'] ?? 'development';
  const root = dirname(dirname(import.meta.dirname));
  const temporary = await mkdtemp(join(tmpdir(), 'maskscope-e2e-'));
  const workspaces = join(temporary, 'workspaces');
  const extensionsFolder = join(temporary, 'extensions');
  let server: Server | undefined;
  const teardown = async () => {
    await server?.stop();
    await rm(temporary, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const fromSources = ['development', 'restricted', 'soak'].includes(variant);
    if (!fromSources) unzipVsix(variant, extensionsFolder);
    server = await startServer({ extensionsFolder, workspaceTrust: variant === 'restricted', settings: SETTINGS });
    project.provide('e2e', { port: server.port, workspaces, extension: fromSources ? root : null });
    return teardown;
  } catch (error) {
    await teardown();
    throw error;
  }
}
