import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import korean from '../../../l10n/bundle.l10n.ko.json' with { type: 'json' };
import { CONVERT_STRINGS } from '../../../src/protocol/convertStrings.ts';
import { controlsOf } from '../accessibility.ts';
import { BatchPage } from '../batchPage.ts';
import { ExportPage } from '../exportPage.ts';
import { useSession } from '../session.ts';

const session = useSession();
const THEMES = [
  ['Default Light Modern', 'vscode-light'],
  ['Default High Contrast', 'vscode-high-contrast'],
  ['Default High Contrast Light', 'vscode-high-contrast-light'],
  ['Default Dark Modern', 'vscode-dark'],
] as const;

/** Presses Enter on the entry at the cursor of each question, after the cursor moved down so many times. */
async function answer(page: Page, placeholder: string | RegExp, down: number): Promise<void> {
  const input = page.locator('.quick-input-widget input[type="text"]');
  await expect.poll(() => input.getAttribute('placeholder')).toMatch(placeholder);
  await page.locator('.quick-input-list .monaco-list-row.focused').waitFor();
  for (let step = 0; step < down; step++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
}

describe('an export becomes masks', () => {
  let page: BatchPage;

  it('after questions that the keyboard answers, from the button of its editor', async () => {
    const { workbench } = session;
    const { page: window } = workbench;
    const editor = await ExportPage.open(workbench, 'labelbox/export-2023.json');
    await editor.frame.getByRole('button', { name: 'Convert to Masks' }).focus();
    await window.keyboard.press('Enter');
    await answer(window, /From what are the masks made/, 0);
    await expect
      .poll(() => window.locator('.quick-input-widget input[type="text"]').getAttribute('placeholder'))
      .toMatch(/Which pixels/);
    await workbench.screenshot('convert-step-raster');
    await answer(window, /Which pixels belong/, 0);
    await answer(window, /laid out/, 0);
    await answer(window, /Which class map/, 0);
    await answer(window, /pixels of several classes/, 2);
    await answer(window, /Which labels/, 0);
    await answer(window, /original images/, 0);
    await expect
      .poll(() => window.locator('.quick-input-widget input[type="text"]').getAttribute('placeholder'))
      .toMatch(/Where to/);
    await workbench.screenshot('convert-step-where');
    await answer(window, /Where to/, 0);
    page = new BatchPage(workbench);
    await page.expectStatus(/^Preview: \d+ masks, \d+ rows refused, \d+ left out\. Nothing is written yet\.$/);
    expect(existsSync(join(session.workspace, 'labelbox', 'export-2023-masks'))).toBe(false);
    await workbench.screenshot('convert-preview');
  }, 180_000);

  it.each(THEMES)('is previewed in the theme %s', async (theme, kind) => {
    const { workbench, workspace } = session;
    mkdirSync(join(workspace, '.vscode'), { recursive: true });
    writeFileSync(join(workspace, '.vscode', 'settings.json'), JSON.stringify({ 'workbench.colorTheme': theme }));
    await expect
      .poll(() => page.frame.locator('body').getAttribute('class'))
      .toMatch(new RegExp(`(^|\\s)${kind}(\\s|$)`));
    await page.frame.locator('.file-row').nth(2).click();
    await workbench.screenshot(`convert-${kind}`);
  });

  it('names every control, and lists the rows by keyboard', async () => {
    const controls = await controlsOf(session.workbench, page.frame);
    expect(controls.length).toBeGreaterThan(4);
    expect(controls.filter(({ name }) => name === '')).toEqual([]);
    const { keyboard } = session.workbench.page;
    await page.frame.locator('.file-row[tabindex="0"]').focus();
    await keyboard.press('Home');
    await expect.poll(() => page.frame.locator('.details-name').innerText()).toMatch(/^subject\.01/);
    await keyboard.press('ArrowDown');
    await expect.poll(() => page.frame.locator('.details-name').innerText()).toMatch(/^subject\.02/);
  });

  it('is written, and every mask is there', async () => {
    const { workbench, workspace } = session;
    const button = page.button(/^Write \d+ Masks$/);
    const masks = Number(/\d+/.exec(await button.innerText())?.[0]);
    await button.focus();
    await workbench.page.keyboard.press('Enter');
    await page.expectStatus(/^\d+ files written\.$/);
    const folder = join(workspace, 'labelbox', 'export-2023-masks', 'SegmentationClass');
    expect(readdirSync(folder).filter((name) => name.endsWith('.png')).length).toBe(masks);
    const notice = await workbench.notification(`${masks} masks and their files`);
    await workbench.screenshot('convert-written');
    await notice.getByRole('button', { name: 'Open a Mask', exact: true }).click();
    await workbench.tab('subject.01.png').waitFor();
    await workbench.screenshot('convert-mask');
    expect(workbench.problems).toEqual([]);
  });
});

describe('in Korean', () => {
  it('no English text is left in the steps and the page', async () => {
    mkdirSync(join(session.workspace, '.vscode'), { recursive: true });
    writeFileSync(join(session.workspace, '.vscode', 'settings.json'), '{}');
    const window = await session.openKorean();
    const translations: Readonly<Record<string, string>> = korean;
    const inKorean = (text: string): string => translations[text] ?? text;
    await window.chooseFromMenu(await window.explorerRow('labelbox/export-2023.json'), '내보내기를 마스크로 변환…');
    for (const placeholder of [
      'From what are the masks made?',
      'Which pixels belong to a polygon?',
      'How are the files laid out?',
      'Which class map gives the ids?',
      'Who gets pixels of several classes?',
      'Which labels, where an image has several?',
      'Where are the original images?',
      'Where to? A preview comes first; nothing is written yet.',
    ]) {
      const text = inKorean(placeholder).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      if (placeholder.startsWith('Who')) await window.screenshot('convert-korean-step');
      await answer(window.page, new RegExp(text), 0);
    }
    const page = new BatchPage(window);
    await page.expectStatus(/^미리보기: 마스크 \d+개/);
    await page.frame.locator('.file-row').last().click();
    await window.screenshot('convert-korean');
    const english = new Set<string>(Object.values(CONVERT_STRINGS).filter((text) => inKorean(text) !== text));
    const texts = await page.frame
      .locator('body')
      .evaluate((body) =>
        [body, ...body.querySelectorAll('*')].flatMap((element) => [
          element.getAttribute('aria-label') ?? '',
          element.getAttribute('title') ?? '',
          ...[...element.childNodes]
            .filter(({ nodeType }) => nodeType === 3)
            .map(({ textContent }) => textContent?.trim() ?? ''),
        ]),
      );
    expect(texts.filter((text) => english.has(text))).toEqual([]);
  });
});
