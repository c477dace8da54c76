import { describe, expect, it } from 'vitest';
import { CLASS_COLOURS } from '../../../scripts/sample/faces.ts';
import { MaskEditor } from '../maskEditor.ts';
import { FACE, faceIds, innerPixel } from '../sampleFace.ts';
import { useSession } from '../session.ts';

const session = useSession();
const ids = faceIds(1);

describe('the installed package', () => {
  it('opens a mask that is clicked, in its colours', async () => {
    const editor = await MaskEditor.open(session.workbench, 'faces/SegmentationClass/face_01.png');
    for (const [id, colour] of CLASS_COLOURS.entries()) await editor.expectPixel(FACE, innerPixel(ids, id), colour);
    const [x, y] = innerPixel(ids, 4);
    await editor.point(FACE, x, y);
    await expect.poll(() => editor.readout()).toContain(`${x}, ${y} id 4 eyebrow`);
    await session.workbench.screenshot(`installed-${process.env['MASKSCOPE_E2E']}`);
  });

  it('copies by command', async () => {
    const editor = new MaskEditor(session.workbench);
    const [x, y] = innerPixel(ids, 1);
    await editor.goTo(x, y);
    await session.workbench.runCommand('Maskscope: Copy Class Name');
    await expect.poll(() => session.workbench.clipboard()).toBe('eye');
  });

  it('makes the report', async () => {
    const editor = new MaskEditor(session.workbench);
    await session.workbench.runCommand('Maskscope: Toggle Report');
    await expect.poll(() => editor.frame.locator('.report-text').innerText()).toContain('Colormap entries: 256');
  });

  it('diagnoses a broken file and shows what can be read', async () => {
    await session.workbench.clickFile('broken/truncated.mask.png');
    await session.workbench.webview().getByRole('button', { name: 'Show What Can Be Read' }).click();
    const editor = new MaskEditor(session.workbench);
    await editor.ready();
    await editor.expectPixel(FACE, innerPixel(ids, 1), CLASS_COLOURS[1]);
  });

  it('offers masks in the built-in preview by a button', async () => {
    const { workbench } = session;
    await workbench.clickFile('special/face_01_gtFine_instanceIds.png');
    await workbench.page.locator('.editor-actions').getByRole('button', { name: 'Open as Mask' }).click();
    await new MaskEditor(workbench).ready();
  });

  it('violates no content security policy', () => {
    expect(session.workbench.problems).toEqual([]);
  });
});
