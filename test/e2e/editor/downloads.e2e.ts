import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSampleServer, type SampleServer } from '../../../scripts/sampleServer.ts';
import { BatchPage } from '../batchPage.ts';
import { useSession } from '../session.ts';
import type { Workbench } from '../workbench.ts';

const session = useSession();
const THEMES = [
  ['Default Dark Modern', 'vs-dark'],
  ['Default Light Modern', 'vs'],
  ['Default High Contrast', 'hc-black'],
  ['Default High Contrast Light', 'hc-light'],
] as const;
let server: SampleServer;

beforeAll(async () => {
  server = await startSampleServer(session.workspace, 0);
  await BatchPage.refresh(session.workbench);
});
afterAll(() => server.stop());

const rowsOf = ({ page }: Workbench) => page.locator('.pane-body .monaco-list-row').filter({ visible: true });
const folder = (): string => join(session.workspace, 'labelbox', 'served-2023');

describe('the Downloads view', () => {
  it('shows a download whose host was agreed to, and what is missing', async () => {
    const { workbench } = session;
    const { page } = workbench;
    const file = await workbench.explorerRow('labelbox/served-2023.json');
    await workbench.chooseFromMenu(file, 'Download Images and Masks of Export');
    await BatchPage.pick(workbench, 'Images and Masks', 'downloads-what');
    await BatchPage.pick(workbench, 'labelbox/served-2023', 'downloads-where');
    const dialog = page.locator('.monaco-dialog-box');
    await dialog.filter({ hasText: server.origin.replace('http://', '') }).waitFor();
    expect(existsSync(join(folder(), 'originals', 'visitor_01.jpg'))).toBe(false);
    await workbench.screenshot('downloads-host');
    await dialog.getByRole('button', { name: 'Allow' }).click();
    const row = rowsOf(workbench).filter({ hasText: 'served-2023.json' }).filter({ hasText: '82 of 84, 2 missing' });
    await row.waitFor({ timeout: 30_000 });
    await row.locator('.monaco-tl-twistie').click();
    await rowsOf(workbench).filter({ hasText: 'The server answered 404: No such image' }).waitFor();
    await row.hover();
    await workbench.screenshot('downloads-done');
    await expect.poll(() => row.getByRole('button', { name: 'Retry What Failed' }).isVisible()).toBe(true);
    await expect.poll(() => row.getByRole('button', { name: 'Open Folder' }).isVisible()).toBe(true);
    expect(readdirSync(join(folder(), 'masks'))).toHaveLength(71);
    expect(workbench.problems).toEqual([]);
  });

  it.each(THEMES)('in the theme %s', async (theme, kind) => {
    const { workbench, workspace } = session;
    mkdirSync(join(workspace, '.vscode'), { recursive: true });
    writeFileSync(join(workspace, '.vscode', 'settings.json'), JSON.stringify({ 'workbench.colorTheme': theme }));
    await expect
      .poll(() => workbench.page.locator('.monaco-workbench').getAttribute('class'))
      .toMatch(new RegExp(`(^|\\s)${kind}(\\s|$)`));
    await rowsOf(workbench).filter({ hasText: 'served-2023.json' }).hover();
    await workbench.screenshot(`downloads-${kind}`);
  });

  it('in Korean', async () => {
    writeFileSync(join(session.workspace, '.vscode', 'settings.json'), '{}');
    const window = await session.openKorean();
    // A new window learns only after a moment that its folder is trusted; the view then offers to download.
    await window.page.locator('.activitybar').getByRole('tab', { name: 'Maskscope' }).click();
    await window.page.locator('.welcome-view-content').filter({ hasText: '이미지와 마스크 내려받기' }).waitFor();
    await window.page.locator('.activitybar').getByRole('tab', { name: 'Explorer' }).click();
    const file = await window.explorerRow('labelbox/served-v2.ndjson');
    await window.chooseFromMenu(file, '내보내기의 이미지와 마스크 내려받기');
    await BatchPage.pick(window, '이미지와 마스크', 'downloads-korean-what');
    await BatchPage.pick(window, 'labelbox/served-v2');
    const allow = window.page.locator('.monaco-dialog-box').getByRole('button', { name: '허용' });
    const done = rowsOf(window)
      .filter({ hasText: '23/24' })
      .or(rowsOf(window).filter({ hasText: '24개 중 23개' }));
    await allow.or(done).first().waitFor({ timeout: 30_000 });
    if (await allow.isVisible()) await allow.click();
    await done.first().waitFor({ timeout: 30_000 });
    await done.first().hover();
    await window.screenshot('downloads-korean');
  });
});
