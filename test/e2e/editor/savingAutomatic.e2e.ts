import { chmod, copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeIndependently } from '../../fixtures/independentDecoder.ts';
import { MaskEditor } from '../maskEditor.ts';
import { LISTENING_SCRIPT, mergeIds } from '../pageEdits.ts';
import { faceIds } from '../sampleFace.ts';
import { useSession } from '../session.ts';
import type { Workbench } from '../workbench.ts';

const session = useSession({ initScript: LISTENING_SCRIPT });
const FOLDER = 'faces/SegmentationClass';
const merged = (from: number, to: number) => faceIds(1).map((id) => (id === from ? to : id));
let opened = 0;
/** A name of its own for each attempt. */
const newName = (name: string) => `${name}-${++opened}.png`;
const fileOf = (name: string) => join(session.workspace, FOLDER, name);

/** A window of a workspace that saves by itself. */
async function openWindow(): Promise<Workbench> {
  const folder = join(session.workspace, '.vscode');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'settings.json'), JSON.stringify({ 'files.autoSave': 'onFocusChange' }));
  return session.open();
}

async function expectIds(name: string, expected: Uint8Array): Promise<void> {
  await expect
    .poll(async () => {
      const { samples } = decodeIndependently(await readFile(fileOf(name)));
      return Buffer.compare(Uint8Array.from(samples), expected);
    })
    .toBe(0);
}

/** Another tab comes to the front, and then the mask again. */
async function leaveAndReturn(window: Workbench, name: string): Promise<void> {
  await MaskEditor.open(window, `${FOLDER}/face_03.png`);
  await window.tab(name).click();
  await new MaskEditor(window).ready();
}

describe('a mask that is saved whenever another tab is chosen', () => {
  it('is not saved, and nothing is asked, until its page is told what to do about the disk', async () => {
    const name = newName('automatic');
    await copyFile(fileOf('face_01.png'), fileOf(name));
    const window = await openWindow();
    try {
      const editor = await MaskEditor.open(window, `${FOLDER}/${name}`);
      await window.tab(name).dblclick();
      await mergeIds(editor, 1, 2);
      await copyFile(fileOf('face_02.png'), fileOf(name));
      await editor.frame.getByText('The file changed on the disk').first().waitFor();
      await leaveAndReturn(window, name);
      await editor.button('Keep Mine').click();
      await expect.poll(() => editor.frame.getByText('The file changed on the disk').count()).toBe(0);
      await expectIds(name, faceIds(2));
      await leaveAndReturn(window, name);
      await expectIds(name, merged(1, 2));
    } finally {
      await window.close();
    }
  });

  it('says where it cannot be saved any more, and until it is', async () => {
    const name = newName('forbidden');
    await copyFile(fileOf('face_01.png'), fileOf(name));
    const window = await openWindow();
    try {
      const editor = await MaskEditor.open(window, `${FOLDER}/${name}`);
      await window.tab(name).dblclick();
      await mergeIds(editor, 1, 2);
      await chmod(fileOf(name), 0o444);
      await leaveAndReturn(window, name);
      await editor.frame.getByText('Your changes are not saved. The file is read-only.').first().waitFor();
      await window.screenshot('saving-forbidden');
      await chmod(fileOf(name), 0o644);
      await leaveAndReturn(window, name);
      await expectIds(name, merged(1, 2));
      await expect.poll(() => editor.frame.getByText('Your changes are not saved').count()).toBe(0);
    } finally {
      await window.close();
    }
  });
});
