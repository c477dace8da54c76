import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { hashesOf } from '../../fixtures/batchTree.ts';
import { LABELMAP, shiftedMask, smallFace, writeDifferingMasks } from '../../fixtures/differingMasks.ts';
import { decodeIndependently } from '../../fixtures/independentDecoder.ts';
import { BatchPage } from '../batchPage.ts';
import { useSession } from '../session.ts';

const session = useSession();
let folder = '';
let before: Record<string, string> = {};

beforeAll(async () => {
  folder = join(session.workspace, 'differing');
  mkdirSync(folder);
  writeFileSync(join(folder, 'labelmap.txt'), LABELMAP);
  writeDifferingMasks(join(folder, 'masks'), 60);
  writeFileSync(
    join(folder, 'masks', 'strange.png'),
    shiftedMask(3, 2, [
      [255, 255, 0],
      [1, 2, 200],
    ]),
  );
  writeFileSync(join(folder, 'masks', 'broken.png'), shiftedMask(4, 0).subarray(0, 400));
  before = hashesOf(join(folder, 'masks'));
  await BatchPage.refresh(session.workbench);
});

describe('many masks on one palette', () => {
  let page: BatchPage;

  it('are previewed after three questions', async () => {
    const { workbench } = session;
    await BatchPage.choose(workbench, 'differing/masks', 'Re-encode Masks');
    await BatchPage.pick(workbench, 'labelmap.txt', 'batch-step-palette');
    await BatchPage.pick(workbench, 'Its Id');
    await BatchPage.pick(workbench, 'In Place', 'batch-step-where');
    page = new BatchPage(workbench);
    await page.expectStatus(/Preview: 61 will be written, 0 unchanged, 1 refused/);
    expect(hashesOf(join(folder, 'masks'))).toEqual(before);
    await workbench.screenshot('batch-preview-by-id');
  });

  it('show that their palettes differ, and are re-encoded by colour at a click', async () => {
    const { workbench } = session;
    expect(await page.frame.locator('.differing').innerText()).toContain('The palettes of 61 files differ');
    await page.frame.locator('.differing').getByRole('button', { name: 'Re-encode by Colour' }).click();
    await page.expectStatus(/Preview: 60 will be written, 0 unchanged, 2 refused/);
    await workbench.screenshot('batch-preview-by-colour');
    const unknown = page.frame.locator('.unknown');
    expect(await unknown.innerText()).toContain('#FFFF00');
    for (const [colour, choice] of [
      ['#FFFF00', '4'],
      ['#0102C8', 'nearest'],
    ]) {
      const select = unknown.getByRole('combobox', { name: `What ${colour} becomes` });
      await select.focus();
      await select.selectOption(choice ?? '');
    }
    await expect.poll(() => page.button(/^Write/).count()).toBe(0);
    await workbench.screenshot('batch-decisions');
    await page.button('Preview with These Choices').click();
    await page.expectStatus(/Preview: 61 will be written, 0 unchanged, 1 refused/);
    expect(hashesOf(join(folder, 'masks'))).toEqual(before);
  });

  it('are listed file by file, by keyboard alone', async () => {
    const { workbench } = session;
    await page.frame.locator('.file-row[tabindex="0"]').focus();
    await workbench.page.keyboard.press('ArrowDown');
    await workbench.page.keyboard.press('End');
    await expect.poll(() => page.frame.locator('.details-name').innerText()).toContain('strange.png');
    const details = await page.frame.locator('.details').innerText();
    expect(details).toContain('10');
    await workbench.screenshot('batch-details');
    await page.frame.getByRole('radio', { name: /Refused/ }).click();
    expect(await page.frame.locator('.file-row').count()).toBe(1);
    await page.frame.getByRole('radio', { name: /^All/ }).click();
  });

  it('are written, and every pixel has the id of its colour', async () => {
    const { workbench } = session;
    await page.button('Write 61 Files').click();
    await page.expectStatus(/61 written, 0 unchanged, 1 refused/);
    await workbench.screenshot('batch-written');
    for (const number of [1, 2, 5]) {
      const bytes = readFileSync(join(folder, 'masks', `face_000${number}.png`));
      expect(decodeIndependently(bytes).samples).toEqual([...smallFace(number)]);
    }
  });

  it('are all as before after an undo', async () => {
    const { workbench } = session;
    await page.button('Undo This Batch').click();
    const dialog = workbench.page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    expect(await dialog.innerText()).toContain('61 files get their old bytes back');
    await workbench.screenshot('batch-undo');
    await dialog.getByRole('button', { name: 'Undo', exact: true }).click();
    await page.expectStatus('Undone');
    expect(hashesOf(join(folder, 'masks'))).toEqual(before);
  });
});
