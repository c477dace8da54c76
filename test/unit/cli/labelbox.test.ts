import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleCli, runCli } from './bundle.ts';

describe('maskscope labelbox summary', () => {
  const folder = mkdtempSync(join(tmpdir(), 'maskscope-labelbox-'));
  const file = join(folder, 'export.json');
  let script = '';
  beforeAll(async () => {
    script = await bundleCli('labelbox');
    const row = { ID: 'l', 'Labeled Data': 'https://h/a.jpg?Expires=1571643200000', 'Created At': '2018-08-25' };
    const rows = [
      { ...row, Label: { 'Car ': [{ geometry: 'POLYGON ((0 0, 9 0, 9 9))' }] } },
      { ...row, Label: 'Skip' },
    ];
    writeFileSync(file, `[${JSON.stringify(rows[0])},\n{"ID": oops},\n${JSON.stringify(rows[1])}]`);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is JSON for programs', () => {
    const { status, stdout } = runCli(script, ['labelbox', 'summary', '--json', '--findings', file]);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      file,
      era: 'E3',
      container: 'jsonArray',
      yAxis: 'up',
      rows: 2,
      states: { labelled: 1, skipText: 1, emptyLabel: 0 },
      classes: [{ name: 'Car', written: ['Car '], objects: 1, rows: 1, missing: 1 }],
      urls: [{ kind: 'image', links: 2, expired: 2, firstExpiry: 1_571_643_200_000 }],
      findingCounts: { brokenElement: 1, classNameBlanks: 1, linkExpired: 2 },
    });
  });

  it('is a table for people, with every finding at its line', () => {
    const { status, stdout } = runCli(script, [
      'labelbox',
      'summary',
      '--findings',
      '--era',
      'e4',
      '--y-axis',
      'up',
      file,
    ]);
    expect(status).toBe(0);
    expect(stdout).toContain('era              E4: The era was chosen by you.');
    expect(stdout).toContain('y axis           up: Chosen by you.');
    expect(stdout).toContain('states           labelled 1, skipText 1');
    expect(stdout).toMatch(/^line 2: error: row 2: This row cannot be read and is left out: /m);
  });

  it('says what is no export, what cannot be read, and what is asked wrongly', () => {
    const other = join(folder, 'other.json');
    writeFileSync(other, '[{"uuid":"u","dataRow":{"id":"d"},"bbox":{}}]');
    const refused = runCli(script, ['labelbox', 'summary', other]);
    expect([refused.status, refused.stdout.includes('This is an import payload')]).toEqual([1, true]);
    expect(runCli(script, ['labelbox', 'summary', join(folder, 'none')])).toMatchObject({ status: 1, stdout: '' });
    expect(runCli(script, ['labelbox', 'summary']).status).toBe(2);
    expect(runCli(script, ['labelbox', file]).status).toBe(2);
    expect(runCli(script, ['labelbox', 'summary', '--era', 'E9', file]).status).toBe(2);
  });
});
