import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { picturesOrder } from '../../../src/cli/pictures.ts';
import { transformOrder } from '../../../src/cli/transform.ts';
import { BLENDS } from '../../../src/core/compose/blend.ts';
import { FOCUS_METHODS } from '../../../src/core/compose/focus.ts';
import { LEGEND_PLACES } from '../../../src/core/compose/legend.ts';
import type { TransformStep } from '../../../src/core/mask/transform.ts';
import { pairsCommandWords } from '../../../src/jobs/pairs/pairsCommandWords.ts';
import type { PairsSource } from '../../../src/jobs/pairs/pairsTypes.ts';
import type { PicturesTask } from '../../../src/jobs/pictures/picturesTypes.ts';
import type { TransformTask } from '../../../src/jobs/transforms/transformTypes.ts';
import { RESIZE_FILTERS } from '../../../src/core/compose/resample.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'maskscope-words-'));
  // The only file that is looked at.
  writeFileSync(join(folder, 'my font.ttf'), 'OTTO');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const BOOLEANS = [true, false] as const;

function sourceOf(random: SeededRandom): PairsSource {
  const names = random.choice([null, ['a', '고양이', 'b/c']]);
  const layout = random.choice([
    {},
    { kind: 'voc' },
    { pattern: { originals: 'x/{name}.jpg', masks: 'y/{name}.png' } },
  ] as const);
  const dataset = { kind: 'dataset', folder, layout, names } as const;
  const masks = ['a.png', 'b c.png'].map((name) => ({ mask: join(folder, name), original: null }));
  const one = { mask: join(folder, 'd.png'), original: join(folder, 'e.jpg') };
  return random.choice([dataset, { kind: 'files', pairs: masks }, { kind: 'files', pairs: [one] }] as const);
}

function readingOf(random: SeededRandom) {
  return { frame: random.choice(['displayed', 'stored'] as const), isFitted: random.choice(BOOLEANS) };
}

function picturesOf(random: SeededRandom): PicturesTask {
  const kind = random.choice(['overlay', 'sheet', 'cutout', 'focus'] as const);
  const only = random.choice([null, ['person', '고양이']]);
  const format = random.choice(kind === 'cutout' ? (['png', 'webp'] as const) : (['png', 'jpeg', 'webp'] as const));
  const base = {
    classes: { only, hasBackground: random.choice(BOOLEANS), hasVoid: random.choice(BOOLEANS) },
    reading: readingOf(random),
    encoding: { format, quality: kind === 'cutout' || format === 'png' ? 90 : random.integer(1, 100) },
  };
  const drawn = {
    blend: random.choice(BLENDS),
    style: {
      isFilled: random.choice(BOOLEANS),
      opacity: random.integer(0, 100) / 100,
      outline: random.integer(0, 64),
    },
    font: random.choice([null, join(folder, 'my font.ttf')]),
  };
  switch (kind) {
    case 'overlay':
      return { kind, ...base, ...drawn, legend: random.choice(LEGEND_PLACES) };
    case 'sheet': {
      const [count, columns] = [random.choice([null, 7]), random.choice([null, 5])];
      return { kind, ...base, ...drawn, count, columns, seed: random.integer(0, 999), side: random.integer(48, 1024) };
    }
    case 'cutout':
      return { kind, ...base, isCropped: random.choice(BOOLEANS) };
    case 'focus': {
      const blur = random.choice([
        { kind: 'box', size: 2 * random.integer(1, 50) + 1 },
        { kind: 'gaussian', sigma: random.integer(1, 99) / 10 },
      ] as const);
      return { kind, ...base, blur, method: random.choice(FOCUS_METHODS) };
    }
  }
}

function transformOf(random: SeededRandom): TransformTask {
  const side = (): number => random.integer(1, 999);
  const stepOf = (): TransformStep =>
    random.choice([
      { kind: 'crop', x: side(), y: side(), width: side(), height: side() },
      { kind: 'flip', axis: random.choice(['horizontal', 'vertical'] as const) },
      { kind: 'transpose' },
      { kind: 'rotate', degrees: random.choice([90, 180, 270] as const) },
      { kind: 'resize', width: side(), height: side() },
      { kind: 'padSquare' },
    ] as const);
  const tiles = { side: 512, overlap: random.integer(0, 511), edge: random.choice(['shift', 'pad'] as const) };
  return {
    kind: 'transform',
    steps: Array.from({ length: random.integer(1, 6) }, stepOf),
    tiling: random.choice([null, tiles]),
    padId: random.choice(['void', 'background', 7] as const),
    maskRule: random.choice(['opencv', 'pillow'] as const),
    filter: random.choice(RESIZE_FILTERS),
    originals: random.choice(['jpeg', 'png'] as const),
    quality: random.integer(1, 100),
    reading: readingOf(random),
  };
}

it('are read by the command line as what they were made of', async () => {
  const random = new SeededRandom(6);
  for (let at = 0; at < 300; at++) {
    const task = at % 2 === 0 ? picturesOf(random) : transformOf(random);
    const classMap = random.choice([null, join(folder, 'my classes.txt')]);
    const where = { source: sourceOf(random), classMap, folder: join(folder, 'out') };
    const [, ...args] = pairsCommandWords(where, task);
    const order = task.kind === 'transform' ? await transformOrder(args) : await picturesOrder(task.kind, args);
    expect(order?.request).toEqual({ ...where, task, command: order?.request.command });
  }
});
