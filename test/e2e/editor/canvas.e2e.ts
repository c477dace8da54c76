import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CLASS_COLOURS } from '../../../scripts/sample/faces.ts';
import { MaskEditor } from '../maskEditor.ts';
import { FACE, countOf, faceIds, innerPixel } from '../sampleFace.ts';
import { useSession } from '../session.ts';

const session = useSession();
const ids = faceIds(2);
let editor: MaskEditor;

const press = (key: string) => session.workbench.page.keyboard.press(key);

beforeAll(async () => {
  editor = await MaskEditor.open(session.workbench, 'faces/SegmentationClass/face_02.png');
});

describe('zooming', () => {
  beforeEach(async () => {
    await editor.focus();
    await press('0');
  });

  it('is crisp above 1:1', async () => {
    await press('1');
    for (const zoom of ['150%', '200%', '300%']) {
      await press('+');
      await expect.poll(() => editor.zoom()).toBe(zoom);
    }
    const picture = await editor.picture();
    const { left, top, scale } = MaskEditor.placement(picture, FACE, 3);
    let wrong = 0;
    for (let y = 0; y < picture.height; y += 1) {
      for (let x = 0; x < picture.width; x += 1) {
        const column = Math.floor((x - left) / scale);
        const row = Math.floor((y - top) / scale);
        const id = ids[row * FACE.width + column];
        if (column < 0 || row < 0 || column >= FACE.width || row >= FACE.height || id === undefined) continue;
        wrong += Number(picture.at(x, y).join() !== CLASS_COLOURS[id]?.join());
      }
    }
    // The frame of the focus may cover the outermost pixels.
    expect(wrong).toBeLessThan(4 * (picture.width + picture.height));
    await session.workbench.screenshot('zoomed-in');
  });

  it('keeps the pixel under the mouse with the wheel', async () => {
    const [x, y] = innerPixel(ids, 1);
    await editor.point(FACE, x, y);
    await expect.poll(() => editor.readout()).toContain(`${x}, ${y} id 1`);
    for (let notch = 0; notch < 6; notch += 1) await session.workbench.page.mouse.wheel(0, -120);
    await expect.poll(async () => parseInt(await editor.zoom(), 10)).toBeGreaterThan(200);
    expect(await editor.readout()).toContain(`${x}, ${y} id 1`);
  });

  it('keeps the pixel under the mouse while it is dragged', async () => {
    const { mouse } = session.workbench.page;
    const [x, y] = innerPixel(ids, 2);
    await editor.point(FACE, x, y);
    const box = await editor.canvas.boundingBox();
    if (box === null) throw new Error('The picture is not shown.');
    await mouse.down();
    await editor.workbench.page.mouse.move(box.x + box.width / 2, box.y + box.height / 3, { steps: 5 });
    await mouse.up();
    await expect.poll(() => editor.readout()).toContain(`${x}, ${y} id 2`);
  });

  it('fits and goes to actual size by command', async () => {
    await session.workbench.runCommand('Maskscope: Zoom In');
    await expect.poll(() => editor.zoom()).not.toBe('100%');
    await session.workbench.runCommand('Maskscope: Actual Size (1:1)');
    await expect.poll(() => editor.zoom()).toBe('100%');
    await editor.expectPixel({ ...FACE, scale: 1 }, innerPixel(ids, 1), CLASS_COLOURS[1]);
  });
});

describe('the keyboard', () => {
  it('moves a cursor whose pixel is shown and spoken', async () => {
    await editor.focus();
    await press('0');
    await press('Control+Home');
    await expect.poll(() => editor.readout()).toContain('0, 0 id 0');
    await press('Shift+ArrowRight');
    await press('ArrowRight');
    await press('ArrowDown');
    await expect.poll(() => editor.readout()).toContain('11, 1 id 0 background');
    await expect
      .poll(() => editor.frame.locator('.readout .spoken').innerText())
      .toMatch(/x 11, y 1, id 0, background/);
    await press('End');
    await expect.poll(() => editor.readout()).toContain('511, 1 id 0');
  });

  it('jumps to the next different id', async () => {
    const [x, y] = innerPixel(ids, 2);
    await editor.goTo(x, y);
    let edge = x;
    while (ids[y * FACE.width + edge] === 2) edge += 1;
    await press('Control+Shift+ArrowRight');
    await expect.poll(() => editor.readout()).toContain(`${edge}, ${y} id ${ids[y * FACE.width + edge]}`);
  });

  it('goes to a pixel by its coordinates', async () => {
    await editor.goTo(100, 200);
    await press('Control+g');
    await session.workbench.page.keyboard.type('512, 3');
    await press('Enter');
    await expect.poll(() => editor.frame.locator('.go-to').innerText()).toContain('x from 0 to 511');
    await press('Escape');
  });

  it('leads through all tools by Tab, with a visible focus and a name for each', async () => {
    await editor.focus();
    const names: string[] = [];
    for (let stop = 0; stop < 12; stop += 1) {
      await press('Tab');
      // Within a component the innermost element holds the focus.
      const focused = editor.frame.locator(':focus').last();
      if ((await focused.count()) === 0) break;
      names.push(await focused.evaluate((element) => element.getAttribute('aria-label') ?? element.textContent ?? ''));
    }
    expect(names.length).toBeGreaterThan(3);
    expect(names.filter((name) => name.trim() === '')).toEqual([]);
  });
});

describe('regions of a class', () => {
  it('are visited one after the other', async () => {
    await editor.row(1).click();
    await editor.focus();
    const spoken = editor.frame.locator('.readout .spoken');
    const sizes: number[] = [];
    for (const expected of ['1 of 2', '2 of 2', '1 of 2']) {
      await press('F7');
      await expect.poll(() => spoken.innerText()).toContain(`Region ${expected}`);
      await expect.poll(() => editor.readout()).toContain('id 1 eye');
      const [, pixels] = /: ([\d,]+) pixels/.exec(await spoken.innerText()) ?? [];
      sizes.push(Number(pixels?.replaceAll(',', '')));
    }
    expect((sizes[0] ?? 0) + (sizes[1] ?? 0)).toBe(countOf(ids, 1));
    await press('Shift+F7');
    await expect.poll(() => spoken.innerText()).toContain('Region 2 of 2');
  });
});

describe('copying', () => {
  it.each([
    ['Copy Id', () => '3'],
    ['Copy Class Name', () => 'mouth'],
    ['Copy Colour', () => '#000080'],
    ['Copy Coordinates', (x: number, y: number) => `${x}, ${y}`],
  ])('takes what is under the cursor: %s', async (command, expected) => {
    const [x, y] = innerPixel(ids, 3);
    await editor.goTo(x, y);
    await session.workbench.runCommand(`Maskscope: ${command}`);
    await expect.poll(() => session.workbench.clipboard()).toBe(expected(x, y));
  });
});

describe('a mask that is zoomed out', () => {
  const STRIPES = { width: 2048, height: 1024 };

  it('shows lines of one pixel as the mean of what they cover', async () => {
    const stripes = await MaskEditor.open(session.workbench, 'special/stripes.mask.png');
    await stripes.focus();
    await press('1');
    for (const zoom of ['90%', '80%', '70%', '60%', '50%']) {
      await press('-');
      await expect.poll(() => stripes.zoom()).toBe(zoom);
    }
    const picture = await stripes.picture();
    const { left, top } = MaskEditor.placement(picture, STRIPES, 0.5);
    // A device pixel covers two columns: one of eight columns is maroon, so every fourth device pixel is half maroon.
    for (let x = 8; x < picture.width - 8; x += 1) {
      const expected = (x - left) % 4 === 0 ? 64 : 0;
      const [red, green, blue] = picture.at(x, Math.max(top, 0) + 40);
      expect([Math.abs(red - expected) <= 1, green, blue]).toEqual([true, 0, 0]);
    }
    await session.workbench.screenshot('averaged');
  });

  it('keeps their mean when it is fitted', async () => {
    const stripes = new MaskEditor(session.workbench);
    await press('0');
    await expect.poll(async () => parseInt(await stripes.zoom(), 10)).toBeLessThan(50);
    await expect
      .poll(async () => {
        const picture = await stripes.picture();
        const [red] = picture.mean(40, Math.round(picture.height / 2) - 20, picture.width - 80, 40);
        return Math.abs(red - 16) < 0.6;
      })
      .toBe(true);
  });
});
