import { copyFile, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeIndependently } from '../../fixtures/independentDecoder.ts';
import { MaskEditor } from '../maskEditor.ts';
import { LISTENING_SCRIPT, mergeIds, postMerge, toldEdits } from '../pageEdits.ts';
import { CLASS_COLOURS } from '../../../scripts/sample/faces.ts';
import { FACE, faceIds, innerPixel } from '../sampleFace.ts';
import { useSession } from '../session.ts';

const session = useSession({ initScript: LISTENING_SCRIPT });
const FOLDER = 'faces/SegmentationClass';
const ids = faceIds(1);
const [EYE, NOSE] = [innerPixel(ids, 1), innerPixel(ids, 2)];
const [BLACK = [0, 0, 0], MAROON = BLACK, , , OLIVE = BLACK] = CLASS_COLOURS;

/** A copy of the first face under a name of its own, open. */
async function openCopy(name: string): Promise<MaskEditor> {
  await copyFile(fileOf('face_01.png'), fileOf(name));
  return MaskEditor.open(session.workbench, `${FOLDER}/${name}`);
}

const fileOf = (name: string) => join(session.workspace, FOLDER, name);
const idsOn = async (name: string) => Uint8Array.from(decodeIndependently(await readFile(fileOf(name))).samples);
const merged = (from: number, to: number, source: Uint8Array = ids) => source.map((id) => (id === from ? to : id));

async function expectDirty(name: string, isDirty: boolean): Promise<void> {
  const tab = session.workbench.tab(name).first();
  await expect.poll(async () => /\bdirty\b/.test((await tab.getAttribute('class')) ?? '')).toBe(isDirty);
}

async function expectIds(name: string, expected: Uint8Array): Promise<void> {
  await expect.poll(async () => Buffer.compare(await idsOn(name), expected)).toBe(0);
}

async function press(editor: MaskEditor, keys: string): Promise<void> {
  await editor.canvas.focus();
  await editor.workbench.page.keyboard.press(keys);
}

const save = async (editor: MaskEditor, name: string) => {
  await press(editor, 'Control+s');
  await expectDirty(name, false);
};

describe('an edited mask', () => {
  const name = 'edited.png';
  let editor: MaskEditor;

  it('is dirty until the edit is undone, and after it is redone', async () => {
    editor = await openCopy(name);
    await editor.expectPixel(FACE, EYE, MAROON);
    await mergeIds(editor, 1, 2);
    await expectDirty(name, true);
    await press(editor, 'Control+z');
    await expectDirty(name, false);
    await expect.poll(async () => (await toldEdits(editor)).applied).toBe(0);
    await press(editor, 'Control+Shift+z');
    await expectDirty(name, true);
    await expect.poll(async () => (await toldEdits(editor)).applied).toBe(1);
  });

  it('is saved, which is not taken for a change from elsewhere', async () => {
    const { mode } = await stat(fileOf(name));
    await save(editor, name);
    await expectIds(name, merged(1, 2));
    expect((await stat(fileOf(name))).mode).toBe(mode);
    // Longer than a change on the disk takes to be noticed.
    await session.workbench.page.waitForTimeout(1_500);
    const { messages, edits } = await toldEdits(editor);
    expect([messages['open'], edits]).toEqual([1, 1]);
  });

  it('can be undone past what was saved, which makes it dirty, and saved again', async () => {
    await press(editor, 'Control+z');
    await expectDirty(name, true);
    await save(editor, name);
    await expectIds(name, ids);
    expect(Buffer.compare(await readFile(fileOf(name)), await readFile(fileOf('face_01.png')))).toBe(0);
  });

  it('is dirty with another edit in the place of one that was saved and undone', async () => {
    await mergeIds(editor, 3, 4);
    await save(editor, name);
    const { applied } = await toldEdits(editor);
    await press(editor, 'Control+z');
    await expectDirty(name, true);
    await expect.poll(async () => (await toldEdits(editor)).applied).toBe(applied - 1);
    await mergeIds(editor, 2, 4);
    await session.workbench.page.waitForTimeout(500);
    await expectDirty(name, true);
    await save(editor, name);
    await expectIds(name, merged(2, 4));
  });

  it('is as it was saved after it is reverted', async () => {
    await mergeIds(editor, 1, 4);
    await mergeIds(editor, 3, 4);
    await session.workbench.runCommand('File: Revert File');
    await expectDirty(name, false);
    await expect.poll(async () => (await toldEdits(editor)).applied).toBe(1);
    await expectIds(name, merged(2, 4));
  });

  it('is what it was saved as when it is opened again', async () => {
    const { page } = session.workbench;
    await mergeIds(editor, 1, 0);
    await save(editor, name);
    await page.keyboard.press('Control+F4');
    await session.workbench.runCommand('View: Close All Editors');
    await expect.poll(() => session.workbench.tab(name).count()).toBe(0);
    editor = await MaskEditor.open(session.workbench, `${FOLDER}/${name}`);
    await expectDirty(name, false);
    expect((await toldEdits(editor)).edits).toBe(0);
    await editor.expectPixel(FACE, EYE, BLACK);
    await editor.expectPixel(FACE, NOSE, OLIVE);
  });
});

describe('two editors of one mask', () => {
  const name = 'shared.png';

  it("show each other's edits, and drop one that was made without knowing of them", async () => {
    const first = await openCopy(name);
    const { workbench } = session;
    await workbench.page.getByRole('button', { name: /^Split Editor Right/ }).click();
    await expect.poll(() => workbench.page.locator('iframe.webview.ready').filter({ visible: true }).count()).toBe(2);
    const second = new MaskEditor(workbench, 1);
    await second.ready();
    await mergeIds(first, 1, 2);
    await expect.poll(async () => (await toldEdits(second)).applied).toBe(1);
    const { revision } = await toldEdits(second);
    await postMerge(second, 2, 3, revision - 1);
    await mergeIds(second, 3, 4);
    for (const editor of [first, second]) {
      await expect.poll(async () => (await toldEdits(editor)).edits).toBe(2);
    }
    await press(first, 'Control+z');
    await expect.poll(async () => (await toldEdits(second)).applied).toBe(1);
    await save(second, name);
    await expectIds(name, merged(1, 2));
    await workbench.runCommand('View: Close All Editors');
  });
});

describe('a mask that is hidden', () => {
  it('is saved with all others, and keeps its edits while its page is gone', async () => {
    const name = 'hidden.png';
    const { workbench } = session;
    const editor = await openCopy(name);
    await mergeIds(editor, 1, 2);
    await workbench.tab(name).dblclick();
    await MaskEditor.open(workbench, `${FOLDER}/face_02.png`);
    await expectDirty(name, true);
    await workbench.tab(name).click();
    const again = new MaskEditor(workbench);
    await again.ready();
    expect((await toldEdits(again)).applied).toBe(1);
    await workbench.tab('face_02.png').click();
    await new MaskEditor(workbench).ready();
    await workbench.runCommand('File: Save All Files');
    await expectDirty(name, false);
    await expectIds(name, merged(1, 2));
    await workbench.runCommand('View: Close All Editors');
  });
});

describe('a mask that changes on the disk while it is edited', () => {
  const name = 'contested.png';

  it('is overwritten only when the user says so', async () => {
    const { workbench } = session;
    const editor = await openCopy(name);
    await mergeIds(editor, 1, 2);
    const theirs = await readFile(fileOf('face_02.png'));
    await writeFile(fileOf(name), theirs);
    await expect.poll(async () => (await toldEdits(editor)).messages['context'] ?? 0).toBeGreaterThan(0);
    await press(editor, 'Control+s');
    await workbench.page.getByText(`${name} was changed on the disk. Choose`).first().waitFor({ state: 'attached' });
    await workbench.screenshot('saving-changed');
    expect(await workbench.page.locator('.monaco-dialog-box').count()).toBe(0);
    await expectDirty(name, true);
    expect(Buffer.compare(await readFile(fileOf(name)), theirs)).toBe(0);
    await press(editor, 'Control+z');
    await workbench.page.waitForTimeout(300);
    await expectDirty(name, true);
    await press(editor, 'Control+Shift+z');
    await editor.button('Keep Mine').click();
    await press(editor, 'Control+s');
    await expectDirty(name, false);
    await expectIds(name, merged(1, 2));
  });

  it('is shown from the disk after it is reverted, and cannot be undone past that', async () => {
    const { workbench } = session;
    const editor = new MaskEditor(workbench);
    await mergeIds(editor, 2, 3);
    await copyFile(fileOf('face_02.png'), fileOf(name));
    const { generation } = await toldEdits(editor);
    await workbench.page.waitForTimeout(1_000);
    await workbench.runCommand('File: Revert File');
    await expectDirty(name, false);
    await expect.poll(async () => (await toldEdits(editor)).generation).toBe(generation + 1);
    expect((await toldEdits(editor)).edits).toBe(0);
    await press(editor, 'Control+z');
    await workbench.page.getByText('The file was replaced in the meantime').first().waitFor();
    await workbench.screenshot('saving-undo-refused');
    await expectDirty(name, false);
  });
});

describe('a mask that is saved under another name', () => {
  it('is written there, and its own file stays as it was', async () => {
    const { workbench } = session;
    const name = 'source.png';
    const editor = await openCopy(name);
    await mergeIds(editor, 1, 2);
    await workbench.runCommand('File: Save As...');
    const input = workbench.page.locator('.quick-input-widget input[type="text"]');
    await input.waitFor();
    // The dialog puts its folder into the field once it has listed it, and takes no Enter while it looks for the file.
    await expect
      .poll(async () => {
        if (await input.isVisible()) {
          if ((await input.inputValue()) !== fileOf('elsewhere.png')) await input.fill(fileOf('elsewhere.png'));
          await input.press('Enter', { timeout: 1_000 }).catch(() => undefined);
        }
        return workbench.tab('elsewhere.png').isVisible();
      })
      .toBe(true);
    await expectIds('elsewhere.png', merged(1, 2));
    await expectIds(name, ids);
    const saved = new MaskEditor(workbench);
    await saved.ready();
    await expectDirty('elsewhere.png', false);
    await mergeIds(saved, 2, 3);
    await save(saved, 'elsewhere.png');
    await expectIds('elsewhere.png', merged(2, 3, merged(1, 2)));
  });
});
