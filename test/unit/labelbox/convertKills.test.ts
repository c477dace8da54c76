import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { hashesOf } from '../../fixtures/batchTree.ts';
import { rectangle, row, temporaryFolder, writeExport } from '../../fixtures/labelboxConversion.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { bundleCli, NODE, runCli } from '../cli/bundle.ts';

const KILLS = 5;
const ROWS = 400;
const folder = temporaryFolder();

it(`${KILLS} killed conversions end in the same bytes as one that nobody killed, and can be taken back`, async () => {
  const script = await bundleCli('convertKills');
  const random = new SeededRandom(4);
  const exportFile = writeExport(
    folder,
    Array.from({ length: ROWS }, (_, i) => row(`r${i}`, [rectangle(`class${i % 7}`, i % 50, 0, (i % 50) + 9, 9)])),
  );
  const command = (out: string) => [
    ...['labelbox', 'convert', exportFile, '-o', join(folder, out), '--layout', 'voc'],
    ...['--source', 'polygons', '--size', '64x48', '--yes'],
  ];
  expect(runCli(script, command('whole'))).toMatchObject({ status: 0, stderr: '' });
  const whole = hashesOf(join(folder, 'whole'));
  expect(Object.keys(whole).length).toBe(2 * ROWS + 2);
  let midway = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const out = join(folder, `out${kill}`);
    mkdirSync(out);
    await runAndKill(script, command(`out${kill}`), out, random.integer(0, 60));
    const left = Object.keys(hashesOf(out)).length;
    if (left > 0 && left < 2 * ROWS + 2) midway++;
    expect(runCli(script, command(`out${kill}`))).toMatchObject({ status: 0, stderr: '' });
    expect(hashesOf(out)).toEqual(whole);
    expect(runCli(script, ['undo', out, '--yes'])).toMatchObject({ status: 0 });
    expect(hashesOf(out)).toEqual({});
  }
  console.log(`${midway} of ${KILLS} kills came between the first and the last file`);
  expect(midway).toBeGreaterThan(0);
}, 180_000);

/** Kills a command some milliseconds after its journal has begun. */
async function runAndKill(script: string, args: readonly string[], out: string, delay: number): Promise<void> {
  const child = spawn(NODE, [script, ...args], { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const batches = join(out, '.maskscope/batches');
  const hasBegun = () =>
    existsSync(batches) && readdirSync(batches).some((name) => existsSync(join(batches, name, 'plan.jsonl')));
  while (child.exitCode === null && !hasBegun()) await wait(1);
  await wait(delay);
  child.kill('SIGKILL');
  await ended;
}
