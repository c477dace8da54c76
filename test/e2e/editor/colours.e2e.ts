import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { findLastBatch } from '../../../src/jobs/undo.ts';
import { controlsOf } from '../accessibility.ts';
import { BatchPage } from '../batchPage.ts';
import { saveAs } from '../fileDialog.ts';
import { useSession } from '../session.ts';

const session = useSession();
const THEMES = [
  ['Default Dark Modern', 'vscode-dark'],
  ['Default Light Modern', 'vscode-light'],
  ['Default High Contrast', 'vscode-high-contrast'],
] as const;

beforeAll(() => BatchPage.refresh(session.workbench));

describe('the colours of a class', () => {
  let page: FrameLocator;

  it('are found by the answers that stand first and shown with swatches, names and shares', async () => {
    const { workbench } = session;
    await workbench.chooseFromMenu(await workbench.explorerRow('dataset'), 'Scan Dataset');
    await BatchPage.pick(workbench, 'Pascal VOC');
    await BatchPage.pick(workbench, 'Automatic');
    await workbench.runCommand('Maskscope: Colours of Class…');
    await BatchPage.pick(workbench, 'All Classes but Background and Void');
    await BatchPage.pick(workbench, 'As Many as Fit');
    await BatchPage.type(workbench, '1');
    await BatchPage.pick(workbench, 'Without the Rim');
    await BatchPage.pick(workbench, 'X11 Colour Names');
    await BatchPage.pick(workbench, 'Only the dataset as a whole');
    await BatchPage.pick(workbench, 'No Maps', 'colours-step-maps');
    await workbench.tab('Colours: dataset').waitFor({ timeout: 60_000 });
    page = workbench.webview();
    await page.locator('section table').first().waitFor({ timeout: 30_000 });
    const hex = await page.locator('tbody td .hex').first().innerText();
    expect(hex).toMatch(/^#[\da-f]{6}$/);
    expect(await page.locator('section h2').count()).toBeGreaterThan(0);
  });

  it('copy', async () => {
    const { workbench } = session;
    const hex = await page.locator('tbody td .hex').first().innerText();
    await page.locator('tbody button').first().click();
    await expect.poll(() => workbench.page.evaluate(() => navigator.clipboard.readText())).toBe(hex);
  });

  it('have a name for every control', async () => {
    for (const { name } of await controlsOf(session.workbench, page)) expect(name).not.toBe('');
  });

  it('look right in light, dark and high contrast', async () => {
    for (const [theme, kind] of THEMES) {
      mkdirSync(join(session.workspace, '.vscode'), { recursive: true });
      writeFileSync(
        join(session.workspace, '.vscode', 'settings.json'),
        JSON.stringify({ 'workbench.colorTheme': theme }),
      );
      await expect.poll(() => page.locator('body').getAttribute('class')).toMatch(new RegExp(`(^|\\s)${kind}(\\s|$)`));
      await session.workbench.screenshot(`colours-${kind}`);
    }
  });

  it('are saved as CSV', async () => {
    const { workbench } = session;
    const target = join(session.workspace, 'colours.csv');
    await page.getByRole('button', { name: 'Save as CSV or JSON…' }).click();
    await saveAs(workbench.page, /colours\.csv$/, target);
    await expect.poll(() => existsSync(target)).toBe(true);
    expect(readFileSync(target, 'utf8')).toMatch(/^file,id,class,rank,hex,name,ciede2000,share,pixels,l,a,b\n/);
    // It opens, and takes the focus.
    await workbench.tab('colours.csv').waitFor();
    await expect.poll(() => workbench.page.locator('.editor-instance .monaco-editor.focused').count()).toBe(1);
  });

  it('are found for each file as well, by another seed, with maps that are previewed and written', async () => {
    const { workbench, workspace } = session;
    await workbench.runCommand('View: Close All Editors');
    await workbench.runCommand('Maskscope: Colours of Class…');
    await BatchPage.pick(workbench, 'All Classes but Background and Void');
    await BatchPage.pick(workbench, '3');
    await BatchPage.type(workbench, '7');
    await BatchPage.pick(workbench, 'All Pixels of the Class');
    await BatchPage.pick(workbench, 'X11 Colour Names');
    await BatchPage.pick(workbench, 'Each file by itself too', 'colours-step-scope');
    await BatchPage.pick(workbench, 'Which Pixels Made Which Colour');
    await BatchPage.pick(workbench, 'dataset-colours');
    const maps = new BatchPage(workbench);
    await maps.expectStatus('Preview. Nothing is written yet.');
    expect(existsSync(join(workspace, 'dataset-colours'))).toBe(false);
    await expect.poll(() => maps.frame.locator('canvas').count()).toBeGreaterThan(0);
    expect(await maps.frame.locator('body').innerText()).toContain('k-means++, seed 7, of each file');
    await workbench.screenshot('colours-maps');
    await maps.button(/^Write /).focus();
    await workbench.page.keyboard.press('Enter');
    await maps.expectStatus(/files? written\.$/);
    const { command } = findLastBatch(join(workspace, 'dataset-colours')) ?? {};
    expect(command).toMatch(/^maskscope colours .* --count 3 --seed 7 --per-file --maps /);
    await workbench.tab('Colours: dataset').click();
    const titles = () => workbench.webview().locator('section h2').allInnerTexts();
    await expect.poll(async () => (await titles()).some((title) => /^[^:]+: ./.test(title))).toBe(true);
    await workbench.screenshot('colours-per-file');
  }, 180_000);
});
