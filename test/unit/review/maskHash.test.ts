import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { scanFile } from '../../../src/jobs/dataset/scanFile.ts';
import { hashOfMask } from '../../../src/jobs/maskHash.ts';

const FILES = `
import hashlib, json, sys
from pathlib import Path
import numpy as np
from PIL import Image
folder = Path(sys.argv[1])
random = np.random.default_rng(5)
ids = random.integers(0, 4, (6, 7), np.uint8)
def pixels(array, size=b'7x6\\n'):
    return hashlib.sha256(size + array.tobytes()).hexdigest()
Image.fromarray(ids).save(folder / 'grey.png')
paletted = Image.fromarray(ids, 'P')
paletted.putpalette([0, 0, 0, 128, 0, 0, 0, 128, 0, 128, 128, 0])
paletted.save(folder / 'paletted.png')
deep = ids.astype('<u2') * 1000
Image.fromarray(deep).save(folder / 'deep.png')
whole = (folder / 'grey.png').read_bytes()
(folder / 'cut.png').write_bytes(whole[:50])
Image.fromarray(random.integers(0, 256, (200, 200, 3), np.uint8)).save(folder / 'photograph.png')
bytes_of = lambda name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
print(json.dumps({'grey.png': pixels(ids), 'paletted.png': pixels(ids), 'deep.png': pixels(deep),
                  'cut.png': bytes_of('cut.png'), 'photograph.png': bytes_of('photograph.png')}))
`;

it('a mask on the screen has the hash that a scan gives its file: that of its pixels, or of bytes that are no mask', () => {
  const folder = mkdtempSync(join(tmpdir(), 'maskscope-hash-'));
  try {
    const printed = execFileSync('/usr/bin/python3', ['-W', 'ignore', '-c', FILES, folder], { encoding: 'utf8' });
    for (const [name, hash] of Object.entries(JSON.parse(printed) as Record<string, string>)) {
      expect([name, hashOfMask(readFileSync(join(folder, name)))]).toEqual([name, hash]);
      expect(scanFile(folder, { path: name, as: 'mask' })).toMatchObject({ hash });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
