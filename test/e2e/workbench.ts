import { mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Browser, BrowserContext, Dialog, FrameLocator, Locator, Page } from 'playwright-core';
import { windowUrl } from '../../scripts/vscodeServer.ts';
import { Picture } from './picture.ts';

export interface WindowOptions {
  /** Absolute path of the folder to open. */
  readonly folder: string;
  /** Absolute path of the extension under development; absent: what is installed is used. */
  readonly extension?: string;
  /** Display language, e.g. `ko`. */
  readonly locale?: string;
  /** Size of the window in CSS pixels. */
  readonly size?: { readonly width: number; readonly height: number };
  /** As the browser was launched with. */
  readonly deviceScaleFactor?: number;
  /** Runs in every frame before its own scripts. */
  readonly initScript?: string;
}

const EXPLORER_ROW = '.explorer-folders-view .monaco-list-row';
const screenshots = join(dirname(dirname(import.meta.dirname)), 'test-results', 'screenshots');

/** A VS Code window in the browser, driven as a user drives it. */
export class Workbench {
  readonly #context: BrowserContext;
  readonly #problems: string[] = [];
  #folder: string;
  #page: Page;

  private constructor(context: BrowserContext, page: Page, folder: string) {
    this.#folder = folder;
    this.#context = context;
    this.#page = page;
    this.#listen();
  }

  get page(): Page {
    return this.#page;
  }

  #listen(): void {
    this.#page.on('console', (message) => {
      const ours = message.location().url.includes('/dist/webview/');
      const policy = message.text().includes('Content Security Policy');
      if ((message.type() === 'error' && ours) || policy) this.#problems.push(message.text());
    });
    this.#page.on('pageerror', (error) => this.#problems.push(error.message));
  }

  /** Opens a window and waits for its explorer. */
  static async open(browser: Browser, origin: string, options: WindowOptions): Promise<Workbench> {
    const context = await browser.newContext({
      viewport: options.size ?? { width: 1360, height: 860 },
      deviceScaleFactor: options.deviceScaleFactor ?? 1,
      locale: options.locale ?? 'en-US',
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    if (options.initScript !== undefined) await context.addInitScript(options.initScript);
    // The server carries English texts only; this is what a language pack sets, and what extensions go by.
    await context.addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = '${options.locale ?? 'en'}'`);
    const page = await context.newPage();
    const workbench = new Workbench(context, page, options.folder);
    const { extension } = options;
    await page.goto(windowUrl(origin, options.folder, extension === undefined ? {} : { extension }));
    await workbench.ready();
    return workbench;
  }

  async close(): Promise<void> {
    await this.#context.close();
  }

  /** Opens another folder in this window, which takes a third of the time of a new one. Edits are thrown away. */
  async openFolder(origin: string, { folder, extension }: Pick<WindowOptions, 'folder' | 'extension'>): Promise<void> {
    this.#folder = folder;
    this.#problems.length = 0;
    const leave = (dialog: Dialog) => void dialog.accept();
    this.#page.on('dialog', leave);
    await this.#page.goto(windowUrl(origin, folder, extension === undefined ? {} : { extension }));
    this.#page.off('dialog', leave);
    await this.ready();
  }

  /** Errors of the page and violations of the webviews' content security policy, so far. */
  get problems(): readonly string[] {
    return this.#problems;
  }

  /** The files are listed and the extension host has started. */
  async ready(): Promise<void> {
    await this.page.locator(EXPLORER_ROW).first().waitFor({ timeout: 60_000 });
  }

  /** Reloads by command: unlike the browser's own reload, the window then waits until its state is stored. */
  async reload(): Promise<void> {
    let isLeft = false;
    const left = this.page
      .waitForEvent('framenavigated', { predicate: (frame) => frame === this.page.mainFrame(), timeout: 90_000 })
      .finally(() => (isLeft = true));
    // A busy window loses keys.
    while (!isLeft) {
      await this.runCommand('Developer: Reload Window').catch(() => undefined);
      await Promise.race([left, this.page.waitForTimeout(10_000)]);
    }
    await left;
    await this.ready();
  }

  /**
   * Closes the window and opens it again in the same browser profile, as on the next day.
   *
   * @param options.killed whether the window ends without a chance to do anything
   * @param options.meanwhile what happens while it is closed
   */
  async restart({
    killed = false,
    meanwhile,
  }: { readonly killed?: boolean; readonly meanwhile?: () => Promise<void> } = {}): Promise<void> {
    const url = this.#page.url();
    const closed = this.#page.waitForEvent('close');
    this.#page.on('dialog', (dialog) => void dialog.accept());
    await this.#page.close({ runBeforeUnload: !killed });
    await closed;
    await meanwhile?.();
    this.#page = await this.#context.newPage();
    this.#listen();
    await this.#page.goto(url);
    await this.ready();
  }

  #row(path: string): Locator {
    return this.page.locator(EXPLORER_ROW).filter({
      has: this.page.locator(`.explorer-item[aria-label="${join(this.#folder, path)}"]`),
    });
  }

  /** The row of a file or folder below the opened folder, after its parents were expanded by clicks. */
  async explorerRow(path: string): Promise<Locator> {
    const parts = path.split('/');
    const row = this.#row(path);
    if (await row.isVisible()) return row;
    // The list only holds the rows that fit, so first make room.
    await this.page.locator('.explorer-folders-view').hover();
    await this.page.getByRole('button', { name: 'Collapse Folders in Explorer' }).click();
    await this.page.locator(`${EXPLORER_ROW}[aria-expanded="true"]`).first().waitFor({ state: 'detached' });
    for (let depth = 1; depth < parts.length; depth += 1) {
      const parent = this.#row(parts.slice(0, depth).join('/'));
      await parent.waitFor();
      if ((await parent.getAttribute('aria-expanded')) !== 'true') await parent.click();
    }
    await row.waitFor();
    return row;
  }

  /** Opens a file with one click in the explorer and waits for its tab. */
  async clickFile(path: string): Promise<void> {
    await (await this.explorerRow(path)).click();
    await this.tab(basename(path)).waitFor();
  }

  /** Chooses an entry of the context menu of an element; of several, those before the last lead to submenus. */
  async chooseFromMenu(element: Locator, entry: string, ...ofSubmenus: string[]): Promise<void> {
    const first = this.page.locator('.monaco-menu').getByRole('menuitem', { name: entry });
    const end = Date.now() + 60_000;
    for (;;) {
      await element.click({ button: 'right' });
      try {
        await first.waitFor({ timeout: 5_000 });
        break;
      } catch (error) {
        // In a window that has just opened, menus are there before the extension's entries.
        if (Date.now() > end) throw error;
        await this.page.keyboard.press('Escape');
        await this.page.locator('.monaco-menu').waitFor({ state: 'detached' });
      }
    }
    let item = first;
    for (const name of ofSubmenus) {
      await item.hover();
      item = this.page.locator('.monaco-submenu').getByRole('menuitem', { name });
      await item.waitFor();
    }
    // A menu ignores clicks in its first moments, lest it takes the click that opened it.
    while (await item.isVisible()) {
      await item.click({ timeout: 1_000 }).catch(() => undefined);
      await this.page.waitForTimeout(200);
    }
  }

  tab(name: string): Locator {
    return this.page.locator('.tabs-container .tab').filter({ hasText: name });
  }

  /** Runs a command by its title in the command palette. */
  async runCommand(title: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input[type="text"]');
    const first = this.page.locator('.quick-input-list .monaco-list-row').first();
    const entry = first.filter({ hasText: title.replace(/^[^:]+: /, '') });
    const end = Date.now() + 45_000;
    for (;;) {
      await this.page.keyboard.press('F1');
      try {
        await input.waitFor({ timeout: 3_000 });
        await input.fill(`>${title}`, { timeout: 3_000 });
        await entry.waitFor({ timeout: 10_000 });
        // Where an editor that opens has just taken the focus, it would take the key.
        const isFocused = await input.evaluate((element) => element === element.ownerDocument.activeElement);
        if (!isFocused) throw new Error('The command palette has lost the focus.');
        break;
      } catch (error) {
        // A busy window loses keys, and closes the list when the focus moves.
        if (Date.now() > end) throw error;
      }
    }
    await this.page.keyboard.press('Enter');
  }

  /** A notification, in the centre, where VS Code keeps it in a window without the focus. */
  async notification(text: string): Promise<Locator> {
    const notification = this.page.locator('.notifications-center .notification-list-item').filter({ hasText: text });
    const end = Date.now() + 60_000;
    for (;;) {
      // A centre that was opened before it came stays closed.
      await this.runCommand('Notifications: Show Notifications');
      try {
        await notification.waitFor({ timeout: 3_000 });
        return notification;
      } catch (error) {
        if (Date.now() > end) throw error;
      }
    }
  }

  /** The page inside the webview of the editor that is shown; of several, that which was opened as number `nth`. */
  webview(nth = 0): FrameLocator {
    return this.page
      .locator('iframe.webview.ready')
      .filter({ visible: true })
      .nth(nth)
      .contentFrame()
      .locator('iframe#active-frame')
      .contentFrame();
  }

  /** What the user sees within an element. */
  async pictureOf(element: Locator): Promise<Picture> {
    const box = await element.boundingBox();
    if (box === null) throw new Error('The element is not shown.');
    return Picture.decode(await this.page.screenshot({ clip: box, animations: 'disabled' }));
  }

  /** Keeps a picture of the whole window below test-results/screenshots. */
  async screenshot(name: string): Promise<void> {
    await mkdir(screenshots, { recursive: true });
    await this.page.screenshot({ path: join(screenshots, `${name}.png`), animations: 'disabled' });
  }

  /** Every frame that the window paints while `action` runs. */
  async film(action: () => Promise<void>): Promise<Picture[]> {
    const session = await this.#context.newCDPSession(this.page);
    const frames: Picture[] = [];
    session.on('Page.screencastFrame', ({ data, sessionId }) => {
      frames.push(Picture.decode(Buffer.from(data, 'base64')));
      void session.send('Page.screencastFrameAck', { sessionId }).catch(() => undefined);
    });
    await session.send('Page.startScreencast', { format: 'png', everyNthFrame: 1 });
    await action();
    await session.send('Page.stopScreencast');
    await session.detach();
    return frames;
  }

  clipboard(): Promise<string> {
    return this.page.evaluate(() => navigator.clipboard.readText());
  }
}
