import { describe, expect, it } from 'vitest';
import { collisionKey, MAX_NAME_BYTES, outputNames, type NamedRow } from '../../../src/core/labelbox/outputNames.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';

const nameOf = (externalId: string | null, dataRowId = 'row1') => outputNames([{ externalId, dataRowId }])[0];

describe('names of outputs', () => {
  it.each([
    ['IMG_1.jpg', 'IMG_1'],
    ['a.b.jpg', 'a.b'],
    ['a.jpg.png', 'a.jpg'],
    ['DJI_0430.JPG', 'DJI_0430'],
    ['scan.v2', 'scan.v2'],
    ['frame.0001', 'frame.0001'],
    ['.jpg', 'row1'],
    ['', 'row1'],
    [null, 'row1'],
    ['a/b/c.png', 'a_b_c'],
    ['..\\..\\x.png', '_._x'],
    ['../../etc/passwd', '_._etc_passwd'],
    ['https://host/i/cat.jpg?Signature=s3cret', 'host_i_cat'],
    ['con.png', '_con'],
    ['NUL', '_NUL'],
    ['com1.tar.png', '_com1.tar'],
    ['LPT¹.png', '_LPT¹'],
    ['console.png', 'console'],
    ['tail. . .png', 'tail'],
    [' blank .png', 'blank'],
    ['a\u202egnp.exe\u0000\u200b.png', 'agnp.exe'],
    ['a:b*c?.png', 'a_b_c_'],
    ['cafe\u0301.png', 'caf\u00e9'],
    ['\ud800x.png', 'x'],
    ['얼굴 1.png', '얼굴 1'],
  ])('%j is %j', (externalId, expected) => {
    expect(nameOf(externalId)).toBe(expected);
  });

  it('that differ only in case or normal form get their data row ids, all of them', () => {
    const rows = [
      { externalId: 'Cat.png', dataRowId: 'r1' },
      { externalId: 'cat.jpg', dataRowId: 'r2' },
      { externalId: 'dog.jpg', dataRowId: 'r3' },
      { externalId: 'e\u0301.jpg', dataRowId: 'r4' },
      { externalId: '\u00c9.jpg', dataRowId: 'r5' },
    ];
    expect(outputNames(rows)).toEqual(['Cat-r1', 'cat-r2', 'dog', '\u00e9-r4', '\u00c9-r5']);
  });

  it('of equal rows are numbered', () => {
    const row = { externalId: 'a.png', dataRowId: 'r' };
    expect(new Set(outputNames([row, row, row])).size).toBe(3);
  });

  it('are cut between characters, with a checksum that Python computes too', () => {
    // python3 -c "import zlib; print('%08x' % zlib.crc32(('얼'*100).encode()))"
    expect(nameOf(`${'얼'.repeat(100)}.png`)).toBe(`${'얼'.repeat(63)}~d39afeb2`);
  });

  it('are safe, distinct and the same in every order, for anything that a row may hold', () => {
    const random = new SeededRandom(44);
    const pieces = [
      'a',
      'A',
      'b',
      '.',
      '..',
      '/',
      '\\',
      ':',
      ' ',
      'con',
      'COM1',
      '-r1',
      '-r2',
      '.png',
      '.JPG',
      'é',
      'e\u0301',
      '얼',
      '😀',
    ];
    const rare = [
      '\u202e',
      '\0',
      '\u007f',
      '\ud800',
      '\udc00',
      'x'.repeat(150),
      '얼'.repeat(70),
      '😀'.repeat(60),
      '\u200b',
      'ﬁ',
      'ß',
      'SS',
      'İ',
    ];
    const text = (): string =>
      Array.from({ length: random.integer(0, 4) }, () =>
        random.choice(random.integer(0, 5) === 0 ? rare : pieces),
      ).join('');
    for (let round = 0; round < 300; round++) {
      const rows = Array.from({ length: random.integer(1, 30) }, (): NamedRow => {
        const externalId = random.integer(0, 9) === 0 ? null : text();
        return { externalId, dataRowId: random.integer(0, 5) === 0 ? text() : `r${random.integer(1, 5)}` };
      });
      const names = outputNames(rows);
      expect(new Set(names.map(collisionKey)).size).toBe(rows.length);
      for (const name of names) {
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(MAX_NAME_BYTES);
        expect(name).toMatch(/^[^\u0000-\u001f\u007f-\u009f\u202a-\u202e<>:"/\\|?*]+$/u);
        expect(name).not.toMatch(/^[. ]|[. ]$|\.\.|^(con|com1)(\.|$)|[\ud800-\udfff]/iu);
        expect(name).toBe(name.normalize('NFC'));
      }
      const order = rows.map((_, i) => i).sort(() => random.next() - 0.5);
      const shuffled = outputNames(order.map((i) => rows[i] as NamedRow));
      expect([...shuffled].sort()).toEqual([...names].sort());
      const pairs = (list: readonly string[], of: readonly NamedRow[]) =>
        list.map((name, i) => JSON.stringify([name, of[i]])).sort();
      expect(
        pairs(
          shuffled,
          order.map((i) => rows[i] as NamedRow),
        ),
      ).toEqual(pairs(names, rows));
    }
  });
});
