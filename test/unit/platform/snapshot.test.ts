import { linkSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isSurelyUntouched, takeSnapshot, type Snapshot } from '../../../src/platform/snapshot.ts';

let folder = '';
let path = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'maskscope-snapshot-'));
  path = join(folder, 'mask.png');
  writeFileSync(path, 'old bytes');
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A snapshot as if it had been taken ten seconds after the last change. */
const lateSnapshot = (): Snapshot => {
  const snapshot = takeSnapshot(path);
  return { ...snapshot, taken: snapshot.taken + 10_000 };
};

describe('isSurelyUntouched', () => {
  it('is true of a file that nobody touched for long before and since', () => {
    expect(isSurelyUntouched(path, lateSnapshot())).toBe(true);
  });

  it('is not sure right after a change, whose time a second change may have too', () => {
    expect(isSurelyUntouched(path, takeSnapshot(path))).toBe(false);
  });

  it('is false after a change of the same size, even with the old time put back', () => {
    const time = new Date('2020-01-01');
    utimesSync(path, time, time);
    const snapshot = lateSnapshot();
    writeFileSync(path, 'new bytes');
    utimesSync(path, time, time);
    expect(isSurelyUntouched(path, snapshot)).toBe(false);
  });

  it('is false of a file that took its place, that got another name, or that is gone', () => {
    const snapshot = lateSnapshot();
    writeFileSync(join(folder, 'other.png'), 'old bytes');
    linkSync(path, join(folder, 'second.png'));
    expect(isSurelyUntouched(path, snapshot)).toBe(false);
    renameSync(join(folder, 'other.png'), path);
    expect(isSurelyUntouched(path, snapshot)).toBe(false);
    rmSync(path);
    expect(isSurelyUntouched(path, snapshot)).toBe(false);
  });
});
