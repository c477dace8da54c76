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
  const labelmap = readdirSync(faces).find((file) => file.endsWith('.txt') || file.endsWith('.json'));
  if (labelmap !== undefined) cpSync(join(faces, labelmap), join(folder, labelmap));
  execFileSync('git', ['init', '-q'], { cwd: folder });
  execFileSync('git', ['config', 'user.name', 'ana'], { cwd: folder });
  workbench = await session.open({ folder });
});

const press = (key: string) => workbench.page.keyboard.press(key);
const editor = () => new MaskEditor(workbench);
const bar = () => editor().frame.locator('.review-bar');
const textOf = async (part: string): Promise<string> =>
  (await bar().locator(part).innerText()).replace(/\s+/g, ' ').trim();
const pair = () => editor().frame.locator('.pair-name').innerText();

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
  it('begins from the command palette', async () => {
    await begin(['Which folder', 'How is the dataset', 'Which class map', 'In which order?']);
    await expectDone(0);
    expect(await pair()).toBe(names[0]);
    expect(await textOf('.review-own')).toBe('Not reviewed yet');
    expect(await textOf('.review-happened')).toContain(`20 of 20 pairs are left. Pair 1 of 20: ${names[0]}`);
  });

  it('tags by F and D, each time going on to the next pair', async () => {
    await press('f');
    await expectDone(1);
    await expect.poll(pair).toBe(names[1]);
    await expect.poll(() => textOf('.review-happened')).toBe(`face_01: Accepted. Pair 2 of 20: face_02`);
    await press('d');
    await expectDone(2);
    await expect.poll(pair).toBe(names[2]);
    // Steps tag nothing.
    await press('n');
    await expect.poll(pair).toBe(names[3]);
    await press('p');
    await expect.poll(pair).toBe(names[2]);
    await expectDone(2);
    expect(await textOf('.review-counts')).toBe('accepted 1 · rejected 1 · left 18');
  });

  it('gives the pair that was rejected last a reason by a digit, and a note by typing', async () => {
    await press('r');
    const input = workbench.page.locator('.quick-input-widget input[type="text"]');
    await workbench.page.locator('.quick-input-widget').filter({ hasText: 'Why is face_02 rejected?' }).waitFor();
    await workbench.screenshot('review-reasons');
    await press('2');
    await input.waitFor({ state: 'hidden' });
    await expect.poll(() => textOf('.review-happened')).toBe('face_02: Inaccurate outline.');
    await press('r');
    await input.waitFor();
    await workbench.page.keyboard.type(HOSTILE_NOTE);
    await workbench.page.locator('.quick-input-list .monaco-list-row.focused').filter({ hasText: 'Note:' }).waitFor();
    await press('Enter');
    await input.waitFor({ state: 'hidden' });
    await press('p');
    await expect.poll(pair).toBe(names[1]);
    await expect.poll(() => textOf('.review-reason')).toBe('Inaccurate outline');
    expect(await bar().locator('.review-note').innerText()).toContain('[U+202E]');
    await press('n');
  });

  it('takes a tag back', async () => {
    await press('d');
    await expectDone(3);
    await press('u');
    await expectDone(2);
    await expect.poll(pair).toBe(HOSTILE_NAME);
    expect(await textOf('.review-own')).toBe('Not reviewed yet');
    await press('f');
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
    for (const key of ['f', 'f', 'd', 'f', 'f', 'd', 'f']) await press(key);
    await expectDone(10);
    await expect.poll(pair).toBe(names[10]);
    await press('s');
    await expect.poll(() => textOf('.review-happened')).toBe('Saved in maskscope.review.ana.json.');
    expect(tagsIn()).toHaveLength(10);
  });

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
    await workbench.screenshot(`review-${kind}`);
    await press('n');
  });

  it('leaves keys to text fields, and names every control', async () => {
    await editor().filterClasses();
    await workbench.page.keyboard.type('fd');
    await workbench.page.waitForTimeout(300);
    await expectDone(10);
    await press('Backspace');
    await press('Backspace');
    await press('Escape');
    const controls = await controlsOf(workbench, editor().frame);
    expect(controls.filter(({ name }) => name === '')).toEqual([]);
  });

  it('goes on where it was after the window was killed', async () => {
    await editor().focus();
    await press('f');
    await expectDone(11);
    await workbench.restart({ killed: true });
    await begin(['Which pairs are reviewed?', 'In which order?']);
    await expectDone(11);
    await expect.poll(pair).toBe(names[11]);
  }, 180_000);

  it('ends with every pair tagged, in a file of one line a tag', async () => {
    for (let at = 11; at < PAIRS; at++) {
      await press(at % 5 === 0 ? 'd' : 'f');
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
    await editor().focus();
    await press('d');
    await workbench.page.waitForTimeout(300);
    expect(tagsIn().filter(({ verdict }) => verdict === 'rejected')).toHaveLength(4);
  });
});
