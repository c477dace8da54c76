import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DatasetScan } from '../../../src/jobs/dataset/datasetScan.ts';
import { EXPECTED, hasDatasets } from '../../datasetConformance.ts';
import { sharedPath } from '../../fixtures/sharedData.ts';
import { hasReference } from '../mask/pythonReference.ts';

let cache: string;
beforeAll(() => {
  cache = mkdtempSync(join(tmpdir(), 'maskscope-real-'));
  process.env['XDG_CACHE_HOME'] = cache;
});
afterAll(() => rmSync(cache, { recursive: true, force: true }));

/** Of each file the pixels of each id, or of each colour. */
const PYTHON = `
import json, sys, numpy
from PIL import Image
counts = {}
for path in json.load(sys.stdin):
    image = numpy.array(Image.open(sys.argv[1] + '/' + path))
    one = counts.setdefault(path, {})
    if image.ndim == 3:
        rows, pixels = numpy.unique(image[..., :3].reshape(-1, 3), axis=0, return_counts=True)
        for row, count in zip(rows, pixels): one['#%02x%02x%02x' % tuple(row)] = int(count)
    else:
        for id, count in zip(*numpy.unique(image, return_counts=True)): one[str(id)] = int(count)
print(json.dumps(counts))`;

describe.skipIf(!hasDatasets || !hasReference)('masks of real datasets', () => {
  const withMasks = EXPECTED.filter(({ classMasks = 0, missingOriginals = 0 }) => classMasks + missingOriginals > 0);

  it.each(withMasks)('$folder has the pixels of each id that NumPy counts', async ({ folder }) => {
    const root = sharedPath(`data/${folder}`);
    const request = { folder: root, layout: {}, classMap: null, shard: null };
    const { facts } = await new DatasetScan(request, { workers: 0, workerScript: '' }).run();
    const ours: Record<string, Record<string, number>> = {};
    for (const { mask } of facts.layout.pairs) {
      const record = mask === null ? undefined : facts.records.get(mask);
      if (record?.type !== 'mask' || record.kind !== 'semantic') continue;
      const isColour = record.encoding === 'colour';
      const counts: Record<string, number> = {};
      for (const { id, colour, pixels } of record.ids) {
        const key = isColour ? (colour ?? '') : String(id);
        counts[key] = (counts[key] ?? 0) + pixels;
      }
      ours[record.path] = counts;
    }
    expect(Object.keys(ours).length).toBeGreaterThan(0);
    const counted = execFileSync('/usr/bin/python3', ['-c', PYTHON, root], {
      input: JSON.stringify(Object.keys(ours)),
      encoding: 'utf8',
    });
    expect(ours).toEqual(JSON.parse(counted));
  });
});
