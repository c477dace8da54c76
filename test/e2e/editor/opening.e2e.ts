import { beforeAll, describe, expect, it } from 'vitest';
import { CLASSES, CLASS_COLOURS } from '../../../scripts/sample/faces.ts';
import { MaskEditor } from '../maskEditor.ts';
import type { Colour } from '../picture.ts';
import { FACE, countOf, faceIds, innerPixel } from '../sampleFace.ts';
import { useSession } from '../session.ts';

const session = useSession();
const ids = faceIds(1);
const [BLACK, MAROON, GREEN, NAVY, OLIVE] = CLASS_COLOURS;

describe('a class mask that is clicked in the explorer', () => {
  let editor: MaskEditor;
  beforeAll(async () => {
    editor = await MaskEditor.open(session.workbench, 'faces/SegmentationClass/face_01.png');
  });

  it('opens in the mask editor with the colours of its palette', async () => {
    for (const [id, colour] of CLASS_COLOURS.entries()) await editor.expectPixel(FACE, innerPixel(ids, id), colour);
    await session.workbench.screenshot('class-mask');
  });

  it('shows every pixel in its own colour', async () => {
    const picture = await editor.picture();
    const { left, top, scale } = MaskEditor.placement(picture, FACE);
    expect(scale).toBe(1);
    const wrong = ids.findIndex((id, i) => {
      const shown = picture.at(left + (i % FACE.width), top + Math.floor(i / FACE.width));
      return shown.join() !== CLASS_COLOURS[id]?.join();
    });
    expect(wrong).toBe(-1);
  });

  it('lists every id with its class, colour and number of pixels', async () => {
    for (const [id, name] of CLASSES.entries()) {
      const row = editor.row(id);
      expect(await row.locator('.name').innerText()).toContain(name);
      expect((await row.locator('.pixels').innerText()).replaceAll(',', '')).toBe(String(countOf(ids, id)));
    }
    expect(await editor.row(1).locator('.colour').innerText()).toMatch(/#800000\s+maroon/i);
    expect(await editor.frame.locator('.row.run').innerText()).toMatch(/5 … 255\s+251 unused/);
  });

  it('names the class map that the classes come from', async () => {
    expect(await editor.frame.locator('.source').innerText()).toBe('Names from labelmap.txt in faces');
  });

  it('says what is under the mouse, also in the status bar', async () => {
    const [x, y] = innerPixel(ids, 4);
    await editor.point(FACE, x, y);
    await expect.poll(() => editor.readout()).toMatch(new RegExp(`^${x}, ${y} id 4 eyebrow #808000`));
    const status = session.workbench.page.locator('.statusbar-item').filter({ hasText: `${x}, ${y}` });
    await expect.poll(() => status.innerText()).toContain('eyebrow');
  });
});

describe('masks of other encodings', () => {
  const crop = { width: 333, height: 251 };
  const cropped = (id: number) => {
    const [x, y] = innerPixel(ids, id);
    return [x - 91, y - 121] as const;
  };
  const face = (colours: readonly Colour[]) =>
    colours.map((colour, id) => ({ at: innerPixel(ids, id), size: FACE, colour }));

  it.each([
    [
      'adam7.mask.png',
      [MAROON, GREEN, OLIVE].map((colour, i) => ({ at: cropped([1, 2, 4][i] ?? 0), size: crop, colour })),
    ],
    [
      'animated.mask.png',
      [MAROON, GREEN, OLIVE].map((colour, i) => ({ at: cropped([1, 2, 4][i] ?? 0), size: crop, colour })),
    ],
    ['duplicate-colours.mask.png', face([BLACK, MAROON, GREEN, NAVY, NAVY])],
    ['four-bit.mask.png', face(CLASS_COLOURS)],
    ['one-bit.mask.png', face([BLACK, [255, 255, 255], [255, 255, 255], [255, 255, 255], [255, 255, 255]])],
    ['rgb/rgb-anti-aliased.mask.png', face(CLASS_COLOURS)],
    ['rgb/rgb-colours.mask.png', face(CLASS_COLOURS)],
    ['void-border.mask.png', face(CLASS_COLOURS)],
  ])('%s shows its own colours', async (name, pixels) => {
    const editor = await MaskEditor.open(session.workbench, `special/${name}`);
    for (const { at, size, colour } of pixels) await editor.expectPixel(size, at, colour);
    await session.workbench.screenshot(name.replace(/^.*\//, '').replace('.mask.png', ''));
  });

  it('names the classes of an RGB mask by colour, with the ids of the class map', async () => {
    const editor = await MaskEditor.open(session.workbench, 'special/rgb/rgb-colours.mask.png');
    for (const [id, name] of CLASSES.entries()) {
      await expect.poll(() => editor.row(id).locator('.name-text').innerText()).toBe(name);
    }
  });

  it('colours a grey id map and says why it looks black elsewhere', async () => {
    const editor = await MaskEditor.open(session.workbench, 'special/grey-id-map.mask.png');
    await expect
      .poll(async () => {
        const picture = await editor.picture();
        const { left, top } = MaskEditor.placement(picture, FACE);
        const colours = [1, 2, 3, 4].map((id) => {
          const [x, y] = innerPixel(ids, id);
          return picture.at(left + x, top + y).join();
        });
        return new Set(colours.filter((colour) => Math.max(...colour.split(',').map(Number)) > 64)).size;
      })
      .toBe(4);
    expect(await editor.frame.locator('body').innerText()).toMatch(/black.*none is above 4 of 255/);
    expect(await editor.row(4).locator('.hex').innerText()).toBe('#040404');
    await session.workbench.screenshot('grey-id-map');
  });

  it('hatches ids outside the palette and says so', async () => {
    const editor = await MaskEditor.open(session.workbench, 'special/short-palette.mask.png');
    const outside = countOf(ids, 3) + countOf(ids, 4);
    expect(await editor.frame.locator('body').innerText()).toContain(
      `${outside.toLocaleString('en')} pixels have ids beyond the palette’s 3 entries: 3, 4`,
    );
    await editor.expectPixel(FACE, innerPixel(ids, 2), GREEN);
    const picture = await editor.picture();
    const { left, top } = MaskEditor.placement(picture, FACE);
    let striped = 0;
    ids.forEach((id, i) => {
      if (id < 3) return;
      const colour = picture.at(left + (i % FACE.width), top + Math.floor(i / FACE.width)).join();
      striped += Number(colour === '255,212,0' || colour === '26,26,26');
    });
    expect(striped).toBe(outside);
    await session.workbench.screenshot('short-palette');
  });

  it('shows a checkerboard where the palette is transparent', async () => {
    const editor = await MaskEditor.open(session.workbench, 'special/transparent.mask.png');
    await editor.expectPixel(FACE, innerPixel(ids, 2), GREEN);
    const picture = await editor.picture();
    expect(picture.count([72, 72, 72])).toBeGreaterThan(100_000);
    expect(picture.count([48, 48, 48])).toBeGreaterThan(100_000);
    await session.workbench.screenshot('transparent');
  });

  it('prints the ids into the cells of a mask of 16 × 16 pixels', async () => {
    const editor = await MaskEditor.open(session.workbench, 'special/all-ids.mask.png');
    const size = { width: 16, height: 16 };
    const picture = await editor.picture();
    const { left, top, scale } = MaskEditor.placement(picture, size);
    expect(scale).toBe(32);
    const inCell = (x: number, y: number) => {
      const colours = new Set<string>();
      for (let dy = 4; dy < 28; dy += 1) {
        for (let dx = 2; dx < 30; dx += 1) colours.add(picture.at(left + 32 * x + dx, top + 32 * y + dy).join());
      }
      return colours.size;
    };
    for (const [x, y] of [
      [0, 0],
      [7, 3],
      [15, 15],
    ] as const)
      expect(inCell(x, y)).toBeGreaterThan(2);
    await session.workbench.screenshot('all-ids');
  });
});

describe('files that do not say they are masks', () => {
  it('open in the built-in preview, with a button that opens the mask', async () => {
    const { workbench } = session;
    await workbench.clickFile('special/face_01_gtFine_instanceIds.png');
    const button = workbench.page.locator('.editor-actions').getByRole('button', { name: 'Open as Mask' });
    await button.click();
    const editor = new MaskEditor(workbench);
    await editor.ready();
    expect(await editor.frame.locator('.kind').innerText()).toBe('Class × instance');
    const names = editor.frame.locator('.row[role="row"] .name-text');
    expect(await names.allInnerTexts()).toContain('eyebrow, instance 1');
    await workbench.screenshot('class-instance');
  });

  it('are masks by their folder: panoptic', async () => {
    const { workbench } = session;
    await workbench.clickFile('special/panoptic_val/face_01.png');
    await workbench.runCommand('Maskscope: Open as Mask');
    const editor = new MaskEditor(workbench);
    await editor.ready();
    expect(await editor.frame.locator('.kind').innerText()).toBe('Panoptic');
    const [x, y] = innerPixel(ids, 2);
    await editor.point(FACE, x, y);
    // The nose is object 1 of class 2: segment 2000.
    await expect.poll(() => editor.readout()).toContain('id 2000');
    // The picture tells segments apart; what is written is the file's colour, 208 + 7 · 256.
    expect(await editor.readout()).toContain('#D00700');
    expect(await editor.row(2000).locator('.hex').innerText()).toBe('#D00700');
    expect(await editor.row(2000).locator('.colour').getAttribute('title')).toMatch(
      /^Drawn in #.*file’s colour is #D00700/,
    );
    expect(await editor.frame.locator('.notices').innerText()).toContain('only tell ids apart');
    await workbench.screenshot('panoptic');
  });

  it('open from the explorer menu', async () => {
    const { workbench } = session;
    await workbench.chooseFromMenu(
      await workbench.explorerRow('special/face_01_gtFine_instanceIds.png'),
      'Open as Mask',
    );
    const editor = new MaskEditor(workbench);
    await editor.ready();
    // Until then the tab before it is on the screen.
    await expect.poll(() => editor.frame.locator('.readout-facts').innerText()).toContain('16-bit grey');
  });

  it('are told apart from photographs', async () => {
    const { workbench } = session;
    await workbench.clickFile('special/photograph.png');
    await workbench.runCommand('Maskscope: Open as Mask');
    const page = workbench.webview();
    await page.getByRole('heading', { name: 'This looks like a photograph, not a mask' }).waitFor();
    await workbench.screenshot('photograph');
    await page.getByRole('button', { name: 'Open with Built-in Preview' }).click();
    await workbench.webview().locator('img').waitFor();
  });
});

describe('an object mask', () => {
  it('is recognised as instances, without class names', async () => {
    const editor = await MaskEditor.open(session.workbench, 'faces/SegmentationObject/face_01.png');
    expect(await editor.frame.locator('.kind').innerText()).toBe('Instance');
    expect(await editor.frame.locator('.name-text').allInnerTexts()).not.toContain('eye');
    await session.workbench.screenshot('object-mask');
  });

  it('takes another kind when the user says so', async () => {
    const { workbench } = session;
    const editor = new MaskEditor(workbench);
    await editor.frame.locator('.kind').click();
    const choice = (text: string) =>
      workbench.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: text });
    await choice('Semantic').click();
    await choice('This File').click();
    await expect.poll(() => editor.frame.locator('.kind').innerText()).toBe('Semantic');
    expect(await editor.frame.locator('.name-text').allInnerTexts()).toContain('eye');
  });
});

describe('no script or style of a webview', () => {
  it('violates the content security policy', () => {
    expect(session.workbench.problems).toEqual([]);
  });
});
