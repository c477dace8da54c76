import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, inject, onTestFailed, beforeEach } from 'vitest';
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
  const { port, workspace, extension } = inject('e2e');
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
    browser = await launchBrowser();
    workbench = await open();
  });
  beforeEach(() => {
    onTestFailed(async ({ task }) => {
      const name = task.name.replace(/[^\p{L}\p{N}]+/gu, '-');
      await newest?.screenshot(`failed-${name}`).catch(() => undefined);
    });
  });
  afterEach(() => {
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
