import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { startServer } from '../../scripts/vscodeServer.ts';
import { launchBrowser } from '../e2e/browser.ts';
import { MaskEditor } from '../e2e/maskEditor.ts';
import { SETTINGS } from '../e2e/settings.ts';
import { Workbench } from '../e2e/workbench.ts';
import { paintMask, plainPng } from './benchMasks.ts';
import { formatSeconds, median, type BenchRow } from './measure.ts';

const STEPS = 60;
/** Milliseconds a person looks at a pair at the least; the neighbours are decoded in them. */
const LOOK = 250;
/** Seconds. */
const AIM = 0.05;

/** The key to the end of the frame that shows the next mask, seen from the page. */
export async function benchStep(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'maskscope-bench-step-'));
  const sizes = [
    { name: '500×375', stem: 'voc', width: 500, height: 375, shapes: 4 },
    { name: '2048×1024', stem: 'city', width: 2048, height: 1024, shapes: 160 },
  ];
  // Every other mask is a little smaller, so that the page says something else of it.
  for (const { stem, width, height, shapes } of sizes) {
    for (let number = 0; number < 12; number++) {
      const mask = paintMask(`${stem}${number}`, width - (number % 2), height, shapes, 20);
      await writeFile(join(folder, `${stem}_${String(number).padStart(2, '0')}.mask.png`), plainPng(mask));
    }
  }
  const server = await startServer({ settings: SETTINGS });
  const browser = await launchBrowser();
  try {
    const extension = join(import.meta.dirname, '..', '..');
    const workbench = await Workbench.open(browser, server.origin, { folder, extension });
    // A window lists files before every extension's editors are registered.
    await setTimeout(15_000);
    const rows: BenchRow[] = [];
    for (const { name, stem } of sizes) {
      const seconds = await timeSteps(workbench, `${stem}_00.mask.png`);
      const sorted = [...seconds].sort((a, b) => a - b);
      const most = sorted[Math.ceil(0.95 * sorted.length) - 1] ?? NaN;
      rows.push({
        what: `${name}: a key to the next mask on the screen, median and 95 of 100`,
        ours: formatSeconds(median(seconds)),
        other: formatSeconds(most),
        ratio: `${seconds.length} steps`,
        aim: `≤ ${formatSeconds(AIM)}`,
        met: most <= AIM,
      });
    }
    return rows;
  } finally {
    await browser.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function timeSteps(workbench: Workbench, file: string): Promise<number[]> {
  const editor = await MaskEditor.open(workbench, file);
  await workbench.runCommand('Maskscope: Browse Masks of the Folder');
  await editor.frame.locator('.pair-bar').waitFor({ timeout: 60_000 });
  await editor.ready();
  await editor.focus();
  await editor.frame.locator('body').evaluate((body) => {
    const page = body.ownerDocument.defaultView as (Window & { steps?: number[] }) | null;
    const facts = body.querySelector('.readout-facts');
    if (page === null || facts === null) throw new Error('The page of pairs is not there.');
    const steps: number[] = [];
    page.steps = steps;
    let pressed: number | null = null;
    let isShown = false;
    // A page may show the next mask before this listener hears of the key.
    const time = (): void => {
      if (pressed === null || !isShown) return;
      const since = pressed;
      [pressed, isShown] = [null, false];
      page.requestAnimationFrame(() => page.setTimeout(() => steps.push(page.performance.now() - since)));
    };
    page.addEventListener(
      'keydown',
      ({ timeStamp }) => {
        pressed = timeStamp;
        time();
      },
      { capture: true },
    );
    new MutationObserver(() => {
      isShown = true;
      time();
    }).observe(facts, { childList: true, characterData: true, subtree: true });
  });
  const keys = ['n', 'p'];
  let position = 0;
  let direction = 0;
  for (let step = 0; step < STEPS; step++) {
    // Twelve masks of each size follow each other; at their ends the way leads back.
    if (position === 11) direction = 1;
    if (position === 0) direction = 0;
    position += direction === 0 ? 1 : -1;
    await workbench.page.keyboard.press(keys[direction] ?? 'n');
    await setTimeout(LOOK);
    for (let waits = 0; (await timesOf(editor)).length <= step; waits++) {
      if (waits === 100) throw new Error(`Step ${step} was not seen.`);
      await setTimeout(LOOK / 5);
    }
  }
  const times = await timesOf(editor);
  await workbench.runCommand('View: Close All Editors');
  return times.map((time) => time / 1000);
}

/** Milliseconds of the steps until now. */
function timesOf(editor: MaskEditor): Promise<number[]> {
  return editor.frame
    .locator('body')
    .evaluate((body) => (body.ownerDocument.defaultView as (Window & { steps?: number[] }) | null)?.steps ?? []);
}
