import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { paletteFile } from '../../fixtures/pngBuilder.ts';
import { BatchPage } from '../batchPage.ts';
import { ComparePage } from '../comparePage.ts';
import { useSession } from '../session.ts';

const session = useSession();
const SIDE = 10;
const CLASSES = { classes: ['nothing', 'one', 'two'].map((name, id) => ({ id, name })), void: [0] };

let page: ComparePage;
const at = (...path: string[]): string => join(session.workspace, 'judged', ...path);

/** Writes two masks of stripes, and predictions of them that are wrong in different places. */
function writeFolders(): void {
  for (const folder of ['truth', 'prediction', 'empty', 'none']) mkdirSync(at(folder), { recursive: true });
  writeFileSync(at('truth', 'classes.json'), JSON.stringify(CLASSES));
  for (const [name, last] of [
    ['low', 2],
    ['void', 255],
  ] as const) {
    const truth = new Uint8Array(SIDE * SIDE).fill(1, 30, 60).fill(2, 60, 90).fill(last, 90);
    const prediction = truth.slice().fill(1, 0, 20).fill(1, 60, 70).fill(2, 90);
    writeFileSync(at('truth', `${name}.png`), paletteFile(SIDE, SIDE, truth));
    writeFileSync(at('prediction', `${name}.png`), paletteFile(SIDE, SIDE, prediction));
  }
}

/** Answers how folders are compared. */
async function answer(classMap: string, voids: string): Promise<void> {
  await BatchPage.pick(session.workbench, classMap);
  await BatchPage.pick(session.workbench, voids);
  await BatchPage.pick(session.workbench, 'Areas Only');
}

const row = (name: string) => page.frame.locator('.pair-rows [role=row]').filter({ hasText: name });
const showFolders = (): Promise<void> =>
  session.workbench.page.locator('.tabs-container .tab').filter({ hasText: 'truth ↔ prediction' }).click();

/** The means of a row, which are mean IoU and pixel accuracy. */
async function meansOfRow(name: string): Promise<string[]> {
  await row(name).waitFor({ timeout: 60_000 });
  return row(name).locator('.number').allInnerTexts();
}

/** Waits for the tab of a pair to have these means. */
async function expectMeans(wanted: readonly string[]): Promise<void> {
  const means = async (): Promise<(string | undefined)[]> => {
    const all = await page.frame.locator('.means dd').allInnerTexts();
    return [all[0], all[2]];
  };
  await expect.poll(means, { timeout: 45_000 }).toEqual(wanted);
}

beforeAll(async () => {
  writeFolders();
  await BatchPage.refresh(session.workbench);
  await session.workbench.page.locator('.activitybar').getByRole('tab', { name: 'Maskscope' }).waitFor();
});

describe('a pair of two folders', () => {
  let judged: readonly string[] = [];

  it('is opened by a double click, and has the scores of its row where no id is void', async () => {
    const paths = [at('truth'), at('prediction')];
    page = await ComparePage.open(session.workbench, 'Maskscope: Compare Folders...', paths);
    await answer('Automatic', 'None');
    const wanted = await meansOfRow('low');
    await row('low').dblclick();
    await page.frame.getByText('Truth: judged/truth/low.png').waitFor({ timeout: 45_000 });
    await expectMeans(wanted);
    await page.expectNotice('Class map: classes.json.');
    await page.expectNotice('Void: None.');
  }, 120_000);

  it('has them where a preset names the ids', async () => {
    await showFolders();
    const before = await meansOfRow('void');
    await page.frame.getByRole('button', { name: 'Change Options…' }).click();
    await answer('Pascal VOC', 'as the class map says');
    await expect.poll(() => meansOfRow('void'), { timeout: 30_000 }).not.toEqual(before);
    judged = await meansOfRow('void');
    await row('void').dblclick();
    await page.frame.getByText('Truth: judged/truth/void.png').waitFor({ timeout: 45_000 });
    await expectMeans(judged);
    await page.expectNotice('Class map: Pascal VOC.');
    expect((await page.rows('Scores')).join()).toContain('1 aeroplane');
  }, 120_000);

  it('has them after the window was reloaded', async () => {
    await session.workbench.reload();
    await page.frame.getByText('Truth: judged/truth/void.png').waitFor({ timeout: 60_000 });
    await expectMeans(judged);
    await page.expectNotice('Class map: Pascal VOC.');
  }, 120_000);
});

describe('two folders', () => {
  it('are there again after their page alone was reloaded', async () => {
    await showFolders();
    const wanted = await meansOfRow('low');
    await row('low').evaluate((one) => one.setAttribute('data-before', ''));
    await session.workbench.runCommand('Developer: Reload Webviews');
    await expect.poll(() => page.frame.locator('[data-before]').count(), { timeout: 30_000 }).toBe(0);
    expect(await meansOfRow('low')).toEqual(wanted);
    await page.frame.locator('.status').getByText('Pairs compared: 2.').waitFor();
    await page.frame.getByRole('button', { name: 'Export CSV…' }).waitFor();
  }, 120_000);

  it('say why they cannot be compared, and are closed then', async () => {
    const paths = [at('empty'), at('none')];
    page = await ComparePage.open(session.workbench, 'Maskscope: Compare Folders...', paths);
    await answer('Automatic', 'as the class map says');
    const status = page.frame.locator('.status');
    await expect.poll(() => status.innerText(), { timeout: 45_000 }).toBe(`There is no PNG file in ${at('empty')}.`);
    await page.frame.getByRole('button', { name: 'Close', exact: true }).click();
    const tab = session.workbench.page.locator('.tabs-container .tab').filter({ hasText: 'empty ↔ none' });
    await tab.waitFor({ state: 'detached' });
  }, 120_000);
});
