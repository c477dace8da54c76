import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CLASS_COLOURS } from '../../../scripts/sample/faces.ts';
import { decodeIndependently } from '../../fixtures/independentDecoder.ts';
import { hasReference, reference } from '../../unit/mask/pythonReference.ts';
import { EditSection } from '../editPane.ts';
import { MaskEditor } from '../maskEditor.ts';
import { FACE, countOf, faceIds, innerPixel } from '../sampleFace.ts';
import { useSession } from '../session.ts';

const session = useSession();
const FOLDER = 'faces/SegmentationClass';
const ids = faceIds(3);
const [EYE, NOSE, MOUTH] = [innerPixel(ids, 1), innerPixel(ids, 2), innerPixel(ids, 3)];
const [BLACK = [0, 0, 0], MAROON = BLACK, GREEN = BLACK, NAVY = BLACK, OLIVE = BLACK] = CLASS_COLOURS;
const [EYES, NOSES, MOUTHS] = [1, 2, 3].map((id) => countOf(ids, id));

const press = (key: string) => session.workbench.page.keyboard.press(key);
const type = (text: string) => session.workbench.page.keyboard.type(text);
const fileOf = (name: string) => join(session.workspace, FOLDER, name);
const idsOn = async (name: string) => Uint8Array.from(decodeIndependently(await readFile(fileOf(name))).samples);
const spoken = (editor: MaskEditor) => editor.frame.locator('.readout [role="status"]').innerText();

async function openCopy(name: string): Promise<MaskEditor> {
  await copyFile(fileOf('face_03.png'), fileOf(name));
  return MaskEditor.open(session.workbench, `${FOLDER}/${name}`);
}

async function saved(editor: MaskEditor, name: string): Promise<Uint8Array> {
  await editor.canvas.focus();
  await press('Control+s');
  const tab = session.workbench.tab(name).first();
  await expect.poll(async () => /\bdirty\b/.test((await tab.getAttribute('class')) ?? '')).toBe(false);
  return idsOn(name);
}

describe('ids', () => {
  const name = 'merged.png';
  let editor: MaskEditor;

  it('are merged from the class panel by keyboard alone', async () => {
    editor = await openCopy(name);
    await editor.expectPixel(FACE, EYE, MAROON);
    await editor.row(1).click();
    await press('m');
    const section = EditSection.at(editor, 'ids');
    await expect.poll(() => section.field('Id').inputValue()).toBe('1');
    await type('nose');
    await section.expectText(`${EYES?.toLocaleString('en')} pixels change`);
    const merged = [
      [1, EYES ?? 0, 0],
      [2, NOSES ?? 0, (NOSES ?? 0) + (EYES ?? 0)],
    ] as const;
    await section.expectCounts(merged);
    await editor.expectPixel(FACE, EYE, MAROON);
    await press('Enter');
    await section.expectText('Done: Merge 1 into 2');
    await section.expectCounts(merged);
    await editor.expectPixel(FACE, EYE, GREEN);
    await expect.poll(() => spoken(editor)).toContain('Done: Merge 1 into 2, id 1: ');
    await session.workbench.screenshot('edit-merged');
  });

  it('are back after Ctrl+Z in the field that made the change, and merged again after Ctrl+Shift+Z', async () => {
    await press('Control+z');
    await editor.expectPixel(FACE, EYE, MAROON);
    await press('Control+Shift+z');
    await editor.expectPixel(FACE, EYE, GREEN);
    await press('Control+z');
    await editor.expectPixel(FACE, EYE, MAROON);
  });

  it('stay when Ctrl+Z undoes what was typed', async () => {
    const field = EditSection.at(editor, 'ids').field('into');
    await field.focus();
    await press('Control+a');
    await type('3');
    await expect.poll(() => field.inputValue()).toBe('3');
    await press('Control+z');
    await expect.poll(() => field.inputValue()).not.toBe('3');
    await editor.expectPixel(FACE, EYE, MAROON);
  });

  it('are swapped, shifted and remapped by mouse, and saved exactly so', async () => {
    const section = await EditSection.open(editor, 'ids');
    await section.field('What to do').selectOption('Swap');
    await section.field('Id').fill('2');
    await section.field('with').fill('3');
    await section.expectCounts([
      [2, NOSES ?? 0, MOUTHS ?? 0],
      [3, MOUTHS ?? 0, NOSES ?? 0],
    ]);
    await section.apply();
    await section.expectText('Done: Swap 2 and 3');
    await editor.expectPixel(FACE, NOSE, NAVY);
    await section.field('What to do').selectOption('Shift all');
    await section.field('by').fill('-1');
    await section.expectText('Ids 0 would leave the range 0 to 255.');
    await section.apply();
    await editor.expectPixel(FACE, NOSE, NAVY);
    await section.field('by').fill('1');
    await section.apply();
    await section.expectText('Done: Shift ids by 1');
    await editor.expectPixel(FACE, MOUTH, NAVY);
    await section.field('What to do').selectOption('Remap by table');
    await section.field('Table: old id, new id').fill('1 -> 0\n2,200\nx');
    await section.expectText('Line 3 is no pair of ids: x');
    await section.field('Table: old id, new id').fill('1 -> 0\n2,200');
    await section.apply();
    await section.expectText('Done: Remap 2 ids');
    const expected = ids.map((id) => [0, 200, 4, 3, 5][id] ?? 0);
    expect(Buffer.compare(await saved(editor, name), expected)).toBe(0);
  });

  it('are told wrong without a change of the mask', async () => {
    const section = await EditSection.open(editor, 'ids');
    await section.field('What to do').selectOption('Merge');
    for (const [id, into, problem] of [
      ['77', '1', 'No pixel has id 77.'],
      ['200', '300', '300 is out of range: ids of this file are 0 to 255.'],
      ['200', '200', 'Both ids are the same.'],
      ['200', 'nobody', 'Enter an id or a class name.'],
    ] as const) {
      await section.field('Id').fill(id);
      await section.field('into').fill(into);
      await section.expectText(problem);
      await section.field('into').press('Enter');
      await section.expectText(problem);
    }
    expect(await session.workbench.tab(name).first().getAttribute('class')).not.toMatch(/\bdirty\b/);
  });
});

describe('a region', () => {
  const name = 'region.png';

  it.skipIf(!hasReference)('under the keyboard cursor is relabelled by R, the new id and Enter', async () => {
    const editor = await openCopy(name);
    const [x, y] = EYE;
    const cases = [{ ids, ...FACE, x, y }];
    const [expected = new Uint8Array(0)] = reference(
      `_, labels = cv2.connectedComponents((mask == mask[case['y'], case['x']]).astype('u1'), connectivity=4)
result = numpy.where(labels == labels[case['y'], case['x']], 4, mask).astype('u1')`,
      cases,
    );
    const size = expected.filter((id, i) => id !== ids[i]).length;
    await editor.goTo(x, y);
    await press('r');
    const section = EditSection.at(editor, 'region');
    await expect.poll(() => section.element.locator('.region-facts').innerText()).toContain(`id 1 eye: ${size} px`);
    await type('4');
    const eyebrows = countOf(ids, 4);
    await section.expectCounts([
      [1, EYES ?? 0, (EYES ?? 0) - size],
      [4, eyebrows, eyebrows + size],
    ]);
    await session.workbench.screenshot('edit-region');
    await press('Enter');
    await editor.expectPixel(FACE, EYE, OLIVE);
    // The focus is back on the picture: the next region is an arrow away.
    await expect.poll(() => editor.frame.locator('.mask-canvas:focus').count()).toBe(1);
    expect(Buffer.compare(await saved(editor, name), expected)).toBe(0);
  });

  it('under the mouse is relabelled by command, after it was taken', async () => {
    const editor = new MaskEditor(session.workbench);
    await editor.point(FACE, ...NOSE);
    await session.workbench.runCommand('Maskscope: Relabel Region');
    const section = EditSection.at(editor, 'region');
    await expect.poll(() => section.element.locator('.region-facts').innerText()).toContain('id 2 nose');
    await section.field('New id').fill('3');
    await section.apply();
    await editor.expectPixel(FACE, NOSE, NAVY);
    await editor.canvas.focus();
    await press('Control+z');
    await editor.expectPixel(FACE, NOSE, GREEN);
  });
});
