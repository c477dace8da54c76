import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import korean from '../../../l10n/bundle.l10n.ko.json' with { type: 'json' };
import { BATCH_STRINGS } from '../../../src/protocol/batchStrings.ts';
import { LABELMAP, shiftedMask, writeDifferingMasks } from '../../fixtures/differingMasks.ts';
import { controlsOf } from '../accessibility.ts';
import { BatchPage } from '../batchPage.ts';
import { useSession } from '../session.ts';

const session = useSession();
const THEMES = [
  ['Default Dark Modern', 'vscode-dark'],
  ['Default Light Modern', 'vscode-light'],
  ['Default High Contrast', 'vscode-high-contrast'],
  ['Default High Contrast Light', 'vscode-high-contrast-light'],
] as const;

beforeAll(async () => {
  const folder = join(session.workspace, 'differing');
  mkdirSync(folder);
  writeFileSync(join(folder, 'labelmap.txt'), LABELMAP);
  writeDifferingMasks(join(folder, 'masks'), 12);
  const strange = [
    [255, 255, 0],
    [1, 2, 200],
  ];
  writeFileSync(join(folder, 'masks', 'strange.png'), shiftedMask(3, 2, strange));
  await BatchPage.refresh(session.workbench);
});

describe('the preview of a border', () => {
  let page: BatchPage;

  it('shows the pixels that each class loses', async () => {
    const { workbench } = session;
    await BatchPage.choose(workbench, 'differing/masks', 'Draw Void Border');
    await BatchPage.pick(workbench, 'Also between classes');
    await BatchPage.type(workbench, '2');
    await BatchPage.pick(workbench, 'Side');
    await BatchPage.pick(workbench, 'inner', 'batch-step-option');
    await BatchPage.pick(workbench, 'In Place', 'batch-step-border');
    page = new BatchPage(workbench);
    await page.expectStatus(/Preview: 13 will be written/);
    await expect.poll(() => page.frame.locator('.facts').innerText()).toContain('Pixels lost');
    expect(await page.frame.locator('.options').innerText()).toMatch(/Side\s*:?\s*inner/);
  });

  it.each(THEMES)('in the theme %s', async (theme, kind) => {
    const { workbench, workspace } = session;
    mkdirSync(join(workspace, '.vscode'), { recursive: true });
    writeFileSync(join(workspace, '.vscode', 'settings.json'), JSON.stringify({ 'workbench.colorTheme': theme }));
    await expect
      .poll(() => page.frame.locator('body').getAttribute('class'))
      .toMatch(new RegExp(`(^|\\s)${kind}(\\s|$)`));
    await page.frame.locator('.file-row').nth(2).click();
    await workbench.screenshot(`batch-border-${kind}`);
  });

  it('names every control', async () => {
    const controls = await controlsOf(session.workbench, page.frame);
    expect(controls.length).toBeGreaterThan(2);
    expect(controls.filter(({ name }) => name === '')).toEqual([]);
    expect(session.workbench.problems).toEqual([]);
  });
});

describe('in Korean', () => {
  it('no English text is left in the page', async () => {
    writeFileSync(join(session.workspace, '.vscode', 'settings.json'), '{}');
    const window = await session.openKorean();
    const translations: Readonly<Record<string, string>> = korean;
    const inKorean = (text: string): string => translations[text] ?? text;
    await BatchPage.choose(window, 'differing/masks', '마스크 다시 인코딩');
    await BatchPage.pick(window, 'labelmap.txt', 'batch-korean-palette');
    await BatchPage.pick(window, inKorean('Its Colour'), 'batch-korean-how');
    await BatchPage.pick(window, inKorean('In Place'), 'batch-korean-where');
    const page = new BatchPage(window);
    await page.expectStatus(/미리보기: 12개 쓸 예정, 0개 그대로, 1개 거부/);
    await page.frame.locator('.file-row').last().click();
    await window.screenshot('batch-korean');
    const english = new Set<string>(Object.values(BATCH_STRINGS).filter((text) => inKorean(text) !== text));
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
    expect(texts.join(' ')).toContain(inKorean(BATCH_STRINGS.unknownColours));
    expect(texts.join(' ')).toContain('어느 클래스에도 없');
  });
});
