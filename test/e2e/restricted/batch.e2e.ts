import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hashesOf } from '../../fixtures/batchTree.ts';
import { BatchPage } from '../batchPage.ts';
import { useSession } from '../session.ts';

const session = useSession();

describe('a batch in Restricted Mode', () => {
  it('is refused with the reason, and writes nothing', async () => {
    const { workbench } = session;
    const folder = join(session.workspace, 'faces', 'SegmentationClass');
    const before = hashesOf(folder);
    await BatchPage.choose(workbench, 'faces/SegmentationClass', 'Re-encode Masks');
    await workbench.runCommand('Notifications: Show Notifications');
    const message = workbench.page.locator('.notification-list-item');
    await message.filter({ hasText: 'Batches write files, which needs a trusted workspace.' }).waitFor();
    await workbench.screenshot('batch-restricted');
    await workbench.runCommand('Maskscope: Undo Last Batch');
    expect(await workbench.page.locator('.monaco-dialog-box').count()).toBe(0);
    expect(hashesOf(folder)).toEqual(before);
  });
});
