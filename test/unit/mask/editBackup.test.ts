import { describe, expect, it } from 'vitest';
import {
  BackupError,
  decodeBackup,
  encodeBackup,
  makeBackup,
  type EditBackup,
} from '../../../src/core/mask/editBackup.ts';
import { EditHistory } from '../../../src/core/mask/editHistory.ts';
import { crc32 as pureCrc32 } from '../../../src/core/png/crc32.ts';
import { crc32 } from '../../../src/platform/zlib.ts';
import { paletteFile } from '../../fixtures/pngBuilder.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';

const FILE = paletteFile(4, 2, Uint8Array.from([0, 0, 1, 1, 2, 2, 3, 3]));
const palette = { rgb: Uint8Array.from([1, 2, 3, 4, 5, 6]), alpha: Uint8Array.from([9, 255]), transparencyEntries: 1 };
const BACKUP: EditBackup = {
  diskSha256: 'ab'.repeat(32),
  base: FILE,
  isBaseSaved: true,
  entries: [
    { label: '팔레트 "VOC" 적용 \\ \u{1f600}', edit: { kind: 'palette', palette } },
    { label: 'Merge', edit: { kind: 'lut', table: Uint16Array.from({ length: 256 }, (_, id) => 255 - id) } },
    { label: '', edit: { kind: 'lut', table: Uint16Array.from({ length: 65_536 }, (_, id) => 65_535 - id) } },
    { label: 'Relabel', edit: { kind: 'pixels', runs: Uint32Array.from([1, 2, 0, 65_535, 3, 5, 1, 0]) } },
  ],
};

const codeOf = (bytes: Uint8Array): string => {
  try {
    decodeBackup(bytes, crc32);
    return 'none';
  } catch (error) {
    if (error instanceof BackupError) return error.code;
    throw error;
  }
};

/** With a checksum that is right again, so that what stands behind it is looked at. */
function sealed(bytes: Uint8Array): Uint8Array {
  new DataView(bytes.buffer).setUint32(8, pureCrc32(bytes.subarray(12)), true);
  return bytes;
}

function withFacts(change: (facts: Record<string, unknown>) => void): Uint8Array {
  const bytes = encodeBackup(BACKUP, crc32);
  const length = new DataView(bytes.buffer).getUint32(12, true);
  const facts = JSON.parse(Buffer.from(bytes.subarray(16, 16 + length)).toString('latin1')) as Record<string, unknown>;
  change(facts);
  const json = Buffer.from(JSON.stringify(facts).replace(/[^ -~]/g, '?'), 'latin1');
  const out = new Uint8Array(Buffer.concat([bytes.subarray(0, 16), json, bytes.subarray(16 + length)]));
  new DataView(out.buffer).setUint32(12, json.length, true);
  return sealed(out);
}

describe('a backup of edits', () => {
  it('is not made where it would be too large to be read', () => {
    const size = encodeBackup(BACKUP, crc32).length;
    expect(encodeBackup(BACKUP, crc32, size)).toHaveLength(size);
    const tooLarge = expect.objectContaining({ code: 'tooLarge' }) as Error;
    expect(() => encodeBackup(BACKUP, crc32, size - 1)).toThrow(tooLarge);
    const entries = new Array<EditBackup['entries'][number]>(1_000_001).fill({
      label: '',
      edit: { kind: 'pixels', runs: new Uint32Array() },
    });
    expect(() => encodeBackup({ ...BACKUP, entries }, crc32)).toThrow(tooLarge);
  });

  it('comes back as it was, labels of all scripts included', () => {
    expect(decodeBackup(encodeBackup(BACKUP, crc32), crc32)).toEqual({ ...BACKUP, base: new Uint8Array(FILE) });
    const none: EditBackup = { ...BACKUP, diskSha256: null, isBaseSaved: false, entries: [] };
    expect(decodeBackup(encodeBackup(none, crc32), crc32)).toEqual({ ...none, base: new Uint8Array(FILE) });
  });

  it('is little-endian, so that any machine reads it', () => {
    const bytes = encodeBackup({ ...BACKUP, entries: BACKUP.entries.slice(3) }, crc32);
    expect([...bytes.subarray(-32)]).toEqual([
      ...[1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 255, 255, 0, 0],
      ...[3, 0, 0, 0, 5, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0],
    ]);
  });

  it('is read from a view that begins anywhere', () => {
    const bytes = encodeBackup(BACKUP, crc32);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(decodeBackup(shifted.subarray(3), crc32).entries).toEqual(BACKUP.entries);
  });

  it('is refused wherever a byte differs, is missing or too many', () => {
    const bytes = encodeBackup({ ...BACKUP, entries: BACKUP.entries.slice(3) }, crc32);
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice();
      changed[at] = (changed[at] ?? 0) ^ 0x10;
      expect(codeOf(changed)).not.toBe('none');
      expect(codeOf(bytes.subarray(0, at))).not.toBe('none');
    }
    expect(codeOf(new Uint8Array([...bytes, 0]))).toBe('damaged');
    expect(codeOf(FILE)).toBe('notABackup');
    const newer = bytes.slice();
    newer[4] = 2;
    expect(codeOf(newer)).toBe('newerVersion');
  });

  it('is refused, and takes no memory, where its facts are untrue', () => {
    expect(codeOf(withFacts(() => undefined))).toBe('none');
    const first = (facts: Record<string, unknown>) => (facts['entries'] as Record<string, unknown>[])[0] ?? {};
    const untrue: ((facts: Record<string, unknown>) => void)[] = [
      (facts) => (facts['baseBytes'] = 2 ** 40),
      (facts) => (facts['baseBytes'] = -1),
      (facts) => (facts['baseBytes'] = FILE.length - 1),
      (facts) => (facts['diskSha256'] = '../../etc/passwd'),
      (facts) => (facts['isBaseSaved'] = 'yes'),
      (facts) => (facts['entries'] = { length: 1 }),
      (facts) => (facts['entries'] = [null]),
      (facts) => (first(facts)['kind'] = '__proto__'),
      (facts) => (first(facts)['length'] = 2 ** 31),
      (facts) => (first(facts)['length'] = 1.5),
      (facts) => (first(facts)['length'] = 0),
      (facts) => (first(facts)['label'] = 7),
      (facts) => (first(facts)['transparencyEntries'] = 3),
      (facts) => (first(facts)['transparencyEntries'] = 0),
    ];
    for (const change of untrue) expect(codeOf(withFacts(change))).toBe('damaged');
    expect(codeOf(sealed(encodeBackup({ ...BACKUP, base: new Uint8Array(40) }, crc32)))).toBe('damaged');
  });

  it('never ends in another error, whatever the bytes', () => {
    const random = new SeededRandom(8);
    const bytes = encodeBackup(BACKUP, crc32);
    for (let round = 0; round < 2000; round++) {
      const changed = bytes.slice(0, 600);
      for (let changes = random.integer(1, 8); changes > 0; changes--) {
        changed[random.integer(12, changed.length - 1)] = random.integer(0, 255);
      }
      expect(codeOf(sealed(changed))).toBe('damaged');
    }
  });
});

describe('what is kept', () => {
  const entry = (label: string) => ({ label, edit: { kind: 'palette', palette } }) as const;
  const saved = paletteFile(4, 2, new Uint8Array(8));

  it('is what came after the save, from the saved file', () => {
    const history = new EditHistory();
    history.push(entry('a'));
    history.markSaved(1);
    history.push(entry('b'));
    history.push(entry('c'));
    history.setApplied(2);
    const { entries, isBaseSaved, base } = makeBackup(history, FILE, saved, null);
    expect([entries.map(({ label }) => label), isBaseSaved, base]).toEqual([['b'], true, saved]);
  });

  it('is all that is done, from the file that was opened, where the save is undone or out of reach', () => {
    const history = new EditHistory();
    for (const label of ['a', 'b', 'c']) history.push(entry(label));
    history.markSaved(3);
    history.setApplied(2);
    expect(makeBackup(history, FILE, saved, null)).toMatchObject({ base: FILE, isBaseSaved: false });
    history.push(entry('d'));
    expect(history.savedAt).toBeNull();
    const { entries, base } = makeBackup(history, FILE, saved, null);
    expect([entries.map(({ label }) => label), base]).toEqual([['a', 'b', 'd'], FILE]);
  });

  it('is all that is done where there is no file on the disk', () => {
    const history = new EditHistory();
    history.push(entry('a'));
    expect(makeBackup(history, FILE, null, null)).toMatchObject({ base: FILE, isBaseSaved: false });
  });
});
