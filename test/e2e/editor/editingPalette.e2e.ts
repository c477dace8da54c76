import { spawnSync } from 'node:child_process';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CLASS_COLOURS } from '../../../scripts/sample/faces.ts';
import { decodeIndependently } from '../../fixtures/independentDecoder.ts';
import { hasReference } from '../../unit/mask/pythonReference.ts';
import { EditSection } from '../editPane.ts';
import { MaskEditor } from '../maskEditor.ts';
import { FACE, faceIds, innerPixel } from '../sampleFace.ts';
import { useSession } from '../session.ts';

const session = useSession();
const FOLDER = 'faces/SegmentationClass';
const ids = faceIds(3);
const [EYE, NOSE] = [innerPixel(ids, 1), innerPixel(ids, 2)];
const [BLACK = [0, 0, 0], MAROON = BLACK, GREEN = BLACK] = CLASS_COLOURS;

const press = (key: string) => session.workbench.page.keyboard.press(key);
const type = (text: string) => session.workbench.page.keyboard.type(text);
const fileOf = (name: string) => join(session.workspace, FOLDER, name);

async function openCopy(name: string): Promise<MaskEditor> {
  await copyFile(fileOf('face_03.png'), fileOf(name));
  return MaskEditor.open(session.workbench, `${FOLDER}/${name}`);
}

async function save(editor: MaskEditor, name: string): Promise<void> {
  await editor.canvas.focus();
  await press('Control+s');
  const tab = session.workbench.tab(name).first();
  await expect.poll(async () => /\bdirty\b/.test((await tab.getAttribute('class')) ?? '')).toBe(false);
}

/** What Pillow says of a file, as JSON. */
function pillow(path: string, expression: string): unknown {
  const code = `import json, sys\nfrom PIL import Image\nimage = Image.open(sys.argv[1])\nimage.load()\nprint(json.dumps(${expression}))`;
  const run = spawnSync('/usr/bin/python3', ['-c', code, path], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout);
}

describe('the palette', () => {
  const name = 'recoloured.png';
  let editor: MaskEditor;

  it('takes another colour for an entry, from its row in the class panel', async () => {
    editor = await openCopy(name);
    await editor.expectPixel(FACE, EYE, MAROON);
    await editor.row(1).locator('.swatch').dblclick();
    const section = EditSection.at(editor, 'entry');
    await expect.poll(() => section.element.locator('.entry-title').innerText()).toContain('id 1 · eye · ');
    await expect.poll(() => section.field('Hex code').inputValue()).toBe('#800000');
    await type('#f0c');
    await press('Enter');
    await editor.expectPixel(FACE, EYE, [255, 0, 204]);
    await section.expectText('Done: Recolour id 1');
    await section.field('Hex code').fill('nothing');
    await section.apply();
    await section.expectText('Enter #rgb, #rrggbb or #rrggbbaa.');
    await session.workbench.screenshot('edit-recoloured');
  });

  it.skipIf(!hasReference)('is saved with the same pixels, byte for byte', async () => {
    await save(editor, name);
    const before = decodeIndependently(await readFile(fileOf('face_03.png')));
    const after = decodeIndependently(await readFile(fileOf(name)));
    expect(after.samples).toEqual(before.samples);
    expect(pillow(fileOf(name), 'image.getpalette()[:9]')).toEqual([0, 0, 0, 255, 0, 204, 0, 128, 0]);
  });

  it.skipIf(!hasReference)('takes alpha, which Pillow reads', async () => {
    const section = EditSection.at(editor, 'entry');
    await editor.canvas.focus();
    await section.field('Hex code').fill('#80000040');
    await section.field('Hex code').press('Enter');
    await section.expectText('Done: Recolour id 1');
    await save(editor, name);
    expect(pillow(fileOf(name), "list(image.info['transparency'])")).toEqual([255, 64]);
    await editor.canvas.focus();
    await press('Control+z');
    await editor.expectPixel(FACE, EYE, [255, 0, 204]);
    await press('Control+z');
    await editor.expectPixel(FACE, EYE, MAROON);
  });

  it('takes the colours of a preset, says how many change, and gives them back', async () => {
    const section = await EditSection.open(editor, 'palette');
    await section.field('Colours of').selectOption('Cityscapes ids');
    await section.expectText(/Ids stay; \d+ of 256 colours change\./);
    await section.expectText('Ids in use would share a colour: 0 … 4');
    await session.workbench.screenshot('edit-palette');
    await section.apply();
    await section.expectText('Done: Apply palette Cityscapes ids');
    // Cityscapes' labels: 0 to 3 are black.
    await editor.expectPixel(FACE, EYE, [0, 0, 0]);
    await editor.canvas.focus();
    await press('Control+z');
    await editor.expectPixel(FACE, EYE, MAROON);
  });

  it('takes the colours of a file: here of a class map', async () => {
    const section = await EditSection.open(editor, 'palette');
    const folder = join(session.workspace, 'elsewhere');
    await mkdir(folder, { recursive: true });
    const map = join(folder, 'labelmap.txt');
    await writeFile(map, 'background:0,0,0::\neye:10,20,30::\nnose:40,50,60::\n');
    await section.element.getByRole('button', { name: 'Choose a File…' }).click();
    const path = session.workbench.page.locator('.quick-input-widget input[type="text"]');
    await path.waitFor();
    // The dialog puts its folder into the field once it has listed it, and takes no Enter while it looks for the file.
    await expect
      .poll(async () => {
        if (await path.isVisible()) {
          if ((await path.inputValue()) !== map) await path.fill(map);
          await path.press('Enter', { timeout: 1_000 }).catch(() => undefined);
        }
        return section.field('Colours of').inputValue();
      })
      .toBe('file');
    await section.apply();
    await section.expectText('Done: Apply palette labelmap.txt');
    await editor.expectPixel(FACE, NOSE, [40, 50, 60]);
    await editor.canvas.focus();
    await press('Control+z');
    await editor.expectPixel(FACE, NOSE, GREEN);
  });

  it('loses unused entries at its end, and gets one more', async () => {
    const section = await EditSection.open(editor, 'palette');
    await section.element.getByRole('button', { name: 'Add Entry' }).click();
    await section.expectText('A palette of 8 bits holds 256 entries.');
    await section.element.getByRole('button', { name: 'Remove Unused at End' }).click();
    await expect.poll(() => section.element.locator('.palette-entries').innerText()).toBe('5 entries');
    await section.element.getByRole('button', { name: 'Add Entry' }).click();
    await expect.poll(() => section.element.locator('.palette-entries').innerText()).toBe('6 entries');
    await section.element.getByRole('button', { name: 'Remove Unused at End' }).click();
    await expect.poll(() => section.element.locator('.palette-entries').innerText()).toBe('5 entries');
    await section.element.getByRole('button', { name: 'Remove Unused at End' }).click();
    await section.expectText('The last entry is in use');
    await save(editor, name);
    const { samples } = decodeIndependently(await readFile(fileOf(name)));
    expect(Buffer.compare(Uint8Array.from(samples), ids)).toBe(0);
  });
});

describe('one mask in two groups', () => {
  it('shows edits, and their undoing, in both, each with a place and choices of its own', async () => {
    const { workbench } = session;
    const name = 'twice.png';
    const first = await openCopy(name);
    await workbench.page.getByRole('button', { name: /^Split Editor Right/ }).click();
    const second = new MaskEditor(workbench, 1);
    await second.ready();
    await second.row(2).click();
    await press('m');
    await type('1');
    await press('Enter');
    for (const editor of [first, second]) {
      const row = editor.row(2).locator('.pixels');
      await editor.frame.getByRole('tab', { name: 'Classes' }).click();
      await expect.poll(() => row.innerText()).toBe('unused');
    }
    await session.workbench.screenshot('edit-two-groups');
    await first.canvas.focus();
    await press('Control+z');
    for (const editor of [first, second])
      await expect.poll(() => editor.row(2).locator('.pixels').innerText()).not.toBe('unused');
    await workbench.runCommand('View: Join All Editor Groups');
  });
});

describe('a hidden tab', () => {
  it('comes back with its edits, place and selection, and can undo them', async () => {
    const { workbench } = session;
    const editor = await openCopy('hidden.png');
    await editor.goTo(...NOSE);
    await editor.row(1).click();
    await press('m');
    await type('2');
    await press('Enter');
    await editor.expectPixel(FACE, EYE, GREEN);
    await MaskEditor.open(workbench, `${FOLDER}/face_01.png`);
    await workbench.tab('hidden.png').click();
    const again = new MaskEditor(workbench);
    await again.canvas.waitFor();
    await again.expectPixel(FACE, EYE, GREEN);
    await expect.poll(() => again.readout()).toContain(`${NOSE[0]}, ${NOSE[1]} id 2`);
    expect(await again.frame.getByRole('tab', { name: 'Edit' }).getAttribute('aria-selected')).toBe('true');
    await again.canvas.focus();
    await press('Control+z');
    await again.expectPixel(FACE, EYE, MAROON);
  });
});
