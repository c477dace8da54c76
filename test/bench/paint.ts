import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { startServer } from '../../scripts/vscodeServer.ts';
import { launchBrowser } from '../e2e/browser.ts';
import { Picture } from '../e2e/picture.ts';
import { SETTINGS } from '../e2e/settings.ts';
import { Workbench } from '../e2e/workbench.ts';
import { paintMask, plainPng } from './benchMasks.ts';
import { atMost, median, type BenchRow } from './measure.ts';

const OPENS = 9;
/** Seconds. */
const LONGEST_OPEN = 30;

/** Milliseconds without a new frame after which the window counts as at rest. */
const QUIET = 800;

/** Enough of the mask's own colours to say that it is on the screen; a stray icon has fewer pixels of them. */
const ENOUGH_PIXELS = 2_000;

interface Frame {
  /** Seconds since the epoch when the frame was shown. */
  readonly shownAt: number;
  readonly png: Buffer;
}

/**
 * Click in the explorer to the first picture of the mask, Maskscope against the built-in Image Preview, in one
 * browser: interleaved opens of the same file under two names, judged from the frames that the browser showed.
 */
export async function benchPaint(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'maskscope-bench-paint-'));
  const sizes = [
    { name: '512×512', stem: 'a512', mask: paintMask('512', 512, 512, 6, 20), factor: 1.15 },
    { name: '8192×8192', stem: 'b8192', mask: paintMask('8192', 8192, 8192, 700, 20), factor: 1.5 },
  ];
  for (const { stem, mask } of sizes) {
    const bytes = plainPng(mask);
    await writeFile(join(folder, `${stem}.png`), bytes);
    await writeFile(join(folder, `${stem}.mask.png`), bytes);
  }
  const server = await startServer({ settings: SETTINGS });
  const browser = await launchBrowser();
  try {
    const extension = join(import.meta.dirname, '..', '..');
    const workbench = await Workbench.open(browser, server.origin, { folder, extension });
    // A window lists files before every extension's editors are registered.
    await setTimeout(10_000);
    const rows: BenchRow[] = [];
    for (const { name, stem, factor } of sizes) {
      const ours: number[] = [];
      const builtIn: number[] = [];
      for (let round = -1; round < OPENS; round++) {
        const first = await timeOpen(workbench, `${stem}.mask.png`);
        const second = await timeOpen(workbench, `${stem}.png`);
        if (round >= 0) {
          ours.push(first);
          builtIn.push(second);
        }
      }
      rows.push(
        atMost(`${name}: click to first painted pixel, against Image Preview`, median(ours), median(builtIn), factor),
      );
    }
    return rows;
  } finally {
    await browser.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Seconds from the mouse button to the first frame that shows the mask. */
async function timeOpen(workbench: Workbench, file: string): Promise<number> {
  const { page } = workbench;
  const row = await workbench.explorerRow(file);
  const box = await row.boundingBox();
  if (box === null) throw new Error(`${file} is not shown in the explorer.`);
  const frames: Frame[] = [];
  const stop = await recordFrames(page, frames);
  const clicked = Date.now() / 1e3;
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  const shownAt = await firstWithMask(frames, clicked);
  await stop();
  await workbench.runCommand('View: Close All Editors');
  await workbench.tab(file).waitFor({ state: 'detached' });
  return shownAt - clicked;
}

async function recordFrames(page: Page, frames: Frame[]): Promise<() => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  session.on('Page.screencastFrame', ({ data, metadata, sessionId }) => {
    frames.push({ shownAt: metadata.timestamp ?? Date.now() / 1e3, png: Buffer.from(data, 'base64') });
    void session.send('Page.screencastFrameAck', { sessionId });
  });
  await session.send('Page.startScreencast', { format: 'png', everyNthFrame: 1 });
  return async () => {
    await session.send('Page.stopScreencast');
    await session.detach();
  };
}

/**
 * Frames are only looked at once none has come for a while: decoding them as they come would hold up the next ones.
 */
async function firstWithMask(frames: readonly Frame[], since: number): Promise<number> {
  const deadline = since + LONGEST_OPEN;
  let looked = 0;
  while (Date.now() / 1e3 < deadline) {
    await setTimeout(QUIET / 4);
    const last = frames.at(-1)?.shownAt ?? since;
    if (Date.now() / 1e3 - Math.max(last, since) < QUIET / 1e3) continue;
    const found = frames.slice(looked).find(({ shownAt, png }) => shownAt >= since && showsMask(Picture.decode(png)));
    if (found !== undefined) return found.shownAt;
    looked = frames.length;
  }
  throw new Error('The mask was not shown in time.');
}

/** Ids 1 … 19 have the colours that `plainPng` gives them. */
function showsMask(picture: Picture): boolean {
  let pixels = 0;
  for (let id = 1; id < 20; id++) pixels += picture.count([(id * 67) & 255, (id * 131) & 255, (id * 197) & 255]);
  return pixels >= ENOUGH_PIXELS;
}
