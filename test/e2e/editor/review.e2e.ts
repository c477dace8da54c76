import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { controlsOf } from '../accessibility.ts';
import { MaskEditor } from '../maskEditor.ts';
import { useSession } from '../session.ts';
import type { Workbench } from '../workbench.ts';

const session = useSession();
const PAIRS = 20;
const HOSTILE_NAME = 'face_03 <img src=x onerror=alert(1)>';
const HOSTILE_NOTE = '"><img src=y onerror=alert(2)> \u202eetirw';
const names: string[] = [];
let folder = '';
let workbench: Workbench;

/** A dataset of 20 pairs: the faces of the sample under one name after the other, one of them hostile. */
beforeAll(async () => {
  folder = join(dirname(session.workspace), 'review');
  const faces = join(session.workspace, 'faces');
  const [originals = '', masks = ''] = ['JPEGImages', 'SegmentationClass'].map((one) => join(folder, one));
  for (const one of [originals, masks]) mkdirSync(one, { recursive: true });
  for (let at = 1; at <= PAIRS; at++) {
    const number = String(at).padStart(2, '0');
    const name = at === 3 ? HOSTILE_NAME : `face_${number}`;
    const source = `face_0${((at - 1) % 6) + 1}`;
    cpSync(join(faces, 'SegmentationClass', `${source}.png`), join(masks, `${name}.png`));
    cpSync(join(faces, 'JPEGImages', `${source}.jpg`), join(originals, `${name}.jpg`));
    names.push(name);
  }
  // The last pair has no picture, but a page that says why.
  const last = join(masks, `face_${PAIRS}.png`);
  writeFileSync(last, readFileSync(last).subarray(0, 60));
  const labelmap = readdirSync(faces).find((file) => file.endsWith('.txt') || file.endsWith('.json'));
  if (labelmap !== undefined) cpSync(join(faces, labelmap), join(folder, labelmap));
  execFileSync('git', ['init', '-q'], { cwd: folder });
  execFileSync('git', ['config', 'user.name', 'ana'], { cwd: folder });
  workbench = await session.open({ folder });
  // In a window that has just opened, files and the palette are there before the extension's editors and commands.
  await workbench.page.locator('.activitybar').getByRole('tab', { name: 'Maskscope' }).waitFor({ timeout: 60_000 });
});

const press = (key: string) => workbench.page.keyboard.press(key);
const editor = () => new MaskEditor(workbench);
const bar = () => editor().frame.locator('.review-bar');
const textOf = async (part: string): Promise<string> =>
  (await bar().locator(part).innerText()).replace(/\s+/g, ' ').trim();
const pair = () => editor().frame.locator('.pair-name').innerText();

/** What somebody waits for who tags what they see: the verdicts are not offered before. */
const shown = () => bar().locator('.review-accept[aria-disabled="false"]').waitFor();

/** Tags the pair with that name as soon as it is on the screen. */
async function tag(key: 'f' | 'd', name: string | undefined): Promise<void> {
  await expect.poll(pair).toBe(name);
  await shown();
  await press(key);
}

/** Whether pictures that the page paints come on the screen. */
async function setPainting(isOn: boolean): Promise<void> {
  await editor()
    .frame.locator('body')
    .evaluate((body, paints) => {
      const view = body.ownerDocument.defaultView as (Window & { frames_?: typeof requestAnimationFrame }) | null;
      if (view === null) return;
      view.frames_ ??= view.requestAnimationFrame.bind(view);
      view.requestAnimationFrame = paints ? view.frames_ : () => 0;
    }, isOn);
}

interface Tag {
  readonly name: string;
  readonly verdict: string;
  readonly reason?: string;
  readonly note?: string;
}

function tagsIn(file = 'maskscope.review.ana.json'): Tag[] {
  const [, ...tags] = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Tag[];
  return tags;
}

/** Answers a question of a list with what it offers first. */
async function confirm(text: string): Promise<void> {
  const field = workbench.page.locator(`.quick-input-widget input[placeholder*="${text}"]`).filter({ visible: true });
  await field.waitFor({ timeout: 45_000 });
  await workbench.page.locator('.quick-input-list .monaco-list-row.focused').first().waitFor();
  await press('Enter');
  await field.waitFor({ state: 'hidden' });
}

async function begin(questions: readonly string[]): Promise<void> {
  // In a window that has just opened, the palette is there before the extension's commands.
  await workbench.page.locator('.activitybar').getByRole('tab', { name: 'Maskscope' }).waitFor({ timeout: 60_000 });
  await workbench.runCommand('Maskscope: Start Review...').catch(async () => {
    await press('Escape');
    await workbench.runCommand('Maskscope: Start Review...');
  });
  for (const question of questions) await confirm(question);
  await bar().waitFor({ timeout: 45_000 });
}

async function expectDone(count: number): Promise<void> {
  await expect.poll(() => textOf('.review-done')).toBe(`${count} of ${PAIRS} reviewed`);
}

describe('a review of 20 pairs by the keyboard alone', () => {
  it('begins from the command palette, also with a pair that is on the screen from an editor', async () => {
    await MaskEditor.open(workbench, `SegmentationClass/${names[0] ?? ''}.png`);
    await editor().ready();
    await workbench.runCommand('Maskscope: Browse Masks of the Folder');
    await editor().frame.locator('.pair-bar').waitFor({ timeout: 30_000 });
    await editor().ready();
    await begin(['Which folder', 'How is the dataset', 'Which class map', 'In which order?']);
    await expectDone(0);
    expect(await pair()).toBe(names[0]);
    expect(await textOf('.review-own')).toBe('Not reviewed yet');
    expect(await textOf('.review-happened')).toContain(`20 of 20 pairs are left. Pair 1 of 20: ${names[0]}`);
    await shown();
  });

  it('tags by F and D, each time going on to the next pair', async () => {
    await tag('f', names[0]);
    await expectDone(1);
    await expect.poll(pair).toBe(names[1]);
    await expect.poll(() => textOf('.review-happened')).toBe(`face_01: Accepted. Pair 2 of 20: face_02`);
    await tag('d', names[1]);
    await expectDone(2);
    await expect.poll(pair).toBe(names[2]);
    // Steps tag nothing.
    await press('n');
    await expect.poll(pair).toBe(names[3]);
    // A screen reader hears once where it is, and what was said of the pair.
    await expect.poll(() => textOf('.review-happened')).toBe('Pair 4 of 20: face_04. Not reviewed yet');
    expect(await editor().frame.locator('.pair-bar [role="status"]').innerText()).toBe('');
    await press('p');
    await expect.poll(pair).toBe(names[2]);
    await expectDone(2);
    expect(await textOf('.review-counts')).toBe('accepted 1 · rejected 1 · left 18');
  });

  it('tags nothing and goes on while the focus is on the status bar', async () => {
    const there = workbench.page.locator('.statusbar-item a[tabindex]').filter({ visible: true }).first();
    for (const key of ['f', 'd', 'Escape', 'n']) {
      await there.focus();
      await expect.poll(() => there.evaluate((one) => one === one.ownerDocument.activeElement)).toBe(true);
      await press(key);
      await workbench.page.waitForTimeout(500);
      expect(await pair()).toBe(names[2]);
      await expectDone(2);
    }
    await editor().focus();
    await shown();
    await press('n');
    await expect.poll(pair).toBe(names[3]);
    await press('p');
    await expect.poll(pair).toBe(names[2]);
  });

  it('gives the pair that was rejected last a reason by a digit and Enter, and a note by typing', async () => {
    await press('r');
    const input = workbench.page.locator('.quick-input-widget input[type="text"]');
    await workbench.page.locator('.quick-input-widget').filter({ hasText: 'Why is face_02 rejected?' }).waitFor();
    await workbench.screenshot('review-reasons');
    const focused = workbench.page.locator('.quick-input-list .monaco-list-row.focused');
    await workbench.page.keyboard.type('2 ears are missing');
    await focused.filter({ hasText: 'Note: 2 ears are missing' }).waitFor();
    await press('Enter');
    await input.waitFor({ state: 'hidden' });
    await expect.poll(() => textOf('.review-happened')).toBe('face_02: 2 ears are missing.');
    await press('r');
    await input.waitFor();
    await press('2');
    await focused.filter({ hasText: '2 Inaccurate outline' }).waitFor();
    await press('Enter');
    await input.waitFor({ state: 'hidden' });
    await expect.poll(() => textOf('.review-happened')).toBe('face_02: Inaccurate outline · 2 ears are missing.');
    await press('r');
    await input.waitFor();
    await workbench.page.keyboard.type(HOSTILE_NOTE);
    await workbench.page.locator('.quick-input-list .monaco-list-row.focused').filter({ hasText: 'Note:' }).waitFor();
    await press('Enter');
    await input.waitFor({ state: 'hidden' });
    await press('p');
    await expect.poll(pair).toBe(names[1]);
    await expect.poll(() => textOf('.review-reason')).toBe('Inaccurate outline');
    await expect.poll(() => textOf('.review-happened')).toContain('face_02. Rejected, Inaccurate outline, ');
    expect(await bar().locator('.review-note').innerText()).toContain('[U+202E]');
    await press('n');
  });

  it('takes a tag back', async () => {
    await tag('d', HOSTILE_NAME);
    await expectDone(3);
    await press('u');
    await expectDone(2);
    await expect.poll(pair).toBe(HOSTILE_NAME);
    expect(await textOf('.review-own')).toBe('Not reviewed yet');
    await tag('f', HOSTILE_NAME);
    await expectDone(3);
  });

  it('shows what other reviewers say when it is asked for', async () => {
    const [, first] = readFileSync(join(folder, 'maskscope.review.ana.json'), 'utf8').split('\n');
    const other = {
      ...(JSON.parse(first?.slice(1) ?? '') as Tag),
      name: 'face_04',
      verdict: 'rejected',
      note: HOSTILE_NOTE,
    };
    const head = { format: 'maskscope review', version: 1, reviewer: 'Boris <b>' };
    writeFileSync(
      join(folder, 'maskscope.review.boris.json'),
      `[${JSON.stringify(head)}\n,${JSON.stringify(other)}\n]\n`,
    );
    expect(await bar().locator('.review-others').isVisible()).toBe(false);
    await press('v');
    await expect.poll(() => textOf('.review-others')).toContain('Boris <b> ✗ Rejected');
    await workbench.screenshot('review-vs-dark');
    expect(await editor().frame.locator('img[src], b').count()).toBe(0);
    await press('v');
    await bar().locator('.review-others').waitFor({ state: 'hidden' });
  });

  it('keeps up with keys that come fast', async () => {
    for (const [at, key] of (['f', 'f', 'd', 'f', 'f', 'd', 'f'] as const).entries()) await tag(key, names[3 + at]);
    await expectDone(10);
    await expect.poll(pair).toBe(names[10]);
    await press('s');
    await expect.poll(() => textOf('.review-happened')).toBe('Saved in maskscope.review.ana.json.');
    expect(tagsIn()).toHaveLength(10);
  });

  it('tags nothing by a key that is held', async () => {
    const { keyboard } = workbench.page;
    await shown();
    for (let times = 0; times < 3; times++) {
      // What goes down again without having come up repeats.
      for (let repeat = 0; repeat < 8; repeat++) {
        await keyboard.down(times === 0 ? 'f' : 'u');
        await workbench.page.waitForTimeout(60);
      }
      await keyboard.up(times === 0 ? 'f' : 'u');
      if (times === 0) {
        await expectDone(11);
        await expect.poll(pair).toBe(names[11]);
      } else await expectDone(11 - times);
    }
    await tag('d', names[9]);
    await press('u');
    await tag('f', names[9]);
    await expectDone(10);
    await expect.poll(pair).toBe(names[10]);
  });

  it('refuses a verdict on what is not on the screen yet, and says so', async () => {
    await shown();
    await setPainting(false);
    await press('f');
    await expectDone(11);
    await expect.poll(pair).toBe(names[11]);
    await press('f');
    await press('d');
    await expect
      .poll(() => textOf('.review-happened'))
      .toBe('face_12 was not on the screen yet, and is not tagged. Press again when you see it.');
    await workbench.screenshot('review-early');
    expect(await textOf('.review-own')).toBe('Not reviewed yet');
    await setPainting(true);
    await press('p');
    await expect.poll(pair).toBe(names[10]);
    await shown();
    await expectDone(11);
    await press('u');
    await expectDone(10);
    await expect.poll(pair).toBe(names[10]);
  });

  it('is left by no Escape that means something else', async () => {
    const { frame } = editor();
    const stays = async (): Promise<void> => {
      await workbench.page.waitForTimeout(300);
      expect(await bar().isVisible()).toBe(true);
    };
    await editor().filterClasses();
    await workbench.page.keyboard.type('fd');
    for (let times = 0; times < 2; times++) {
      await press('Escape');
      await stays();
    }
    await editor().canvas.focus();
    await press('Enter');
    await frame.locator('.row.selected, .row[aria-selected="true"]').first().waitFor();
    await press('Escape');
    await frame.locator('.row.selected, .row[aria-selected="true"]').waitFor({ state: 'detached' });
    await stays();
    await press('Control+g');
    await frame.locator('.go-to input').waitFor();
    await press('Escape');
    await stays();
    await expectDone(10);
  });

  it('is not given up for other pairs without a question', async () => {
    const { page } = workbench;
    await workbench.runCommand('Maskscope: Browse Pairs');
    const dialog = page.locator('.monaco-dialog-box');
    await dialog.getByText('Leave the review to look at other pairs?').waitFor();
    await workbench.screenshot('review-asked');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await bar().isVisible()).toBe(true);
    expect(await pair()).toBe(names[10]);
    await workbench.runCommand('Maskscope: Browse Pairs');
    await dialog.getByRole('button', { name: 'Leave the Review' }).click();
    await bar().waitFor({ state: 'detached' });
    await expect.poll(pair).toBe(names[0]);
    await begin(['Which pairs are reviewed?', 'In which order?']);
    await expectDone(10);
  });

  it('goes on by itself after a reload', async () => {
    await workbench.reload();
    await bar().waitFor({ timeout: 60_000 });
    await expectDone(10);
    await expect.poll(pair).toBe(names[10]);
    await expect.poll(() => textOf('.review-happened')).toContain('10 of 20 pairs are left. Pair 11 of 20');
    await shown();
  }, 180_000);

  it.each([
    ['Default Light Modern', 'vs'],
    ['Default High Contrast', 'hc-black'],
    ['Default High Contrast Light', 'hc-light'],
  ])('in the theme %s', async (theme, kind) => {
    mkdirSync(join(folder, '.vscode'), { recursive: true });
    writeFileSync(join(folder, '.vscode', 'settings.json'), JSON.stringify({ 'workbench.colorTheme': theme }));
    await expect
      .poll(() => workbench.page.locator('.monaco-workbench').getAttribute('class'))
      .toMatch(new RegExp(`(^|\\s)${kind}(\\s|$)`));
    await press('p');
    await expect.poll(() => textOf('.review-own')).toContain('Accepted');
    await shown();
    await workbench.screenshot(`review-${kind}`);
    await press('n');
  });

  it('leaves keys to text fields, and names every control', async () => {
    await editor().filterClasses();
    await workbench.page.keyboard.type('fd');
    await workbench.page.waitForTimeout(300);
    await expectDone(10);
    await press('Escape');
    await press('Escape');
    const controls = await controlsOf(workbench, editor().frame);
    expect(controls.filter(({ name }) => name === '')).toEqual([]);
  });

  it('goes on where it was after the window was killed', async () => {
    await editor().focus();
    await tag('f', names[10]);
    await expectDone(11);
    await workbench.restart({ killed: true });
    // Nobody begins it: the window that was killed could not say that it was left.
    await bar().waitFor({ timeout: 90_000 });
    await expectDone(11);
    // The place is kept a moment after the step; the tags are there in any case.
    for (let at = names.indexOf(await pair()); at < 11; at++) await press('n');
    await expect.poll(pair).toBe(names[11]);
  }, 180_000);

  it('ends with every pair tagged, in a file of one line a tag', async () => {
    for (let at = 11; at < PAIRS; at++) {
      await tag(at % 5 === 0 ? 'd' : 'f', names[at]);
      await expectDone(at + 1);
    }
    await expect.poll(() => textOf('.review-happened')).toContain('All 20 pairs are reviewed.');
    await workbench.screenshot('review-done');
    await press('Escape');
    await bar().waitFor({ state: 'detached' });
    await expect.poll(() => tagsIn().length).toBe(PAIRS);
    const tags = tagsIn();
    expect(tags.map(({ name }) => name)).toEqual([...names].sort());
    const rejected = tags.filter(({ verdict }) => verdict === 'rejected').map(({ name }) => name);
    expect(rejected).toEqual(['face_02', 'face_06', 'face_09', 'face_16']);
    expect(tags[1]).toMatchObject({ reason: 'Inaccurate outline', note: HOSTILE_NOTE.trim() });
    const lines = readFileSync(join(folder, 'maskscope.review.ana.json'), 'utf8').split('\n');
    expect(lines).toHaveLength(PAIRS + 3);
    expect(readdirSync(folder).filter((file) => file.endsWith('.log') || file.endsWith('.lock'))).toEqual([]);
    expect(workbench.problems).toEqual([]);
  });

  it('leaves keys alone once it is left', async () => {
    // Back from the page of the last pair to one with a picture.
    await press('p');
    await expect.poll(pair).toBe(names[PAIRS - 2]);
    await editor().focus();
    await press('d');
    await workbench.page.waitForTimeout(300);
    expect(tagsIn().filter(({ verdict }) => verdict === 'rejected')).toHaveLength(4);
  });
});
