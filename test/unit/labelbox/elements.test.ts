import { describe, expect, it } from 'vitest';
import { ElementReader } from '../../../src/core/labelbox/elements.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';

interface Outcome {
  readonly values: readonly unknown[];
  /** What each element's place holds, as text. */
  readonly texts: readonly string[];
  readonly lines: readonly number[];
  readonly findings: readonly (readonly [string, number | null, number])[];
  readonly container: string | null;
}

/** Reads a text in the chunks given by `sizes`, which repeat. */
function read(text: string, sizes: readonly number[], maxElementBytes = 1 << 20): Outcome {
  const bytes = new TextEncoder().encode(text);
  const decoder = new TextDecoder();
  const decode = (piece: Uint8Array): string => decoder.decode(piece);
  const values: unknown[] = [];
  const texts: string[] = [];
  const lines: number[] = [];
  const findings: (readonly [string, number | null, number])[] = [];
  const sink = {
    element(value: unknown, _: number, { offset, length, line }: { offset: number; length: number; line: number }) {
      values.push(value);
      texts.push(decode(bytes.subarray(offset, offset + length)));
      lines.push(line);
    },
    finding(rule: string, _: object, index: number | null, { line }: { line: number }) {
      findings.push([rule, index, line]);
    },
  };
  const reader = new ElementReader(decode, sink, { maxElementBytes });
  const scratch = new Uint8Array(Math.max(...sizes));
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const piece = bytes.subarray(at, at + (sizes[i % sizes.length] ?? 1));
    // The reader must not hold on to the chunk.
    scratch.set(piece);
    reader.push(scratch.subarray(0, piece.length));
    scratch.fill(0x7b);
    at += piece.length;
  }
  reader.end();
  return { values, texts, lines, findings, container: reader.container };
}

const WHOLE = [1 << 24];

function randomRow(random: SeededRandom, id: number): object {
  const texts = ['plain', '"quoted"', 'back\\slash', '{', '}]', '눈', '\\"', '\u{1f600}', 'line\nend', ''];
  const object = (depth: number): unknown =>
    depth === 0
      ? random.choice<unknown>([random.choice(texts), random.integer(-9, 9), null, true])
      : random.next() < 0.5
        ? Array.from({ length: random.integer(0, 4) }, () => object(depth - 1))
        : Object.fromEntries(
            Array.from({ length: random.integer(0, 4) }, () => [random.choice(texts), object(depth - 1)]),
          );
  return { ID: `row${id}`, Label: object(random.integer(0, 5)), 'External ID': random.choice(texts) };
}

describe('elements of a file', () => {
  for (const [name, join] of [
    ['array', (texts: readonly string[]) => `\ufeff [\n${texts.join(' ,\n ')}\n]\n`],
    ['array in one line', (texts: readonly string[]) => `[${texts.join(',')}]`],
    ['lines', (texts: readonly string[]) => texts.map((text) => text.replaceAll('\n', ' ')).join('\r\n')],
    ['objects', (texts: readonly string[]) => `{\n}\n${texts.join('\n')}`],
  ] as const) {
    it(`are those that were written, whatever the chunks: ${name}`, () => {
      const random = new SeededRandom(20_191_008);
      for (let round = 0; round < 40; round++) {
        const rows = Array.from({ length: random.integer(2, 20) }, (_, i) => randomRow(random, i));
        const indent = name !== 'lines' && random.next() < 0.5 ? 2 : undefined;
        const text = join(rows.map((row) => JSON.stringify(row, null, indent)));
        const expected = name === 'objects' ? [{}, ...rows] : rows;
        const sizes = Array.from({ length: 7 }, () => random.integer(1, random.choice([2, 40, 4000])));
        const found = read(text, sizes);
        expect(found.values).toEqual(expected);
        expect(found.findings).toEqual([]);
        expect(found.texts.map((piece) => JSON.parse(piece) as unknown)).toEqual(expected);
        expect(found).toEqual(read(text, WHOLE));
        const before = found.texts.map(
          (piece, i) => text.replace('\ufeff', '').split(piece)[0]?.split('\n').length ?? i,
        );
        if (new Set(found.texts).size === found.texts.length && name !== 'objects') expect(found.lines).toEqual(before);
      }
    });
  }

  const damages: readonly (readonly [string, (text: string, random: SeededRandom) => string])[] = [
    ['a brace is missing', (text) => text.replace(/\}$/, '')],
    ['a bracket is missing', (text) => text.replace(']', '')],
    ['a quote is missing', (text) => text.replace('"x"', '"x')],
    ['a comma is doubled', (text) => text.replace(',', ',,')],
    ['it is cut', (text, random) => text.slice(0, random.integer(2, text.length - 1))],
    ['it is not JSON', () => '{"ID": oops}'],
    ['it is garbage', () => 'garbage'],
  ];
  for (const [name, damage] of damages) {
    for (const container of ['array', 'lines'] as const) {
      it(`cost themselves only where ${name}: ${container}`, () => {
        const random = new SeededRandom(7);
        for (let round = 0; round < 60; round++) {
          const rows = Array.from({ length: 12 }, (_, i) => ({
            ID: `r${i}`,
            Label: { x: [{ y: i }], n: 'x' },
            t: 'x',
          }));
          const broken = random.integer(1, 10);
          const texts = rows.map((row) => JSON.stringify(row));
          texts[broken] = damage(texts[broken] ?? '', random);
          const text = container === 'array' ? `[${texts.join(',\n')}]` : texts.join('\n');
          const found = read(text, [random.integer(1, 300)]);
          expect(found.values).toEqual(rows.filter((_, i) => i !== broken));
          expect(found.findings).toEqual([['brokenElement', broken, broken + 1]]);
        }
      });
    }
  }

  it('tell where the file is cut off', () => {
    expect(read('[{"ID":1},\n{"ID":2,"a', [4])).toMatchObject({ values: [{ ID: 1 }], findings: [['truncated', 1, 2]] });
    expect(read('[{"ID":1},{"ID":2}', [4]).findings).toEqual([['unclosed', null, 1]]);
    expect(read('{"ID":1}\n{"ID"', [4]).findings).toEqual([['truncated', 1, 2]]);
    expect(read('[{"ID":1}] x', [4]).findings).toEqual([['trailingText', null, 1]]);
  });

  it('that are too large are left out', () => {
    const large = JSON.stringify({ ID: 'large', t: 'x'.repeat(5000) });
    for (const text of [`[{"ID":1},${large},{"ID":3}]`, `{"ID":1}\n${large}\n{"ID":3}`]) {
      const { values, findings } = read(text, [100], 1000);
      expect(values).toEqual([{ ID: 1 }, { ID: 3 }]);
      expect(findings.map(([rule, index]) => [rule, index])).toEqual([['elementTooLarge', 1]]);
    }
  });

  it('may be nested deeply', () => {
    const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
    expect(read(`[{"ID":1,"d":${deep}},{"ID":2}]`, [777])).toMatchObject({ findings: [], lines: [1, 1] });
  });

  it('of a UTF-16 file are refused, with or without a byte order mark', () => {
    const little = Buffer.from('[{"ID":1}]', 'utf16le');
    const big = Buffer.from(little).swap16();
    const marked = [
      Buffer.concat([Uint8Array.of(0xff, 0xfe), little]),
      Buffer.concat([Uint8Array.of(0xfe, 0xff), big]),
    ];
    for (const bytes of [little, big, ...marked, Buffer.from('ID,Label\r\n', 'utf16le')]) {
      const findings: string[] = [];
      const reader = new ElementReader(String, { element() {}, finding: (rule) => findings.push(rule) });
      for (const byte of bytes) reader.push(Uint8Array.of(byte));
      reader.end();
      expect(findings).toEqual(['utf16']);
    }
    expect(read('1', [1]).findings).toEqual([]);
  });
});

describe('records of a CSV', () => {
  const cell = (text: string): string => (/[",\n\t;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

  for (const delimiter of [',', '\t', ';']) {
    it(`are those that were written: ${JSON.stringify(delimiter)}`, () => {
      const random = new SeededRandom(11);
      for (let round = 0; round < 40; round++) {
        const rows = Array.from({ length: random.integer(1, 9) }, (_, i) => ({
          ID: `id${i}`,
          Label: random.choice<unknown>([{ Car: 'MULTIPOLYGON (((1 2,\n3 4)))' }, 'Skip', null, { 'a "b"': [] }]),
          'External ID': random.choice(['a,b;c\td', 'say "hi"', '눈.jpg', 'two\nlines', null]),
          'Created At': '1.5557E+12',
        }));
        const lines = rows.map((row) =>
          Object.values(row)
            .map((value) => cell(value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value)))
            .join(delimiter),
        );
        const text = [Object.keys(rows[0] ?? {}).join(delimiter), ...lines].join('\r\n');
        const found = read(text, [random.integer(1, 60)]);
        expect(found.values.map((value) => ({ ...(value as object) }))).toEqual(rows);
        expect(found.findings).toEqual([]);
        expect(found.texts).toEqual(lines);
      }
    });
  }

  it('with a quote that is not closed cost their line', () => {
    const text = 'ID,Label,External ID\n1,Skip,a\n2,"{""Car"",b\n3,Skip,c\n4,Skip,d\n';
    const { values, findings } = read(text, [9]);
    expect(values.map((value) => (value as { ID: string }).ID)).toEqual(['1', '3', '4']);
    expect(findings).toEqual([['brokenElement', 1, 3]]);
  });
});
