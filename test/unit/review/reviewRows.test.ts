import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { exportRowsByName } from '../../../src/jobs/reviewRows.ts';

it('rows of an export are those of the pair with their name, and of no frame of another sequence', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'maskscope-rows-'));
  try {
    const path = join(folder, 'export.json');
    const rows = ['face', '00024'].map((name) => ({
      ...{ ID: `label-${name}`, 'DataRow ID': `row-${name}`, 'Labeled Data': `https://example.org/${name}.jpg` },
      ...{ 'External ID': `${name}.jpg`, 'Project Name': 'faces', Label: { objects: [] } },
    }));
    writeFileSync(path, JSON.stringify(rows));
    const pairs = ['train/face', 'a/00024', 'b/00024'];
    const rowsOf = await exportRowsByName(path, pairs);
    expect(pairs.map((name) => rowsOf(name).map(({ externalId }) => externalId))).toEqual([['face.jpg'], [], []]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
