import assert from 'node:assert/strict';
import { join } from 'node:path';
import { JobProcess } from '../../../src/jobs/child.ts';
import { extension, mask, palettedPng } from './support.ts';

describe('the job process of the extension', () => {
  const printed: string[] = [];
  const jobs = new JobProcess({
    script: join(extension().extensionPath, 'dist', 'job.js'),
    keepWarmMs: 10_000,
    patienceMs: () => 60_000,
    log: (text) => printed.push(text),
  });
  after(() => jobs.dispose());
  const bufferOf = (bytes: Uint8Array) => new Uint8Array(bytes).buffer;

  it('runs in a process of its own and knows whether sharp is there', async () => {
    const { node, sharp } = await jobs.run('environment', null);
    assert.match(node, /^\d+\.\d+\.\d+$/);
    assert.notEqual(jobs.pid, process.pid);
    if (sharp.available) assert.match(sharp.version, /\d+\.\d+/);
    else assert.ok(sharp.reason.length > 0);
    assert.deepEqual(printed, []);
  });

  it('finds nothing wrong with a sound file', async () => {
    assert.equal(await jobs.run('diagnose', { bytes: bufferOf(mask()) }), null);
  });

  it('says where a file is damaged, and recovers the rows before', async () => {
    const width = 256;
    const height = 256;
    let seed = 7;
    const ids = Uint8Array.from({ length: width * height }, () => (seed = (seed * 48_271) % 2_147_483_647) % 256);
    const whole = palettedPng(width, height, ids, new Uint8Array(768));
    const bytes = bufferOf(whole.subarray(0, whole.length / 2));
    const diagnosis = await jobs.run('diagnose', { bytes });
    assert.equal(diagnosis?.code, 'chunkTooLong');
    assert.equal(diagnosis.chunk, 'IDAT');
    assert.equal(diagnosis.offset, whole.indexOf('IDAT') - 4);
    const recovered = await jobs.run('recover', { bytes });
    const rows = recovered?.intactRows ?? 0;
    assert.ok(rows > 100 && rows < 156, `${rows} rows`);
    assert.equal(rows, diagnosis.intactRows);
    assert.deepEqual(recovered?.samples.subarray(0, rows * width), ids.subarray(0, rows * width));
    assert.ok(recovered.samples.subarray((rows + 1) * width).every((id) => id === 0));
  });

  it('has nothing to recover of a file that is no image', async () => {
    assert.equal(await jobs.run('recover', { bytes: bufferOf(Buffer.from('GIF89a')) }), null);
  });
});
