import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BatchPage } from '../batchPage.ts';
import { useSession } from '../session.ts';

const session = useSession();

describe('splits in Restricted Mode', () => {
  it('are refused with the reason, and write nothing', async () => {
    const { workbench, workspace } = session;
    writeFileSync(join(workspace, 'names.txt'), 'a\nb\nc\nd\n');
    await BatchPage.refresh(workbench);
    await workbench.chooseFromMenu(await workbench.explorerRow('names.txt'), 'Generate Splits');
    await workbench.notification('Splits are written to files, which needs a trusted workspace.');
    await workbench.screenshot('splits-restricted');
    expect(existsSync(join(workspace, 'splits'))).toBe(false);
  });
});
