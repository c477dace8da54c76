import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CLASS_COLOURS } from '../../../scripts/sample/faces.ts';
import { MaskEditor } from '../maskEditor.ts';
import { FACE, faceIds, innerPixel } from '../sampleFace.ts';
import { useSession } from '../session.ts';

/** What a page asked of WebGL since it was last forgotten. */
interface GlWork {
  draws: number;
  /** Texels of each upload. */
  uploads: number[];
}

declare global {
  var glWork: GlWork | undefined;
}

/** Counts calls from within the browser, whatever the code under test counts itself. */
const COUNT_CALLS = `{
  const work = (globalThis.glWork = { draws: 0, uploads: [] });
  const { prototype } = globalThis.WebGL2RenderingContext;
  const wrap = (name, note) => {
    const original = prototype[name];
    prototype[name] = function (...args) {
      note(args);
      return original.apply(this, args);
    };
  };
  for (const name of ['drawArrays', 'drawElements', 'drawArraysInstanced']) wrap(name, () => (work.draws += 1));
  wrap('texImage2D', ([, , , width, height]) => work.uploads.push(width * height));
  wrap('texSubImage2D', ([, , , , width, height]) => work.uploads.push(width * height));
}`;

const session = useSession({ initScript: COUNT_CALLS });
let editor: MaskEditor;

const work = () => editor.canvas.evaluate(() => globalThis.glWork ?? { draws: NaN, uploads: [] });
const forget = () =>
  editor.canvas.evaluate(() => {
    if (globalThis.glWork !== undefined) Object.assign(globalThis.glWork, { draws: 0, uploads: [] });
  });
const press = (key: string) => session.workbench.page.keyboard.press(key);

beforeAll(async () => {
  editor = await MaskEditor.open(session.workbench, 'faces/SegmentationClass/face_02.png');
});

describe('the graphics processor', () => {
  beforeEach(async () => {
    await editor.focus();
    await session.workbench.page.waitForTimeout(300);
    await forget();
  });

  it('gets the ids once, when the mask opens', async () => {
    await session.workbench.clickFile('faces/SegmentationClass/face_03.png');
    await editor.ready();
    await editor.expectPixel(FACE, innerPixel(faceIds(3), 1), CLASS_COLOURS[1]);
    const { uploads } = await work();
    expect(uploads.filter((texels) => texels >= FACE.width * FACE.height)).toHaveLength(1);
  });

  it('draws once for a zoom step, and is sent nothing', async () => {
    const before = await editor.zoom();
    await press('+');
    await expect.poll(() => editor.zoom()).not.toBe(before);
    await expect.poll(async () => (await work()).draws).toBe(1);
    expect((await work()).uploads).toEqual([]);
  });

  it('draws once for a pan, and is sent nothing', async () => {
    await press('Control+ArrowRight');
    await expect.poll(async () => (await work()).draws).toBe(1);
    expect((await work()).uploads).toEqual([]);
  });

  it('is sent the palette only when an id is hidden', async () => {
    await editor.row(1).getByRole('button', { name: 'Hide id 1' }).click();
    await expect.poll(async () => (await work()).draws).toBe(1);
    const { uploads } = await work();
    expect(uploads).toHaveLength(1);
    expect(uploads[0]).toBeLessThanOrEqual(256);
  });

  it('does nothing while the mouse only moves', async () => {
    await editor.point(FACE, 200, 200);
    await editor.point(FACE, 300, 300);
    await expect.poll(() => editor.readout()).toContain('id 0');
    expect(await work()).toEqual({ draws: 0, uploads: [] });
  });
});
