import { beforeAll, describe, expect, it } from 'vitest';
import { MaskEditor } from '../maskEditor.ts';
import { countOf, faceIds } from '../sampleFace.ts';
import { useSession } from '../session.ts';

const session = useSession();
const ids = faceIds(4);
let editor: MaskEditor;

/** The histogram that ImageMagick prints for the five classes: ordered by red, green, blue. */
const HISTOGRAM = [
  [0, '(  0,  0,  0) #000000 black'],
  [3, '(  0,  0,128) #000080 navy'],
  [2, '(  0,128,  0) #008000 green'],
  [1, '(128,  0,  0) #800000 maroon'],
  [4, '(128,128,  0) #808000 olive'],
] as const;

function expectReport(report: string): void {
  expect(report).toMatch(/^Image: faces\/SegmentationClass\/face_04\.png$/m);
  expect(report).toContain('  Geometry: 512x512+0+0');
  expect(report).toContain('  Colors: 5');
  expect(report).toContain('  Colormap entries: 256');
  let position = -1;
  for (const [id, colour] of HISTOGRAM) {
    const at = report.search(new RegExp(`^ +${countOf(ids, id)}: ${colour.replace(/[()]/g, '\\$&')}$`, 'm'));
    expect(at).toBeGreaterThan(position);
    position = at;
  }
}

beforeAll(async () => {
  editor = await MaskEditor.open(session.workbench, 'faces/SegmentationClass/face_04.png');
});

describe('the identify report', () => {
  it('is shown in its pane', async () => {
    await session.workbench.runCommand('Maskscope: Toggle Report');
    const text = editor.frame.locator('.report-text');
    await expect.poll(() => text.innerText()).toContain('Colormap');
    expectReport(await text.innerText());
    await session.workbench.screenshot('report');
  });

  it('is searched by Ctrl+F, which leads to the class filter elsewhere', async () => {
    const { keyboard } = session.workbench.page;
    const search = session.workbench.page.locator('.simple-find-part.visible');
    await editor.frame.locator('.report-text').click();
    await keyboard.press('Control+f');
    await search.waitFor();
    await keyboard.type('Colormap entries');
    await expect
      .poll(() => editor.frame.locator('body').evaluate(() => String(getSelection())))
      .toBe('Colormap entries');
    await session.workbench.screenshot('report-search');
    await expect
      .poll(() => editor.frame.locator('.report-text').evaluate(({ scrollTop }) => scrollTop))
      .toBeGreaterThan(0);
    await keyboard.press('Escape');
    await search.waitFor({ state: 'hidden' });
    expect(await editor.frame.getByRole('tab', { name: 'Report' }).getAttribute('aria-selected')).toBe('true');
  });

  it('is copied', async () => {
    await session.workbench.runCommand('Maskscope: Copy Identify Report');
    await expect.poll(() => session.workbench.clipboard()).toContain('Colormap');
    expectReport(await session.workbench.clipboard());
  });

  it('opens as a read-only text document', async () => {
    const { workbench } = session;
    await workbench.runCommand('Maskscope: Open Identify Report');
    const lines = workbench.page.locator('.monaco-editor .view-lines');
    // The editor shows spaces as no-break spaces.
    const text = async () => (await lines.innerText()).replaceAll('\u00a0', ' ');
    await expect.poll(text).toContain('Format: PNG (Portable Network Graphics)');
    await lines.click();
    await workbench.page.keyboard.type('x');
    await expect.poll(() => workbench.page.locator('.monaco-editor-overlaymessage').innerText()).toMatch(/read-only/i);
    await workbench.screenshot('report-document');
  });

  it('says where colours and ids disagree', async () => {
    const duplicate = await MaskEditor.open(session.workbench, 'special/duplicate-colours.mask.png');
    await duplicate.frame.getByRole('tab', { name: 'Report' }).click();
    const pane = duplicate.frame.locator('.histograms');
    const first = faceIds(1);
    const merged = (countOf(first, 3) + countOf(first, 4)).toLocaleString('en');
    await expect.poll(() => pane.innerText()).toMatch(/is shared by ids 3.*4/);
    expect(await pane.innerText()).toContain(merged);
    await session.workbench.screenshot('report-disagreement');
  });

  it('counts ids outside the palette as the report does', async () => {
    const short = await MaskEditor.open(session.workbench, 'special/short-palette.mask.png');
    await short.frame.getByRole('tab', { name: 'Report' }).click();
    const pane = short.frame.locator('.histograms');
    await expect.poll(() => pane.innerText()).toMatch(/Ids 3, 4 have no palette entry.*entry 0, #000000/);
    const first = faceIds(1);
    const black = [0, 3, 4].reduce((sum, id) => sum + countOf(first, id), 0);
    expect(await pane.locator('tbody tr').first().innerText()).toContain(black.toLocaleString('en'));
    await expect.poll(() => short.frame.locator('.report-text').innerText()).toMatch(new RegExp(`^ +${black}: `, 'm'));
    await session.workbench.screenshot('report-outside');
  });
});
