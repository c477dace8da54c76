import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { blendMask, type Blend } from '../../../src/core/compose/blend.ts';
import { vocColour } from '../../../src/core/palette/idColours.ts';
import { controlsOf } from '../accessibility.ts';
import { typePath } from '../fileDialog.ts';
import { MaskEditor } from '../maskEditor.ts';
import { LEFT, PAIR, PLAIN, RIGHT, writePairs } from '../overlayPairs.ts';
import type { Colour } from '../picture.ts';
import { FACE, faceIds, innerPixel } from '../sampleFace.ts';
import { useSession } from '../session.ts';

const session = useSession();
const MAROON: Colour = [128, 0, 0];
/** Pixels inside of the ids 0, 1 and 2, beside the options. */
const INSIDE = [
  [6, 20],
  [22, 13],
  [22, 24],
] as const;
let editor: MaskEditor;

const press = (key: string) => session.workbench.page.keyboard.press(key);
const option = (label: string) => editor.frame.locator('.overlay-options').getByLabel(label, { exact: true });
const background = { click: () => editor.frame.locator('.overlay-options vscode-checkbox').first().click() };
const notice = (key: string) => editor.frame.locator(`[data-notice="${key}"]`);
const shown = () => editor.canvas.getAttribute('data-overlay');

/** Waits until the centre of an image pixel has about this colour. */
async function expectNear(
  [x, y]: readonly [number, number],
  colour: Colour,
  within = 2,
  image: { width: number; height: number } = PAIR,
): Promise<void> {
  await expect
    .poll(async () => {
      const picture = await editor.picture();
      const { left, top, scale } = MaskEditor.placement(picture, image);
      const seen = picture.at(left + (x + 0.5) * scale, top + (y + 0.5) * scale);
      return seen.every((value, at) => Math.abs(value - (colour[at] ?? 0)) <= within) ? 'alike' : seen.join();
    })
    .toBe('alike');
}

const mixed = (one: Colour, other: Colour, part: number): Colour => [
  one[0] + part * (other[0] - one[0]),
  one[1] + part * (other[1] - one[1]),
  one[2] + part * (other[2] - one[2]),
];

async function open(name: string): Promise<void> {
  editor = await MaskEditor.open(session.workbench, `faces/pairs/SegmentationClass/${name}.png`);
  await editor.focus();
}

/** Makes a mode the one that was chosen last, whatever a try before has left. */
async function choose(key: 'i' | 'o', mode: string): Promise<void> {
  await open('plain');
  await press(key);
  await expect.poll(shown, { timeout: 20_000 }).toBe(mode);
  // Choices are kept a moment later.
  await session.workbench.page.waitForTimeout(500);
}

/** Opens a mask whose original is shown by the mode that was chosen last. */
async function openOver(name: string): Promise<void> {
  await open(name);
  await expect.poll(shown, { timeout: 20_000 }).not.toBe('none');
}

beforeAll(async () => {
  await writePairs(join(session.workspace, 'faces', 'pairs'));
  await open('plain');
});

describe('a mask over its original', () => {
  it('shows the mask alone until it is asked for more', async () => {
    expect(await shown()).toBe('none');
    await editor.expectPixel(PAIR, INSIDE[1], MAROON);
  });

  it('blends palette colours with the original, and leaves the background bare', async () => {
    await editor.button(/^Show the mask over its original/).click();
    await expect.poll(shown).toBe('overlay');
    await editor.button('Overlay options').click();
    await expectNear(INSIDE[1], mixed(PLAIN, MAROON, 0.5));
    await expectNear(INSIDE[2], mixed(PLAIN, [0, 128, 0], 0.5));
    await expectNear(INSIDE[0], PLAIN);
    await background.click();
    await expectNear(INSIDE[0], mixed(PLAIN, [0, 0, 0], 0.5));
    await background.click();
    await expectNear(INSIDE[0], PLAIN);
    await editor.goTo(...INSIDE[1]);
    expect(await editor.readout()).toMatch(/^22, 13 id 1 .*#800000/i);
    await press('Escape');
  });

  it('follows the slider and the keys', async () => {
    await option('Opacity').focus();
    await press('End');
    await expectNear(INSIDE[1], MAROON);
    await editor.canvas.focus();
    for (let step = 0; step < 15; step++) await press('[');
    await expectNear(INSIDE[1], mixed(PLAIN, MAROON, 0.25));
    expect(await option('Opacity').getAttribute('aria-valuetext')).toBe('25%');
    for (let step = 0; step < 5; step++) await press(']');
    await press('m');
    await editor.expectPixel(PAIR, INSIDE[1], MAROON);
    await press('i');
    await expectNear(INSIDE[1], PLAIN);
    await press('o');
    await expectNear(INSIDE[1], mixed(PLAIN, MAROON, 0.5));
    await session.workbench.page.keyboard.down('b');
    await expectNear(INSIDE[1], PLAIN);
    await session.workbench.page.keyboard.up('b');
    await expectNear(INSIDE[1], mixed(PLAIN, MAROON, 0.5));
    await press('Shift+B');
    await expectNear(INSIDE[1], PLAIN);
    await press('Shift+B');
    await expectNear(INSIDE[1], mixed(PLAIN, MAROON, 0.5));
    await session.workbench.runCommand('Maskscope: Show Original Alone');
    await expectNear(INSIDE[1], PLAIN);
    await session.workbench.runCommand('Maskscope: Show Mask over Original');
    await expectNear(INSIDE[1], mixed(PLAIN, MAROON, 0.5));
  });

  it('takes keys of modes wherever the focus is, but for fields and sliders', async () => {
    await editor.frame.getByRole('button', { name: 'Overlay options', exact: true }).focus();
    await press('m');
    await expect.poll(shown).toBe('none');
    await editor.row(0).focus();
    await press('o');
    await expect.poll(shown).toBe('overlay');
    await option('Opacity').focus();
    await press('m');
    await option('Drawn as').focus();
    await press('i');
    await press('Escape');
    expect(await shown()).toBe('overlay');
  });

  it('leaves the focus to the button of the options when they close', async () => {
    const focused = () => editor.frame.locator('*:focus').getAttribute('aria-label');
    await editor.frame.locator('.overlay-options header button').focus();
    await press('Enter');
    expect(await focused()).toBe('Overlay options');
    await press('Enter');
    await option('Opacity').waitFor();
    await background.click();
    await background.click();
    await editor.frame.locator('.overlay-options vscode-checkbox').first().focus();
    await press('m');
    expect(await focused()).toMatch(/^Show the mask alone/);
    await press('o');
    await expect.poll(shown).toBe('overlay');
  });

  it('shows the original where a class is hidden, and what was chosen around a single one', async () => {
    await editor.row(1).getByRole('button', { name: /^Hide/ }).click();
    await expectNear(INSIDE[1], PLAIN);
    await expectNear(INSIDE[2], mixed(PLAIN, [0, 128, 0], 0.5));
    await session.workbench.runCommand('Maskscope: Show All Classes');
    await expectNear(INSIDE[1], mixed(PLAIN, MAROON, 0.5));
    await editor
      .row(1)
      .getByRole('button', { name: /^Show only/ })
      .click();
    await expectNear(INSIDE[2], PLAIN);
    await option('Around a single class').selectOption('dim');
    await expectNear(INSIDE[2], mixed(PLAIN, [0, 0, 0], 0.7));
    await expectNear(INSIDE[1], mixed(PLAIN, MAROON, 0.5));
    await option('Around a single class').selectOption('checker');
    const picture = await editor.picture();
    expect(picture.count([72, 72, 72])).toBeGreaterThan(1000);
    await expectNear(INSIDE[1], mixed(PLAIN, MAROON, 0.5));
    await option('Around a single class').selectOption('blur');
    await expectNear(INSIDE[2], PLAIN);
    await option('Around a single class').selectOption('original');
    await session.workbench.runCommand('Maskscope: Show All Classes');
  });

  it('draws outlines as wide on the screen as was asked', async () => {
    await option('Drawn as').selectOption('outlines');
    await option('Line width').focus();
    await press('End');
    await expectNear(INSIDE[1], PLAIN);
    // Between background, which is not shown, and id 1: both sides have the colour of the class, the grid over it.
    const isLine = ([red, green, blue]: Colour): boolean => red > 110 && green < 70 && blue < 70;
    const lines = async (): Promise<number[]> => {
      const picture = await editor.picture();
      const { left, top, scale } = MaskEditor.placement(picture, PAIR);
      const row = Math.floor(top + 12.5 * scale);
      const border = Math.round(left + 20 * scale);
      return Array.from({ length: picture.width }, (_, x) => x - border).filter((x) =>
        isLine(picture.at(x + border, row)),
      );
    };
    await expect.poll(lines).toEqual([-4, -3, -2, -1, 0, 1, 2, 3]);
    await session.workbench.screenshot('overlay-outlines');
    await option('Drawn as').selectOption('filled');
  });

  it.each(['jet', 'yellow', 'sixForty'] as const)('has the values of the published blend: %s', async (blend: Blend) => {
    await option('Blend').selectOption(blend);
    const colours = new Uint8Array(4 * 256);
    for (let id = 0; id < 256; id++) colours.set([...vocColour(id), 255], 4 * id);
    const source = { rgb: Uint8Array.from([...PLAIN, ...PLAIN, ...PLAIN]), ids: Uint8Array.from([0, 1, 2]), colours };
    const expected = blendMask(blend, { ...source, largest: 2, value: 1, hidden: null }, 0.5);
    for (const [id, place] of INSIDE.entries()) {
      const [red = 0, green = 0, blue = 0] = expected.subarray(3 * id, 3 * id + 3);
      await expectNear(place, [red, green, blue]);
    }
    if (blend === 'jet') await editor.frame.getByText('JET is scaled by the largest id of each image').waitFor();
    await option('Blend').selectOption('normal');
    await expectNear(INSIDE[1], mixed(PLAIN, MAROON, 0.5));
  });

  it('is swiped with a line that keys and the mouse move', async () => {
    await editor.button('Close the overlay options').click();
    await editor.canvas.focus();
    await press('w');
    const line = editor.frame.getByRole('slider', { name: 'Line between original and mask' });
    await line.focus();
    await press('Home');
    await editor.expectPixel(PAIR, INSIDE[0], [0, 0, 0]);
    for (let step = 0; step < 5; step++) await press('Shift+ArrowRight');
    expect(await line.getAttribute('aria-valuetext')).toBe('original 50%, mask 50%');
    await expectNear([10, 6], PLAIN);
    await editor.expectPixel(PAIR, INSIDE[1], MAROON);
    await session.workbench.screenshot('overlay-swipe');
    const box = await line.boundingBox();
    const area = await editor.canvas.boundingBox();
    if (box === null || area === null) throw new Error('The line is not shown.');
    const { mouse } = session.workbench.page;
    await mouse.move(box.x + box.width / 2, box.y + 40);
    await mouse.down();
    await mouse.move(area.x + area.width - 1, box.y + 40, { steps: 4 });
    await mouse.up();
    await expectNear(INSIDE[1], PLAIN);
    await line.focus();
    await press('End');
    expect(await line.getAttribute('aria-valuenow')).toBe('100');
  });

  it('names every control', async () => {
    await press('Escape');
    await editor.canvas.focus();
    await press('o');
    await expect.poll(shown).toBe('overlay');
    await editor.button('Overlay options').click();
    const controls = await controlsOf(session.workbench, editor.frame);
    await editor.button('Close the overlay options').click();
    expect(controls.filter(({ name }) => name.trim() === '')).toEqual([]);
    for (const name of ['Opacity', 'Drawn as', 'Blend', 'Around a single class']) {
      expect(controls.some((control) => control.name === name)).toBe(true);
    }
  });
});

describe('the mode', () => {
  it('is that of the next mask, and is there again after its tab was hidden', async () => {
    await choose('o', 'overlay');
    await openOver('next');
    expect(await shown()).toBe('overlay');
    await expectNear(INSIDE[1], mixed(PLAIN, MAROON, 0.5));
    await press('i');
    await expectNear(INSIDE[1], PLAIN);
    await session.workbench.clickFile('faces/SegmentationClass/face_02.png');
    await openOver('next');
    await expectNear(INSIDE[1], PLAIN);
  });
});

describe('an original', () => {
  it.each(['webp', 'avif', 'gif', 'deep', 'tiff'])('is shown of a file of the kind %s', async (name) => {
    await openOver(name);
    await expectNear(INSIDE[0], LEFT, 4);
    await expectNear(INSIDE[1], RIGHT, 4);
    expect(await editor.frame.locator('[data-notice^="original"]').count()).toBe(0);
  });

  it('is turned as its EXIF orientation says', async () => {
    await openOver('exif');
    await expectNear(INSIDE[0], LEFT, 6);
    await expectNear(INSIDE[1], RIGHT, 6);
    expect(await editor.frame.locator('[data-notice^="original"]').count()).toBe(0);
  });

  it('is shown as it is stored where the mask is like that, which is said', async () => {
    await openOver('stored');
    await notice('original-stored').waitFor();
    const size = { width: PAIR.height, height: PAIR.width };
    await expectNear([15, 6], LEFT, 6, size);
    await expectNear([15, 34], RIGHT, 6, size);
  });

  it('of another size is drawn to scale, or not stretched, which is said', async () => {
    await openOver('large');
    expect(await notice('original-scaled').innerText()).toContain('large.png has 120 × 90 pixels, 3 times');
    await expectNear(INSIDE[0], LEFT);
    await expectNear(INSIDE[1], RIGHT);
    await openOver('shape');
    expect(await notice('original-other').innerText()).toContain('another shape than the mask');
    await expectNear([28, 10], LEFT);
    await expectNear([32, 10], RIGHT);
    await openOver('quarter');
    expect(await notice('original-quarter').innerText()).toContain('turned by 90°');
    await expectNear([10, 10], LEFT);
    await expectNear([20, 10], RIGHT);
  });

  it('that is broken is told of, and the mask stays', async () => {
    await open('cut');
    await notice('original-failed').waitFor();
    expect(await notice('original-failed').innerText()).toContain('cut.jpg');
    await editor.expectPixel(PAIR, INSIDE[1], MAROON);
  });

  it('that is missing can be chosen, for the file and by name for the folder', async () => {
    const { workbench, workspace } = session;
    await choose('i', 'original');
    await open('alone');
    await notice('no-original').waitFor();
    await editor.expectPixel(PAIR, INSIDE[1], MAROON);
    await notice('no-original').getByRole('button', { name: 'Choose Original…' }).click();
    await typePath(workbench.page, join(workspace, 'faces', 'pairs', 'elsewhere', 'photo.png'));
    await expect.poll(shown, { timeout: 20_000 }).toBe('original');
    await expectNear(INSIDE[0], RIGHT);
    await editor.frame.getByText('Original: photo.png').waitFor({ state: 'attached' });
    expect(await notice('no-original').count()).toBe(0);
  });

  it('is shown anew when its file changes', async () => {
    await openOver('plain');
    await expectNear(INSIDE[1], PLAIN);
    const file = join(session.workspace, 'faces', 'pairs', 'JPEGImages', 'plain.png');
    const { width, height } = PAIR;
    const green = sharp({ create: { width, height, channels: 3, background: { r: 10, g: 200, b: 30 } } });
    await writeFile(file, await green.png().toBuffer());
    await expectNear(INSIDE[1], [10, 200, 30]);
    await rm(file);
    await notice('no-original').waitFor({ timeout: 20_000 });
    await editor.expectPixel(PAIR, INSIDE[1], MAROON);
  });

  it('keeps a mode for the next mask though the tab is closed at once', async () => {
    const file = 'faces/SegmentationClass/face_02.png';
    editor = await MaskEditor.open(session.workbench, file);
    await editor.focus();
    await press('o');
    await expect.poll(shown, { timeout: 20_000 }).toBe('overlay');
    await press('w');
    await press('Control+w');
    editor = await MaskEditor.open(session.workbench, file);
    await expect.poll(shown, { timeout: 20_000 }).toBe('swipe');
    await editor.focus();
    await press('o');
    await expect.poll(shown).toBe('overlay');
  });
});

describe.each(['Default Dark Modern', 'Default Light Modern', 'Default High Contrast', 'Default High Contrast Light'])(
  'the overlay in the theme %s',
  (theme) => {
    it('is seen with its options', async () => {
      const { workbench, workspace } = session;
      await mkdir(join(workspace, '.vscode'), { recursive: true });
      await writeFile(join(workspace, '.vscode', 'settings.json'), JSON.stringify({ 'workbench.colorTheme': theme }));
      editor = await MaskEditor.open(workbench, 'faces/SegmentationClass/face_02.png');
      await editor.focus();
      await press('o');
      await expect.poll(shown, { timeout: 20_000 }).toBe('overlay');
      const options = editor.frame.locator('.overlay-options');
      if (!(await options.isVisible())) await editor.button('Overlay options').click();
      const ids = faceIds(2);
      await editor.point(FACE, ...innerPixel(ids, 2));
      await expect.poll(() => editor.readout()).toContain('nose');
      await workbench.page.waitForTimeout(500);
      await workbench.screenshot(`overlay-${theme.toLowerCase().replaceAll(' ', '-')}`);
    });
  },
);
