import { describe, expect, it } from 'vitest';
import { CLASS_COLOURS } from '../../../scripts/sample/faces.ts';
import { MaskEditor } from '../maskEditor.ts';
import { FACE, faceIds, innerPixel } from '../sampleFace.ts';
import { useSession } from '../session.ts';

const session = useSession({ deviceScaleFactor: 2 });

describe('a screen of two device pixels a CSS pixel', () => {
  it('shows every pixel of a mask as a whole number of device pixels', async () => {
    const editor = await MaskEditor.open(session.workbench, 'faces/SegmentationClass/face_06.png');
    const ids = faceIds(6);
    await editor.expectPixel(FACE, innerPixel(ids, 1), CLASS_COLOURS[1]);
    const picture = await editor.picture();
    const { left, top, scale } = MaskEditor.placement(picture, FACE);
    expect(scale).toBe(2);
    const wrong = ids.findIndex((id, i) => {
      const x = left + scale * (i % FACE.width);
      const y = top + scale * Math.floor(i / FACE.width);
      const colour = CLASS_COLOURS[id]?.join();
      return [picture.at(x, y), picture.at(x + 1, y + 1)].some((shown) => shown.join() !== colour);
    });
    expect(wrong).toBe(-1);
    await session.workbench.screenshot('dense-screen');
  });
});
