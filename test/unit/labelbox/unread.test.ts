import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { NOT_EXPORTS } from '../../../src/core/labelbox/era.ts';
import { fillTemplate } from '../../../src/core/png/errors.ts';
import { scanLabelbox } from '../../../src/jobs/labelbox.ts';

const folder = mkdtempSync(join(tmpdir(), 'maskscope-unread-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function scan(bytes: Uint8Array | string, maxElementBytes = 1 << 20) {
  const path = join(folder, 'export.json');
  writeFileSync(path, bytes);
  const { recognised, findings } = await scanLabelbox(path, { now: 0, limits: { maxElementBytes } });
  const told =
    recognised.kind === 'export' ? recognised.era : fillTemplate(NOT_EXPORTS[recognised.what], recognised.details);
  return { told, findings };
}

const row = '{"ID":"l","DataRow ID":"d","Labeled Data":"https://h/a.jpg","Label":"Skip"}';

describe('bytes that are not UTF-8', () => {
  /** `bad` stands for a byte that never occurs and the é of Latin-1, `fine` for U+FFFD and é. */
  const bytesOf = (text: string): Uint8Array => {
    const latin = (piece: string) => Buffer.from(piece.replaceAll('bad', '\u00ff\u00e9'), 'latin1');
    const [first = '', ...others] = text.split('fine');
    return Buffer.concat([latin(first), ...others.flatMap((piece) => [Buffer.from('\ufffd\u00e9'), latin(piece)])]);
  };
  const rowOf = (id: string): string => `{"ID":"${id}","External ID":"${id}.jpg","Labeled Data":"u","Label":"Skip"}`;
  it.each([
    ['a list', `[${rowOf('bad')},\n${rowOf('fine')},\n${rowOf('fine bad')}]`],
    ['lines', `${rowOf('bad')}\n${rowOf('fine')}\n${rowOf('fine bad')}\n`],
    ['CSV', 'ID,External ID,Labeled Data,Label\nl,bad,u,Skip\nl,fine,u,Skip\nl,fine bad,u,Skip\n'],
  ])('are told for each row that has them: %s', async (_, text) => {
    const { findings } = await scan(bytesOf(text));
    expect(findings.map(({ rule, row: index }) => [rule, index])).toEqual([
      ['bytesInvalid', 0],
      ['bytesInvalid', 2],
    ]);
  });
});

describe('a file of which no row can be read', () => {
  it.each([
    [Buffer.from(`\ufeff[${row}]`, 'utf16le'), /^The file is UTF-16, .* Save it as UTF-8\.$/],
    [Buffer.from(`[${row}]`, 'utf16le').swap16(), /^The file is UTF-16/],
    [`[\n  ${row.slice(0, 40)}`, /^The file ends within its first row, which begins at byte 4\./],
    [row.slice(0, 40), /^The file ends within its first row, which begins at byte 0\./],
    ['[[[[', /^The file ends within its first row, which begins at byte 1\./],
    ['[{"ID": oops}]', /^No row of the file can be read\. The first one, at byte 1: Unexpected token/],
    [`{"ID": oops}\n{"ID"`, /^No row of the file can be read\. The first one, at byte 0: Unexpected token/],
    [`[{"ID":"${'x'.repeat(4_000_000)}"}]`, /^The first row, at byte 1, has more than 1 MB/],
    ['[]', /^The file has no rows\.$/],
    ['', /^The file has no rows\.$/],
  ])('says why: %#', async (bytes, told) => {
    expect((await scan(bytes)).told).toMatch(told);
  });

  it('is an export all the same where a later row can', async () => {
    expect(await scan(`{"ID": oops}\n${row}\n`)).toMatchObject({ told: 'E4', findings: [{ rule: 'brokenElement' }] });
  });
});
