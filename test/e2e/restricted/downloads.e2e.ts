import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { useSession } from '../session.ts';

const session = useSession();

it('downloads are refused in Restricted Mode, with the reason', async () => {
  const { workbench, workspace } = session;
  const { page } = workbench;
  await page.locator('.activitybar').getByRole('tab', { name: 'Maskscope' }).click();
  const reason = 'Downloads send requests and write files, which needs a trusted workspace.';
  await page.locator('.welcome-view-content').filter({ hasText: reason }).waitFor({ timeout: 30_000 });
  await workbench.screenshot('downloads-restricted');
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-widget input[type="text"]');
  await input.waitFor();
  await input.fill('>Maskscope: Download Images');
  await page
    .locator('.quick-input-list')
    .filter({ hasText: 'No matching commands' })
    .or(page.locator('.quick-input-list .monaco-list-row').first())
    .first()
    .waitFor();
  expect(
    await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'Download Images and Masks' }).count(),
  ).toBe(0);
  await page.keyboard.press('Escape');
  expect(existsSync(join(workspace, 'labelbox', 'served-2023'))).toBe(false);
});
