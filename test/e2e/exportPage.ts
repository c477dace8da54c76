import type { FrameLocator, Locator } from 'playwright-core';
import { expect } from 'vitest';
import type { Workbench } from './workbench.ts';

/** The editor of a Labelbox export that the window shows. */
export class ExportPage {
  readonly workbench: Workbench;
  readonly frame: FrameLocator;

  constructor(workbench: Workbench) {
    this.workbench = workbench;
    this.frame = workbench.webview();
  }

  /** Opens a file by its menu in the explorer and waits until it is read. */
  static async open(workbench: Workbench, path: string, entry = 'Open as Labelbox Export'): Promise<ExportPage> {
    await workbench.chooseFromMenu(await workbench.explorerRow(path), entry);
    const page = new ExportPage(workbench);
    await page.frame.locator('.entry-row').first().waitFor({ timeout: 45_000 });
    return page;
  }

  get rows(): Locator {
    return this.frame.locator('.entry-row');
  }

  /** The row of a name. */
  row(name: string): Locator {
    return this.rows.filter({ has: this.frame.locator('.cell-name').getByText(name, { exact: true }) });
  }

  /** Texts of a column in the rows that are on the page, from the top. */
  async column(name: string): Promise<string[]> {
    return this.rows.evaluateAll(
      (rows, cell) =>
        rows
          .sort((a, b) => Number(a.getAttribute('aria-rowindex')) - Number(b.getAttribute('aria-rowindex')))
          .map((row) => row.querySelector(`.cell-${cell}`)?.textContent ?? ''),
      name,
    );
  }

  async status(): Promise<string> {
    return (await this.frame.locator('.status').innerText()).trim();
  }

  async expectShown(text: string): Promise<void> {
    await expect.poll(() => this.frame.locator('.shown-count').innerText()).toBe(text);
  }

  /** Selects a row with a click and waits for its objects. */
  async select(name: string): Promise<void> {
    await this.row(name).click();
    await expect.poll(() => this.frame.locator('.details-name').innerText()).toBe(name);
    await this.frame.locator('.picture-original:not([hidden]), .picture-frame.blank').first().waitFor();
  }
}
