import type { FrameLocator, Locator } from 'playwright-core';
import { expect } from 'vitest';
import { typePath } from './fileDialog.ts';
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
