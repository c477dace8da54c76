import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { hashesOf } from '../../fixtures/batchTree.ts';
import { LABELMAP, smallFace, writeDifferingMasks } from '../../fixtures/differingMasks.ts';
import { decodeIndependently } from '../../fixtures/independentDecoder.ts';
import { processesBelow, whileHeld } from '../../fixtures/processTree.ts';
import { BatchPage } from '../batchPage.ts';
import { MaskEditor } from '../maskEditor.ts';
import { LISTENING_SCRIPT, mergeIds } from '../pageEdits.ts';
import { useSession } from '../session.ts';

const session = useSession({ initScript: LISTENING_SCRIPT });
const EDITED = 'face_0002.mask.png';
let folder = '';

beforeAll(async () => {
  folder = join(session.workspace, 'differing');
  mkdirSync(folder);
  writeFileSync(join(folder, 'labelmap.txt'), LABELMAP);
  const masks = join(folder, 'many');
  writeDifferingMasks(masks, 900);
  mkdirSync(join(folder, 'few'));
  for (const number of [1, 2, 3]) {
    const name = `face_000${number}`;
    writeFileSync(join(folder, 'few', `${name}.mask.png`), readFileSync(join(masks, `${name}.png`)));
  }
  await BatchPage.refresh(session.workbench);
});

async function preview(path: string): Promise<BatchPage> {
  const { workbench } = session;
  await BatchPage.choose(workbench, path, 'Re-encode Masks');
  await BatchPage.pick(workbench, 'labelmap.txt');
  await BatchPage.pick(workbench, 'Its Colour');
  await BatchPage.pick(workbench, 'In Place');
  return new BatchPage(workbench);
}

describe('a batch', () => {
  it('that is cancelled in the middle is finished by another preview', async () => {
    const { workbench } = session;
    // The server is below the process that started this one, and so are the batches of all its windows.
    const before = new Set(processesBelow(process.ppid, 'batchProcess'));
    const page = await preview('differing/many');
    await page.expectStatus(/Preview: 900 will be written/);
    // Another window may have begun one as well: it waits for a moment.
    const batches = processesBelow(process.ppid, 'batchProcess').filter((id) => !before.has(id));
    expect(batches.length).toBeGreaterThan(0);
    await whileHeld(batches, async () => {
      await page.button('Write 900 Files').click();
      await page.frame.locator('.actions').getByText('Cancel').click();
      // Nothing tells the page that the host has heard of it; by then it has.
      await workbench.page.waitForTimeout(1_000);
    });
    await page.expectStatus(/\d+ written, 0 unchanged, 0 refused, [1-9]\d* not reached/);
    await workbench.screenshot('batch-cancelled');
    await page.button('Preview Again').click();
    await page.button(/^Finish \d+ Files$/).click();
    await page.expectStatus('900 written');
    for (const number of [1, 2, 7]) {
      const { samples } = decodeIndependently(readFileSync(join(folder, 'many', `face_000${number}.png`)));
      expect(samples).toEqual([...smallFace(number)]);
    }
    await page.button('Close').click();
  });

  it('leaves a mask alone that is edited and not saved', async () => {
    const { workbench } = session;
    const edited = await MaskEditor.open(workbench, `differing/few/${EDITED}`);
    await mergeIds(edited, 4, 0);
    await expect
      .poll(async () => /\bdirty\b/.test((await workbench.tab(EDITED).first().getAttribute('class')) ?? ''))
      .toBe(true);
    const before = hashesOf(join(folder, 'few'));
    const page = await preview('differing/few');
    await page.expectStatus(/Preview: 2 will be written, 0 unchanged, 1 refused/);
    await page.row(EDITED).click();
    expect(await page.frame.locator('.details').innerText()).toContain('open with unsaved changes');
    await workbench.screenshot('batch-unsaved');
    await page.button('Write 2 Files').click();
    await page.expectStatus(/2 written, 0 unchanged, 1 refused/);
    const after = hashesOf(join(folder, 'few'));
    expect(after[EDITED]).toBe(before[EDITED]);
    expect(after['face_0003.mask.png']).not.toBe(before['face_0003.mask.png']);
  });
});
