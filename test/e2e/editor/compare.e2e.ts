import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import korean from '../../../l10n/bundle.l10n.ko.json' with { type: 'json' };
import { COMPARE_STRINGS } from '../../../src/protocol/compareStrings.ts';
import { HOSTILE, writeComparedFolders, type ComparedByNumpy } from '../../fixtures/comparedFolders.ts';
import { chunk, file, IEND, ihdr } from '../../fixtures/pngBuilder.ts';
import { controlsOf } from '../accessibility.ts';
import { BatchPage } from '../batchPage.ts';
import { ComparePage } from '../comparePage.ts';
import { saveAs } from '../fileDialog.ts';
import { useSession } from '../session.ts';

const session = useSession();
const THEMES = [
  ['Default Light Modern', 'vscode-light'],
  ['Default High Contrast', 'vscode-high-contrast'],
  ['Default High Contrast Light', 'vscode-high-contrast-light'],
  ['Default Dark Modern', 'vscode-dark'],
] as const;
const CLASSES: Readonly<Record<string, string>> = {
  ...{ 0: '0 background', 1: '1 eye', 2: `2 ${HOSTILE}`, 3: '3 mouth', 4: '4 eyebrow', 255: '255' },
};

let numpy: ComparedByNumpy;
const at = (...path: string[]): string => join(session.workspace, 'compared', ...path);
const percent = (share: number): string =>
  new Intl.NumberFormat('en', { style: 'percent', minimumFractionDigits: 2 }).format(share);

beforeAll(async () => {
  numpy = writeComparedFolders(at());
  const git = (...args: string[]): unknown => execFileSync('git', args, { cwd: session.workspace, stdio: 'ignore' });
  git('init');
  git('add', 'compared/truth');
  git('-c', 'user.name=A', '-c', 'user.email=a@example.org', 'commit', '-m', 'Masks <b>by hand</b>');
  await BatchPage.refresh(session.workbench);
  await session.workbench.page.locator('.activitybar').getByRole('tab', { name: 'Maskscope' }).waitFor();
});

async function setTheme(theme: string, page: ComparePage, kind: string): Promise<void> {
  mkdirSync(join(session.workspace, '.vscode'), { recursive: true });
  const settings = join(session.workspace, '.vscode', 'settings.json');
  writeFileSync(settings, JSON.stringify({ 'workbench.colorTheme': theme }));
  await expect
    .poll(() => page.frame.locator('body').getAttribute('class'))
    .toMatch(new RegExp(`(^|\\s)${kind}(\\s|$)`));
}

describe('a mask that browsers do not decode', () => {
  it('is compared, as it is shown in the editor: bytes stand behind its compressed pixels', async () => {
    const [width, height] = [8, 4];
    const raw = Buffer.alloc((width + 1) * height, 1);
    for (let y = 0; y < height; y++) raw[y * (width + 1)] = 0;
    const write = (name: string, behind: number): void =>
      writeFileSync(
        at(name),
        file(
          ihdr(width, height, 8, 0),
          chunk('IDAT', Buffer.concat([deflateSync(raw), Buffer.alloc(behind, 1)])),
          IEND,
        ),
      );
    write('behind.png', 40);
    write('plain.png', 0);
    const { workbench } = session;
    const paths = [at('behind.png'), at('plain.png')];
    const page = await ComparePage.open(workbench, 'Maskscope: Compare Masks...', paths);
    await expect.poll(() => page.frame.locator('.means dd').allInnerTexts(), { timeout: 30_000 }).toContain('100.00%');
  });
});

describe('two masks', () => {
  let page: ComparePage;

  it('have the scores and transitions that NumPy computes', async () => {
    const { workbench } = session;
    page = await ComparePage.open(workbench, 'Maskscope: Compare Masks...', [
      at('truth', 'face.png'),
      at('prediction', 'face.png'),
    ]);
    await page.expectNotice('Class names: labelmap.txt in truth');
    const [meanIou, accuracy, judged, ofVoid, asVoid] = numpy.face;
    const means = await page.frame.locator('.means dd').allInnerTexts();
    expect([means[0], means[2]]).toEqual([percent(meanIou), percent(accuracy)]);
    const number = (value: number): string => value.toLocaleString('en');
    await expect
      .poll(() => page.frame.locator('.scores .note').first().innerText())
      .toBe(
        `${number(judged)} px are judged; void in the truth, ignored: ${number(ofVoid)} px; predicted as void, which is a miss: ${number(asVoid)} px.`,
      );
    const wanted = Object.entries(numpy.transitions)
      .sort(([, one], [, other]) => other - one)
      .map(([key, pixels]) => {
        const [from = '', to = ''] = key.split(' ').map((id) => CLASSES[id] ?? id);
        return `${from} → ${to}\n${number(pixels)} px, ${percent(pixels / judged)}`;
      });
    expect((await page.transitions()).sort()).toEqual(wanted.sort());
  });

  it('have a confusion matrix whose rows are named', async () => {
    const table = page.frame.getByRole('table', { name: 'Confusion matrix' });
    const [from = '', to = ''] = Object.keys(numpy.transitions)[0]?.split(' ') ?? [];
    const heads = await table.locator('thead th').allInnerTexts();
    const row = table
      .getByRole('row')
      .filter({ has: page.frame.getByRole('rowheader', { name: CLASSES[Number(from)] ?? '' }) });
    const cells = await row.locator('th, td').allInnerTexts();
    const pixels = numpy.transitions[`${from} ${to}`] ?? NaN;
    expect(cells[heads.indexOf(CLASSES[Number(to)] ?? '')]).toBe(pixels.toLocaleString('en'));
  });

  it('keep the focus on the picture that takes the place of another', async () => {
    await page.frame.locator('.pane-truth .mask-canvas').focus();
    for (const name of ['prediction', 'truth'] as const) {
      await session.workbench.page.keyboard.press('t');
      if (name === 'prediction') await page.frame.locator('.pane-prediction').waitFor();
      await expect.poll(() => page.frame.locator(`.pane-${name} .mask-canvas:focus`).count()).toBe(1);
    }
    await page.frame.getByRole('button', { name: 'Swipe' }).press('Enter');
  });

  it('name ids to which their palettes give other colours', async () => {
    await page.expectNotice('1 (#800000, #ff00ff)');
  });

  it('show a class whose name looks like HTML as text', async () => {
    expect(await page.frame.locator('img').count()).toBe(0);
    await page.frame.getByRole('cell', { name: CLASSES[2] ?? '' }).waitFor();
  });

  it('are toggled, swiped, seen side by side and as a difference, with keys alone', async () => {
    const { workbench } = session;
    const { keyboard } = workbench.page;
    const stage = page.frame.locator('.stage');
    await page.tabTo(page.frame.getByRole('slider'));
    for (let step = 0; step < 5; step++) await keyboard.press('ArrowLeft');
    expect(await page.frame.getByRole('slider').getAttribute('aria-valuenow')).toBe('40');
    await workbench.screenshot('compare-swipe');
    await keyboard.press('t');
    expect(await stage.getAttribute('data-view')).toBe('toggle');
    await page.frame.getByText('Prediction: compared/prediction/face.png').waitFor();
    await keyboard.press('t');
    await page.frame.getByText('Truth: compared/truth/face.png').waitFor();
    await page.tabTo(page.frame.getByRole('button', { name: 'Side by side' }));
    await keyboard.press('Enter');
    await workbench.screenshot('compare-side');
    await keyboard.press('n');
    await expect.poll(() => page.readout.innerText()).toMatch(`Region 1 of ${numpy.regions}:`);
    await workbench.screenshot('compare-side-near');
    await keyboard.press('p');
    await expect.poll(() => page.readout.innerText()).toMatch(`Region ${numpy.regions} of ${numpy.regions}:`);
    await page.tabTo(page.frame.getByRole('listbox'));
    await keyboard.press('ArrowDown');
    expect(await stage.getAttribute('data-view')).toBe('difference');
    await page.frame.getByRole('option', { selected: true }).waitFor();
    await keyboard.press('n');
    await page.frame.getByRole('button', { name: 'Fit' }).press('Enter');
    await workbench.screenshot('compare-transition');
    await keyboard.press('Escape');
    await expect.poll(() => page.frame.getByRole('option', { selected: true }).count()).toBe(0);
  });

  it('tell what a pixel is in both', async () => {
    const { keyboard } = session.workbench.page;
    await page.frame.getByRole('button', { name: 'Difference', exact: true }).press('Enter');
    await page.frame.locator('.pane-difference .mask-canvas').focus();
    await keyboard.press('Control+Home');
    await expect.poll(() => page.readout.innerText()).toMatch(/^x 0, y 0: /);
  });

  it.each(THEMES)('in the theme %s', async (theme, kind) => {
    await setTheme(theme, page, kind);
    await page.frame.getByRole('listbox').focus();
    await session.workbench.screenshot(`compare-${kind}`);
  });

  it('have a name for every control', async () => {
    const controls = await controlsOf(session.workbench, page.frame);
    expect(controls.filter(({ name }) => name === '')).toEqual([]);
  });

  it('follow their files', async () => {
    copyFileSync(at('truth', 'face.png'), at('prediction', 'face.png'));
    await expect.poll(() => page.frame.locator('.means dd').first().innerText(), { timeout: 30_000 }).toBe(percent(1));
    await page.frame.getByText('The masks agree at every pixel that is judged.').waitFor();
  });

  it('of two sizes are named and shown side by side', async () => {
    page = await ComparePage.open(session.workbench, 'Maskscope: Compare Masks...', [
      at('truth', 'larger.png'),
      at('prediction', 'larger.png'),
    ]);
    await page.expectNotice('The masks differ in size: 120 × 96 and 120 × 40.');
    expect(await page.frame.locator('.stage').getAttribute('data-view')).toBe('sideBySide');
    await page.frame.getByRole('button', { name: 'Swipe' }).and(page.frame.locator(':disabled')).waitFor();
    await session.workbench.screenshot('compare-sizes');
  });

  it('say what is wrong with a file that is no PNG', async () => {
    writeFileSync(at('prediction', 'text.png'), 'not a picture');
    page = await ComparePage.open(session.workbench, 'Maskscope: Compare Masks...', [
      at('truth', 'face.png'),
      at('prediction', 'text.png'),
    ]);
    await page.expectNotice('compared/prediction/text.png: This is not a PNG file');
  });
});

describe('a mask and its version in Git', () => {
  it('are compared', async () => {
    const { workbench, workspace } = session;
    const settings = join(workspace, '.vscode', 'settings.json');
    await workbench.explorerRow('compared/truth/more_01.png');
    writeFileSync(settings, JSON.stringify({ 'git.enabled': true }));
    await workbench.page.getByRole('tab', { name: /Source Control.*pending/ }).waitFor({ timeout: 30_000 });
    copyFileSync(at('prediction', 'more_01.png'), at('truth', 'more_01.png'));
    // Git adds to what the rows are called.
    const rows = workbench.page.locator('.explorer-folders-view .monaco-list-row');
    const row = rows.filter({ hasText: 'more_01.png' }).first();
    await workbench.chooseFromMenu(row, 'Compare with Version in Git...');
    await BatchPage.pick(workbench, 'HEAD', 'compare-git');
    const page = new ComparePage(workbench);
    await page.frame.getByText('Truth: compared/truth/more_01.png (HEAD)').waitFor({ timeout: 45_000 });
    await expect
      .poll(() => page.frame.locator('.means dd').first().innerText(), { timeout: 30_000 })
      .toBe(percent(numpy.means['more_01'] ?? NaN));
  });

  it('are compared from the view of changes, too', async () => {
    const { workbench, workspace } = session;
    const settings = { 'git.enabled': true, 'git.untrackedChanges': 'hidden' };
    writeFileSync(join(workspace, '.vscode', 'settings.json'), JSON.stringify(settings));
    await workbench.runCommand('View: Close All Editors');
    await workbench.page.getByRole('tab', { name: /Source Control/ }).click();
    const row = workbench.page.locator('.scm-view .monaco-list-row').filter({ hasText: 'more_01.png' }).first();
    await workbench.chooseFromMenu(row, 'Compare with Version in Git...');
    await BatchPage.pick(workbench, 'HEAD');
    const page = new ComparePage(workbench);
    await page.frame.getByText('Truth: compared/truth/more_01.png (HEAD)').waitFor({ timeout: 45_000 });
    execFileSync('git', ['checkout', 'compared/truth'], { cwd: workspace });
    writeFileSync(join(workspace, '.vscode', 'settings.json'), '{}');
    await workbench.page.getByRole('tab', { name: /^Explorer/ }).click();
  });
});

describe('two folders', () => {
  let page: ComparePage;

  it('have the scores that NumPy computes, the worst pair first', async () => {
    const { workbench } = session;
    numpy = writeComparedFolders(at());
    page = await ComparePage.open(workbench, 'Maskscope: Compare Folders...', [at('truth'), at('prediction')]);
    await BatchPage.pick(workbench, 'Automatic');
    await BatchPage.pick(workbench, 'as the class map says');
    await BatchPage.pick(workbench, 'Areas and Outlines', 'compare-folders-step');
    await page.frame.getByRole('grid').waitFor({ timeout: 60_000 });
    await page.expectNotice(/Without a prediction, 1: unpredicted/);
    await page.expectNotice(/prediction\/larger\.png: The truth is 120 × 96, the prediction 120 × 40\./);
    const rows = await page.rows('Scores');
    const wanted = Object.entries(numpy.iou).map(([id, iou]) => `${CLASSES[id]}|${percent(iou)}`);
    expect(rows.map((row) => row.split('|').slice(0, 2).join('|'))).toEqual(wanted);
    const means = await page.frame.locator('.means dd').allInnerTexts();
    expect([means[0], means[2]]).toEqual([percent(numpy.meanIou), percent(numpy.pixelAccuracy)]);
    const worst = Object.entries(numpy.means).sort(([, one], [, other]) => one - other)[0];
    const first = page.frame.locator('.pair-rows [role=row]').first();
    await expect.poll(() => first.innerText()).toContain(`${worst?.[0]}\n${percent(worst?.[1] ?? NaN)}`);
  });

  it.each(THEMES)('in the theme %s', async (theme, kind) => {
    await setTheme(theme, page, kind);
    await session.workbench.screenshot(`compare-folders-${kind}`);
  });

  it('are sorted by the IoU of a class', async () => {
    await page.frame.getByLabel('Sort by IoU of').selectOption({ label: CLASSES[2] ?? '' });
    const ofNose = Object.entries(numpy.ofNose).sort(([, one], [, other]) => one - other);
    await page.frame.getByText(`${ofNose.length} of ${Object.keys(numpy.means).length} pairs`).waitFor();
    const first = page.frame.locator('.pair-rows [role=row][aria-rowindex="2"]');
    await expect.poll(() => first.innerText()).toContain(percent(ofNose[0]?.[1] ?? NaN));
  });

  it('write what the command line prints', async () => {
    const { workbench } = session;
    await page.frame.getByRole('button', { name: 'Export CSV…' }).press('Enter');
    await saveAs(workbench.page, /\.csv$/, at('scores.csv'));
    await expect.poll(() => existsSync(at('scores.csv')), { timeout: 30_000 }).toBe(true);
    const cli = join(import.meta.dirname, '../../../dist/cli.js');
    let printed: string;
    try {
      printed = execFileSync(process.execPath, [cli, 'compare', at('truth'), at('prediction'), '--boundary', '--csv'], {
        ...{ encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
      });
    } catch (error) {
      // Its status tells that a pair was not compared.
      printed = String((error as { readonly stdout: unknown }).stdout);
    }
    expect(readFileSync(at('scores.csv'), 'utf8')).toBe(printed);
  });

  it('open a pair with Enter', async () => {
    const { workbench } = session;
    const row = page.frame.locator('.pair-rows [role=row][tabindex="0"]');
    const name = await row.locator('bdi').innerText();
    await row.focus();
    await workbench.page.keyboard.press('Enter');
    const pair = new ComparePage(workbench);
    await pair.frame.getByText(`Truth: compared/truth/${name}.png`).waitFor({ timeout: 45_000 });
  });

  it('show the next pair in the same tab', async () => {
    const { workbench } = session;
    const tabs = workbench.page.locator('.tabs-container .tab');
    const before = await tabs.count();
    await tabs.filter({ hasText: 'truth ↔ prediction' }).click();
    await page.frame.locator('.pair-rows [role=row][tabindex="0"]').focus();
    await workbench.page.keyboard.press('ArrowDown');
    const name = await page.frame.locator('.pair-rows [role=row][tabindex="0"] bdi').innerText();
    await workbench.page.keyboard.press('Enter');
    const pair = new ComparePage(workbench);
    await pair.frame.getByText(`Truth: compared/truth/${name}.png`).waitFor({ timeout: 45_000 });
    await expect
      .poll(() => pair.frame.locator('.means dd').first().innerText())
      .toBe(percent(numpy.means[name] ?? NaN));
    expect(await tabs.count()).toBe(before);
    await pair.frame.getByRole('button', { name: 'Swap truth and prediction' }).click();
    await pair.frame.getByText(`Truth: compared/prediction/${name}.png`).waitFor();
  });

  it('are there again after a reload, and so is a pair', async () => {
    const { workbench } = session;
    await workbench.reload();
    const pair = new ComparePage(workbench);
    await pair.frame.getByText(/^Truth: compared\/prediction\//).waitFor({ timeout: 60_000 });
    await workbench.page.locator('.tabs-container .tab').filter({ hasText: 'truth ↔ prediction' }).click();
    await page.frame.getByRole('grid').waitFor({ timeout: 60_000 });
    const means = await page.frame.locator('.means dd').allInnerTexts();
    expect(means[0]).toBe(percent(numpy.meanIou));
  });

  it('are swapped', async () => {
    await page.frame.getByRole('button', { name: 'Swap Truth and Prediction', exact: true }).press('Enter');
    await session.workbench.page
      .locator('.tabs-container .tab')
      .filter({ hasText: 'prediction ↔ truth' })
      .waitFor({ timeout: 30_000 });
    await page.frame
      .getByText(/Without a prediction|Predictions without a truth, 1: unpredicted/)
      .first()
      .waitFor();
  });
});

describe('in Korean', () => {
  it('no English text is left in the pages', async () => {
    writeFileSync(join(session.workspace, '.vscode', 'settings.json'), '{}');
    const window = await session.openKorean();
    // A new window has its palette before the extension's commands.
    await window.page.locator('.activitybar').getByRole('tab', { name: 'Maskscope' }).waitFor({ timeout: 60_000 });
    const page = await ComparePage.open(window, 'Maskscope: 마스크 비교...', [
      at('truth', 'face.png'),
      at('prediction', 'face.png'),
    ]);
    await page.expectNotice(/클래스 이름: .*labelmap.txt/);
    await window.screenshot('compare-korean');
    const translations: Readonly<Record<string, string>> = korean;
    const english = new Set<string>(Object.values(COMPARE_STRINGS).filter((text) => translations[text] !== text));
    const texts = await page.frame.locator('body').evaluate((body) => {
      const found: string[] = [];
      for (const one of body.querySelectorAll('*')) {
        if (one.tagName === 'SCRIPT') continue;
        for (const child of one.childNodes)
          if (child.nodeType === Node.TEXT_NODE) found.push(child.textContent?.trim() ?? '');
        for (const name of ['title', 'aria-label']) found.push(one.getAttribute(name) ?? '');
      }
      return found;
    });
    expect(texts.filter((text) => english.has(text))).toEqual([]);
  });
});
