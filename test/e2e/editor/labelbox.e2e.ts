import { describe, expect, it } from 'vitest';
import { ExportPage } from '../exportPage.ts';
import { useSession } from '../session.ts';

const session = useSession();
let page: ExportPage;

describe('a Labelbox export', () => {
  it('opens as a table', async () => {
    const { workbench } = session;
    page = await ExportPage.open(workbench, 'labelbox/export-2023.json');
    await expect.poll(() => page.status()).toMatch(/^36 rows, 36 labels, /);
    await workbench.page.waitForTimeout(1500);
    await workbench.screenshot('labelbox-open');
  });

  it('shows the selected row', async () => {
    await page.select('subject.09.jpg');
    await session.workbench.page.waitForTimeout(800);
    await session.workbench.screenshot('labelbox-row');
    await page.frame.getByRole('tab', { name: 'Summary' }).click();
    await session.workbench.page.waitForTimeout(800);
    await session.workbench.screenshot('labelbox-summary');
    console.log(session.workbench.problems);
  });
});
