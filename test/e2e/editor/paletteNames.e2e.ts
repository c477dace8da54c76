import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EditSection } from '../editPane.ts';
import { MaskEditor } from '../maskEditor.ts';
import { useSession } from '../session.ts';

/** Its palette has the classes from the most frequent to the rarest: nose at 1, eye at 2. */
const MASK = 'mixed/masks/face_03.png';

const session = useSession();
const press = (key: string) => session.workbench.page.keyboard.press(key);
const labelmap = () => readFile(join(session.workspace, 'mixed', 'labelmap.txt'), 'utf8');

/** What the ids 1 and 2 are called in the class panel. */
async function expectNames(editor: MaskEditor, one: string, two: string): Promise<void> {
  await editor.frame.getByRole('tab', { name: 'Classes' }).click();
  await expect
    .poll(() => Promise.all([1, 2].map((id) => editor.row(id).locator('.name-text').innerText())))
    .toEqual([one, two]);
}

async function save(editor: MaskEditor): Promise<void> {
  await editor.canvas.focus();
  await press('Control+s');
  const tab = session.workbench.tab('face_03.png').first();
  await expect.poll(async () => /\bdirty\b/.test((await tab.getAttribute('class')) ?? '')).toBe(false);
}

async function undo(editor: MaskEditor): Promise<void> {
  await editor.canvas.focus();
  await press('Control+z');
}

const notice = (editor: MaskEditor, key: string) => editor.frame.locator(`[data-notice="${key}"]`);

describe('a mask whose class map finds names by colour', () => {
  let editor: MaskEditor;

  it('says that classes stand at other ids than in the class map', async () => {
    await session.workbench.clickFile(MASK);
    await session.workbench.runCommand('Maskscope: Open as Mask');
    editor = new MaskEditor(session.workbench);
    await editor.ready();
    await expectNames(editor, 'nose', 'eye');
    await expect.poll(() => notice(editor, 'renumbered').innerText()).toContain('eye 2 (1), nose 1 (2)');
    await session.workbench.screenshot('names-renumbered');
    await editor.frame.getByRole('tab', { name: 'Training' }).click();
    await editor.frame
      .getByText('The ids are those of this file. In labelmap.txt in mixed classes have others (in brackets): ')
      .waitFor();
    await session.workbench.screenshot('names-training');
    await editor.button('Re-encode Masks…').click();
    await session.workbench.page.locator('.quick-input-widget').getByText('Re-encode').first().waitFor();
    await session.workbench.screenshot('names-reencode');
    await press('Escape');
  });

  it('tells which names a palette takes, and gives none to other pixels, also when saved and undone', async () => {
    const section = await EditSection.open(editor, 'palette');
    await section.field('Colours of').selectOption('Colour-blind safe');
    await section.expectText(/These would be lost: .*1 nose, 2 eye/);
    await section.expectText(/the mask would have other names: .*1 eye, 2 nose/);
    await session.workbench.screenshot('names-palette');
    await section.apply();
    await section.expectText('Done: Apply palette Colour-blind safe');
    await expectNames(editor, '', '');
    await notice(editor, 'reopened').waitFor();
    await save(editor);
    await expectNames(editor, '', '');
    await session.workbench.screenshot('names-lost');
    await undo(editor);
    await expectNames(editor, 'nose', 'eye');
    await expect.poll(() => notice(editor, 'reopened').count()).toBe(0);
    await save(editor);
    await expectNames(editor, 'nose', 'eye');
  });

  it('tells what a colour does to the name of its entry, and of no other', async () => {
    await expectNames(editor, 'nose', 'eye');
    await editor.row(1).click();
    const section = await EditSection.open(editor, 'entry');
    await section.field('Hex code').fill('#123456');
    await section.expectText('These would be lost: 1 nose');
    await section.field('Hex code').fill('#800000');
    await section.expectText('These would change: 1 nose → eye');
    await session.workbench.screenshot('names-entry');
    await section.apply();
    await section.expectText('Done: Recolour id 1');
    await expectNames(editor, 'eye', 'eye');
  });

  it('renames the class that the row shows', async () => {
    const { workbench } = session;
    const before = await labelmap();
    await expectNames(editor, 'eye', 'eye');
    await editor.row(1).click();
    await press('F2');
    const input = workbench.page.locator('.quick-input-widget input[type="text"]');
    await expect.poll(() => input.inputValue()).toBe('eye');
    await input.fill('pupil');
    await press('Enter');
    await expectNames(editor, 'pupil', 'pupil');
    expect(await labelmap()).toBe(before.replace('eye:128', 'pupil:128'));
    const told = await workbench.notification(
      'eye is called pupil now in labelmap.txt in mixed. Undo it there, not in the mask.',
    );
    await workbench.screenshot('names-renamed');
    await told.getByRole('button', { name: 'Open', exact: true }).waitFor();
    await undo(editor);
    await expectNames(editor, 'nose', 'pupil');
  });
});
