import type { FrameLocator, Locator } from 'playwright-core';
import { expect } from 'vitest';
import type { Workbench } from './workbench.ts';

/** The preview page of a batch, and the steps that lead to it. */
export class BatchPage {
  readonly workbench: Workbench;
  readonly frame: FrameLocator;

  constructor(workbench: Workbench) {
    this.workbench = workbench;
    this.frame = workbench.webview();
  }

  /** Shows files in the explorer that were written before its watcher had started. */
  static async refresh(workbench: Workbench): Promise<void> {
    await workbench.page.locator('.explorer-folders-view').hover();
    await workbench.page.getByRole('button', { name: 'Refresh Explorer' }).click();
  }

  /** Chooses a command of the explorer's Maskscope menu on a file or folder. */
  static async choose(workbench: Workbench, path: string, command: string): Promise<void> {
    await workbench.chooseFromMenu(await workbench.explorerRow(path), 'Maskscope', command);
  }

  /** Picks an entry of the quick pick that is shown, after a picture of it is kept. */
  static async pick(workbench: Workbench, label: string, screenshot?: string): Promise<void> {
    const { page } = workbench;
    const list = page.locator('.quick-input-list .monaco-list-row');
    await list.filter({ hasText: label }).first().waitFor();
    if (screenshot !== undefined) await workbench.screenshot(screenshot);
    const input = page.locator('.quick-input-widget input[type="text"]');
    await input.fill(label);
    await page.locator('.quick-input-list .monaco-list-row.focused').filter({ hasText: label }).waitFor();
    await page.keyboard.press('Enter');
    // The next question, if there is one, has a text of its own.
    await expect.poll(async () => !(await input.isVisible()) || (await input.inputValue()) !== label).toBe(true);
  }

  /** Answers the input box that is shown. */
  static async type(workbench: Workbench, text: string): Promise<void> {
    const input = workbench.page.locator('.quick-input-widget input[type="text"]');
    await input.waitFor();
    await input.fill(text);
    await workbench.page.keyboard.press('Enter');
  }

  button(name: string | RegExp): Locator {
    return this.frame.getByRole('button', { name });
  }

  status(): Promise<string> {
    return this.frame.locator('.status').innerText();
  }

  async expectStatus(text: string | RegExp): Promise<void> {
    await expect.poll(() => this.status(), { timeout: 45_000 }).toMatch(text);
  }

  /** The row of a file. */
  row(name: string): Locator {
    return this.frame.locator('.file-row').filter({ hasText: name });
  }
}
