import { cp } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import { launchBrowser } from './browser.ts';
import { Workbench, type WindowOptions } from './workbench.ts';

/** The window that the tests of a file share, and more of them on request. */
export interface Session {
  readonly workbench: Workbench;
  /** Absolute path of the opened copy of the sample dataset. */
  readonly workspace: string;
  /** Another window; closed at the end of the file. */
  open(options?: Partial<WindowOptions>): Promise<Workbench>;
}

/** Opens a window before the tests of the calling file and closes it afterwards; keeps a picture of each failure. */
export function useSession(options: Partial<WindowOptions> = {}): Session {
  const { port, workspaces, extension } = inject('e2e');
  const file = expect.getState().testPath ?? 'window';
  const workspace = join(workspaces, basename(file, '.e2e.ts'), 'sample');
  let browser: Browser | undefined;
  let workbench: Workbench | undefined;
  let newest: Workbench | undefined;

  const open = async (more: Partial<WindowOptions> = {}) => {
    if (browser === undefined) throw new Error('The browser has not started.');
    newest = await Workbench.open(browser, `http://127.0.0.1:${port}`, {
      folder: workspace,
      ...(extension === null ? {} : { extension }),
      ...options,
      ...more,
    });
    return newest;
  };

  beforeAll(async () => {
    await cp(join(dirname(dirname(import.meta.dirname)), 'sample'), workspace, { recursive: true });
    browser = await launchBrowser(options.deviceScaleFactor);
    workbench = await open();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') {
      const name = task.name.replace(/[^\p{L}\p{N}]+/gu, '-');
      await newest?.screenshot(`failed-${name}`).catch(() => undefined);
    }
    newest = workbench;
  });
  afterAll(async () => {
    await browser?.close();
  });

  return {
    workspace,
    open,
    get workbench() {
      if (workbench === undefined) throw new Error('The window has not opened.');
      return workbench;
    },
  };
}
