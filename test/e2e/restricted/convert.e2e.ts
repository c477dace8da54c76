import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ExportPage } from '../exportPage.ts';
import { useSession } from '../session.ts';

const session = useSession();

describe('conversions in Restricted Mode', () => {
  it('are refused with the reason, and write nothing', async () => {
    const { workbench, workspace } = session;
    const editor = await ExportPage.open(workbench, 'labelbox/export-2023.json');
    await editor.frame.getByRole('button', { name: 'Convert to Masks' }).click();
    await workbench.notification('Converting an export writes files, which needs a trusted workspace.');
    await workbench.screenshot('convert-restricted');
    expect(existsSync(join(workspace, 'labelbox', 'export-2023-masks'))).toBe(false);
  });
});
