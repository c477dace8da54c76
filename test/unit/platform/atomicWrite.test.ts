import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { atomicWrite } from '../../../src/platform/atomicWrite.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atomic-write-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const NEW = new Uint8Array([1, 2, 3]);

describe('atomicWrite', () => {
  it('creates a file and leaves nothing else', async () => {
    await atomicWrite(join(folder, 'mask.png'), NEW);
    expect(readFileSync(join(folder, 'mask.png'))).toEqual(Buffer.from(NEW));
    expect(readdirSync(folder)).toEqual(['mask.png']);
  });

  it.skipIf(process.getuid?.() !== 0)('keeps the owner of a file that root replaces', async () => {
    const path = join(folder, 'mask.png');
    writeFileSync(path, 'old');
    chownSync(path, 1234, 2345);
    await atomicWrite(path, NEW);
    expect(statSync(path)).toMatchObject({ uid: 1234, gid: 2345 });
    expect(readFileSync(path)).toEqual(Buffer.from(NEW));
  });

  it.skipIf(process.platform === 'win32')('writes into a pipe and leaves it a pipe', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const read = readFile(pipe);
    await atomicWrite(pipe, NEW);
    expect(await read).toEqual(Buffer.from(NEW));
    expect(statSync(pipe).isFIFO()).toBe(true);
  });

  it('refuses a folder', async () => {
    await expect(atomicWrite(folder, NEW)).rejects.toThrow(expect.objectContaining({ code: 'EISDIR' }));
  });

  it.skipIf(process.platform === 'win32')('keeps the mode, whatever the umask', async () => {
    const path = join(folder, 'mask.png');
    writeFileSync(path, 'old');
    chmodSync(path, 0o664);
    const umask = process.umask(0o077);
    try {
      await atomicWrite(path, NEW);
    } finally {
      process.umask(umask);
    }
    expect(statSync(path).mode & 0o777).toBe(0o664);
    expect(readFileSync(path)).toEqual(Buffer.from(NEW));
  });

  it.skipIf(process.platform === 'win32')('writes through symbolic links, relative, chained and dangling', async () => {
    mkdirSync(join(folder, 'real'));
    writeFileSync(join(folder, 'real/mask.png'), 'old');
    symlinkSync('real/mask.png', join(folder, 'link.png'));
    symlinkSync(join(folder, 'link.png'), join(folder, 'chain.png'));
    symlinkSync('real/new.png', join(folder, 'dangling.png'));
    await atomicWrite(join(folder, 'chain.png'), NEW);
    await atomicWrite(join(folder, 'dangling.png'), NEW);
    expect(readFileSync(join(folder, 'real/mask.png'))).toEqual(Buffer.from(NEW));
    expect(readFileSync(join(folder, 'real/new.png'))).toEqual(Buffer.from(NEW));
    expect(readlinkSync(join(folder, 'link.png'))).toBe('real/mask.png');
    expect(readdirSync(folder).sort()).toEqual(['chain.png', 'dangling.png', 'link.png', 'real']);
  });

  it.skipIf(process.platform === 'win32')('refuses a loop of links', async () => {
    symlinkSync('b.png', join(folder, 'a.png'));
    symlinkSync('a.png', join(folder, 'b.png'));
    await expect(atomicWrite(join(folder, 'a.png'), NEW)).rejects.toMatchObject({ code: 'ELOOP' });
  });

  it('removes its temporary file when the rename fails, and touches nothing', async () => {
    mkdirSync(join(folder, 'mask.png'));
    writeFileSync(join(folder, 'mask.png/inside'), 'old');
    await expect(atomicWrite(join(folder, 'mask.png'), NEW)).rejects.toThrow();
    expect(readdirSync(folder)).toEqual(['mask.png']);
    expect(readdirSync(join(folder, 'mask.png'))).toEqual(['inside']);
  });

  it('gives up when told to, and leaves the old file and nothing else', async () => {
    writeFileSync(join(folder, 'mask.png'), 'old');
    const controller = new AbortController();
    const writing = atomicWrite(join(folder, 'mask.png'), new Uint8Array(1 << 24), controller.signal);
    controller.abort();
    await expect(writing).rejects.toMatchObject({ name: 'AbortError' });
    expect(readdirSync(folder)).toEqual(['mask.png']);
    expect(readFileSync(join(folder, 'mask.png'), 'utf8')).toBe('old');
  });

  it('fails where the folder does not exist', async () => {
    await expect(atomicWrite(join(folder, 'absent/mask.png'), NEW)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(readdirSync(folder)).toEqual([]);
  });
});
