import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MASK_STRINGS } from '../../../src/protocol/maskStrings.ts';
import korean from '../../../l10n/bundle.l10n.ko.json' with { type: 'json' };
import { controlsOf } from '../accessibility.ts';
import { EditSection, type SectionName } from '../editPane.ts';
import { MaskEditor } from '../maskEditor.ts';
import { faceIds, innerPixel } from '../sampleFace.ts';
import { useSession } from '../session.ts';
import type { Workbench } from '../workbench.ts';

const session = useSession();
const ids = faceIds(6);
const FILE = 'faces/SegmentationClass/face_06.png';
const SECTIONS: readonly SectionName[] = ['entry', 'palette', 'ids', 'region', 'specks'];

async function writeTheme(theme: string | null): Promise<void> {
  await mkdir(join(session.workspace, '.vscode'), { recursive: true });
  const settings = theme === null ? {} : { 'workbench.colorTheme': theme };
  await writeFile(join(session.workspace, '.vscode', 'settings.json'), JSON.stringify(settings));
}

/** Every section with something in it: a region, a preview, a problem. */
async function fillPane(window: Workbench, editTab: string): Promise<MaskEditor> {
  await window.clickFile(FILE);
  const editor = new MaskEditor(window);
  // Not its class rows: the edit pane may hide them.
  await editor.canvas.waitFor();
  await editor.goTo(...innerPixel(ids, 1));
  await window.page.keyboard.press('Enter');
  await window.page.keyboard.press('r');
  await window.page.keyboard.type('4');
  await editor.frame.getByRole('tab', { name: editTab, exact: true }).waitFor();
  for (const name of SECTIONS) {
    const { element } = EditSection.at(editor, name);
    if ((await element.getAttribute('open')) === null) await element.locator('summary').click();
  }
  const idFields = editor.frame.locator('[data-section="ids"] .id-input');
  await idFields.nth(0).fill('77');
  await idFields.nth(1).fill('2');
  await editor.frame.locator('[data-section="ids"] .edit-problem').waitFor();
  return editor;
}

async function picture(window: Workbench, editor: MaskEditor, name: string): Promise<void> {
  for (const [part, section] of [
    ['top', 'entry'],
    ['bottom', 'specks'],
  ] as const) {
    await editor.frame.locator(`[data-section="${section}"]`).evaluate((element, end) => {
      element.scrollIntoView({ block: end ? 'end' : 'start' });
    }, part === 'bottom');
    await window.screenshot(`${name}-${part}`);
  }
}

describe.each(['Default Dark Modern', 'Default Light Modern', 'Default High Contrast', 'Default High Contrast Light'])(
  'the edit pane in the theme %s',
  (theme) => {
    it('is readable', async () => {
      await writeTheme(theme);
      const editor = await fillPane(session.workbench, 'Edit');
      const kind = theme.includes('Light') ? 'light' : theme.includes('Dark') ? 'dark' : 'high-contrast';
      await expect.poll(() => editor.frame.locator('body').getAttribute('class')).toContain(kind);
      await picture(session.workbench, editor, `edit-${theme.toLowerCase().replaceAll(' ', '-')}`);
      expect(session.workbench.problems).toEqual([]);
    });
  },
);

describe('the edit pane', () => {
  it('fits below the picture of a very narrow page', async () => {
    await writeTheme(null);
    const { page } = session.workbench;
    const size = page.viewportSize();
    if (size === null) throw new Error('The window has no size of its own.');
    const editor = await fillPane(session.workbench, 'Edit');
    await page.setViewportSize({ width: 860, height: size.height });
    const pane = editor.frame.locator('.edit-pane');
    await expect.poll(() => pane.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
    await picture(session.workbench, editor, 'edit-narrow');
    await page.setViewportSize({ width: 1000, height: size.height });
    await expect.poll(() => pane.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
    await picture(session.workbench, editor, 'edit-half');
    await page.setViewportSize(size);
  });

  it('names all its controls, in Korean too', async () => {
    const window = await session.openKorean();
    const translations: Readonly<Record<string, string>> = korean;
    const editor = await fillPane(window, translations[MASK_STRINGS.edit] ?? '');
    await editor.frame.locator('[data-section="specks"] vscode-checkbox').waitFor();
    const controls = await controlsOf(window, editor.frame);
    const inKorean = (key: keyof typeof MASK_STRINGS) => translations[MASK_STRINGS[key]] ?? '';
    for (const [role, key] of [
      ['button', 'entryRename'],
      ['textbox', 'entryHex'],
      ['combobox', 'paletteSource'],
      ['combobox', 'idsWhat'],
      ['combobox', 'regionTo'],
      ['textbox', 'specksBelow'],
      ['checkbox', 'specksVoid'],
    ] as const)
      expect(controls).toContainEqual({ role, name: inKorean(key) });
    expect(controls.filter(({ name }) => !/[가-힣]/.test(name) && !/^(ID|id|[\d:.,%]+)$/.test(name))).toEqual([]);
    await picture(window, editor, 'edit-korean');
  });
});
