import { cp } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
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
  /** The window in Korean, which files use one after the other. */
  openKorean(): Promise<Workbench>;
}

let sharedBrowser: Promise<Browser> | undefined;
/** The window of each language that the files of a worker use one after the other. */
const sharedWindows = new Map<string, Workbench>();

/**
 * Gives the tests of the calling file a window with a copy of the sample dataset, and keeps a picture of each failure.
 * Without options it is a window that the files share: another folder is opened in it for each.
 */
export function useSession(options: Partial<Omit<WindowOptions, 'folder' | 'extension'>> = {}): Session {
  const { ports, browser: address, workspaces, extension } = inject('e2e');
  const origin = `http://127.0.0.1:${ports[(Number(process.env['VITEST_POOL_ID']) - 1) % ports.length]}`;
  const file = expect.getState().testPath ?? 'window';
  const workspace = join(workspaces, basename(file, '.e2e.ts'), 'sample');
  const place = { folder: workspace, ...(extension === null ? {} : { extension }) };
  const own: Workbench[] = [];
  let ownBrowser: Browser | undefined;
  let workbench: Workbench | undefined;
  let newest: Workbench | undefined;

  const browser = async () => {
    if (options.deviceScaleFactor !== undefined) return (ownBrowser ??= await launchBrowser(options.deviceScaleFactor));
    return (sharedBrowser ??= chromium.connect(address));
  };
  const open = async (more: Partial<WindowOptions> = {}) => {
    newest = await Workbench.open(await browser(), origin, { ...place, ...options, ...more });
    own.push(newest);
    return newest;
  };
  const share = async (language: string) => {
    newest = sharedWindows.get(language);
    if (newest === undefined) {
      newest = await Workbench.open(await browser(), origin, {
        ...place,
        ...(language === 'en' ? {} : { locale: language }),
      });
      sharedWindows.set(language, newest);
    } else {
      await newest.openFolder(origin, place);
    }
    return newest;
  };

  beforeAll(async () => {
    await cp(join(dirname(dirname(import.meta.dirname)), 'sample'), workspace, { recursive: true });
    workbench = Object.keys(options).length === 0 ? await share('en') : await open();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') {
      const name = task.name.replace(/[^\p{L}\p{N}]+/gu, '-');
      await newest?.screenshot(`failed-${name}`).catch(() => undefined);
      // Without it nobody can tell a page that broke from one that was slow.
      for (const problem of newest?.problems ?? []) console.error(`${task.name}: ${problem}`);
    }
    newest = workbench;
  });
  afterAll(async () => {
    await Promise.all(own.map((window) => window.close()));
    await ownBrowser?.close();
  });

  return {
    workspace,
    open,
    openKorean: () => share('ko'),
    get workbench() {
      if (workbench === undefined) throw new Error('The window has not opened.');
      return workbench;
    },
  };
}
