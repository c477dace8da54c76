import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { hashesOf } from '../../fixtures/batchTree.ts';
import { LABELMAP, shiftedMask, writeDifferingMasks } from '../../fixtures/differingMasks.ts';
import { BatchPage } from '../batchPage.ts';
import { useSession } from '../session.ts';

const session = useSession();
let folder = '';
let page: BatchPage;

beforeAll(() => {
  folder = join(session.workspace, 'differing');
  mkdirSync(folder);
  writeFileSync(join(folder, 'labelmap.txt'), LABELMAP);
  writeDifferingMasks(join(folder, 'masks'), 30);
  // The colour of Pascal VOC's void, which this class map lacks.
  writeFileSync(join(folder, 'masks', 'strange.png'), shiftedMask(3, 2, [[224, 224, 192]]));
});

describe('the page of a batch', () => {
  it('offers the usual id of the void where the class map has none', async () => {
    const { workbench } = session;
    await BatchPage.refresh(workbench);
    await BatchPage.choose(workbench, 'differing/masks', 'Re-encode Masks');
    await BatchPage.pick(workbench, 'labelmap.txt');
    await BatchPage.pick(workbench, 'Its Colour');
    await BatchPage.pick(workbench, 'In Place');
    page = new BatchPage(workbench);
    await page.expectStatus(/Preview: 30 will be written, 0 unchanged, 1 refused/);
    const select = page.frame.getByRole('combobox', { name: 'What #E0E0C0 becomes' });
    const texts = await select.locator('option').allInnerTexts();
    expect(texts.slice(0, 2)).toEqual(['As all others', 'Void (255)']);
  });

  it('can be read to its end in a narrow and low window', async () => {
    const { workbench } = session;
    const full = workbench.page.viewportSize() ?? { width: 1360, height: 860 };
    await workbench.page.setViewportSize({ width: 640, height: 600 });
    const main = page.frame.locator('.batch');
    await expect.poll(async () => (await main.boundingBox())?.width ?? 999).toBeLessThan(520);
    await workbench.screenshot('batch-narrow-top');
    await main.hover({ position: { x: 40, y: 40 } });
    const table = page.frame.locator('.histogram');
    const box = await main.boundingBox();
    const bottom = (box?.y ?? 0) + (box?.height ?? 0);
    for (let turn = 0; turn < 30; turn++) {
      await workbench.page.mouse.wheel(0, 300);
      const end = await table.boundingBox();
      if (end !== null && end.y + end.height <= bottom) break;
      if (turn === 4) await workbench.screenshot('batch-narrow-middle');
    }
    await workbench.screenshot('batch-narrow-end');
    const end = await table.boundingBox();
    expect((end?.y ?? 9999) + (end?.height ?? 0)).toBeLessThanOrEqual(bottom);
    await workbench.page.setViewportSize(full);
  });

  it('is told of an undo that was not begun on it', async () => {
    const { workbench } = session;
    const before = hashesOf(join(folder, 'masks'));
    await page.button('Write 30 Files').click();
    await page.expectStatus('30 written, 0 unchanged, 1 refused');
    await BatchPage.choose(workbench, 'differing/masks', 'Undo Last Batch');
    const dialog = workbench.page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    await dialog.getByRole('button', { name: 'Undo', exact: true }).click();
    await page.expectStatus('Undone');
    expect(hashesOf(join(folder, 'masks'))).toEqual(before);
    expect(await page.frame.locator('.actions').innerText()).not.toContain('Undo This Batch');
    expect(await page.row('face_0028.png').innerText()).toContain('restored');
    expect(await page.frame.locator('.filters').innerText()).toContain('Undone (30)');
    await page.row('face_0028.png').click();
    const details = await page.frame.locator('.details').innerText();
    expect(details).toContain('The file is as it was before the batch.');
    expect(details).not.toContain('Histogram');
    await workbench.screenshot('batch-undone');
    expect(workbench.problems).toEqual([]);
  });
});
