import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { decodeIndependently } from '../../fixtures/independentDecoder.ts';
import { MaskEditor } from '../maskEditor.ts';
import { LISTENING_SCRIPT, mergeIds, toldEdits } from '../pageEdits.ts';
import { faceIds } from '../sampleFace.ts';
import { useSession } from '../session.ts';

const session = useSession({ initScript: LISTENING_SCRIPT });
const FOLDER = 'faces/SegmentationClass';
const merged = (from: number, to: number) => faceIds(1).map((id) => (id === from ? to : id));
let opened = 0;
/** A name of its own for each attempt. */
const newName = (name: string) => `${name}-${++opened}.png`;
const fileOf = (name: string) => join(session.workspace, FOLDER, name);

/** A copy of the first face under a name of its own, edited. */
async function edit(name: string): Promise<MaskEditor> {
  await copyFile(fileOf('face_01.png'), fileOf(name));
  const editor = await MaskEditor.open(session.workbench, `${FOLDER}/${name}`);
  await mergeIds(editor, 1, 2);
  await expectDirty(name, true);
  return editor;
}

async function expectDirty(name: string, isDirty: boolean): Promise<void> {
  const tab = session.workbench.tab(name).first();
  await expect.poll(async () => /\bdirty\b/.test((await tab.getAttribute('class')) ?? '')).toBe(isDirty);
}

async function expectIds(name: string, expected: Uint8Array): Promise<void> {
  await expect
    .poll(async () => {
      const { samples } = decodeIndependently(await readFile(fileOf(name)));
      return Buffer.compare(Uint8Array.from(samples), expected);
    })
    .toBe(0);
}

async function press(editor: MaskEditor, keys: string): Promise<void> {
  await editor.canvas.focus();
  await editor.workbench.page.keyboard.press(keys);
}

async function replaceOnDisk(editor: MaskEditor, name: string): Promise<void> {
  await copyFile(fileOf('face_02.png'), fileOf(name));
  await editor.frame.getByText('The file changed on the disk').first().waitFor();
}

afterEach(async () => {
  const { workbench } = session;
  await workbench.runCommand('View: Close All Editors');
  const giveUp = workbench.page.getByRole('button', { name: "Don't Save" });
  await expect
    .poll(async () => {
      if (await giveUp.isVisible()) await giveUp.click();
      return workbench.page.locator('.tabs-container .tab').count();
    })
    .toBe(0);
});

describe('a mask that changes on the disk while it is edited', () => {
  it('is read again when its page is told to', async () => {
    const name = newName('reloaded');
    const editor = await edit(name);
    await replaceOnDisk(editor, name);
    await session.workbench.screenshot('disk-changed');
    await editor.button('Reload from Disk').click();
    await expectDirty(name, false);
    await expect.poll(async () => (await toldEdits(editor)).edits).toBe(0);
    expect((await toldEdits(editor)).generation).toBe(2);
    await expect.poll(() => editor.frame.getByText('The file changed on the disk').count()).toBe(0);
    await expectIds(name, faceIds(2));
  });

  it('is saved without another question when its edits were kept', async () => {
    const name = newName('kept');
    const editor = await edit(name);
    await replaceOnDisk(editor, name);
    await editor.button('Keep Mine').click();
    await expect.poll(() => editor.frame.getByText('The file changed on the disk').count()).toBe(0);
    await expectDirty(name, true);
    await press(editor, 'Control+s');
    await expectDirty(name, false);
    await expectIds(name, merged(1, 2));
  });

  it('is told of by the window where its tab is hidden', async () => {
    const { workbench } = session;
    const name = newName('unseen');
    await edit(name);
    await workbench.tab(name).dblclick();
    await MaskEditor.open(workbench, `${FOLDER}/face_02.png`);
    await copyFile(fileOf('face_02.png'), fileOf(name));
    const notice = await workbench.notification(`${name} was changed on the disk`);
    await workbench.screenshot('disk-changed-hidden');
    await notice.getByRole('button', { name: 'Show', exact: true }).click();
    const editor = new MaskEditor(workbench);
    await editor.ready();
    await editor.frame.getByText('The file changed on the disk').first().waitFor();
    expect((await toldEdits(editor)).applied).toBe(1);
  });

  it('is written again after it was deleted', async () => {
    const name = newName('deleted');
    const editor = await edit(name);
    await rm(fileOf(name));
    await editor.frame.getByText('The file was deleted on the disk').first().waitFor();
    await session.workbench.screenshot('disk-deleted');
    await press(editor, 'Control+s');
    await expectDirty(name, false);
    await expectIds(name, merged(1, 2));
  });
});

/** By the explorer's own input. */
async function rename(path: string, to: string): Promise<void> {
  const { workbench } = session;
  const { page } = workbench;
  await workbench.chooseFromMenu(await workbench.explorerRow(path), 'Rename');
  const input = page.locator('.explorer-folders-view input');
  await input.waitFor();
  await input.fill(to);
  await page.keyboard.press('Enter');
}

describe('a mask that is renamed while it is edited', () => {
  it('takes its edits along, to be undone, redone and saved', async () => {
    const { workbench } = session;
    const [before, after] = [newName('before'), newName('after')];
    await edit(before);
    await rename(`${FOLDER}/${before}`, after);
    await workbench.tab(after).waitFor();
    const editor = new MaskEditor(workbench);
    await editor.ready();
    await expect.poll(async () => (await toldEdits(editor)).applied).toBe(1);
    await expectDirty(after, true);
    await expectIds(after, faceIds(1));
    await press(editor, 'Control+z');
    await expectDirty(after, false);
    await press(editor, 'Control+Shift+z');
    await expectDirty(after, true);
    await press(editor, 'Control+s');
    await expectDirty(after, false);
    await expectIds(after, merged(1, 2));
  });

  it('takes them along in a tab that is hidden, however late it is shown', async () => {
    const { workbench } = session;
    const [before, after] = [newName('hidden-before'), newName('hidden-after')];
    await edit(before);
    await workbench.tab(before).dblclick();
    await MaskEditor.open(workbench, `${FOLDER}/face_02.png`);
    await workbench.tab('face_02.png').dblclick();
    await rename(`${FOLDER}/${before}`, after);
    await workbench.tab(after).waitFor();
    // A rename that failed would have been given up by then.
    await workbench.page.waitForTimeout(13_000);
    await workbench.tab(after).click();
    const editor = new MaskEditor(workbench);
    await editor.ready();
    await expect.poll(async () => (await toldEdits(editor)).applied).toBe(1);
    await expectDirty(after, true);
    expect(await workbench.page.getByRole('button', { name: 'Restore' }).count()).toBe(0);
    await press(editor, 'Control+s');
    await expectDirty(after, false);
    await expectIds(after, merged(1, 2));
  });

  it('takes them along where its folder is renamed, and leaves nothing under the old name', async () => {
    const { workbench } = session;
    const [folder, renamed] = [`folder-${++opened}`, `renamed-${opened}`];
    const path = (name: string) => join(session.workspace, name);
    const inside = 'SegmentationClass/inside.png';
    await mkdir(join(path(folder), 'SegmentationClass'), { recursive: true });
    await copyFile(fileOf('face_01.png'), join(path(folder), inside));
    await workbench.page.locator('.explorer-folders-view').hover();
    await workbench.page.getByRole('button', { name: 'Refresh Explorer' }).click();
    await mergeIds(await MaskEditor.open(workbench, `${folder}/${inside}`), 1, 2);
    await expectDirty('inside.png', true);
    await rename(folder, renamed);
    await expect.poll(() => existsSync(join(path(renamed), inside))).toBe(true);
    const frames = workbench.page.locator('iframe.webview.ready');
    const editor = new MaskEditor(workbench);
    await expect.poll(() => frames.count()).toBe(1);
    await editor.ready();
    await expect.poll(async () => (await toldEdits(editor)).applied).toBe(1);
    await expectDirty('inside.png', true);
    expect(await workbench.page.locator('.monaco-dialog-box').count()).toBe(0);
    expect(await workbench.tab('inside.png').count()).toBe(1);
    await press(editor, 'Control+s');
    await expectDirty('inside.png', false);
    const saved = () => readFile(join(path(renamed), inside));
    expect(Uint8Array.from(decodeIndependently(await saved()).samples)).toEqual(merged(1, 2));
    expect(existsSync(path(folder))).toBe(false);
  });
});

describe('in Korean', () => {
  it('a save says why nothing is written over a changed file', async () => {
    const name = newName('korean');
    await copyFile(fileOf('face_01.png'), fileOf(name));
    const window = await session.open({ locale: 'ko' });
    try {
      const editor = await MaskEditor.open(window, `${FOLDER}/${name}`);
      await mergeIds(editor, 1, 2);
      await copyFile(fileOf('face_02.png'), fileOf(name));
      await editor.button('디스크에서 다시 읽기').waitFor();
      await editor.canvas.focus();
      await window.page.keyboard.press('Control+s');
      await window.page.getByText(`디스크에서 ${name} 파일이 바뀌었습니다.`).first().waitFor();
      expect(await window.page.locator('.monaco-dialog-box').count()).toBe(0);
      await window.screenshot('saving-changed-ko');
      await expectIds(name, faceIds(2));
    } finally {
      await window.close();
    }
  });
});
