import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { vocColour } from '../../../src/core/palette/idColours.ts';
import { ColourType } from '../../../src/core/png/types.ts';
import { writePng } from '../../../src/core/png/write.ts';
import { readImage } from '../../../src/jobs/readImage.ts';
import { findLastBatch } from '../../../src/jobs/undo.ts';
import { crc32, deflate } from '../../../src/platform/zlib.ts';
import { controlsOf } from '../accessibility.ts';
import { BatchPage } from '../batchPage.ts';
import { typePath } from '../fileDialog.ts';
import { useSession } from '../session.ts';
import { chunk, paletteFile } from '../../fixtures/pngBuilder.ts';

const session = useSession();
const THEMES = [
  ['Default Light Modern', 'vscode-light'],
  ['Default High Contrast', 'vscode-high-contrast'],
  ['Default Dark Modern', 'vscode-dark'],
] as const;

const [WIDTH, HEIGHT] = [500, 375];
const PALETTE = chunk('PLTE', Buffer.from(Array.from({ length: 256 }, (_, id) => [...vocColour(id)]).flat()));

/** Two objects, one before the other, with a rim of void around each. */
function scene(at: number): { ids: Uint8Array; rgb: Uint8Array } {
  const ids = new Uint8Array(WIDTH * HEIGHT);
  const rgb = new Uint8Array(3 * ids.length);
  const shapes = [
    { id: 15, x: 170 + 12 * at, y: 210, rx: 92, ry: 128, colour: [196, 118, 82] },
    { id: 8, x: 335 - 9 * at, y: 262, rx: 98, ry: 70, colour: [214, 206, 190] },
  ];
  for (let pixel = 0; pixel < ids.length; pixel++) {
    const [x, y] = [pixel % WIDTH, Math.floor(pixel / WIDTH)];
    const light = 0.72 + 0.28 * Math.sin((x + 2 * y) / 57 + at) * Math.cos((y - x) / 83);
    let colour: readonly number[] = y > 240 ? [104, 126, 84] : [128 + y / 4, 164 + y / 6, 205];
    for (const { id, x: left, y: top, rx, ry, colour: own } of shapes) {
      const distance = Math.hypot((x - left) / rx, (y - top) / ry);
      if (distance < 1) [ids[pixel], colour] = [id, own];
      else if (distance < 1.05) ids[pixel] = 255;
    }
    colour.forEach((value, channel) => (rgb[3 * pixel + channel] = Math.min(255, value * light)));
  }
  return { ids, rgb };
}

beforeAll(async () => {
  const [originals, masks] = ['JPEGImages', 'SegmentationClass'].map((one) => {
    mkdirSync(join(session.workspace, 'VOC', one), { recursive: true });
    return join(session.workspace, 'VOC', one);
  }) as [string, string];
  writeFileSync(join(session.workspace, 'VOC', 'classes.txt'), '0: background\n8: 고양이\n15: person\n255: void\n');
  for (let at = 0; at < 6; at++) {
    const { ids, rgb } = scene(at);
    const header = {
      width: WIDTH,
      height: HEIGHT,
      bitDepth: 8,
      colourType: ColourType.rgb,
      interlaced: false,
    } as const;
    writeFileSync(
      join(originals, `2007_00003${at}.png`),
      writePng({ header, samples: rgb, palette: null }, deflate, { crc32 }),
    );
    writeFileSync(join(masks, `2007_00003${at}.png`), paletteFile(WIDTH, HEIGHT, ids, [PALETTE]));
  }
  writeFileSync(join(originals, '2007_000035.png'), paletteFile(20, 31, new Uint8Array(620), [PALETTE]));
  await BatchPage.refresh(session.workbench);
  await session.workbench.page.locator('.activitybar').getByRole('tab', { name: 'Maskscope' }).waitFor();
});

describe('overlays of a folder', () => {
  let page: BatchPage;

  it('are previewed after questions that the keyboard answers', async () => {
    const { workbench, workspace } = session;
    await workbench.runCommand('Maskscope: Export Overlays...');
    await BatchPage.pick(workbench, 'Choose a Folder');
    await typePath(workbench.page, join(workspace, 'VOC'));
    await BatchPage.pick(workbench, 'Filled, 40 % + Outlines, 2 px', 'pictures-step-style');
    await BatchPage.pick(workbench, 'Beside the picture');
    await BatchPage.pick(workbench, 'What the system has');
    await BatchPage.type(workbench, '');
    await BatchPage.pick(workbench, 'Neither background nor void', 'pictures-step-grounds');
    await BatchPage.pick(workbench, 'PNG');
    await BatchPage.pick(workbench, 'Leave the pair out', 'pictures-step-sizes');
    await BatchPage.pick(workbench, 'VOC-overlays');
    page = new BatchPage(workbench);
    await page.expectStatus('Preview. Nothing is written yet.');
    expect(existsSync(join(workspace, 'VOC-overlays'))).toBe(false);
    await expect.poll(() => page.frame.locator('canvas').count()).toBe(3);
    await expect.poll(() => drawnSizes(page)).not.toContain('null×null');
    const sections = await page.frame.locator('.sections').innerText();
    expect(sections).toMatch(/2007_000035: The mask has 500×375 pixels/);
    expect(sections).not.toMatch(/--\w/);
    await workbench.page.waitForTimeout(500);
    await workbench.screenshot('pictures-preview');
  }, 180_000);

  it('name every control and picture', async () => {
    const controls = await controlsOf(session.workbench, page.frame);
    expect(controls.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Write 5 Files', 'Change Options…', 'Cancel']),
    );
    expect(controls.filter(({ name }) => name === '')).toEqual([]);
    const names = await page.frame
      .locator('canvas')
      .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
    expect(names).toEqual(['2007_000030.png', '2007_000031.png', '2007_000032.png']);
  });

  it('are shown in light, high contrast and dark', async () => {
    mkdirSync(join(session.workspace, '.vscode'), { recursive: true });
    for (const [theme, kind] of THEMES) {
      const settings = join(session.workspace, '.vscode', 'settings.json');
      writeFileSync(settings, JSON.stringify({ 'workbench.colorTheme': theme }));
      await expect
        .poll(() => page.frame.locator('body').getAttribute('class'))
        .toMatch(new RegExp(`(^|\\s)${kind}(\\s|$)`));
      await session.workbench.screenshot(`pictures-${kind}`);
    }
  });

  it('are written', async () => {
    const { workspace } = session;
    await page.button('Write 5 Files').focus();
    await session.workbench.page.keyboard.press('Enter');
    await page.expectStatus('5 files written.');
    expect(readdirSync(join(workspace, 'VOC-overlays')).filter((name) => name.endsWith('.png'))).toHaveLength(5);
    await session.workbench.screenshot('pictures-written');
    expect(session.workbench.problems).toEqual([]);
  });
});

describe('published blends', () => {
  it('are previewed with background and void, and written as the command line would', async () => {
    const { workbench, workspace } = session;
    await workbench.runCommand('View: Close All Editors');
    await BatchPage.refresh(workbench);
    await choosePictures('VOC', 'Export Overlays...');
    await BatchPage.pick(workbench, '0.9 · original + 0.4 · JET', 'pictures-step-blend');
    await BatchPage.type(workbench, '');
    await BatchPage.pick(workbench, 'Background and void too');
    await BatchPage.pick(workbench, 'PNG');
    await BatchPage.pick(workbench, 'Leave the pair out');
    await BatchPage.pick(workbench, 'VOC-overlays');
    const page = new BatchPage(workbench);
    await page.expectStatus('Preview. Nothing is written yet.');
    await expect.poll(() => drawnSizes(page)).not.toContain('null×null');
    const options = await page.frame.locator('body').innerText();
    expect(options).toContain('0.9 · original + 0.4 · JET (as published)');
    expect(options).toContain('Background and void too');
    await workbench.screenshot('pictures-jet');
    await page.button('Write 5 Files').focus();
    await workbench.page.keyboard.press('Enter');
    await page.expectStatus('5 files written.');
    expect(findLastBatch(join(workspace, 'VOC-overlays'))?.command).toMatch(
      / --with-background --with-void .* --opacity 0\.4 .* --blend jet /,
    );
  }, 180_000);

  it('say which classes there are where one is named that is none', async () => {
    const { workbench } = session;
    await workbench.runCommand('View: Close All Editors');
    await BatchPage.refresh(workbench);
    await choosePictures('VOC', 'Export Cut-outs...');
    await BatchPage.type(workbench, 'nosuch');
    await BatchPage.pick(workbench, 'Cut to the class');
    await BatchPage.pick(workbench, 'Leave the pair out');
    await BatchPage.pick(workbench, 'VOC-cutouts');
    const page = new BatchPage(workbench);
    await page.expectStatus(
      'There is no class “nosuch”. The class map has: background (0), 고양이 (8), person (15), void (255).',
    );
    await workbench.screenshot('pictures-unknown-class');
  });
});

describe('a transform of a folder', () => {
  let page: BatchPage;

  it('is previewed from the menu of the folder, with masks over what becomes of originals', async () => {
    const { workbench, workspace } = session;
    await workbench.runCommand('View: Close All Editors');
    await BatchPage.refresh(workbench);
    await choosePictures('VOC', 'Transform Pairs...');
    await BatchPage.pick(workbench, 'Rotate by 90', 'transform-step-first');
    await BatchPage.pick(workbench, 'Resize…');
    await BatchPage.type(workbench, '188x250');
    await BatchPage.pick(workbench, 'Pad to a square');
    await BatchPage.pick(workbench, 'That Is All', 'transform-step-last');
    await BatchPage.pick(workbench, 'lanczos3');
    await BatchPage.type(workbench, '');
    await BatchPage.pick(workbench, 'Background');
    await BatchPage.pick(workbench, 'All become PNG');
    await BatchPage.pick(workbench, 'Leave the pair out');
    await BatchPage.pick(workbench, 'VOC-transformed');
    page = new BatchPage(workbench);
    await page.expectStatus('Preview. Nothing is written yet.');
    expect(existsSync(join(workspace, 'VOC-transformed'))).toBe(false);
    await expect.poll(() => drawnSizes(page)).toEqual(['250×250', '250×250', '250×250']);
    for (const [theme, kind] of THEMES) {
      writeFileSync(join(workspace, '.vscode', 'settings.json'), JSON.stringify({ 'workbench.colorTheme': theme }));
      await expect
        .poll(() => page.frame.locator('body').getAttribute('class'))
        .toMatch(new RegExp(`(^|\\s)${kind}(\\s|$)`));
      await workbench.screenshot(`transform-${kind}`);
    }
  }, 180_000);

  it('writes pairs whose ids are those of the masks, and notes its options', async () => {
    const { workspace } = session;
    await page.button('Write 11 Files').focus();
    await session.workbench.page.keyboard.press('Enter');
    await page.expectStatus('11 files written.');
    const out = join(workspace, 'VOC-transformed');
    expect(readdirSync(join(out, 'masks'))).toHaveLength(5);
    const { header, samples } = readImage(readFileSync(join(out, 'masks/2007_000030.png')));
    expect([header.width, header.height]).toEqual([250, 250]);
    expect([...new Set(samples)].sort((a, b) => a - b)).toEqual([0, 8, 15, 255]);
    expect(findLastBatch(out)?.command).toMatch(
      / --rotate 90 --resize 188x250 --pad-square --pad-id background .* --originals-as png /,
    );
    expect(session.workbench.problems).toEqual([]);
  });
});

/** Of the pictures of a preview; null where nothing was drawn. */
function drawnSizes(page: BatchPage): Promise<string[]> {
  return page.frame
    .locator('canvas')
    .evaluateAll((all) => all.map((one) => `${one.getAttribute('width')}×${one.getAttribute('height')}`));
}

/** Chooses an export of the explorer's menu on a folder. */
async function choosePictures(path: string, command: string): Promise<void> {
  const { workbench } = session;
  await workbench.chooseFromMenu(await workbench.explorerRow(path), 'Maskscope', 'Export Pictures', command);
}
