import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CLASS_COLOURS } from '../../../scripts/sample/faces.ts';
import { MaskEditor } from '../maskEditor.ts';
import { FACE, faceIds, innerPixel } from '../sampleFace.ts';
import { useSession } from '../session.ts';
import type { Workbench } from '../workbench.ts';

const session = useSession();
const PATH = 'faces/SegmentationClass/face_05.png';
const ids = faceIds(5);
const [, MAROON, GREEN] = CLASS_COLOURS;

/** Opens a mask in a tab that stays and goes to a place that nobody would come to by chance. */
async function lookClosely(workbench: Workbench): Promise<MaskEditor> {
  await (await workbench.explorerRow(PATH)).dblclick();
  const editor = new MaskEditor(workbench);
  await editor.ready();
  const [x, y] = innerPixel(ids, 2);
  await editor.goTo(x, y);
  for (let step = 0; step < 5; step += 1) await workbench.page.keyboard.press('+');
  await expect.poll(() => editor.zoom()).toBe('700%');
  await editor.row(3).getByRole('button', { name: 'Hide id 3' }).click();
  await expect.poll(() => editor.frame.locator('.visibility-text').innerText()).toBe('Hidden ids: 1');
  await workbench.page.mouse.move(700, 5);
  return editor;
}

const lookOf = async (editor: MaskEditor) => (await editor.picture()).inner();

/** The look once nothing covers or changes it any more, such as a tooltip that goes. */
async function settledLookOf(editor: MaskEditor): Promise<string> {
  for (let last = ''; ; await editor.workbench.page.waitForTimeout(500)) {
    const look = await lookOf(editor);
    if (look === last) return look;
    last = look;
  }
}

describe('the place in a mask', () => {
  it('survives that its tab is covered', async () => {
    const { workbench } = session;
    const editor = await lookClosely(workbench);
    const before = await settledLookOf(editor);
    await (await workbench.explorerRow('faces/SegmentationClass/face_06.png')).dblclick();
    await new MaskEditor(workbench).ready();
    await workbench.tab('face_05.png').click();
    const again = new MaskEditor(workbench);
    await again.ready();
    expect(await again.zoom()).toBe('700%');
    await expect.poll(() => lookOf(again)).toBe(before);
  });

  it('is there at once, without another picture or a flash in between', async () => {
    const { workbench } = session;
    const shown = new MaskEditor(workbench);
    const box = await shown.canvas.boundingBox();
    if (box === null) throw new Error('The picture is not shown.');
    const { page } = workbench;
    await workbench.tab('face_06.png').click();
    await new MaskEditor(workbench).ready();
    await page.waitForTimeout(500);
    const frames = await workbench.film(async () => {
      await workbench.tab('face_05.png').click();
      await new MaskEditor(workbench).ready();
      await page.waitForTimeout(1_000);
    });
    expect(frames.length).toBeGreaterThan(1);
    const [first] = frames;
    const last = frames.at(-1);
    if (first === undefined || last === undefined) throw new Error('Nothing was painted.');
    const blank = '31,31,31';
    const strange = new Set<string>();
    for (const frame of frames) {
      for (let down = 0.07; down < 1; down += 0.07) {
        for (let across = 0.07; across < 1; across += 0.07) {
          const at = [box.x + across * box.width, box.y + down * box.height] as const;
          const allowed = [blank, first.at(...at).join(), last.at(...at).join()];
          const colour = frame.at(...at).join();
          if (!allowed.includes(colour)) strange.add(`${colour} at ${at.map(Math.round).join()}`);
        }
      }
    }
    expect([...strange]).toEqual([]);
  });

  it('survives a reload of the window', async () => {
    const { workbench } = session;
    const editor = new MaskEditor(workbench);
    await editor.canvas.focus();
    await workbench.page.keyboard.press('+');
    await expect.poll(() => editor.zoom()).toBe('1,000%');
    const before = await settledLookOf(editor);
    await workbench.reload();
    const again = new MaskEditor(workbench);
    await again.ready();
    await expect.poll(() => again.zoom()).toBe('1,000%');
    await expect.poll(() => lookOf(again)).toBe(before);
    expect(await again.frame.locator('.visibility-text').innerText()).toBe('Hidden ids: 1');
    await workbench.screenshot('after-reload');
  });

  it('survives that the window is closed and opened again', async () => {
    const { workbench } = session;
    const before = new MaskEditor(workbench);
    await before.canvas.focus();
    await workbench.page.keyboard.press('-');
    await expect.poll(() => before.zoom()).toBe('700%');
    // A window stores its state before a reload, but not before it is closed: then it counts on an idle moment.
    await workbench.reload();
    await before.ready();
    await expect.poll(() => before.zoom()).toBe('700%');
    await workbench.page.mouse.move(700, 5);
    const look = await settledLookOf(before);
    await workbench.restart();
    const again = new MaskEditor(workbench);
    await again.ready();
    await expect.poll(() => again.zoom()).toBe('700%');
    await expect.poll(() => lookOf(again)).toBe(look);
    expect(await again.frame.locator('.visibility-text').innerText()).toBe('Hidden ids: 1');
    await workbench.screenshot('after-restart');
  });

  it('is each editor’s own when the tab is split', async () => {
    const { workbench } = session;
    const left = new MaskEditor(workbench);
    const look = (await left.picture()).width;
    await workbench.page.getByRole('button', { name: /^Split Editor Right/ }).click();
    const right = new MaskEditor(workbench, 1);
    await right.ready();
    await left.ready();
    expect((await left.picture()).width).toBeLessThan(look);
    await right.canvas.focus();
    await workbench.page.keyboard.press('1');
    await expect.poll(() => right.zoom()).toBe('100%');
    await expect.poll(() => workbench.page.locator('.statusbar').innerText()).toContain('100%');
    expect(await left.zoom()).toBe('700%');
    await left.focus();
    await expect.poll(() => workbench.page.locator('.statusbar').innerText()).toContain('700%');
    await workbench.screenshot('split');
    await workbench.runCommand('View: Close All Editors in Group');
    await expect.poll(() => workbench.page.locator('iframe.webview.ready').filter({ visible: true }).count()).toBe(1);
    await new MaskEditor(workbench).ready();
  });
});

describe('a mask that is renamed', () => {
  it('keeps its place', async () => {
    const { workbench, workspace } = session;
    const folder = join(workspace, 'faces', 'SegmentationClass');
    await copyFile(join(workspace, PATH), join(folder, 'old name.png'));
    await (await workbench.explorerRow('faces/SegmentationClass/old name.png')).dblclick();
    const before = new MaskEditor(workbench);
    await before.ready();
    const [x, y] = innerPixel(ids, 2);
    await before.goTo(x, y);
    for (let step = 0; step < 5; step += 1) await workbench.page.keyboard.press('+');
    await expect.poll(() => before.zoom()).toBe('700%');
    await (await workbench.explorerRow('faces/SegmentationClass/old name.png')).click();
    await workbench.page.keyboard.press('F2');
    const input = workbench.page.locator('.explorer-folders-view input');
    await input.fill('new name.png');
    await input.press('Enter');
    await workbench.tab('new name.png').waitFor();
    const after = new MaskEditor(workbench);
    await after.ready();
    await expect.poll(() => after.zoom()).toBe('700%');
    expect(await workbench.tab('old name.png').count()).toBe(0);
    await workbench.screenshot('renamed');
    await rm(join(folder, 'new name.png'));
  });
});

describe('a mask that is deleted', () => {
  const RETURNING = 'faces/SegmentationClass/returning.png';

  it('gives way to a page that says so, which no command reaches behind', async () => {
    const { workbench, workspace } = session;
    await copyFile(join(workspace, PATH), join(workspace, RETURNING));
    await (await workbench.explorerRow(RETURNING)).dblclick();
    const editor = new MaskEditor(workbench);
    await editor.ready();
    const [x, y] = innerPixel(ids, 2);
    await editor.goTo(x, y);
    for (let step = 0; step < 5; step += 1) await workbench.page.keyboard.press('+');
    await expect.poll(() => workbench.page.locator('.statusbar').innerText()).toContain(`${x}, ${y}`);
    await rm(join(workspace, RETURNING));
    await expect.poll(() => editor.frame.locator('main.page').innerText()).toContain('The file does not exist');
    await expect.poll(() => workbench.page.locator('.statusbar').innerText()).not.toContain('700%');
    expect(await workbench.page.locator('.statusbar').innerText()).not.toContain(`${x}, ${y}`);
    for (const command of ['Go to Pixel...', 'Zoom In', 'Copy Id']) {
      await workbench.runCommand(`Maskscope: ${command}`);
      await workbench.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
      await expect.poll(() => editor.frame.locator('body').evaluate(() => document.hasFocus())).toBe(true);
    }
    await workbench.screenshot('deleted');
  });

  it('is shown at the same place once it is back', async () => {
    const { workbench, workspace } = session;
    await copyFile(join(workspace, PATH), join(workspace, RETURNING));
    const editor = new MaskEditor(workbench);
    await editor.ready();
    expect(await editor.zoom()).toBe('700%');
    expect(await editor.frame.locator('.go-to').isVisible()).toBe(false);
    expect(await editor.frame.locator('footer .spoken').innerText()).not.toContain('Nothing to copy');
    await expect.poll(() => workbench.page.locator('.statusbar').innerText()).toContain('700%');
    await workbench.screenshot('returned');
  });

  it('is closed with its tab when the explorer deletes it', async () => {
    const { workbench } = session;
    await (await workbench.explorerRow(RETURNING)).click();
    await workbench.page.keyboard.press('Delete');
    await workbench.page.getByRole('button', { name: /^(Delete|Move to Trash)$/ }).click();
    await expect.poll(() => workbench.tab('returning.png').count()).toBe(0);
    await expect.poll(() => workbench.page.locator('.statusbar').innerText()).not.toContain('700%');
  });
});

describe('a mask that changes on disk', () => {
  it('is shown anew, at the same place', async () => {
    const { workbench, workspace } = session;
    const target = join(workspace, 'faces', 'SegmentationClass', 'changing.png');
    await copyFile(join(workspace, PATH), target);
    const editor = await MaskEditor.open(workbench, 'faces/SegmentationClass/changing.png');
    const [x, y] = innerPixel(ids, 2);
    await editor.expectPixel(FACE, [x, y], GREEN);
    const bytes = await readFile(target);
    const palette = bytes.indexOf('PLTE') + 4;
    // Swaps the colours of eye and nose; the CRC of the palette has to follow.
    bytes.set(MAROON, palette + 6);
    bytes.set(GREEN, palette + 3);
    const { crc32 } = await import('node:zlib');
    bytes.writeUInt32BE(crc32(bytes.subarray(palette - 4, palette + 768)), palette + 768);
    await writeFile(target, bytes);
    await editor.expectPixel(FACE, [x, y], MAROON);
    await rm(target);
  });
});

describe('graphics', () => {
  const loseContext = (editor: MaskEditor, restore: boolean) =>
    editor.canvas.evaluate((element, bringBack) => {
      for (const canvas of element.querySelectorAll('canvas')) {
        const extension = canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context');
        if (extension === null || extension === undefined) continue;
        extension.loseContext();
        if (bringBack) setTimeout(() => extension.restoreContext(), 100);
        return true;
      }
      return false;
    }, restore);

  it('draw the same picture after the context was lost and restored', async () => {
    const editor = await MaskEditor.open(session.workbench, 'faces/SegmentationClass/face_01.png');
    const face = faceIds(1);
    await editor.expectPixel(FACE, innerPixel(face, 1), MAROON);
    await session.workbench.page.mouse.move(700, 5);
    const before = await settledLookOf(editor);
    expect(await loseContext(editor, true)).toBe(true);
    await session.workbench.page.waitForTimeout(600);
    await expect.poll(() => lookOf(editor)).toBe(before);
    expect(await editor.frame.getByText('2D', { exact: true }).isVisible()).toBe(false);
  });

  it('fall back to 2D when the context does not come back', async () => {
    const editor = new MaskEditor(session.workbench);
    const before = await settledLookOf(editor);
    expect(await loseContext(editor, false)).toBe(true);
    await editor.frame.getByText('2D', { exact: true }).waitFor();
    await expect.poll(() => lookOf(editor)).toBe(before);
  });

  it('draw the same picture in 2D where the setting says so', async () => {
    const { workspace } = session;
    const gl = await (await MaskEditor.open(session.workbench, 'faces/SegmentationClass/face_02.png')).picture();
    await mkdir(join(workspace, 'faces', '.vscode'), { recursive: true });
    await writeFile(join(workspace, 'faces', '.vscode', 'settings.json'), '{ "maskscope.mask.renderer": "2d" }');
    const window = await session.open({ folder: join(workspace, 'faces') });
    try {
      const editor = await MaskEditor.open(window, 'SegmentationClass/face_02.png');
      expect(await editor.frame.getByText('2D', { exact: true }).isVisible()).toBe(true);
      const face = faceIds(2);
      for (const id of [0, 1, 2, 3, 4])
        await editor.expectPixel(FACE, innerPixel(face, id), CLASS_COLOURS[id] ?? [0, 0, 0]);
      const flat = await editor.picture();
      for (const colour of CLASS_COLOURS.slice(1)) expect(flat.count(colour)).toBe(gl.count(colour));
      await window.screenshot('renderer-2d');
    } finally {
      await window.close();
    }
  });
});
