import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CLASS_COLOURS } from '../../../scripts/sample/faces.ts';
import { MASK_STRINGS } from '../../../src/protocol/maskStrings.ts';
import korean from '../../../l10n/bundle.l10n.ko.json' with { type: 'json' };
import { controlsOf } from '../accessibility.ts';
import { MaskEditor } from '../maskEditor.ts';
import { FACE, faceIds, innerPixel } from '../sampleFace.ts';
import { useSession } from '../session.ts';

const session = useSession();
const ids = faceIds(6);

/** WCAG contrast of the text of an element with the first opaque background below it. */
function contrast(element: Element): number {
  const channels = (colour: string) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = (rgb: readonly number[]) =>
    [0.2126, 0.7152, 0.0722].reduce((sum, weight, i) => {
      const value = (rgb[i] ?? 0) / 255;
      return sum + weight * (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    }, 0);
  let ground: readonly number[] = [255, 255, 255];
  for (let under: Element | null = element; under !== null; under = under.parentElement) {
    const background = channels(getComputedStyle(under).backgroundColor);
    if ((background[3] ?? 1) === 1 && background.length >= 3) {
      ground = background;
      break;
    }
  }
  const text = channels(getComputedStyle(element).color);
  const alpha = text[3] ?? 1;
  const mixed = ground.map((value, i) => value + alpha * ((text[i] ?? 0) - value));
  const [light = 0, dark = 0] = [luminance(mixed), luminance(ground)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

describe.each([
  ['Default Dark Modern', 'vscode-dark'],
  ['Default Light Modern', 'vscode-light'],
  ['Default High Contrast', 'vscode-high-contrast'],
  ['Default High Contrast Light', 'vscode-high-contrast-light'],
])('the theme %s', (theme, kind) => {
  const name = theme.toLowerCase().replaceAll(' ', '-');

  it('changes everything but the colours of the mask', async () => {
    const { workbench, workspace } = session;
    const editor = await MaskEditor.open(workbench, 'faces/SegmentationClass/face_06.png');
    await mkdir(join(workspace, '.vscode'), { recursive: true });
    await writeFile(join(workspace, '.vscode', 'settings.json'), JSON.stringify({ 'workbench.colorTheme': theme }));
    await expect
      .poll(() => editor.frame.locator('body').getAttribute('class'))
      .toMatch(new RegExp(`(^|\\s)${kind}(\\s|$)`));
    for (const [id, colour] of CLASS_COLOURS.entries()) await editor.expectPixel(FACE, innerPixel(ids, id), colour);
    const [x, y] = innerPixel(ids, 2);
    await editor.point(FACE, x, y);
    await expect.poll(() => editor.readout()).toContain('nose');
    await workbench.screenshot(`theme-${name}`);
  });

  it('keeps texts readable', async () => {
    const editor = new MaskEditor(session.workbench);
    for (const selector of [
      '.name-text',
      '.cell.pixels',
      '.cell.id',
      '.hex',
      '.readout-facts',
      '.readout-name',
      '.source',
      '.kind',
      '.zoom-level',
    ]) {
      const ratio = await editor.frame.locator(selector).first().evaluate(contrast);
      expect(ratio, selector).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('shows a page for a broken file', async () => {
    await session.workbench.clickFile('broken/truncated.mask.png');
    await session.workbench.webview().locator('main.page').waitFor();
    await session.workbench.screenshot(`theme-${name}-broken`);
  });
});

describe('Korean', () => {
  it('leaves no English text in the editor', async () => {
    await mkdir(join(session.workspace, '.vscode'), { recursive: true });
    await writeFile(join(session.workspace, '.vscode', 'settings.json'), '{}');
    const window = await session.openKorean();
    const editor = await MaskEditor.open(window, 'faces/SegmentationClass/face_06.png');
    const translations: Readonly<Record<string, string>> = korean;
    const english = new Set<string>(
      Object.values(MASK_STRINGS).filter((text) => (translations[text] ?? text) !== text),
    );
    const texts = await editor.frame
      .locator('body')
      .evaluate((body) =>
        [body, ...body.querySelectorAll('*')].flatMap((element) => [
          element.getAttribute('aria-label') ?? '',
          element.getAttribute('title') ?? '',
          element.getAttribute('placeholder') ?? '',
          ...[...element.childNodes]
            .filter(({ nodeType }) => nodeType === 3)
            .map(({ textContent }) => textContent?.trim() ?? ''),
        ]),
      );
    expect(texts.filter((text) => english.has(text))).toEqual([]);
    expect(texts).toContain(translations[MASK_STRINGS.classes]);
    await window.screenshot('korean');
    // What the component library names by itself is not among the texts above.
    await editor.frame.locator('.filter vscode-text-field').waitFor();
    await editor.canvas.focus();
    await window.page.keyboard.press('Control+g');
    await editor.frame.locator('.go-to vscode-text-field').waitFor();
    const inKorean = (key: keyof typeof MASK_STRINGS) => translations[MASK_STRINGS[key]] ?? '';
    const controls = await controlsOf(window, editor.frame);
    for (const [role, key] of [
      ['textbox', 'filter'],
      ['textbox', 'goTo'],
      ['button', 'goToGo'],
      ['button', 'goTo'],
      ['button', 'fitLabel'],
      ['button', 'zoomIn'],
      ['checkbox', 'logarithmic'],
      ['checkbox', 'hideUnused'],
      ['tab', 'classes'],
      ['tab', 'report'],
    ] as const)
      expect(controls).toContainEqual({ role, name: inKorean(key) });
    // `ID` is Korean usage too, and numbers are of no language.
    expect(controls.filter(({ name }) => !/[가-힣]/.test(name) && !/^(ID|[\d:.,%]+)$/.test(name))).toEqual([]);
    await window.screenshot('korean-go-to');
    await window.page.keyboard.press('Escape');
    await editor.frame.getByRole('tab', { name: inKorean('report') }).click();
    await editor.frame.locator('.report-text').waitFor();
    const ofReport = await controlsOf(window, editor.frame);
    for (const key of ['copyReport', 'openReport'] as const)
      expect(ofReport).toContainEqual({ role: 'button', name: inKorean(key) });
    expect(ofReport.filter(({ name }) => !/[가-힣]/.test(name) && !/^(ID|[\d:.,%]+)$/.test(name))).toEqual([]);
    await window.clickFile('broken/bad-crc.mask.png');
    await window
      .webview()
      .getByRole('heading', { name: translations[MASK_STRINGS.problemTitle] ?? '' })
      .waitFor();
    await window.screenshot('korean-broken');
    await window.page.keyboard.press('F1');
    await window.page.keyboard.type('Maskscope');
    await window.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: '마스크' }).first().waitFor();
    await window.screenshot('korean-commands');
  });
});
