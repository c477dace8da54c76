import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeIndependently } from '../../fixtures/independentDecoder.ts';
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
/** Of the sample, by `maskscope check`: the upper one of the two pixels of a region. */
const SPECK = { file: 'subject-02_001.png', x: 87, y: 185 };

beforeAll(() => BatchPage.refresh(session.workbench));

const pane = ({ page }: Workbench, title: string): Locator =>
  page.locator('.pane').filter({ has: page.locator(`.pane-header[aria-label^="${title} "]`) });
const row = (text: string): Locator =>
  pane(session.workbench, 'Findings').locator('.monaco-list-row').filter({ hasText: text }).first();
const masks = (): string => join(session.workspace, 'dataset', 'SegmentationClass');
/** The id of the speck, and those of the pixels beside it. */
const idsAround = ({ file, x, y }: typeof SPECK): (number | undefined)[] => {
  const { samples, width } = decodeIndependently(readFileSync(join(masks(), file)));
  const at = y * width + x;
  return [at, at - 1, at + 1, at - width, at + width].map((pixel) => samples[pixel]);
};
/** It lies in the border alone, which nothing but the void can fill. */
const [BEFORE, AFTER] = [
  [3, 255, 255, 255, 3],
  [255, 255, 255, 255, 255],
];

async function setTheme(theme: string, kind: string): Promise<void> {
  const { workbench, workspace } = session;
  mkdirSync(join(workspace, '.vscode'), { recursive: true });
  writeFileSync(join(workspace, '.vscode', 'settings.json'), JSON.stringify({ 'workbench.colorTheme': theme }));
  await expect
    .poll(() => workbench.page.locator('.monaco-workbench').getAttribute('class'))
    .toMatch(new RegExp(`(^|\\s)${kind}(\\s|$)`));
}

/** Expands a rule, or folds it. */
async function toggle(text: string): Promise<void> {
  await row(text).locator('.monaco-tl-twistie').click();
}

/** Presses a button of a row, which is there under the pointer. */
async function press(text: string, button: string): Promise<void> {
  await row(text).hover();
  await row(text).getByRole('button', { name: button }).click();
}

describe('the findings of a dataset', () => {
  it('are listed by rule, and under Problems', async () => {
    const { workbench } = session;
    const { page } = workbench;
    await workbench.chooseFromMenu(await workbench.explorerRow('dataset'), 'Scan Dataset');
    await BatchPage.pick(workbench, 'Pascal VOC');
    await BatchPage.pick(workbench, 'Automatic');
    await page.locator('.activitybar').getByRole('tab', { name: 'Maskscope' }).click();
    // Their room goes to the findings.
    for (const view of ['Classes', 'Dataset', 'Splits', 'Downloads']) {
      await pane(workbench, view).locator('.pane-header').click();
    }
    await row('Specks').waitFor({ timeout: 30_000 });
    await workbench.runCommand('View: Focus Problems');
    await page.locator('.markers-panel .monaco-list-row').first().waitFor();
    await toggle('Splits that overlap');
    await toggle('Specks');
    await row('of mouth').waitFor();
    expect(await row('Names in both').textContent()).toContain('Names in both train and val: 1 (subject-04_004).');
    expect(workbench.problems).toEqual([]);
  });

  it.each(THEMES)('in the theme %s', async (theme, kind) => {
    await setTheme(theme, kind);
    await row('Specks').hover();
    await session.workbench.screenshot(`findings-${kind}`);
  });

  it('show the mask at the pixel of a finding, its region from near by', async () => {
    const { workbench } = session;
    await setTheme('Default Dark Modern', 'vs-dark');
    await row(SPECK.file).click();
    await workbench.tab(SPECK.file).waitFor();
    const frame = workbench.webview();
    const readout = frame.locator('.readout');
    await expect.poll(() => readout.innerText(), { timeout: 20_000 }).toContain(`${SPECK.x}, ${SPECK.y}`);
    const status = workbench.page.locator('.statusbar');
    await expect.poll(() => status.innerText()).toContain('2,000%');
    await workbench.screenshot('findings-pixel');
    // In a mask that is open already, too.
    await frame
      .locator('.canvas, canvas')
      .first()
      .click({ position: { x: 10, y: 10 } });
    await row(SPECK.file).click();
    await expect.poll(() => readout.innerText()).toContain(`${SPECK.x}, ${SPECK.y}`);
  });

  it('are mended by a batch after its preview, for all files of the rule, and come back with its undo', async () => {
    const { workbench } = session;
    expect(idsAround(SPECK)).toEqual(BEFORE);
    await press('Specks', 'Fix...');
    const batch = new BatchPage(workbench);
    await batch.expectStatus(/Preview: 7 will be written/);
    await batch.row(SPECK.file).click();
    await expect.poll(() => batch.frame.locator('.details').innerText()).toContain('Specks filled');
    await workbench.screenshot('findings-fix-specks');
    expect(idsAround(SPECK)).toEqual(BEFORE);
    await batch.button('Write 7 Files').click();
    await batch.expectStatus(/7 written/);
    expect(idsAround(SPECK)).toEqual(AFTER);
    await expect.poll(() => row('Specks').count(), { timeout: 30_000 }).toBe(0);
    await batch.button(/^Undo This Batch/).click();
    await workbench.page.getByRole('button', { name: 'Undo', exact: true }).click();
    await row('Specks').waitFor({ timeout: 30_000 });
    expect(idsAround(SPECK)).toEqual(BEFORE);
  });

  it('of lists are mended after a comparison, and undone in the editor', async () => {
    const { workbench, workspace } = session;
    const { keyboard } = workbench.page;
    const list = join(workspace, 'dataset', 'ImageSets', 'Segmentation', 'train.txt');
    const before = readFileSync(list, 'utf8');
    await press('Splits that overlap', 'Fix...');
    await workbench.page.locator('.monaco-diff-editor').waitFor();
    await BatchPage.pick(workbench, 'Remove 1 Line', 'findings-fix-list');
    await expect.poll(() => readFileSync(list, 'utf8')).toBe(before.replace('subject-04_004\n', ''));
    await expect.poll(() => row('Splits that overlap').count(), { timeout: 30_000 }).toBe(0);
    await workbench.tab('train.txt').waitFor();
    await workbench.page.locator('.monaco-editor .view-lines').first().click();
    await keyboard.press('Control+Z');
    await keyboard.press('Control+S');
    await expect.poll(() => readFileSync(list, 'utf8')).toBe(before);
    await row('Splits that overlap').waitFor({ timeout: 30_000 });
  });

  it('lead to their fix from Problems', async () => {
    const { workbench } = session;
    const { page } = workbench;
    await workbench.runCommand('View: Focus Problems');
    const filter = page.locator('.markers-panel-action-filter input, .viewpane-filter input').first();
    await filter.fill('Regions of fewer');
    const link = page.locator('.markers-panel .monaco-list-row').getByText('specks').first();
    await link.waitFor();
    await link.click({ modifiers: ['Control'] });
    const batch = new BatchPage(workbench);
    await batch.expectStatus(/Preview: 1 will be written/);
    await batch.button('Cancel').click();
    await filter.fill('');
  });

  it('of a rule are shown in the gallery, which filters by them', async () => {
    const { workbench } = session;
    await workbench.runCommand('View: Close All Editors');
    await press('Specks', 'Show in Gallery');
    await workbench.tab('Gallery: dataset').waitFor();
    let page: FrameLocator = workbench.webview();
    const filter = page.getByLabel('Finding');
    await expect.poll(() => page.locator('.count').innerText(), { timeout: 20_000 }).toBe('7 pairs');
    expect(await filter.inputValue()).toBe('specks');
    expect(await filter.locator('option:checked').innerText()).toBe('Specks (7)');
    const names = await page.locator('.tile-name').allInnerTexts();
    expect(names).toContain('subject-02_001');
    expect(names).toContain('subject-06_004');
    await workbench.screenshot('gallery-findings');
    await filter.selectOption({ label: 'Files that cannot be read (1)' });
    await expect.poll(() => page.locator('.tile-name').allInnerTexts()).toEqual(['subject-05_001']);
    // Another rule, while the gallery is open.
    await press('Nearly the same masks in several splits', 'Show in Gallery');
    await expect.poll(() => page.locator('.count').innerText()).toBe('2 pairs');
    await workbench.page.waitForTimeout(500);
    // A reloaded window is ready when its explorer is.
    await workbench.page.locator('.activitybar').getByRole('tab', { name: 'Explorer' }).click();
    await workbench.reload();
    page = workbench.webview();
    await expect.poll(() => page.locator('.count').innerText(), { timeout: 60_000 }).toBe('2 pairs');
    await page.getByRole('button', { name: 'Clear Filters' }).click();
    await expect.poll(() => page.locator('.count').innerText()).toBe('25 pairs');
    expect(workbench.problems).toEqual([]);
  }, 180_000);
});
