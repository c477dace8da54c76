import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BatchJob } from '../../../src/jobs/batch.ts';
import { requestOf } from '../../../src/jobs/batchOrder.ts';
import { findLastBatch } from '../../../src/jobs/undo.ts';
import { hashesOf } from '../../fixtures/batchTree.ts';
import { BatchPage } from '../batchPage.ts';
import { useSession } from '../session.ts';

const session = useSession();
const REFUSAL = 'Batches write files, which needs a trusted workspace.';

/** Waits until the window says why nothing is done, and takes what it said away. */
async function expectRefusal(screenshot: string): Promise<void> {
  const { workbench } = session;
  const message = await workbench.notification(REFUSAL);
  await workbench.screenshot(screenshot);
  await workbench.runCommand('Notifications: Clear All Notifications');
  await expect.poll(() => message.count()).toBe(0);
}

/** A batch over a folder, written in place as on an earlier day, when the workspace was trusted. */
async function writeBatch(folder: string): Promise<void> {
  const { request } = requestOf({
    work: {
      ...({ kind: 'reencode', by: 'index', palette: 'ade20k', unknown: 'error', choices: [], raw: null } as const),
      ...{ depth: null, isSwapped: false, classId: null },
    },
    ...{ inputs: [folder], workingFolder: session.workspace, target: { kind: 'inPlace' } as const },
    ...{ isRepeated: false, unsaved: [], names: null },
  });
  const job = new BatchJob(request, { workers: 0, workerScript: '' });
  await job.preview(() => undefined);
  const { results } = await job.write(() => undefined);
  expect(results.some(({ status }) => status === 'written')).toBe(true);
  await job.close();
}

describe('batches in Restricted Mode', () => {
  it('are refused with the reason, and write nothing', async () => {
    const folder = join(session.workspace, 'faces', 'SegmentationClass');
    const before = hashesOf(folder);
    await BatchPage.choose(session.workbench, 'faces/SegmentationClass', 'Re-encode Masks');
    await expectRefusal('batch-restricted');
    expect(hashesOf(folder)).toEqual(before);
  });

  it('are not undone either', async () => {
    const { workbench, workspace } = session;
    const folder = join(workspace, 'written');
    cpSync(join(workspace, 'faces', 'SegmentationClass'), folder, { recursive: true });
    await writeBatch(folder);
    const written = hashesOf(folder);
    const batch = findLastBatch(folder);
    expect(batch?.isFinished).toBe(true);
    await workbench.runCommand('Maskscope: Undo Last Batch');
    await expectRefusal('undo-restricted');
    expect(await workbench.page.locator('.monaco-dialog-box').count()).toBe(0);
    expect(hashesOf(folder)).toEqual(written);
    expect(findLastBatch(folder)).toEqual(batch);
  });
});
