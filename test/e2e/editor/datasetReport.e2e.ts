import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import korean from '../../../l10n/bundle.l10n.ko.json' with { type: 'json' };
import { REPORT_STRINGS } from '../../../src/core/report/reportStrings.ts';
import { GALLERY_STRINGS, REPORT_PAGE_STRINGS } from '../../../src/protocol/datasetPageStrings.ts';
import { controlsOf } from '../accessibility.ts';
import { BatchPage } from '../batchPage.ts';
import { typePath, saveAs } from '../fileDialog.ts';
import { useSession } from '../session.ts';
import type { Workbench } from '../workbench.ts';

const session = useSession();
const THEMES = [
  ['Default Dark Modern', 'vscode-dark'],
  ['Default Light Modern', 'vscode-light'],
  ['Default High Contrast', 'vscode-high-contrast'],
] as const;

beforeAll(() => BatchPage.refresh(session.workbench));

async function scan(workbench: Workbench, menu: string, automatic: string): Promise<void> {
  await workbench.chooseFromMenu(await workbench.explorerRow('dataset'), menu);
  await BatchPage.pick(workbench, 'Pascal VOC');
  await BatchPage.pick(workbench, automatic);
}

async function setTheme(page: FrameLocator, theme: string, kind: string): Promise<void> {
  mkdirSync(join(session.workspace, '.vscode'), { recursive: true });
  const settings = JSON.stringify({ 'workbench.colorTheme': theme });
  writeFileSync(join(session.workspace, '.vscode', 'settings.json'), settings);
  await expect.poll(() => page.locator('body').getAttribute('class')).toMatch(new RegExp(`(^|\\s)${kind}(\\s|$)`));
}

async function clipboardOf({ page }: Workbench): Promise<string> {
  return page.evaluate(() => navigator.clipboard.readText());
}

describe('the report of a dataset', () => {
  let page: FrameLocator;

  it('shows classes, splits, weights and files', async () => {
    const { workbench } = session;
    await scan(workbench, 'Scan Dataset', 'Automatic');
    await workbench.runCommand('Maskscope: Open Dataset Report');
    await workbench.tab('Report: dataset').waitFor();
    page = workbench.webview();
    await page.locator('section.balance').waitFor({ timeout: 30_000 });
    const headings = await page.locator('h2').allInnerTexts();
    expect(headings).toEqual([
      ...['Class balance', 'Balance of the splits', 'Class weights', 'METAINFO of mmsegmentation'],
      ...['Classes that occur together', 'Where classes lie', 'Sizes of regions'],
      ...['Sizes of masks', 'Sizes of originals', 'Palettes in use', 'Channel mean and standard deviation'],
    ]);
    await page.locator('section.balance summary').click();
    const row = page.locator('section.balance tr').filter({ hasText: 'eyebrow' });
    expect(await row.innerText()).toContain('5,119');
    await page.locator('section.balance summary').click();
  });

  it('tells the values of its charts by the arrow keys', async () => {
    const { keyboard } = session.workbench.page;
    const chart = page.locator('section.balance svg[role="application"]');
    await chart.focus();
    await keyboard.press('ArrowDown');
    await keyboard.press('ArrowDown');
    const spoken = page.locator('section.balance .spoken');
    const first = await spoken.innerText();
    expect(first).toMatch(/: [\d,]+ pixels, /);
    await keyboard.press('ArrowRight');
    await expect.poll(() => spoken.innerText()).toMatch(/in \d+ of \d+ masks/);
    await session.workbench.screenshot('report-tip');
  });

  it('counts a split alone, and copies weights and METAINFO', async () => {
    const { workbench } = session;
    const facts = page.locator('dl');
    expect(await facts.innerText()).toContain('Whole dataset');
    await page.getByLabel('Pairs counted').selectOption({ label: 'Split: train' });
    await expect.poll(() => facts.innerText()).toContain('Split train');
    await page.getByLabel('Axes').selectOption('Logarithmic');
    await page.getByRole('button', { name: 'Copy as Python' }).click();
    await expect.poll(() => clipboardOf(workbench)).toMatch(/^CLASS_WEIGHTS = \[\n/);
    await page.getByRole('button', { name: 'Copy METAINFO' }).click();
    await expect.poll(() => clipboardOf(workbench)).toMatch(/^METAINFO = dict\(/);
    await page.getByLabel('Pairs counted').selectOption({ label: 'All pairs' });
    await expect.poll(() => facts.innerText()).toContain('Whole dataset');
  });

  it('computes mean and standard deviation of the train originals on request', async () => {
    const section = page.locator('section.channels');
    await section.getByRole('button', { name: 'Compute from the Originals' }).click();
    await section.locator('table').waitFor({ timeout: 60_000 });
    expect(await section.innerText()).toMatch(/originals of the split train/);
    await section.scrollIntoViewIfNeeded();
    await session.workbench.screenshot('report-channels');
  });

  it('is exported as HTML, CSV and JSON', async () => {
    const { workbench, workspace } = session;
    for (const [name, start] of [
      ['report.html', '<!DOCTYPE html>'],
      ['report.csv', 'id,class,colour,void,'],
      ['report.json', '{\n  "schema": "maskscope-dataset-report/1"'],
    ] as const) {
      await page.getByRole('button', { name: 'Export Report…' }).click();
      await saveAs(workbench.page, /\.html$/, join(workspace, name));
      await expect.poll(() => existsSync(join(workspace, name))).toBe(true);
      const text = readFileSync(join(workspace, name), 'utf8');
      expect(text.slice(0, start.length)).toBe(start);
      expect(text).not.toContain(workspace);
    }
    const exported = await workbench.page.context().newPage();
    await exported.goto(`data:text/html;base64,${readFileSync(join(workspace, 'report.html')).toString('base64')}`);
    await exported.screenshot({ path: 'test-results/screenshots/report-exported.png', fullPage: true });
    await exported.emulateMedia({ media: 'print' });
    await exported.screenshot({ path: 'test-results/screenshots/report-printed.png' });
    await exported.close();
  });

  it.each(THEMES)('in the theme %s', async (theme, kind) => {
    await setTheme(page, theme, kind);
    for (const section of ['balance', 'splits', 'together', 'heat', 'regions', 'palettes']) {
      await page.locator(`section.${section} h2`).evaluate((heading) => heading.scrollIntoView());
      await page.locator('.report').evaluate((report) => report.scrollBy(0, -60));
      await session.workbench.screenshot(`report-${section}-${kind}`);
    }
  });

  it('keeps its place and what is chosen while it is hidden', async () => {
    const { workbench } = session;
    await page.getByLabel('Sort classes by').selectOption('Name');
    await page.locator('.report').evaluate((report) => report.scrollTo(0, 400));
    await workbench.page.waitForTimeout(300);
    await workbench.clickFile('README.md');
    await workbench.tab('Report: dataset').click();
    page = workbench.webview();
    await page.locator('section.balance').waitFor();
    expect(await page.getByLabel('Sort classes by').inputValue()).toBe('name');
    expect(await page.getByLabel('Axes').inputValue()).toBe('logarithmic');
    await expect.poll(() => page.locator('.report').evaluate(({ scrollTop }) => scrollTop)).toBe(400);
  });

  it('names every control', async () => {
    const controls = await controlsOf(session.workbench, page);
    expect(controls.length).toBeGreaterThan(6);
    expect(controls.filter(({ name }) => name === '')).toEqual([]);
    expect(session.workbench.problems).toEqual([]);
  });
});

describe('the gallery of a dataset', () => {
  let page: FrameLocator;
  const tile = (name: string) => page.locator('.tile').filter({ hasText: name });
  const chosen = () => page.locator('.tile[aria-selected="true"] .tile-name').allInnerTexts();

  it('shows a picture of every pair', async () => {
    const { workbench } = session;
    await workbench.runCommand('Maskscope: Open Gallery');
    await workbench.tab('Gallery: dataset').waitFor();
    page = workbench.webview();
    await tile('subject-01_001').waitFor({ timeout: 30_000 });
    await expect.poll(() => page.locator('.count').innerText()).toBe('25 pairs');
    await expect.poll(() => tile('subject-01_001').locator('.tile-note').innerText()).toContain('classes');
    const isDrawn = () =>
      tile('subject-01_001')
        .locator('canvas')
        .evaluate((canvas) => {
          const { width, height } = canvas as HTMLCanvasElement;
          const pixels = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data;
          return (pixels ?? []).some((value) => value > 0);
        });
    await expect.poll(isDrawn).toBe(true);
  });

  it('chooses by keys, ranges included, and copies names', async () => {
    const { workbench } = session;
    const { keyboard } = workbench.page;
    await page.locator('.tile[tabindex="0"]').focus();
    await keyboard.press('Home');
    await keyboard.press('ArrowRight');
    await keyboard.press('Shift+ArrowRight');
    await expect.poll(chosen).toHaveLength(2);
    await keyboard.press('Control+ArrowRight');
    await keyboard.press('Control+ArrowRight');
    await keyboard.press('Space');
    await expect.poll(() => page.locator('.count').innerText()).toBe('3 of 25 pairs chosen');
    await page.getByRole('button', { name: 'Copy Names' }).click();
    await expect.poll(() => clipboardOf(workbench)).toBe('subject-01_002\nsubject-01_003\nsubject-02_001\n');
    await page.getByRole('button', { name: 'Save as List…' }).click();
    const list = join(session.workspace, 'chosen.txt');
    await saveAs(workbench.page, /list\.txt$/, list);
    await expect.poll(() => existsSync(list)).toBe(true);
    expect(readFileSync(list, 'utf8')).toBe('subject-01_002\nsubject-01_003\nsubject-02_001\n');
  });

  it('adds the chosen pairs to a list, once each, and copies their files', async () => {
    const { workbench, workspace } = session;
    const list = join(workspace, 'chosen.txt');
    await tile('subject-01_001').click();
    await tile('subject-01_002').click({ modifiers: ['Control'] });
    await page.getByRole('button', { name: 'Add to List…' }).click();
    await typePath(workbench.page, list);
    const before = 'subject-01_002\nsubject-01_003\nsubject-02_001\n';
    // Nothing is written before the comparison was seen.
    await workbench.page.locator('.quick-input-list').getByText('Add 1 Line').waitFor();
    expect(readFileSync(list, 'utf8')).toBe(before);
    await BatchPage.pick(workbench, 'Add 1 Line', 'gallery-add-to-list');
    await expect.poll(() => readFileSync(list, 'utf8')).toBe(`${before}subject-01_001\n`);
    await workbench.tab('Gallery: dataset').click();
    page = workbench.webview();
    await expect.poll(chosen).toHaveLength(2);
    const copies = join(workspace, 'copies');
    mkdirSync(join(copies, 'SegmentationClass'), { recursive: true });
    const there = join(copies, 'SegmentationClass', 'subject-01_001.png');
    writeFileSync(there, 'mine');
    await page.getByRole('button', { name: 'Copy Files…' }).click();
    await typePath(workbench.page, copies);
    const copied = [
      'SegmentationClass/subject-01_002.png',
      'JPEGImages/subject-01_001.jpg',
      'JPEGImages/subject-01_002.jpg',
    ];
    await expect.poll(() => copied.every((path) => existsSync(join(copies, path)))).toBe(true);
    for (const path of copied) {
      expect(readFileSync(join(copies, path))).toEqual(readFileSync(join(workspace, 'dataset', path)));
    }
    expect(readFileSync(there, 'utf8')).toBe('mine');
  });

  it.each(THEMES)('in the theme %s', async (theme, kind) => {
    await setTheme(page, theme, kind);
    await session.workbench.screenshot(`gallery-${kind}`);
  });

  it('filters by class, split and name, and sorts', async () => {
    await page.getByLabel('Lacks').selectOption({ label: 'mouth' });
    await expect.poll(() => page.locator('.count').innerText()).not.toContain('25');
    await page.getByLabel('Lacks').selectOption({ label: 'nothing' });
    await page.getByLabel('Split').selectOption({ label: 'in no list' });
    await expect.poll(() => page.locator('.tile-name').allInnerTexts()).toContain('subject-06_004');
    await page.getByRole('button', { name: 'Clear Filters' }).click();
    await page.getByLabel('Part of a name').fill('05_00');
    await expect.poll(() => page.locator('.tile').count()).toBe(4);
    await expect.poll(() => tile('subject-05_001').locator('.tile-note').innerText()).toContain('broken mask');
    await session.workbench.screenshot('gallery-filtered');
    await page.getByRole('button', { name: 'Clear Filters' }).click();
    await page.getByLabel('Has').selectOption({ label: 'nose' });
    await page.getByLabel('Sort by').selectOption({ label: 'Area' });
    await expect.poll(() => page.getByLabel('Largest first').isChecked()).toBe(true);
    await page.getByRole('button', { name: 'Clear Filters' }).click();
    await page.getByLabel('Sort by').selectOption({ label: 'Name' });
  });

  it('keeps what is chosen while it is hidden, and opens masks', async () => {
    const { workbench } = session;
    const { keyboard } = workbench.page;
    // Another try begins at the mask that this one opens.
    await workbench.tab('Gallery: dataset').click();
    page = workbench.webview();
    await tile('subject-03_002').click();
    await workbench.page.waitForTimeout(500);
    await workbench.tab('Report: dataset').click();
    await workbench.tab('Gallery: dataset').click();
    page = workbench.webview();
    await expect.poll(chosen).toEqual(['subject-03_002']);
    await tile('subject-03_002').focus();
    await keyboard.press('Enter');
    await workbench.tab('subject-03_002.png').waitFor();
    await workbench.tab('Gallery: dataset').click();
    page = workbench.webview();
    await tile('subject-03_002').waitFor();
    const controls = await controlsOf(workbench, page);
    expect(controls.filter(({ name }) => name === '')).toEqual([]);
    expect(workbench.problems).toEqual([]);
  });
});

describe('in Korean', () => {
  it('no English text is left in the pages', async () => {
    writeFileSync(join(session.workspace, '.vscode', 'settings.json'), '{}');
    const window = await session.openKorean();
    const translations: Readonly<Record<string, string>> = korean;
    const inKorean = (text: string): string => translations[text] ?? text;
    await scan(window, '데이터셋 스캔', inKorean('Automatic'));
    const all = [REPORT_STRINGS, REPORT_PAGE_STRINGS, GALLERY_STRINGS].flatMap((strings) => Object.values(strings));
    const english = new Set<string>(all.filter((text) => inKorean(text) !== text));
    // The sample's own class.
    english.delete('void');
    for (const [command, ready, name] of [
      ['Maskscope: 데이터셋 보고서 열기', 'section.balance', 'report-korean'],
      ['Maskscope: 갤러리 열기', '.tile', 'gallery-korean'],
    ] as const) {
      await window.runCommand(command);
      const page = window.webview();
      await page.locator(ready).first().waitFor({ timeout: 30_000 });
      await window.page.waitForTimeout(500);
      await window.screenshot(name);
      const texts = await page
        .locator('body')
        .evaluate((body) =>
          [body, ...body.querySelectorAll('*')].flatMap((element) => [
            element.getAttribute('aria-label') ?? '',
            element.getAttribute('placeholder') ?? '',
            ...[...element.childNodes]
              .filter(({ nodeType }) => nodeType === 3)
              .map(({ textContent }) => textContent?.trim() ?? ''),
          ]),
        );
      expect(texts.filter((text) => english.has(text))).toEqual([]);
    }
  });
});
