import { describe, expect, it } from 'vitest';
import { CLASS_COLOURS } from '../../../scripts/sample/faces.ts';
import { MaskEditor } from '../maskEditor.ts';
import { LISTENING_SCRIPT, mergeIds, toldEdits } from '../pageEdits.ts';
import { FACE, countOf, faceIds, innerPixel } from '../sampleFace.ts';
import { useSession } from '../session.ts';

const session = useSession({ initScript: LISTENING_SCRIPT });
const FOLDER = 'faces/SegmentationClass';

const press = (key: string) => session.workbench.page.keyboard.press(key);
const editor = () => new MaskEditor(session.workbench);
const bar = () => editor().frame.locator('.pair-bar');

async function expectPair(number: number, total = 6): Promise<void> {
  await expect.poll(() => bar().locator('.pair-count').innerText()).toBe(`${number} of ${total}`);
  await expect.poll(() => bar().locator('.pair-name').innerText()).toBe(`face_0${number}.png`);
}

/** Pixels of the mouth, by which the panel's counts tell one face from another. */
const mouthOf = async (): Promise<string> => (await editor().row(4).locator('.cell.pixels').innerText()).trim();
const mouth = (number: number): string => new Intl.NumberFormat('en').format(countOf(faceIds(number), 4));

describe('stepping through the masks of a folder', () => {
  it('goes on from the mask of an editor, in one tab', async () => {
    const { workbench } = session;
    await MaskEditor.open(workbench, `${FOLDER}/face_02.png`);
    await workbench.runCommand('Maskscope: Next Pair');
    await bar().waitFor({ timeout: 30_000 });
    await expectPair(3);
    await editor().ready();
    await expect.poll(mouthOf).toBe(mouth(3));
    await editor().focus();
    await press('n');
    await expectPair(4);
    await expect.poll(mouthOf).toBe(mouth(4));
    await press('p');
    await press('p');
    await expectPair(2);
    await expect.poll(mouthOf).toBe(mouth(2));
    expect(await workbench.page.locator('.tabs-container .tab').count()).toBe(2);
    await workbench.screenshot('pairs');
  });

  it('shows a neighbour that was decoded ahead without asking the window', async () => {
    await editor().focus();
    await expect.poll(async () => (await toldEdits(editor())).messages['ahead'] ?? 0).toBeGreaterThan(0);
    await session.workbench.page.waitForTimeout(1000);
    await editor()
      .frame.locator('body')
      .evaluate(() => {
        const page = window as Window & { keysOfWindow?: string[] };
        const keys: string[] = [];
        page.keysOfWindow = keys;
        // Where the window listens for its key bindings.
        page.addEventListener('keydown', ({ key }) => keys.push(key));
      });
    await press('n');
    await expectPair(3);
    await press('x');
    await press('p');
    await expectPair(2);
    await expect.poll(mouthOf).toBe(mouth(2));
    const keys = await editor()
      .frame.locator('body')
      .evaluate(() => (window as Window & { keysOfWindow?: string[] }).keysOfWindow);
    expect(keys).toEqual(['x']);
  });

  it('has no button to edit in the title of a tab where nothing is edited', async () => {
    const actions = session.workbench.page.locator('.editor-group-container.active .editor-actions');
    await actions.getByRole('button', { name: /Toggle Class Panel/ }).waitFor();
    expect(await actions.getByRole('button', { name: /Toggle Edit Panel/ }).count()).toBe(0);
  });

  it('keeps zoom and place, and what is hidden', async () => {
    await editor().goTo(...innerPixel(faceIds(2), 4));
    for (let times = 0; times < 4; times++) await press('+');
    const zoom = await editor().zoom();
    const readout = await editor().readout();
    await press('n');
    await expectPair(3);
    expect(await editor().zoom()).toBe(zoom);
    const [place] = readout.split(' id ');
    await expect.poll(() => editor().readout()).toMatch(new RegExp(`^${place} id `));
    await press('0');
    await expect.poll(() => editor().canvas.getAttribute('data-overlay')).toBe('overlay');
    await press('m');
    await editor().expectPixel(FACE, innerPixel(faceIds(3), 4), CLASS_COLOURS[4]);
  });

  it('stops at both ends, and takes a held key', async () => {
    await editor().focus();
    for (let times = 0; times < 9; times++) await press('n');
    await expectPair(6);
    expect(await bar().getByRole('button', { name: 'Next pair' }).getAttribute('aria-disabled')).toBe('true');
    await expect.poll(mouthOf).toBe(mouth(6));
    for (let times = 0; times < 9; times++) await press('Alt+PageUp');
    await expectPair(1);
    await expect.poll(mouthOf).toBe(mouth(1));
  });

  it('leaves letters to text fields', async () => {
    await editor().filterClasses();
    await session.workbench.page.keyboard.type('nn');
    await session.workbench.page.waitForTimeout(300);
    await expectPair(1);
    await press('Escape');
  });

  it('says why a mask cannot be changed here', async () => {
    await editor().button('Edit panel').click();
    await editor().frame.getByText('Open this one in an editor of its own').first().waitFor();
    await editor().button('Classes panel').click();
    await editor().ready();
  });

  it('opens the mask in an editor of its own', async () => {
    const { page } = session.workbench;
    await editor().button('Open in Editor').click();
    await expect.poll(() => page.locator('.tab.active').getAttribute('data-resource-name')).toBe('face_01.png');
    await editor().ready();
    expect(await editor().frame.locator('.pair-bar').count()).toBe(0);
    await page.keyboard.press('Control+w');
    await bar().waitFor();
  });

  it('shows unsaved edits of an editor, and the file when they are given up', async () => {
    const { workbench } = session;
    const tab = workbench.page.locator('.tab[data-resource-name="face_01.png"]');
    await editor().button('Open in Editor').click();
    await tab.waitFor();
    await editor().ready();
    await mergeIds(editor(), 4, 0);
    await workbench.runCommand('Maskscope: Browse Masks of the Folder');
    await bar().waitFor();
    await expectPair(1);
    await editor().ready();
    await expect.poll(async () => (await toldEdits(editor())).applied).toBe(1);
    await expect.poll(mouthOf).toBe('unused');
    await tab.click();
    await editor().ready();
    await workbench.runCommand('File: Revert File');
    await workbench.page.keyboard.press('Control+w');
    await bar().waitFor();
    await expect.poll(mouthOf).toBe(mouth(1));
  });

  it('is there again after a reload, at the pair that was shown', async () => {
    await editor().focus();
    await press('n');
    await expectPair(2);
    await session.workbench.reload();
    await bar().waitFor({ timeout: 45_000 });
    await expectPair(2);
    await editor().focus();
    await press('n');
    await expectPair(3);
    await expect.poll(mouthOf).toBe(mouth(3));
    expect(session.workbench.problems).toEqual([]);
  });
});
