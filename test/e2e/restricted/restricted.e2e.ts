import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CLASS_COLOURS } from '../../../scripts/sample/faces.ts';
import { MaskEditor } from '../maskEditor.ts';
import { FACE, faceIds, innerPixel } from '../sampleFace.ts';
import { useSession } from '../session.ts';

const session = useSession();
const ids = faceIds(1);

describe('in Restricted Mode', () => {
  it('the window is not trusted', async () => {
    await session.workbench.page.locator('.statusbar').getByText('Restricted Mode').waitFor();
  });

  it('a mask opens with colours, classes and readout', async () => {
    const editor = await MaskEditor.open(session.workbench, 'faces/SegmentationClass/face_01.png');
    for (const [id, colour] of CLASS_COLOURS.entries()) await editor.expectPixel(FACE, innerPixel(ids, id), colour);
    const [x, y] = innerPixel(ids, 2);
    await editor.point(FACE, x, y);
    await expect.poll(() => editor.readout()).toContain('id 2 nose');
    await session.workbench.screenshot('restricted-mode');
  });

  it('the report is made', async () => {
    const editor = new MaskEditor(session.workbench);
    await session.workbench.runCommand('Maskscope: Toggle Report');
    await expect.poll(() => editor.frame.locator('.report-text').innerText()).toContain('Colormap entries: 256');
  });

  it('a broken file is diagnosed', async () => {
    await session.workbench.clickFile('broken/truncated.mask.png');
    await expect
      .poll(() => session.workbench.webview().locator('main.page').innerText())
      .toContain('Chunk IDAT declares');
  });

  it('says why there is no Git', async () => {
    const { workbench } = session;
    await MaskEditor.open(workbench, 'faces/SegmentationClass/face_01.png');
    await workbench.runCommand('Maskscope: Compare with Version in Git...');
    await workbench.notification('Git is off in Restricted Mode.');
    await workbench.screenshot('git-restricted');
  });

  it('a class map that the workspace sets is ignored', async () => {
    const { workbench, workspace } = session;
    await mkdir(join(workspace, '.vscode'), { recursive: true });
    await writeFile(join(workspace, 'foreign.txt'), 'one\ntwo\nthree\nfour\nfive\n');
    await writeFile(
      join(workspace, '.vscode', 'settings.json'),
      JSON.stringify({ 'maskscope.classMap.path': 'foreign.txt', 'maskscope.classMap.preset': 'voc' }),
    );
    const editor = await MaskEditor.open(workbench, 'faces/SegmentationClass/face_02.png');
    // The preset needs no trust, so its names tell that the settings have arrived; the file would go before it.
    await expect.poll(() => editor.frame.locator('.source').innerText()).toContain('Pascal VOC');
    expect(await editor.row(1).locator('.name').innerText()).toContain('aeroplane');
    expect(await editor.frame.locator('.source').innerText()).not.toContain('foreign');
  });
});
