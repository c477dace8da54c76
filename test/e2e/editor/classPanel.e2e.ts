import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { CLASS_COLOURS } from '../../../scripts/sample/faces.ts';
import { MaskEditor } from '../maskEditor.ts';
import { FACE, faceIds, innerPixel } from '../sampleFace.ts';
import { useSession } from '../session.ts';

const session = useSession();
const ids = faceIds(3);
const [, MAROON, GREEN] = CLASS_COLOURS;
let editor: MaskEditor;

const press = (key: string) => session.workbench.page.keyboard.press(key);
/** Class names from top to bottom, whatever the order of their elements. */
const shownNames = () =>
  editor.frame.locator('.row[role="row"] .name-text').evaluateAll((names) =>
    names
      .map((name) => ({ text: name.textContent, top: name.getBoundingClientRect().top }))
      .sort((a, b) => a.top - b.top)
      .map(({ text }) => text),
  );

beforeAll(async () => {
  editor = await MaskEditor.open(session.workbench, 'faces/SegmentationClass/face_03.png');
});

describe('the class panel', () => {
  it('hides an id and shows it again', async () => {
    const [x, y] = innerPixel(ids, 1);
    await editor.row(1).getByRole('button', { name: 'Hide id 1' }).click();
    await expect
      .poll(async () => {
        const picture = await editor.picture();
        const { left, top } = MaskEditor.placement(picture, FACE);
        return picture.at(left + x, top + y).join();
      })
      .toMatch(/^(72,72,72|48,48,48)$/);
    await editor.expectPixel(FACE, innerPixel(ids, 2), GREEN);
    expect(await editor.frame.locator('.visibility-text').innerText()).toBe('Hidden ids: 1');
    await session.workbench.screenshot('class-hidden');
    await editor.button('Show all').click();
    await editor.expectPixel(FACE, [x, y], MAROON);
  });

  it('isolates an id', async () => {
    await editor
      .row(2)
      .getByRole('button', { name: 'Hide id 2' })
      .click({ modifiers: ['Alt'] });
    await expect.poll(() => editor.frame.locator('.visibility-text').innerText()).toContain('Only id 2 is shown');
    await editor.expectPixel(FACE, innerPixel(ids, 2), GREEN);
    const picture = await editor.picture();
    expect(picture.count(MAROON)).toBe(0);
    await session.workbench.runCommand('Maskscope: Show All Classes');
    await editor.expectPixel(FACE, innerPixel(ids, 1), MAROON);
  });

  it('sorts by pixels and by class name', async () => {
    const names = async () => (await shownNames()).filter((name) => name !== '');
    await editor.frame
      .getByRole('columnheader', { name: /^Pixels/ })
      .getByRole('button')
      .click();
    await expect.poll(async () => (await names())[0]).toBe('background');
    const byPixels = [0, 1, 2, 3, 4].sort(
      (a, b) => ids.filter((id) => id === b).length - ids.filter((id) => id === a).length,
    );
    const labels = ['background', 'eye', 'nose', 'mouth', 'eyebrow'];
    await expect.poll(async () => (await names()).slice(0, 5)).toEqual(byPixels.map((id) => labels[id]));
    await editor.frame
      .getByRole('columnheader', { name: /^Class/ })
      .getByRole('button')
      .click();
    await expect.poll(async () => (await names()).slice(0, 5)).toEqual([...labels].sort());
    await editor.frame.getByRole('columnheader', { name: /^Id/ }).getByRole('button').click();
    await expect.poll(async () => (await names()).slice(0, 5)).toEqual(labels);
  });

  it('filters by Ctrl+F', async () => {
    await editor.focus();
    await press('Control+f');
    await session.workbench.page.keyboard.type('eye');
    await expect.poll(shownNames).toEqual(['eye', 'eyebrow']);
    await session.workbench.screenshot('class-filter');
    await press('Escape');
    await expect.poll(async () => (await shownNames()).length).toBeGreaterThan(4);
  });

  it('unfolds a run of equal unused entries', async () => {
    const run = editor.frame.locator('.row.run');
    await run.click();
    await expect.poll(() => run.getAttribute('aria-expanded')).toBe('true');
    expect(await editor.row(5).locator('.pixels').innerText()).toBe('unused');
    await run.click();
    await expect.poll(() => run.getAttribute('aria-expanded')).toBe('false');
  });

  it('leaves the picture half of a narrow page, and goes below the picture of a very narrow one', async () => {
    const { workbench } = session;
    const size = workbench.page.viewportSize();
    if (size === null) throw new Error('The window has no size of its own.');
    const side = editor.frame.locator('aside.side');
    const pageWidth = () => editor.frame.locator('body').evaluate(() => document.documentElement.clientWidth);
    const boxes = async () => ({ panel: await side.boundingBox(), picture: await editor.canvas.boundingBox() });
    await workbench.page.setViewportSize({ width: 1000, height: size.height });
    await expect.poll(pageWidth).toBeLessThan(700);
    expect(await pageWidth()).toBeGreaterThanOrEqual(600);
    await expect.poll(async () => ((await boxes()).picture?.width ?? 0) / (await pageWidth())).toBeGreaterThan(0.49);
    const cut = editor.frame.locator('.readout-facts').evaluate((facts) => facts.scrollWidth > facts.clientWidth);
    expect(await cut).toBe(false);
    await workbench.screenshot('class-panel-narrow');
    await workbench.page.setViewportSize({ width: 860, height: size.height });
    await expect.poll(pageWidth).toBeLessThan(600);
    await expect.poll(async () => (await boxes()).picture?.width).toBe(await pageWidth());
    const { panel, picture } = await boxes();
    expect(panel?.width).toBe(await pageWidth());
    expect(panel?.y).toBeGreaterThanOrEqual((picture?.y ?? Infinity) + (picture?.height ?? Infinity));
    expect(picture?.height).toBeGreaterThan(panel?.height ?? Infinity);
    await workbench.screenshot('class-panel-below');
    await workbench.page.setViewportSize(size);
    await expect.poll(pageWidth).toBeGreaterThan(800);
  });

  it('is resized at its edge, and put away', async () => {
    const side = editor.frame.locator('aside.side');
    const before = (await side.boundingBox())?.width ?? 0;
    const sash = await editor.frame.getByRole('separator').boundingBox();
    if (sash === null) throw new Error('There is no sash.');
    const { mouse } = session.workbench.page;
    await mouse.move(sash.x + sash.width / 2, sash.y + 200);
    await mouse.down();
    await mouse.move(sash.x + sash.width / 2 - 260, sash.y + 200, { steps: 6 });
    await mouse.up();
    await expect.poll(async () => ((await side.boundingBox())?.width ?? 0) - before).toBeGreaterThan(200);
    await session.workbench.screenshot('class-panel-wide');
    await session.workbench.runCommand('Maskscope: Toggle Class Panel');
    await expect.poll(() => side.isVisible()).toBe(false);
    await session.workbench.runCommand('Maskscope: Toggle Class Panel');
    await expect.poll(() => side.isVisible()).toBe(true);
  });

  it('takes other class names from a preset', async () => {
    await editor.frame.locator('.source').click();
    const choice = (text: string) =>
      session.workbench.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: text });
    await choice('Pascal VOC').first().waitFor();
    await session.workbench.screenshot('class-map-choice');
    await choice('Pascal VOC').first().click();
    await expect.poll(() => editor.row(1).locator('.name').innerText()).toContain('aeroplane');
    expect(await editor.frame.locator('.source').innerText()).toMatch(/^Names from .*Pascal VOC/);
    await editor.frame.locator('.source').click();
    await choice('Automatic').click();
    await expect.poll(() => editor.row(1).locator('.name').innerText()).toContain('eye');
  });

  it('takes the class map that a setting names', async () => {
    const { workspace } = session;
    await mkdir(join(workspace, '.vscode'), { recursive: true });
    await writeFile(join(workspace, 'foreign.txt'), 'one\ntwo\nthree\nfour\nfive\n');
    await writeFile(
      join(workspace, '.vscode', 'settings.json'),
      JSON.stringify({ 'maskscope.classMap.path': 'foreign.txt' }),
    );
    await expect.poll(() => editor.frame.locator('.source').innerText()).toContain('foreign.txt');
    expect(await editor.row(1).locator('.name').innerText()).toContain('two');
  });
});
