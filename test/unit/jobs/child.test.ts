import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { JobProcess, JobProcessEnded, JobTimedOut } from '../../../src/jobs/child.ts';

const folder = mkdtempSync(join(tmpdir(), 'maskscope-jobs-'));
let processes: JobProcess[] = [];
let printed: string[] = [];

/** A job process whose script answers a call by `body`, which sees `id`, `method` and `params`. */
function start(body: string, { keepWarmMs = 10_000, patienceMs = 60_000 } = {}): JobProcess {
  const script = join(folder, `${Math.random()}.cjs`);
  writeFileSync(script, `process.on('message', ({ id, method, params }) => { ${body} });`);
  const jobs = new JobProcess({ script, keepWarmMs, patienceMs: () => patienceMs, log: (text) => printed.push(text) });
  processes.push(jobs);
  return jobs;
}

const bytes = Uint8Array.of(1, 2, 3).buffer;
const ANSWER = 'process.send({ id, ok: true, value: new Uint8Array(params.bytes).length });';

async function until(happened: () => boolean): Promise<void> {
  while (!happened()) await delay(10);
}

afterEach(() => {
  for (const jobs of processes) jobs.dispose();
  processes = [];
  printed = [];
});

describe('the job process', () => {
  it('starts at the first request and answers several at a time, with bytes as bytes', async () => {
    const jobs = start(ANSWER);
    expect(jobs.pid).toBeUndefined();
    const answers = await Promise.all([1, 2, 3].map(() => jobs.run('diagnose', { bytes })));
    expect(answers).toEqual([3, 3, 3]);
    expect(jobs.pid).toBeGreaterThan(0);
  });

  it('rejects with the message of an error', async () => {
    const jobs = start("process.send({ id, ok: false, message: 'no such file' });");
    await expect(jobs.run('environment', null)).rejects.toThrow('no such file');
  });

  it('rejects everything that waits when it crashes twice, and starts anew', async () => {
    const jobs = start("if (method === 'environment') process.kill(process.pid, 'SIGKILL'); else " + ANSWER);
    const crash = jobs.run('environment', null);
    const beside = jobs.run('environment', null);
    await Promise.all([
      expect(crash).rejects.toThrow(JobProcessEnded),
      expect(beside).rejects.toThrow('The job process ended unexpectedly (SIGKILL).'),
    ]);
    expect(await jobs.run('diagnose', { bytes })).toBe(3);
  });

  it('asks once more after a crash', async () => {
    const crashed = JSON.stringify(join(folder, 'crashed'));
    const jobs = start(`
      const fs = require('node:fs');
      if (fs.existsSync(${crashed})) ${ANSWER}
      else { fs.writeFileSync(${crashed}, ''); process.kill(process.pid, 'SIGKILL'); }`);
    expect(await Promise.all([1, 2].map(() => jobs.run('diagnose', { bytes })))).toEqual([3, 3]);
    expect(printed).toContain('The job process ended unexpectedly (SIGKILL).');
  });

  it('is ended where it is stuck, and answers what waited behind', async () => {
    const jobs = start(`if (method === 'environment') for (;;); ${ANSWER}`, { patienceMs: 1000 });
    const stuck = jobs.run('environment', null);
    const behind = jobs.run('diagnose', { bytes });
    await expect(stuck).rejects.toThrow(JobTimedOut);
    expect(await behind).toBe(3);
  });

  it.runIf(process.platform !== 'win32')('is ended while it is suspended', async () => {
    const jobs = start(`if (method === 'environment') process.kill(process.pid, 'SIGSTOP'); else ${ANSWER}`, {
      patienceMs: 1000,
    });
    const stuck = jobs.run('environment', null);
    const { pid } = jobs;
    await expect(stuck).rejects.toThrow('did not answer within 1 s');
    await until(() => !isAlive(pid ?? 0));
  });

  it('tells the exit status', async () => {
    const jobs = start('process.exit(7);');
    await expect(jobs.run('environment', null)).rejects.toMatchObject({ status: 7, signal: null });
  });

  it('ends when it has been idle, and not while it works', async () => {
    const jobs = start(`setTimeout(() => { ${ANSWER} }, 300);`, { keepWarmMs: 50 });
    expect(await jobs.run('diagnose', { bytes })).toBe(3);
    expect(jobs.pid).toBeDefined();
    await until(() => jobs.pid === undefined);
  });

  it('is killed on disposal, and what waits is told', async () => {
    const jobs = start('');
    const waiting = jobs.run('environment', null);
    const { pid } = jobs;
    jobs.dispose();
    await expect(waiting).rejects.toThrow('The job process was stopped.');
    await expect(jobs.run('environment', null)).rejects.toThrow('The job process was disposed.');
    await until(() => !isAlive(pid ?? 0));
  });

  it('hands on what the process prints', async () => {
    const jobs = start(`console.error('a warning'); ${ANSWER}`);
    await jobs.run('diagnose', { bytes });
    await until(() => printed.length > 0);
    expect(printed).toEqual(['a warning']);
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
