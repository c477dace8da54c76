import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import korean from '../../../l10n/bundle.l10n.ko.json' with { type: 'json' };
import { TRAINING_STRINGS } from '../../../src/protocol/trainingStrings.ts';
import { decodeIndependently } from '../../fixtures/independentDecoder.ts';
import { hasReference } from '../../unit/mask/pythonReference.ts';
import { controlsOf } from '../accessibility.ts';
import { MaskEditor } from '../maskEditor.ts';
import { faceIds } from '../sampleFace.ts';
import { useSession } from '../session.ts';

const session = useSession();
const FOLDER = 'faces/SegmentationClass';
const ids = faceIds(5);
const pathOf = (name: string) => join(session.workspace, FOLDER, name);
let editor: MaskEditor;

const pane = (of = editor): Locator => of.frame.locator('.training-pane');
const summary = (of = editor) => pane(of).locator('.training-summary').innerText();
const card = (call: string, of = editor): Locator =>
  pane(of)
    .locator('.reading')
    .filter({ has: of.frame.getByText(call, { exact: true }) });

/** Id, class and value of each row of a card. */
const values = (call: string) =>
  card(call)
    .locator('tbody tr')
    .evaluateAll((rows) => rows.map((row) => [...row.children].map(({ textContent }) => textContent)));

/** Opens a file and shows what training code makes of it. */
async function openTraining(path: string, byMenu = false): Promise<MaskEditor> {
  const { workbench } = session;
  if (byMenu) await workbench.chooseFromMenu(await workbench.explorerRow(path), 'Open as Mask');
  else await workbench.clickFile(path);
  const opened = new MaskEditor(session.workbench);
  await opened.frame.getByRole('tab', { name: 'Training' }).click();
  return opened;
}

beforeAll(async () => {
  editor = await MaskEditor.open(session.workbench, `${FOLDER}/face_05.png`);
});

describe('the training pane', () => {
  it('tells what each call returns, by class', async () => {
    await session.workbench.runCommand('Maskscope: Toggle Training Panel');
    await expect.poll(() => summary()).toBe('No call loses ids, but 8 of 9 change them.');
    expect(await card('np.array(Image.open(path))').innerText()).toMatch(
      /Ids kept\s+uint8, shape \(512, 512\) · mode P\s+Each pixel is its id\./,
    );
    // What OpenCV 4.6 and 4.14 return of these colours.
    expect(await values('cv2.imread(path, cv2.IMREAD_GRAYSCALE)')).toEqual([
      ['0', 'background', '0'],
      ['1', 'eye', '38'],
      ['2', 'nose', '75'],
      ['3', 'mouth', '14'],
      ['4', 'eyebrow', '113'],
    ]);
    expect((await values('cv2.imread(path)'))[1]).toEqual(['1', 'eye', '(0, 0, 128)']);
    expect((await values('tf.io.decode_png(tf.io.read_file(path), channels=3)'))[1]).toEqual([
      '1',
      'eye',
      '(128, 0, 0)',
    ]);
    expect(await card('cv2.imread(path)').innerText()).toContain('shape (512, 512, 3)');
    await session.workbench.screenshot('training');
  });

  it('copies the line that reads the ids right', async () => {
    await editor.button('Copy Line').click();
    await expect.poll(() => session.workbench.clipboard()).toBe('ids = np.array(Image.open("face_05.png"))');
    await expect
      .poll(() => pane().locator('.training-buttons [role="status"]').innerText())
      .toBe('The line was copied.');
    if (hasReference) {
      const line = await session.workbench.clipboard();
      const program = `import sys\nimport numpy as np\nfrom PIL import Image\n${line}\nsys.stdout.buffer.write(ids.tobytes())`;
      const run = spawnSync('/usr/bin/python3', ['-c', program], { cwd: join(session.workspace, FOLDER) });
      expect(Buffer.compare(run.stdout, ids)).toBe(0);
    }
  });

  it('follows an edit at once: a colour that two ids share loses them', async () => {
    await editor.frame.getByRole('tab', { name: 'Classes' }).click();
    await editor.row(1).click();
    await editor.frame.getByRole('tab', { name: 'Edit' }).click();
    const entry = editor.frame.locator('[data-section="entry"]');
    const hex = entry.getByLabel('Hex code', { exact: true });
    await hex.fill('#008000');
    await hex.press('Enter');
    await editor.frame.getByRole('tab', { name: 'Training' }).click();
    await expect.poll(() => summary()).toBe('8 of 9 calls lose ids.');
    const colour = card('cv2.imread(path)');
    expect(await colour.locator('.verdict').innerText()).toBe('Ids lost');
    expect(await colour.locator('.collisions').innerText()).toContain('(0, 128, 0): ids 1, 2');
    expect((await values('cv2.imread(path, cv2.IMREAD_GRAYSCALE)'))[1]).toEqual(['1', 'nose', '75']);
    await colour.scrollIntoViewIfNeeded();
    await session.workbench.screenshot('training-lost');
  });

  it('follows the ids too', async () => {
    await editor.frame.getByRole('tab', { name: 'Classes' }).click();
    await editor.row(1).click();
    await session.workbench.page.keyboard.press('m');
    // Both ids are the nose now, by their colour.
    await session.workbench.page.keyboard.type('2');
    await expect
      .poll(() => editor.frame.locator('[data-section="ids"] .edit-outcome').innerText())
      .toContain('pixels change');
    await session.workbench.page.keyboard.press('Enter');
    await editor.frame.getByRole('tab', { name: 'Training' }).click();
    await expect.poll(() => values('cv2.imread(path)').then((rows) => rows.length)).toBe(4);
    await expect.poll(() => summary()).toBe('No call loses ids, but 8 of 9 change them.');
  });

  it('exports the ids with the unsaved edits, by keyboard', async () => {
    const { workbench } = session;
    const { keyboard } = workbench.page;
    await rm(pathOf('face_05.ids.png'), { force: true });
    await editor.frame.locator('.python-line').focus();
    await keyboard.press('Tab');
    await keyboard.press('Tab');
    await expect
      .poll(() => editor.frame.locator('[data-format="grey8"]').evaluate((button) => document.activeElement === button))
      .toBe(true);
    await keyboard.press('Enter');
    const input = workbench.page.locator('.quick-input-widget input[type="text"]');
    await expect.poll(() => input.inputValue()).toContain('face_05.ids.png');
    await workbench.screenshot('training-export-dialog');
    await keyboard.press('Enter');
    await expect.poll(() => existsSync(pathOf('face_05.ids.png'))).toBe(true);
    const file = await readFile(pathOf('face_05.ids.png'));
    expect([file[24], file[25]]).toEqual([8, 0]);
    const merged = ids.map((id) => (id === 1 ? 2 : id));
    expect(Uint8Array.from(decodeIndependently(file).samples)).toEqual(merged);
    // The mask itself was not touched.
    expect(Uint8Array.from(decodeIndependently(await readFile(pathOf('face_05.png'))).samples)).toEqual(ids);
    const notice = await workbench.notification('face_05.ids.png: 512 × 512, 8 bits, 4 different ids');
    await workbench.screenshot('training-exported');
    await notice.getByRole('button', { name: 'Open', exact: true }).click();
    await workbench.tab('face_05.ids.png').waitFor();
  });

  it('refuses what does not fit, and says why', async () => {
    const { workbench } = session;
    await workbench.chooseFromMenu(
      await workbench.explorerRow('special/face_01_gtFine_instanceIds.png'),
      'Open as Mask',
    );
    const wide = new MaskEditor(workbench);
    await expect.poll(() => wide.frame.locator('.readout-facts').innerText()).toContain('16-bit grey');
    await wide.frame.getByRole('tab', { name: 'Training' }).click();
    await expect.poll(() => summary(wide)).toMatch(/calls lose ids/);
    const button = wide.frame.locator('[data-format="grey8"]');
    expect(await button.getAttribute('aria-disabled')).toBe('true');
    expect(await pane(wide).locator('#export-reasons').innerText()).toMatch(/ids go up to \d+, 8 bits hold 0 to 255/);
    expect(await card('np.array(Image.open(path))', wide).innerText()).toMatch(
      /Ids kept\s+uint16.*Pillow 9\.4 returns int32/s,
    );
    expect(await card('cv2.imread(path)', wide).locator('.collisions li').count()).toBeGreaterThan(0);
    await workbench.screenshot('training-16-bit');
  });

  it('tells of ids outside the palette', async () => {
    const short = await openTraining('special/short-palette.mask.png');
    await expect
      .poll(() => card('cv2.imread(path)', short).locator('.collisions').innerText())
      .toContain('(0, 0, 0): ids 0, 3, 4');
    expect(await card('cv2.imread(path)', short).innerText()).toContain('Ids outside the palette become black.');
    await session.workbench.screenshot('training-outside');
  });

  it('tells of colours that are no ids', async () => {
    const rgb = await openTraining('special/rgb/rgb-colours.mask.png');
    await expect.poll(() => pane(rgb).innerText()).toContain('The pixels are colours, not ids');
    expect(await card('np.array(Image.open(path))', rgb).locator('.verdict').innerText()).toBe('Colours kept');
    expect(await rgb.frame.locator('[data-format][aria-disabled="true"]').count()).toBe(3);
    await session.workbench.screenshot('training-colours');
  });
});

describe('other files', () => {
  it('are read by kind: panoptic ids are put together', async () => {
    const panoptic = await openTraining('special/panoptic_val/face_01.png', true);
    await expect
      .poll(() => panoptic.frame.locator('.python-line').innerText())
      .toContain('.convert("RGB")).astype(np.uint32) @ np.array([1, 256, 65536], np.uint32)');
    expect(await panoptic.frame.locator('[data-format="npy"]').getAttribute('aria-disabled')).toBeNull();
    expect(await panoptic.frame.locator('[data-format="grey16"]').getAttribute('aria-disabled')).toBe('true');
    expect(await pane(panoptic).locator('#export-reasons').innerText()).toContain('segment ids have 24 bits');
    await session.workbench.screenshot('training-panoptic');
  });

  it('are not told of where they are damaged', async () => {
    await session.workbench.clickFile('broken/truncated.mask.png');
    const damaged = new MaskEditor(session.workbench);
    await damaged.button('Show What Can Be Read').click();
    await damaged.frame.getByRole('tab', { name: 'Training' }).click();
    await expect.poll(() => summary(damaged)).toContain('The file is damaged.');
    for (const part of ['.training-readers', '.training-export']) {
      expect(await pane(damaged).locator(part).isVisible()).toBe(false);
    }
    await session.workbench.screenshot('training-damaged');
  });
});

describe.each(['Default Light Modern', 'Default High Contrast', 'Default High Contrast Light', 'Default Dark Modern'])(
  'the theme %s',
  (theme) => {
    it('shows verdicts by icon and text', async () => {
      await mkdir(join(session.workspace, '.vscode'), { recursive: true });
      await writeFile(
        join(session.workspace, '.vscode', 'settings.json'),
        JSON.stringify({ 'workbench.colorTheme': theme }),
      );
      const one = await openTraining('special/duplicate-colours.mask.png');
      const kind = theme.includes('Contrast') ? 'high-contrast' : 'vscode-';
      await expect.poll(() => one.frame.locator('body').getAttribute('class')).toContain(kind);
      for (const verdict of ['kept', 'lost']) {
        const line = pane(one).locator(`.reading[data-verdict="${verdict}"] .verdict`).first();
        expect(await line.locator('svg').count()).toBe(1);
        expect(await line.innerText()).toMatch(verdict === 'kept' ? 'Ids kept' : 'Ids lost');
      }
      await session.workbench.screenshot(`training-${theme.toLowerCase().replaceAll(' ', '-')}`);
    });
  },
);

describe('Korean', () => {
  it('leaves no English text in the pane', async () => {
    const window = await session.openKorean();
    const one = await MaskEditor.open(window, 'special/duplicate-colours.mask.png');
    const translations: Readonly<Record<string, string>> = korean;
    const inKorean = (text: string) => translations[text] ?? '';
    await one.frame.getByRole('tab', { name: inKorean('Training') }).click();
    await one.frame.getByRole('heading', { name: inKorean(TRAINING_STRINGS.trainingTitle) }).waitFor();
    const english = new Set(Object.values(TRAINING_STRINGS).filter((text) => inKorean(text) !== text));
    const texts = await pane(one).evaluate((root) =>
      [...root.querySelectorAll('*')].flatMap(({ childNodes }) =>
        [...childNodes].filter(({ nodeType }) => nodeType === 3).map(({ textContent }) => textContent ?? ''),
      ),
    );
    expect(texts.filter((text) => english.has(text as never))).toEqual([]);
    const controls = await controlsOf(window, one.frame);
    for (const text of [TRAINING_STRINGS.trainingCopy, TRAINING_STRINGS.exportGrey8, TRAINING_STRINGS.exportNpy]) {
      expect(controls).toContainEqual({ role: 'button', name: inKorean(text) });
    }
    await window.screenshot('training-korean');
  });
});
