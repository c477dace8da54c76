import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { BatchPage } from '../batchPage.ts';
import { useSession } from '../session.ts';
import type { Workbench } from '../workbench.ts';

const session = useSession();
const THEMES = [
  ['Default Light Modern', 'vs'],
  ['Default High Contrast', 'hc-black'],
  ['Default High Contrast Light', 'hc-light'],
] as const;

beforeAll(() => BatchPage.refresh(session.workbench));

/** A view of the side bar by its title. */
const viewOf = ({ page }: Workbench, title: string) =>
  page.locator('.pane').filter({ has: page.locator('.pane-header').filter({ hasText: title }) });
const rowOf = (workbench: Workbench, view: string, text: string) =>
  viewOf(workbench, view).locator('.monaco-list-row').filter({ hasText: text }).first();

async function setTheme(theme: string, kind: string): Promise<void> {
  const { workbench, workspace } = session;
  mkdirSync(join(workspace, '.vscode'), { recursive: true });
  writeFileSync(join(workspace, '.vscode', 'settings.json'), JSON.stringify({ 'workbench.colorTheme': theme }));
  await expect
    .poll(() => workbench.page.locator('.monaco-workbench').getAttribute('class'))
    .toMatch(new RegExp(`(^|\\s)${kind}(\\s|$)`));
}

describe('the views of a dataset', () => {
  it('show what a folder holds once its layout is confirmed', async () => {
    const { workbench } = session;
    const tabs = workbench.page.locator('.activitybar');
    await tabs.getByRole('tab', { name: 'Maskscope' }).click();
    await workbench.page.locator('.welcome-view-content').filter({ hasText: 'Scan Dataset' }).first().waitFor();
    await workbench.screenshot('dataset-welcome');
    await tabs.getByRole('tab', { name: 'Explorer' }).click();
    const folder = await workbench.explorerRow('dataset');
    await workbench.chooseFromMenu(folder, 'Scan Dataset');
    await BatchPage.pick(workbench, 'Pascal VOC', 'dataset-layout');
    await BatchPage.pick(workbench, 'Automatic', 'dataset-classMap');
    await tabs.getByRole('tab', { name: 'Maskscope' }).click();
    const toggle = (view: string): Promise<void> => viewOf(workbench, view).locator('.pane-header').click();
    // Their room goes to the others, and a list has only the rows that fit.
    for (const view of ['Findings', 'Downloads', 'Splits']) await toggle(view);
    const dataset = rowOf(workbench, 'Dataset', '25 pairs');
    await dataset.waitFor({ timeout: 30_000 });
    for (const [text, lacking] of [
      ['Originals without a mask', '1'],
      ['Masks without an original', '1'],
      ['Masks that cannot be read', '1'],
    ] as const) {
      expect(await rowOf(workbench, 'Dataset', text).textContent()).toBe(text + lacking);
    }
    expect(await rowOf(workbench, 'Classes', 'eyebrow').textContent()).toContain('5,119 px · 23 images · 50 regions');
    await toggle('Splits');
    await rowOf(workbench, 'Splits', 'train').waitFor();
    await rowOf(workbench, 'Splits', 'train').locator('.monaco-tl-twistie').click();
    await rowOf(workbench, 'Splits', 'Class balance').locator('.monaco-tl-twistie').click();
    await rowOf(workbench, 'Classes', 'mouth').hover();
    await workbench.screenshot('dataset-vs-dark');
    expect(workbench.problems).toEqual([]);
  });

  it.each(THEMES)('in the theme %s', async (theme, kind) => {
    await setTheme(theme, kind);
    await rowOf(session.workbench, 'Classes', 'nose').hover();
    await session.workbench.screenshot(`dataset-${kind}`);
  });

  it('isolate a class in the open mask, and lead to the images with most of it', async () => {
    const { workbench } = session;
    await setTheme('Default Dark Modern', 'vs-dark');
    const eye = rowOf(workbench, 'Classes', 'eye');
    await eye.hover();
    await eye.getByRole('button', { name: 'Images with Most of Class' }).click();
    await workbench.page.locator('.quick-input-list .monaco-list-row').first().waitFor();
    await workbench.screenshot('dataset-most');
    await workbench.page.keyboard.press('Enter');
    const frame = workbench.webview();
    await frame.locator('canvas').first().waitFor({ timeout: 20_000 });
    await eye.click();
    await frame.getByText('Only id 1 is shown').waitFor();
    await workbench.screenshot('dataset-isolated');
  });

  it('follow a file that is gone', async () => {
    const { workbench, workspace } = session;
    rmSync(join(workspace, 'dataset', 'SegmentationClass', 'subject-01_001.png'));
    const masks = rowOf(workbench, 'Dataset', 'SegmentationClass');
    await expect.poll(() => masks.textContent(), { timeout: 20_000 }).toContain('23 files');
    await expect.poll(() => rowOf(workbench, 'Classes', 'nose').textContent()).toContain('15,239 px');
  });

  it('in Korean', async () => {
    const window = await session.openKorean();
    await window.page.locator('.activitybar').getByRole('tab', { name: 'Maskscope' }).click();
    await window.page.locator('.welcome-view-content').filter({ hasText: '데이터셋 스캔' }).first().waitFor();
    await window.screenshot('dataset-korean');
  });
});
