import type { FrameLocator, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Workbench } from './workbench.ts';

/** The page of two masks, or of two folders, in the tab that is shown. */
export class ComparePage {
  readonly workbench: Workbench;
  readonly frame: FrameLocator;

  constructor(workbench: Workbench) {
    this.workbench = workbench;
    this.frame = workbench.webview();
  }

  /** Runs a command and answers its dialogs, which ask for files or folders one after the other, by their paths. */
  static async open(workbench: Workbench, command: string, paths: readonly string[]): Promise<ComparePage> {
    await workbench.runCommand(command);
    for (const path of paths) await typePath(workbench.page, path);
    return new ComparePage(workbench);
  }

  /** The rows of a table, cells with a bar between. */
  async rows(table: string): Promise<string[]> {
    const rows = await this.frame.getByRole('table', { name: table }).locator('tbody tr').all();
    return Promise.all(rows.map(async (row) => (await row.locator('td').allInnerTexts()).join('|')));
  }

  /** Transitions with their pixels, as they stand. */
  transitions(): Promise<string[]> {
    return this.frame.getByRole('option').allInnerTexts();
  }

  get notices(): Locator {
    return this.frame.locator('.notices');
  }

  get readout(): Locator {
    return this.frame.locator('.readout');
  }

  async expectNotice(text: string | RegExp): Promise<void> {
    await expect.poll(() => this.notices.innerText(), { timeout: 45_000 }).toMatch(text);
  }

  /** Moves the focus to a control with the Tab key. */
  async tabTo(target: Locator): Promise<void> {
    const handle = target;
    for (let step = 0; step < 60; step++) {
      if (await handle.evaluate((one) => one === document.activeElement).catch(() => false)) return;
      await this.workbench.page.keyboard.press('Tab');
    }
    throw new Error('The Tab key does not reach the control.');
  }
}

/** Types a path into such a dialog: it takes the folder that was listed before until the list is that of the path. */
export async function fillPath(page: Page, path: string): Promise<void> {
  const rows = page.locator('.quick-input-list .monaco-list-rows');
  const listed = (): Promise<string> => rows.innerText({ timeout: 1000 }).catch(() => '');
  const before = await listed();
  await page.locator('.quick-input-widget input[type="text"]').fill(path);
  // The list of a neighbour may look the same.
  for (let waited = 0; waited < 3000 && (await listed()) === before; waited += 100) await page.waitForTimeout(100);
  await page.waitForTimeout(500);
}

/** Answers the dialog that asks for a file or folder, which takes a path only once it has listed its folder. */
export async function typePath(page: Page, path: string): Promise<void> {
  const input = page.locator('.quick-input-widget input[type="text"]');
  const button = page
    .locator('.quick-input-widget')
    .getByRole('button', { name: /^(OK|Open|Use as Original|확인|열기)$/ });
  await button.waitFor();
  const title = await page.locator('.quick-input-title').innerText();
  // The next dialog has another title.
  const isShown = async (): Promise<boolean> =>
    (await button.isVisible()) &&
    (await page
      .locator('.quick-input-title')
      .innerText()
      .catch(() => '')) === title;
  while (await isShown()) {
    const shown = await input.inputValue();
    if (shown.replace(/\/$/, '') !== path) {
      await fillPath(page, path);
      continue;
    }
    await page.keyboard.press('Enter');
    await page.waitForTimeout(500);
  }
}
