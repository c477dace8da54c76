import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { controlsOf } from '../accessibility.ts';
import { ExportPage } from '../exportPage.ts';
import { useSession } from '../session.ts';
import { file, idat, IEND, ihdr } from '../../fixtures/pngBuilder.ts';

const session = useSession();
const THEMES = [
  ['Default Light Modern', 'vscode-light'],
  ['Default High Contrast', 'vscode-high-contrast'],
  ['Default High Contrast Light', 'vscode-high-contrast-light'],
  ['Default Dark Modern', 'vscode-dark'],
] as const;
let page: ExportPage;

/** The names of the sample's rows without an eyebrow, background and skipped row included. */
const WITHOUT_EYEBROW = ['07', '14', '18', '21', '27', '28', '35'].map((number) => `subject.${number}.jpg`);

describe('a Labelbox export', () => {
  it('opens as a table, with what it is and how it was recognised', async () => {
    const { workbench } = session;
    page = await ExportPage.open(workbench, 'labelbox/export-2023.json');
    await expect.poll(() => page.status()).toMatch(/^36 rows, 36 labels, 261 objects · 78 findings$/);
    expect(await page.frame.locator('.settings').innerText()).toMatch(/Detected: E5[\s\S]*list "objects"/);
    expect(await page.frame.locator('.settings').innerText()).toContain('labelbox/originals: 36 images');
    // Of the image that has two rows the newer one counts.
    await page.expectShown('35 of 35 shown');
    await page.rows.locator('.thumbnail canvas').first().waitFor();
    await workbench.screenshot('labelbox-open');
  }, 180_000);

  it('sorts by a column', async () => {
    const head = page.frame.getByRole('columnheader', { name: 'Objects' });
    await head.getByRole('button').click();
    await page.frame.locator('[aria-sort="ascending"]').waitFor();
    await head.getByRole('button').click();
    await page.frame.locator('[aria-sort="descending"]').waitFor();
    await expect.poll(async () => (await page.column('objects'))[0]).toBe('8');
    const objects = (await page.column('objects')).map(Number);
    expect(objects).toEqual(objects.toSorted((a, b) => b - a));
    await head.getByRole('button').click();
    await expect.poll(async () => (await page.column('row'))[0]).toBe('1');
  });

  it('lists the rows that lack a class', async () => {
    const chip = page.frame.getByRole('button', { name: 'eyebrow: either' });
    await chip.click();
    await page.expectShown('28 of 35 shown');
    await page.frame.getByRole('button', { name: 'eyebrow: present' }).click();
    await page.expectShown('7 of 35 shown');
    expect(await page.column('name')).toEqual(WITHOUT_EYEBROW);
    await page.frame.getByRole('button', { name: 'Clear Filters' }).click();
    await page.expectShown('35 of 35 shown');
  });

  it('draws the objects of the selected row, and turns them over at once', async () => {
    const { workbench } = session;
    await page.select('subject.09.jpg');
    await page.frame.locator('.picture-original:not([hidden])').waitFor();
    const shape = page.frame.locator('.shape .line').first();
    const before = await shape.getAttribute('d');
    await page.frame.getByRole('option', { name: /^mouth 1: polygon/ }).click();
    await expect.poll(() => page.frame.locator('.picture-tag').innerText()).toMatch(/^mouth · polygon, \d+ points$/);
    await workbench.screenshot('labelbox-row');
    await page.frame.getByRole('button', { name: 'Flip the Y axis' }).click();
    await expect.poll(() => page.frame.locator('.axis-text').innerText()).toBe('upwards from the bottom');
    await expect.poll(() => shape.getAttribute('d')).not.toBe(before);
    const selected = page.frame.locator('.object[aria-selected="true"]');
    expect(await selected.innerText()).toMatch(/^mouth 1/);
    expect(await page.frame.locator('.picture-tag').innerText()).toMatch(/^mouth/);
    await workbench.screenshot('labelbox-flipped');
    await page.frame.getByRole('button', { name: 'Flip the Y axis' }).click();
    await expect.poll(() => shape.getAttribute('d')).toBe(before);
  });

  it('is read with the keyboard alone', async () => {
    const { keyboard } = session.workbench.page;
    const focused = (): Promise<string> =>
      page.frame
        .locator(':focus')
        .evaluate((element: Element) => element.getAttribute('aria-rowindex') ?? element.className);
    await page.frame.locator('.entry-row[tabindex="0"]').focus();
    await keyboard.press('Home');
    await expect.poll(focused).toBe('2');
    await keyboard.press('ArrowDown');
    await expect.poll(() => page.frame.locator('.details-name').innerText()).toBe('subject.02.jpg');
    await keyboard.press('End');
    await expect.poll(focused).toBe('36');
    await keyboard.press('PageUp');
    await expect.poll(async () => Number(await focused())).toBeLessThan(36);
    await keyboard.press('Enter');
    await expect.poll(focused).toBe('object');
    await keyboard.press('ArrowDown');
    await expect.poll(() => page.frame.locator('.object[aria-selected="true"]').count()).toBe(1);
    await keyboard.press('Escape');
    await expect.poll(async () => Number(await focused())).toBeGreaterThan(1);
    await keyboard.type('minsu');
    await page.expectShown('12 of 35 shown');
    await keyboard.press('Escape');
    await page.expectShown('35 of 35 shown');
  });

  it('summarises classes, labellers and expired links', async () => {
    await page.frame.getByRole('tab', { name: 'Summary' }).click();
    const summary = page.frame.locator('.summary');
    await expect.poll(() => summary.innerText()).toMatch(/image: 36 of 36 links expired [\d,]+ days ago/);
    await session.workbench.screenshot('labelbox-summary');
    await page.frame.getByRole('button', { name: /Show the rows without nose/ }).click();
    await page.expectShown('4 of 35 shown');
    await page.frame.getByRole('button', { name: 'Clear Filters' }).click();
  });

  it.each(THEMES)('in the theme %s', async (theme, kind) => {
    const { workbench, workspace } = session;
    mkdirSync(join(workspace, '.vscode'), { recursive: true });
    writeFileSync(join(workspace, '.vscode', 'settings.json'), JSON.stringify({ 'workbench.colorTheme': theme }));
    await expect
      .poll(() => page.frame.locator('body').getAttribute('class'))
      .toMatch(new RegExp(`(^|\\s)${kind}(\\s|$)`));
    await page.select('subject.12.jpg');
    await page.frame.locator('.picture-original:not([hidden])').waitFor();
    await workbench.screenshot(`labelbox-${kind}`);
  });

  it('names every control', async () => {
    expect((await controlsOf(session.workbench, page.frame)).filter(({ name }) => name === '')).toEqual([]);
  });

  it('lists its findings, each of which leads to its row', async () => {
    const { workbench } = session;
    await page.frame.getByRole('button', { name: 'Show Findings' }).click();
    const tree = workbench.page.locator('.pane-body .monaco-list-row');
    await tree.filter({ hasText: 'Outlines that cross themselves' }).click();
    const finding = tree.filter({ hasText: 'mouth: an outline crosses itself' });
    await finding.waitFor();
    await workbench.screenshot('labelbox-findings');
    await finding.click();
    await expect.poll(() => page.frame.locator('.details-name').innerText()).toBe('subject.12.jpg');
    await workbench.page.getByRole('tab', { name: /^Explorer/ }).click();
  });

  it('shows a row as it is written, and offers the table on its text', async () => {
    const { workbench } = session;
    await page.select('subject.09.jpg');
    await page.frame.getByRole('button', { name: 'Reveal in Text Editor' }).click();
    const bar = workbench.page.locator('.statusbar');
    await expect.poll(() => bar.innerText(), { timeout: 30_000 }).toMatch(/Ln 10, Col \d+ \(\d+ selected\)/);
    await workbench.page
      .locator('.editor-actions')
      .getByRole('button', { name: /Open as Labelbox Export/ })
      .waitFor();
  });

  it('keeps the selected row and the place of the table while its tab is hidden', async () => {
    const { workbench } = session;
    await workbench.page.keyboard.press('Control+W');
    page = new ExportPage(workbench);
    await page.frame.locator('.entry-row').first().waitFor();
    await expect.poll(() => page.frame.locator('.details-name').innerText()).toBe('subject.09.jpg');
    await expect.poll(() => page.frame.locator('.entry-row[aria-selected="true"]').innerText()).toContain('subject.09');
    const viewport = page.frame.locator('.entry-viewport');
    await viewport.evaluate((element: Element) => (element.scrollTop = 333));
    await page.frame.getByRole('button', { name: 'Reveal in Text Editor' }).click();
    await expect.poll(() => workbench.page.locator('.statusbar').innerText()).toMatch(/Ln 10, Col/);
    await workbench.page.keyboard.press('Control+W');
    await expect.poll(() => page.frame.locator('.details-name').innerText()).toBe('subject.09.jpg');
    await expect.poll(() => viewport.evaluate((element: Element) => element.scrollTop)).toBe(333);
  });

  it('keeps to its content security policy', () => {
    expect(session.workbench.problems).toEqual([]);
  });
});

describe('an export with labels of several people', () => {
  it('compares them', async () => {
    const { workbench } = session;
    page = await ExportPage.open(workbench, 'labelbox/export-v2.ndjson');
    await expect.poll(() => page.status()).toMatch(/^19 rows, 23 labels, /);
    await page.rows.first().click();
    const option = page.frame.locator('.object').nth(1);
    await option.click();
    await expect.poll(() => option.getAttribute('aria-selected')).toBe('true');
    const axis = await page.frame.locator('.axis-text').innerText();
    await page.frame.locator('.flip').evaluate((button: HTMLElement) => button.click());
    await expect.poll(() => page.frame.locator('.axis-text').innerText()).not.toBe(axis);
    // The table is fetched anew, under a cursor that stays.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(await option.getAttribute('aria-selected')).toBe('true');
    expect(await option.evaluate((element: Element) => element.matches(':focus'))).toBe(true);
    await page.frame.getByLabel('Several labels').selectOption('all');
    await page.expectShown('25 of 25 shown');
    await page.frame.getByRole('tab', { name: 'Summary' }).click();
    await page.frame.getByRole('button', { name: 'Compare Labels' }).click();
    await page.frame.getByText('6 images compared, 0 left out.').waitFor();
    await workbench.screenshot('labelbox-agreement');
  });
});

describe('a file that is no export', () => {
  it('says so, and offers no conversion', async () => {
    const { workbench, workspace } = session;
    writeFileSync(join(workspace, 'other.json'), JSON.stringify({ compilerOptions: { strict: true } }));
    await workbench.chooseFromMenu(await workbench.explorerRow('other.json'), 'Open as Labelbox Export');
    page = new ExportPage(workbench);
    await page.frame.getByRole('heading', { name: 'No Labelbox export' }).waitFor();
    await expect.poll(() => page.frame.getByRole('button', { name: 'Open as Text' }).count()).toBe(2);
    expect(await page.frame.getByRole('button', { name: 'Convert to Masks' }).count()).toBe(0);
    await workbench.screenshot('labelbox-no-export');
  });
});

describe('a finding', () => {
  const outline = (points: readonly (readonly [number, number])[]) => ({
    objects: [{ title: 'eye', color: '#ff0000', polygon: points.map(([x, y]) => ({ x, y })) }],
  });
  const crossing = outline([
    ...([
      [0, 0],
      [40, 40],
      [40, 0],
      [0, 40],
    ] as const),
  ]);
  const sound = outline([
    ...([
      [0, 0],
      [40, 0],
      [40, 40],
    ] as const),
  ]);
  const row = (id: string, image: string, day: number, label: object): object => ({
    ...{ ID: id, 'DataRow ID': image, 'Labeled Data': 'https://example.invalid/a.jpg', Label: label },
    ...{ 'External ID': `${id}.jpg`, 'Created By': 'anna', 'Created At': `2019-10-0${day}T10:00:00.000Z` },
  });

  it('about a label that does not count keeps the filters, and offers to show all labels', async () => {
    const { workbench, workspace } = session;
    const rows = [row('older', 'r1', 1, crossing), row('newer', 'r1', 2, sound), row('other', 'r2', 1, crossing)];
    writeFileSync(join(workspace, 'twins.json'), JSON.stringify(rows));
    page = await ExportPage.open(workbench, 'twins.json');
    await page.expectShown('2 of 2 shown');
    await page.frame.getByRole('textbox', { name: 'Search in names' }).fill('newer');
    await page.expectShown('1 of 2 shown');
    await page.frame.getByRole('button', { name: 'Show Findings' }).click();
    const tree = workbench.page.locator('.pane-body .monaco-list-row');
    // Two here, one in the export before.
    const crossings = tree.filter({ hasText: 'eye: an outline crosses itself' });
    await expect
      .poll(
        async () => {
          const count = await crossings.count();
          if (count === 0) await tree.filter({ hasText: /cross themselves\s*2/ }).click();
          return count;
        },
        { interval: 1500 },
      )
      .toBe(2);
    await crossings.first().click();
    await page.frame.getByText('“Several labels” leaves it out').waitFor();
    await page.expectShown('1 of 2 shown');
    await workbench.screenshot('labelbox-passed-over');
    await page.frame.getByRole('button', { name: 'Show All Labels' }).click();
    await expect.poll(() => page.frame.locator('.details-name').innerText()).toBe('older.jpg');
    await page.frame.getByLabel('Findings', { exact: true }).selectOption('without');
    await page.expectShown('0 of 3 shown');
    await crossings.last().click();
    await page.frame.getByText('The filters were cleared').waitFor();
    await expect.poll(() => page.frame.locator('.details-name').innerText()).toBe('other.jpg');
    await workbench.page.getByRole('tab', { name: /^Explorer/ }).click();
  });

  it('leaves its row selected, and the filter its class, when the file changes', async () => {
    const rows = [row('first', 'r0', 1, { objects: [{ title: 'nose', point: { x: 3, y: 4 } }] })];
    rows.push(row('newer', 'r1', 2, sound), row('other', 'r2', 1, crossing));
    await page.frame.getByRole('button', { name: 'eye: either' }).click();
    await page.expectShown('3 of 3 shown');
    await page.select('other.jpg');
    writeFileSync(join(session.workspace, 'twins.json'), JSON.stringify(rows));
    await page.expectShown('2 of 3 shown');
    await page.frame.getByRole('button', { name: 'eye: present' }).waitFor();
    await page.frame.locator('.entry-row[aria-selected="true"]').getByText('other.jpg').waitFor();
    await expect.poll(() => page.frame.locator('.details-name').innerText()).toBe('other.jpg');
    rows.splice(1, 2);
    writeFileSync(join(session.workspace, 'twins.json'), JSON.stringify(rows));
    await page.frame.getByText('Filters for what the file no longer has were taken off: eye.').waitFor();
    await page.expectShown('1 of 1 shown');
    await session.workbench.screenshot('labelbox-filters-dropped');
  });

  it('goes with its file, which is told, and comes back with it', async () => {
    const path = join(session.workspace, 'gone.json');
    const text = JSON.stringify([row('a', 'r1', 1, sound), row('b', 'r2', 1, sound)]);
    writeFileSync(path, text);
    page = await ExportPage.open(session.workbench, 'gone.json');
    await page.row('b.jpg').waitFor();
    rmSync(path);
    await page.frame.getByText('The file does not exist.').first().waitFor();
    writeFileSync(path, text);
    await page.row('b.jpg').waitFor();
  });
});

describe('an export of masks', () => {
  it('draws those that lie where a download puts them', async () => {
    const { workbench, workspace } = session;
    const masked = (id: string): object => ({
      ...{ feature_id: id, name: id, annotation_kind: 'ImageSegmentationMask', classifications: [] },
      mask: { url: `https://api.example.invalid/${id}/mask` },
    });
    const row = {
      data_row: { id: 'r1', external_id: 'subject.01.jpg', row_data: 'https://storage.example.invalid/1.jpg' },
      media_attributes: { height: 256, width: 256, mime_type: 'image/jpeg' },
      projects: {
        p: { name: 'faces', labels: [{ id: 'l1', annotations: { objects: [masked('nose'), masked('eye')] } }] },
      },
    };
    const masks = join(workspace, 'masked', 'masks');
    mkdirSync(masks, { recursive: true });
    const pixels = Buffer.alloc(257 * 256);
    for (let y = 100; y < 150; y++) pixels.fill(255, 257 * y + 1 + 110, 257 * y + 1 + 140);
    writeFileSync(join(masks, 'nose.png'), file(ihdr(256, 256, 8, 0), idat(pixels), IEND));
    writeFileSync(join(workspace, 'masked.ndjson'), JSON.stringify(row));
    page = await ExportPage.open(workbench, 'masked.ndjson');
    await page.select('subject.01.jpg');
    const area = page.frame.locator('[data-object="0"] .area');
    await area.waitFor();
    expect(await area.getAttribute('d')).toBe('M110 100L140 100L140 150L110 150Z');
    expect(await page.frame.locator('.picture-note').innerText()).toContain('Masks that are not drawn: 1.');
    await workbench.screenshot('labelbox-masks');
  });
});

describe('an export of 100,000 rows', () => {
  it('scrolls with few rows on the page', async () => {
    const { workbench, workspace } = session;
    const row = (i: number): string =>
      JSON.stringify({
        ...{ ID: `l${i}`, 'DataRow ID': `r${i}`, 'Labeled Data': 'https://example.invalid/a.jpg' },
        ...{ 'External ID': `face_${i}.jpg`, Label: { objects: [], classifications: [] }, Skipped: false },
      });
    writeFileSync(join(workspace, 'large.ndjson'), Array.from({ length: 100_000 }, (_, i) => row(i)).join('\n'));
    page = await ExportPage.open(workbench, 'large.ndjson');
    await expect.poll(() => page.status(), { timeout: 90_000 }).toMatch(/^100,000 rows, 100,000 labels, /);
    await page.rows.first().click();
    await workbench.page.keyboard.press('End');
    await page.row('face_99999.jpg').waitFor();
    expect(await page.rows.count()).toBeLessThan(100);
    await page.frame.locator('.entry-viewport').evaluate((viewport: Element) => {
      viewport.scrollTop = viewport.scrollHeight / 2;
    });
    await expect
      .poll(async () => (await page.column('name')).filter((name) => /^face_(49|50)\d{3}/.test(name)).length)
      .toBeGreaterThan(10);
    expect(await page.rows.count()).toBeLessThan(100);
  }, 180_000);
});

describe('in Korean', () => {
  it('shows an export of 2018, whose y counts upwards', async () => {
    const workbench = await session.openKorean();
    page = await ExportPage.open(workbench, 'labelbox/export-2018.json', 'Labelbox 내보내기로 열기');
    await expect.poll(() => page.status()).toMatch(/^행 6개, 레이블 6개, /);
    await page.select('subject.02.jpg');
    await page.frame.locator('.picture-original:not([hidden])').waitFor();
    expect(await page.frame.locator('.axis-text').innerText()).toBe('아래에서 위로');
    await workbench.screenshot('labelbox-korean');
    await page.frame.getByRole('tab', { name: '요약' }).click();
    await page.frame.getByRole('row', { name: /^다각형/ }).waitFor();
    await workbench.screenshot('labelbox-korean-summary');
  });
});
