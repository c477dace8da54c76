import { describe, expect, it } from 'vitest';
import { CLASSES, CLASS_COLOURS } from '../../../scripts/sample/faces.ts';
import { MaskEditor } from '../maskEditor.ts';
import { FACE, countOf, faceIds, innerPixel } from '../sampleFace.ts';
import { useSession } from '../session.ts';

const session = useSession();
const ids = faceIds(1);

describe('a class mask that is clicked in the explorer', () => {
  it('opens in the mask editor with the colours of its palette', async () => {
    const editor = await MaskEditor.open(session.workbench, 'faces/SegmentationClass/face_01.png');
    for (const [id, colour] of CLASS_COLOURS.entries()) await editor.expectPixel(FACE, innerPixel(ids, id), colour);
    await session.workbench.screenshot('class-mask');
  });

  it('lists every id with its class, colour and number of pixels', async () => {
    const editor = new MaskEditor(session.workbench);
    for (const [id, name] of CLASSES.entries()) {
      const row = editor.row(id);
      expect(await row.locator('.name').innerText()).toContain(name);
      expect((await row.locator('.pixels').innerText()).replaceAll(',', '')).toBe(String(countOf(ids, id)));
    }
    expect(await editor.row(1).locator('.colour').innerText()).toMatch(/#800000\s+maroon/i);
  });

  it('says what is under the mouse', async () => {
    const editor = new MaskEditor(session.workbench);
    const [x, y] = innerPixel(ids, 4);
    await editor.point(FACE, x, y);
    await expect.poll(() => editor.readout()).toMatch(new RegExp(`^${x}, ${y} id 4 eyebrow #808000 olive$`, 'i'));
  });
});

describe('no script or style of the webview', () => {
  it('violates the content security policy', () => {
    expect(session.workbench.problems).toEqual([]);
  });
});
