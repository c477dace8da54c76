import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import korean from '../../../l10n/bundle.l10n.ko.json' with { type: 'json' };
import { SPLIT_STRINGS } from '../../../src/protocol/splitStrings.ts';
import { controlsOf } from '../accessibility.ts';
import { BatchPage } from '../batchPage.ts';
import { typePath } from '../fileDialog.ts';
import { useSession } from '../session.ts';
import type { Workbench } from '../workbench.ts';

const session = useSession();
const THEMES = [
  ['Default Light Modern', 'vscode-light'],
  ['Default High Contrast', 'vscode-high-contrast'],
  ['Default High Contrast Light', 'vscode-high-contrast-light'],
  ['Default Dark Modern', 'vscode-dark'],
] as const;

/** Names as scikit-learn's vectors have them: 0 to 546. */
const NAMES = Array.from({ length: 547 }, (_, at) => String(at));
/** SHA-256 of the names of a list with commas between, of `train_test_split` of scikit-learn 1.2.1. */
const NOTEBOOK = {
  train: 'e5e903de57478a7248d64ba8734fd83737780ca1c3bd2a955d6053b0c8f115df',
  val: '8876a367bdccee61b59140c5c937605a8637152e5ea5403bdffcf3a4a2bd0e3a',
  test: '688157c968f534ffa96c72d150da49d3b09c2db7a06315284d649a4b650322f7',
};

const input = (page: Page) => page.locator('.quick-input-widget input[type="text"]');

/** Waits for a question: a quick pick has it in its field, an input box beside it. */
async function asked(page: Page, question: string | RegExp): Promise<void> {
  const widget = page.locator('.quick-input-widget');
  await expect
    .poll(async () => `${await input(page).getAttribute('placeholder')} ${await widget.innerText()}`)
    .toMatch(question);
}

/** Presses Enter on the entry at the cursor of a question, after the cursor moved down so many times. */
async function answer(page: Page, question: string | RegExp, down = 0): Promise<void> {
  await asked(page, question);
  await page.locator('.quick-input-list .monaco-list-row.focused').waitFor();
  for (let step = 0; step < down; step++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
}

/** Types into the box of a question; nothing: leaves what is there. */
async function type(page: Page, question: string | RegExp, text: string | null): Promise<void> {
  await asked(page, question);
  if (text !== null) await input(page).fill(text);
  await page.keyboard.press('Enter');
}

/** Chooses the file of names by its path, after the command. */
async function chooseNames(workbench: Workbench, path: string): Promise<void> {
  const { page } = workbench;
  await workbench.runCommand('Maskscope: Generate Splits...');
  await asked(page, /What is split/);
  await input(page).fill('List of Names');
  await page.locator('.quick-input-list .monaco-list-row.focused').filter({ hasText: 'List of Names' }).waitFor();
  await page.keyboard.press('Enter');
  await typePath(page, path);
}

/** Moves the focus to a button of the page with the Tab key, and presses it. */
async function press(page: BatchPage, name: string): Promise<void> {
  const { keyboard } = page.workbench.page;
  const focused = page.frame.locator('button:focus');
  for (let step = 0; step < 40; step++) {
    if ((await focused.count()) > 0 && (await focused.innerText()) === name) return keyboard.press('Enter');
    await keyboard.press('Tab');
  }
  throw new Error(`The Tab key does not reach ${name}.`);
}

async function setTheme(theme: string, page: BatchPage, kind: string): Promise<void> {
  mkdirSync(join(session.workspace, '.vscode'), { recursive: true });
  const settings = join(session.workspace, '.vscode', 'settings.json');
  writeFileSync(settings, JSON.stringify({ 'workbench.colorTheme': theme }));
  await expect
    .poll(() => page.frame.locator('body').getAttribute('class'))
    .toMatch(new RegExp(`(^|\\s)${kind}(\\s|$)`));
}

const linesIn = (...path: string[]): string[] =>
  readFileSync(join(session.workspace, ...path), 'utf8')
    .trimEnd()
    .split('\n');

beforeAll(async () => {
  writeFileSync(join(session.workspace, 'names.txt'), `${NAMES.join('\n')}\n`);
  await BatchPage.refresh(session.workbench);
  // The palette of a window that has just opened does not list the extension's commands yet.
  await session.workbench.page.locator('.activitybar').getByRole('tab', { name: 'Maskscope' }).waitFor();
});

describe('the split of a notebook', () => {
  let page: BatchPage;

  it('is previewed after questions that the keyboard answers', async () => {
    const { workbench, workspace } = session;
    const { page: window } = workbench;
    await chooseNames(workbench, join(workspace, 'names.txt'));
    await asked(window, /Into which parts/);
    await workbench.screenshot('splits-step-parts');
    await answer(window, /Into which parts/);
    await asked(window, /put into the lists/);
    await window.locator('.quick-input-list .monaco-list-row.focused').waitFor();
    await workbench.screenshot('splits-step-method');
    await answer(window, /put into the lists/, 2);
    await answer(window, /alike in all lists/);
    await type(window, /Seed: the same/, null);
    await answer(window, /written in the lists/);
    await asked(window, /Where to/);
    await workbench.screenshot('splits-step-where');
    await answer(window, /Where to/);
    page = new BatchPage(workbench);
    await page.expectStatus('Preview: train 437, val 55, test 55 of 547 names. Nothing is written yet.');
    expect(await page.frame.locator('pre').innerText()).toBe(
      'train, rest = train_test_split(names, train_size=0.8, random_state=20191008)\n' +
        'val, test = train_test_split(rest, train_size=0.5, random_state=20191008)',
    );
    expect(existsSync(join(workspace, 'splits'))).toBe(false);
    await workbench.screenshot('splits-preview');
  }, 180_000);

  it('names every control', async () => {
    const controls = await controlsOf(session.workbench, page.frame);
    expect(controls.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Write Lists', 'Change Options…', 'Cancel']),
    );
    expect(controls.filter(({ name }) => name === '')).toEqual([]);
  });

  it('is written name by name as scikit-learn draws it, told, and its proof is shown', async () => {
    const { workbench } = session;
    await press(page, 'Write Lists');
    await page.expectStatus('4 files written.');
    for (const [split, wanted] of Object.entries(NOTEBOOK)) {
      const hash = createHash('sha256')
        .update(linesIn('splits', `${split}.txt`).join(','))
        .digest('hex');
      expect([split, hash]).toEqual([split, wanted]);
    }
    const notice = await workbench.notification('Lists are in splits: train 437, val 55, test 55.');
    await workbench.screenshot('splits-written');
    await notice.getByRole('button', { name: 'Show Proof', exact: true }).focus();
    await workbench.page.keyboard.press('Enter');
    await workbench.tab('split.json').waitFor();
    expect(workbench.problems).toEqual([]);
  });

  it('shows what another seed would change in the lists', async () => {
    const { workbench, workspace } = session;
    const { page: window } = workbench;
    await workbench.runCommand('View: Close All Editors');
    await chooseNames(workbench, join(workspace, 'names.txt'));
    await answer(window, /Into which parts/);
    await answer(window, /put into the lists/);
    await answer(window, /alike in all lists/);
    await type(window, /Seed: the same/, '7');
    await answer(window, /written in the lists/);
    await answer(window, /Where to/);
    page = new BatchPage(workbench);
    await page.expectStatus(/^Preview: train 437, val 55, test 55 of 547 names/);
    const train = page.frame.getByRole('row').filter({ hasText: 'train.txt' });
    await expect.poll(() => train.innerText()).toMatch(/stay: \d+, come: (\d+), go: \1$/);
    await page.frame.locator('summary').filter({ hasText: 'Come to train.txt' }).waitFor();
  });

  it.each(THEMES)('in the theme %s', async (theme, kind) => {
    await setTheme(theme, page, kind);
    await page.frame.locator('.scrolled').first().focus();
    await session.workbench.screenshot(`splits-${kind}`);
  });

  it('is taken back from the page', async () => {
    const { workbench } = session;
    await press(page, 'Write Lists');
    await page.expectStatus('4 files written.');
    await press(page, 'Undo…');
    const dialog = workbench.page.locator('.monaco-dialog-box');
    await dialog.getByRole('button', { name: 'Undo', exact: true }).focus();
    await workbench.page.keyboard.press('Enter');
    await page.expectStatus(/^4 files are as before the batch/);
    const hash = createHash('sha256').update(linesIn('splits', 'train.txt').join(',')).digest('hex');
    expect(hash).toBe(NOTEBOOK.train);
  });
});

describe('the splits of a dataset', () => {
  const viewOf = (title: string) =>
    session.workbench.page
      .locator('.pane')
      .filter({ has: session.workbench.page.locator('.pane-header').filter({ hasText: title }) });

  it('are balanced by class, and stand in the tree once they are written', async () => {
    const { workbench } = session;
    const { page: window } = workbench;
    await workbench.runCommand('View: Close All Editors');
    await workbench.runCommand('Maskscope: Scan Dataset...');
    await asked(window, /Which folder holds the dataset/);
    await input(window).fill('Choose a Folder');
    await answer(window, /Which folder holds the dataset/);
    await typePath(window, join(session.workspace, 'dataset'));
    await BatchPage.pick(workbench, 'Pascal VOC');
    await BatchPage.pick(workbench, 'Automatic');
    await workbench.runCommand('Maskscope: Focus on Splits View');
    const splits = viewOf('Splits');
    await splits.locator('.monaco-list-row').filter({ hasText: 'train' }).first().waitFor({ timeout: 30_000 });
    await workbench.runCommand('Maskscope: Generate Splits...');
    await answer(window, /What is split/);
    await answer(window, /Into which parts/, 2);
    await answer(window, /put into the lists/);
    await asked(window, /stay together/);
    await window.locator('.quick-input-list .monaco-list-row.focused').waitFor();
    await workbench.screenshot('splits-step-groups');
    await input(window).fill('Part of the Name');
    await answer(window, /stay together/);
    await asked(window, /Regular expression/);
    await input(window).fill('^(subject');
    await asked(window, /is no regular expression/);
    await workbench.screenshot('splits-step-pattern-wrong');
    await input(window).fill(String.raw`^(subject-\d+)_`);
    await asked(window, /Groups among the first 23 names: 6, such as subject-01 \(4\)/);
    await workbench.screenshot('splits-step-pattern');
    await window.keyboard.press('Enter');
    await answer(window, /alike in all lists/, 1);
    await type(window, /Seed: the same/, '3');
    await answer(window, /written in the lists/);
    await answer(window, /Where to/);
    const page = new BatchPage(workbench);
    await page.expectStatus(/^Preview: train \d+, val \d+, test \d+ of 23 names/);
    const eye = page.frame.getByRole('row').filter({ hasText: 'eyebrow' });
    await expect.poll(() => eye.innerText()).toContain('100%');
    await workbench.screenshot('splits-dataset');
    await press(page, 'Write Lists');
    await page.expectStatus('4 files written.');
    await splits.locator('.monaco-list-row').filter({ hasText: 'test' }).first().waitFor({ timeout: 30_000 });
    await splits.hover();
    for (const name of ['Generate Splits...', 'Audit Splits']) await splits.getByRole('button', { name }).waitFor();
    await workbench.screenshot('splits-tree');
    expect(workbench.problems).toEqual([]);
  }, 180_000);

  it('are judged, and the findings stand in their view', async () => {
    const { workbench } = session;
    await workbench.runCommand('Maskscope: Audit Splits');
    const notice = await workbench.notification('Split lists judged in dataset: 5. Found: ');
    await notice.getByRole('button', { name: 'Show Findings', exact: true }).focus();
    await workbench.page.keyboard.press('Enter');
    const findings = viewOf('Findings');
    await findings.locator('.monaco-list-row').filter({ hasText: 'Lines of split lists' }).first().waitFor();
    await workbench.screenshot('splits-findings');
  });
});

describe('in Korean', () => {
  it('no English text is left in the steps and the page', async () => {
    writeFileSync(join(session.workspace, '.vscode', 'settings.json'), '{}');
    const window = await session.openKorean();
    const translations: Readonly<Record<string, string>> = korean;
    const inKorean = (text: string): string => translations[text] ?? text;
    await window.chooseFromMenu(await window.explorerRow('names.txt'), '분할 만들기…');
    const escaped = (text: string): RegExp => new RegExp(inKorean(text).replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    await answer(window.page, escaped('Into which parts?'));
    await asked(window.page, escaped('How are names put into the lists?'));
    await window.screenshot('splits-korean-step');
    await answer(window.page, escaped('How are names put into the lists?'), 2);
    await answer(window.page, escaped('What is to be alike in all lists?'));
    await type(window.page, escaped('Seed: the same names, answers and seed give the same lists'), '8');
    await answer(window.page, escaped('How is a name written in the lists?'));
    await answer(window.page, escaped('Where to? A preview comes first; nothing is written yet.'));
    const page = new BatchPage(window);
    await page.expectStatus(/^미리 보기: 이름 547개 중 train 437, val 55, test 55\./);
    await window.screenshot('splits-korean');
    const english = new Set<string>(Object.values(SPLIT_STRINGS).filter((text) => inKorean(text) !== text));
    const texts = await page.frame
      .locator('body')
      .evaluate((body) =>
        [body, ...body.querySelectorAll('*')].flatMap((element) => [
          element.getAttribute('aria-label') ?? '',
          ...[...element.childNodes]
            .filter(({ nodeType }) => nodeType === 3)
            .map(({ textContent }) => textContent?.trim() ?? ''),
        ]),
      );
    expect(texts.filter((text) => english.has(text))).toEqual([]);
    const left = texts.filter((text) => /[a-z]{3}/i.test(text) && !/[\uac00-\ud7a3]/.test(text));
    expect(
      left.filter((text) => !/^(?:train|val|test)(?:\.txt)?$|train_test_split|scikit-learn|splits/.test(text)),
    ).toEqual([]);
  });
});
