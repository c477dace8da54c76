import { copyFile, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { decodeIndependently } from '../../fixtures/independentDecoder.ts';
import { MaskEditor } from '../maskEditor.ts';
import { LISTENING_SCRIPT, mergeIds, toldEdits } from '../pageEdits.ts';
import { faceIds } from '../sampleFace.ts';
import { useSession } from '../session.ts';
import type { Workbench } from '../workbench.ts';

const session = useSession({ initScript: LISTENING_SCRIPT });
let workbench: Workbench | undefined;

function window(): Workbench {
  if (workbench === undefined) throw new Error('No window is open.');
  return workbench;
}

const FOLDER = 'faces/SegmentationClass';
const ids = faceIds(1);

const fileOf = (name: string) => join(session.workspace, FOLDER, name);
const merged = (from: number, to: number, source: Uint8Array = ids) => source.map((id) => (id === from ? to : id));

async function expectIds(name: string, expected: Uint8Array): Promise<void> {
  await expect
    .poll(async () => {
      const { samples } = decodeIndependently(await readFile(fileOf(name)));
      return Buffer.compare(Uint8Array.from(samples), expected);
    })
    .toBe(0);
}

async function expectDirty(name: string, isDirty: boolean): Promise<void> {
  const tab = window().tab(name).first();
  await expect.poll(async () => /\bdirty\b/.test((await tab.getAttribute('class')) ?? '')).toBe(isDirty);
}

async function press(editor: MaskEditor, keys: string): Promise<void> {
  await editor.canvas.focus();
  await editor.workbench.page.keyboard.press(keys);
}

let opened = 0;
/** A name that nothing was kept for yet. */
const newName = (name: string) => `${name}-${++opened}.png`;

/** The mask in a window of its own, with a browser profile of its own. */
async function open(name: string): Promise<MaskEditor> {
  await copyFile(fileOf('face_01.png'), fileOf(name));
  workbench = await session.open();
  await MaskEditor.open(workbench, `${FOLDER}/${name}`);
  await workbench.tab(name).dblclick();
  return reloaded();
}

/** A window stores its tabs before a reload; before it is closed it counts on an idle moment. */
async function reloaded(): Promise<MaskEditor> {
  await window().reload();
  const editor = new MaskEditor(window());
  await editor.ready();
  return editor;
}

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await workbench?.screenshot(`failed-${task.name.replace(/[^a-z]+/g, '-')}`);
  await workbench?.close();
});

/** Closes the window and opens it again. VS Code keeps what is unsaved a second after it changed. */
async function restart(options?: Parameters<Workbench['restart']>[0]): Promise<void> {
  await window().page.waitForTimeout(5_000);
  await window().restart(options);
}

/** The mask with the edits of the window before. VS Code may not have written down that there were some. */
async function found(applied: number): Promise<MaskEditor> {
  const editor = new MaskEditor(window());
  await editor.ready();
  const question = window()
    .page.locator('.notifications-center .monaco-list-row')
    .filter({ hasText: 'from another window' });
  await expect
    .poll(
      async () => {
        const told = (await toldEdits(editor)).applied;
        if (told === applied) return told;
        // In a window without the focus VS Code keeps notifications in their centre; over others a hint may lie.
        await window().runCommand('Notifications: Show Notifications');
        const restore = question.getByRole('button', { name: 'Restore' });
        await restore.press('Enter', { timeout: 2_000 }).catch(() => undefined);
        await window().page.waitForTimeout(1_000);
        return (await toldEdits(editor)).applied;
      },
      { timeout: 45_000 },
    )
    .toBe(applied);
  return editor;
}

/** A window takes half a minute to end and to come back; the integration tests restore the same edits without one. */
const inSoak = it.runIf(process.env['MASKSCOPE_E2E'] === 'soak');

describe('unsaved edits of a mask', { timeout: 240_000 }, () => {
  for (const killed of [false, true]) {
    it(`are there again after the window was ${killed ? 'killed' : 'closed'}, to be undone, redone and saved`, async () => {
      const name = newName(killed ? 'killed' : 'closed');
      const editor = await open(name);
      await mergeIds(editor, 1, 2);
      await mergeIds(editor, 3, 4);
      await mergeIds(editor, 4, 0);
      await press(editor, 'Control+z');
      await restart({ killed });
      const again = await found(2);
      await expectIds(name, ids);
      await expectDirty(name, true);
      expect(await toldEdits(again)).toMatchObject({ edits: 2, applied: 2 });
      await window().screenshot(`hot-exit-${killed ? 'killed' : 'closed'}`);
      await press(again, 'Control+z');
      await expect.poll(async () => (await toldEdits(again)).applied).toBe(1);
      await expectDirty(name, true);
      await press(again, 'Control+z');
      await expectDirty(name, false);
      await press(again, 'Control+Shift+z');
      await expect.poll(async () => (await toldEdits(again)).applied).toBe(1);
      await mergeIds(again, 2, 3);
      await press(again, 'Control+s');
      await expectDirty(name, false);
      await expectIds(name, merged(2, 3, merged(1, 2)));
    });
  }

  inSoak('are there again in a tab that was hidden', async () => {
    const name = newName('background');
    await open(name);
    await MaskEditor.open(window(), `${FOLDER}/face_02.png`);
    await window().tab('face_02.png').dblclick();
    await reloaded();
    await window().tab(name).click();
    const editor = new MaskEditor(window());
    await editor.ready();
    await mergeIds(editor, 1, 2);
    await window().tab('face_02.png').click();
    await new MaskEditor(window()).ready();
    await restart();
    await new MaskEditor(window()).ready();
    await window().tab(name).click();
    const again = await found(1);
    await expectDirty(name, true);
    await press(again, 'Control+s');
    await expectDirty(name, false);
    await expectIds(name, merged(1, 2));
  });

  inSoak('that go back behind what was saved start from the file as it was opened', async () => {
    const name = newName('undone');
    const editor = await open(name);
    await mergeIds(editor, 1, 2);
    await mergeIds(editor, 3, 4);
    await press(editor, 'Control+s');
    await expectDirty(name, false);
    await press(editor, 'Control+z');
    await restart();
    const again = await found(1);
    await expectDirty(name, true);
    expect((await toldEdits(again)).applied).toBe(1);
    await press(again, 'Control+z');
    await expect.poll(async () => (await toldEdits(again)).applied).toBe(0);
    await expectDirty(name, true);
    await press(again, 'Control+s');
    await expectDirty(name, false);
    await expectIds(name, ids);
  });

  inSoak('are not applied to another file that took the place of theirs', async () => {
    const name = newName('replaced');
    const editor = await open(name);
    await mergeIds(editor, 1, 2);
    await restart({ meanwhile: () => copyFile(fileOf('face_02.png'), fileOf(name)) });
    const again = await found(1);
    await expectDirty(name, true);
    expect((await toldEdits(again)).applied).toBe(1);
    await window().screenshot('hot-exit-replaced');
    await press(again, 'Control+s');
    await again.frame.getByText('The file changed on the disk').first().waitFor();
    await expectDirty(name, true);
    await expectIds(name, faceIds(2));
    await again.focus();
    await window().runCommand('File: Revert File');
    await expectDirty(name, false);
    await expect.poll(async () => (await toldEdits(again)).edits).toBe(0);
    await expectIds(name, faceIds(2));
  });

  inSoak('are there again, and can be saved, after their file was deleted', async () => {
    const name = newName('gone');
    const editor = await open(name);
    await mergeIds(editor, 1, 2);
    await restart({ meanwhile: () => rm(fileOf(name)) });
    const again = await found(1);
    await expectDirty(name, true);
    await press(again, 'Control+s');
    await expectDirty(name, false);
    await expectIds(name, merged(1, 2));
  });
});
