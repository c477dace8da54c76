import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestProject } from 'vitest/node';
import type { BrowserServer } from 'playwright-core';
import { type Server, startServer } from '../../scripts/vscodeServer.ts';
import { unzipVsix } from '../package/vsix.ts';
import { startBrowser } from './browser.ts';
import { SETTINGS } from './settings.ts';

/** What the tests know of what was started for them. */
export interface E2eFacts {
  /** Ports of the servers, one for each worker: the windows of a server share the user's settings. */
  readonly ports: readonly number[];
  /** Address of the browser that the workers share. */
  readonly browser: string;
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

/**
 * Servers and a browser for all test files.
 * MASKSCOPE_E2E: `development`, `restricted`, `soak`, or the target of a package.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const variant = process.env['MASKSCOPE_E2E'] ?? 'development';
  const root = dirname(dirname(import.meta.dirname));
  const temporary = await mkdtemp(join(tmpdir(), 'maskscope-e2e-'));
  const workspaces = join(temporary, 'workspaces');
  const extensionsFolder = join(temporary, 'extensions');
  const servers: Server[] = [];
  let browser: BrowserServer | undefined;
  const teardown = async () => {
    await browser?.close();
    await Promise.all(servers.map((server) => server.stop()));
    await rm(temporary, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const fromSources = ['development', 'restricted', 'soak'].includes(variant);
    if (!fromSources) unzipVsix(variant, extensionsFolder);
    browser = await startBrowser();
    const { maxWorkers } = project.vitest.config;
    while (servers.length < maxWorkers) {
      const workspaceTrust = variant === 'restricted';
      servers.push(await startServer({ extensionsFolder, workspaceTrust, settings: SETTINGS }));
    }
    const ports = servers.map(({ port }) => port);
    project.provide('e2e', { ports, browser: browser.wsEndpoint(), workspaces, extension: fromSources ? root : null });
    return teardown;
  } catch (error) {
    await teardown();
    throw error;
  }
}
