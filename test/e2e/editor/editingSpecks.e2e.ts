import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeIndependently } from '../../fixtures/independentDecoder.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { hasReference } from '../../unit/mask/pythonReference.ts';
import { EditSection } from '../editPane.ts';
import { MaskEditor } from '../maskEditor.ts';
import { FACE, faceIds } from '../sampleFace.ts';
import { useSession } from '../session.ts';

const session = useSession();
const ids = faceIds(3);

const press = (key: string) => session.workbench.page.keyboard.press(key);

async function save(editor: MaskEditor, name: string): Promise<void> {
  await editor.canvas.focus();
  await press('Control+s');
  const tab = session.workbench.tab(name).first();
  await expect.poll(async () => /\bdirty\b/.test((await tab.getAttribute('class')) ?? '')).toBe(false);
}

/** Pixels far from each other whose surroundings all have one id, each with another id. */
function specks(count: number): { x: number; y: number; id: number }[] {
  const random = new SeededRandom(61);
  const found: { x: number; y: number; id: number }[] = [];
  while (found.length < count) {
    const [x, y] = [random.integer(3, FACE.width - 4), random.integer(3, FACE.height - 4)];
    const around = new Set<number>();
    for (let dy = -3; dy <= 3; dy++) {
      for (let dx = -3; dx <= 3; dx++) around.add(ids[(y + dy) * FACE.width + x + dx] ?? -1);
    }
    const isNear = found.some((other) => Math.max(Math.abs(other.x - x), Math.abs(other.y - y)) < 4);
    const id = random.integer(0, 4);
    if (around.size === 1 && !around.has(id) && !isNear) found.push({ x, y, id });
  }
  return found;
}

describe.skipIf(!hasReference)('specks', () => {
  it('that Pillow drew into a mask are found, filled, and saved as if they had never been', async () => {
    const path = join(session.workspace, 'faces/SegmentationClass/specks.png');
    const drawn = specks(120);
    const code = `import json, sys
from PIL import Image
image = Image.open(sys.argv[1])
for speck in json.load(sys.stdin): image.putpixel((speck['x'], speck['y']), speck['id'])
image.save(sys.argv[2])`;
    const source = path.replace('specks.png', 'face_03.png');
    const run = spawnSync('/usr/bin/python3', ['-c', code, source, path], {
      input: JSON.stringify(drawn),
      encoding: 'utf8',
    });
    expect(run.stderr).toBe('');
    const editor = await MaskEditor.open(session.workbench, 'faces/SegmentationClass/specks.png');
    const section = await EditSection.open(editor, 'specks');
    await section.field('Regions below').fill('2');
    await section.expectText('120 regions, 120 pixels');
    await section.field('Only of id').fill('2');
    const ofNose = drawn.filter(({ id }) => id === 2).length;
    await section.expectText(`${ofNose} regions, ${ofNose} pixels`);
    await session.workbench.screenshot('edit-specks');
    await section.field('Only of id').fill('');
    await section.field('Only of id').press('Enter');
    await section.expectText('Done: Fill 120 specks');
    const counts = await section.element.locator('.change tbody tr').allInnerTexts();
    expect(counts.length).toBeGreaterThan(1);
    await save(editor, 'specks.png');
    // No search replaces what was done; the saving took longer than typing pauses.
    await session.workbench.page.waitForTimeout(500);
    expect(await section.element.locator('.edit-outcome').innerText()).toContain('Done: Fill 120 specks');
    expect(await section.element.locator('.change tbody tr').allInnerTexts()).toEqual(counts);
    expect(Uint8Array.from(decodeIndependently(await readFile(path)).samples)).toEqual(ids);
  });
});

describe('masks without a palette', () => {
  it('of grey values have ids to change, but no colours', async () => {
    const name = 'special/grey-id-map.mask.png';
    const path = join(session.workspace, name);
    const before = decodeIndependently(await readFile(path)).samples;
    const editor = await MaskEditor.open(session.workbench, name);
    const section = await EditSection.open(editor, 'ids');
    const from = before.find((id) => id !== 0) ?? 0;
    await section.field('Id').fill(String(from));
    await section.field('into').fill('0');
    await section.apply();
    await section.expectText(`Done: Merge ${from} into 0`);
    const palette = await EditSection.open(editor, 'palette');
    expect(await palette.element.innerText()).toContain('Grey masks have no palette');
    await session.workbench.screenshot('edit-grey');
    await save(editor, 'grey-id-map.mask.png');
    expect(decodeIndependently(await readFile(path)).samples).toEqual(before.map((id) => (id === from ? 0 : id)));
  });

  it('of colours say why nothing can be changed', async () => {
    const editor = await MaskEditor.open(session.workbench, 'special/rgb/rgb-colours.mask.png');
    await session.workbench.runCommand('Maskscope: Toggle Edit Panel');
    await expect.poll(() => editor.frame.locator('.edit-reason').innerText()).toContain('are colours, not ids');
    expect(await editor.frame.locator('.edit-section').first().isVisible()).toBe(false);
    await session.workbench.screenshot('edit-refused');
  });
});
