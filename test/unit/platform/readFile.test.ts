import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CompareProblem } from '../../../src/jobs/compare/compareProblem.ts';
import { fileProblem, readFile } from '../../../src/platform/readFile.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'read-file-'));
  path = join(folder, 'mask.png');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const isRoot = process.getuid?.() === 0;
const onWindows = process.platform === 'win32';

describe('readFile', () => {
  it('reads a file into memory of its own', async () => {
    writeFileSync(path, 'bytes');
    const bytes = await readFile(path);
    expect(Buffer.from(bytes).toString()).toBe('bytes');
    expect(bytes.buffer.byteLength).toBe(5);
    writeFileSync(path, '');
    expect((await readFile(path)).length).toBe(0);
  });

  it('refuses what is larger than the limit, before taking memory', async () => {
    writeFileSync(path, '');
    truncateSync(path, 2 ** 40);
    await expect(readFile(path)).rejects.toMatchObject({
      code: 'tooLarge',
      details: { size: 2 ** 40, limit: 2 ** 30 },
    });
    truncateSync(path, 10);
    await expect(readFile(path, 9)).rejects.toThrow('The file has 10 bytes; the limit is 9 bytes.');
    expect((await readFile(path, 10)).length).toBe(10);
  });

  it('says that a file does not exist', async () => {
    await expect(readFile(path)).rejects.toMatchObject({ code: 'notFound' });
    writeFileSync(path, '');
    await expect(readFile(join(path, 'inside'))).rejects.toMatchObject({ code: 'notFound' });
  });

  it('refuses a folder', async () => {
    await expect(readFile(folder)).rejects.toMatchObject({ code: 'notAFile' });
  });

  it.skipIf(onWindows)('refuses a named pipe without waiting for a writer, and an endless device', async () => {
    execFileSync('mkfifo', [path]);
    await expect(readFile(path)).rejects.toMatchObject({ code: 'notAFile' });
    await expect(readFile('/dev/zero')).rejects.toMatchObject({ code: 'notAFile' });
  });

  it.skipIf(onWindows || isRoot)('says that permission is missing', async () => {
    writeFileSync(path, '');
    chmodSync(path, 0);
    await expect(readFile(path)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('fileProblem', () => {
  it('puts into words what only the system knows', () => {
    const error = Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO', errno: -5, syscall: 'read' });
    expect(fileProblem(error)).toMatchObject({
      ...{ name: 'FileError', code: 'unreadable' },
      message: 'The file cannot be read: EIO: i/o error, read.',
    });
  });

  it('leaves errors alone that say what is wrong by a code of their own', () => {
    const problem = new CompareProblem('noMasks', { path: '/masks' });
    expect(fileProblem(problem)).toBe(problem);
    const error = new Error('Nothing is known.');
    expect(fileProblem(error)).toBe(error);
  });
});
