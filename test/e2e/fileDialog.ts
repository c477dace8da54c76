import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Types a path into the dialog of files: it takes the folder that was listed before until the list is that of the path. */
export async function fillPath(page: Page, path: string): Promise<void> {
  const rows = page.locator('.quick-input-list .monaco-list-rows');
  const listed = (): Promise<string> => rows.innerText({ timeout: 1000 }).catch(() => '');
  const before = await listed();
  await page.locator('.quick-input-widget input[type="text"]').fill(path);
  // The list of a neighbour may look the same.
  for (let waited = 0; waited < 3000 && (await listed()) === before; waited += 100) await page.waitForTimeout(100);
  await page.waitForTimeout(500);
}

/**
 * Answers the dialog that asks where to save.
 *
 * @param proposal what the dialog fills in, when it has looked into the folder
 */
export async function saveAs(page: Page, proposal: RegExp, path: string): Promise<void> {
  const input = page.locator('.quick-input-widget input[type="text"]');
  await input.waitFor();
  await expect.poll(() => input.inputValue()).toMatch(proposal);
  await input.fill(path);
  await page.waitForTimeout(500);
  await input.press('Enter');
  await input.waitFor({ state: 'hidden' });
}

/** Answers the dialog that asks for a file or folder, which takes a path only once it has listed its folder. */
export async function typePath(page: Page, path: string): Promise<void> {
  const input = page.locator('.quick-input-widget input[type="text"]');
  // The button that takes the path; what it says is up to who asks.
  const button = page.locator('.quick-input-widget .quick-input-action').getByRole('button');
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
