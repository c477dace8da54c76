import { readImage } from '../../../../src/jobs/readImage.ts';
import { broken } from '../../../../src/jobs/dataset/scanFile.ts';
import {
  addPair,
  colourMaskFile,
  deepMaskFile,
  drawObject,
  imageRecord,
  maskFile,
  pairOf,
  SIDE,
  type TestDataset,
} from '../../../fixtures/datasets.ts';
import type { SeededRandom } from '../../../fixtures/seededRandom.ts';
import { type RuleCase } from './found.ts';

export const addOriginals = (
  dataset: TestDataset,
  count: number,
  name: (at: number) => string,
  split: string | null = null,
) => {
  for (let at = 0; at < count; at++) {
    addPair(dataset, name(at), new Uint8Array(), { pair: { mask: null, folderSplit: split } });
  }
};

export const original = (dataset: TestDataset, name: string, facts: Parameters<typeof imageRecord>[1]) => {
  dataset.records.set(`images/${name}.jpg`, imageRecord(`images/${name}.jpg`, facts));
};

/** A file whose IDAT chunk is broken at its end. */
export const cut = (random: SeededRandom) => maskFile({ ids: drawObject(random) }).slice(0, -20);

export const breakFile = (dataset: TestDataset, path: string, bytes: Uint8Array) => {
  let error: unknown = null;
  try {
    readImage(bytes);
  } catch (thrown) {
    error = thrown;
  }
  dataset.records.set(path, broken({ path, size: bytes.length, modified: 0 }, error));
};

/** Half of each side, and other pixels a row. */
export const wide = (random: SeededRandom) => ({ ids: drawObject(random), width: SIDE * 2 });

/** One of each rule. */
export const FILE_CASES: readonly RuleCase[] = [
  {
    rule: 'noMasks',
    fires: (dataset) => {
      dataset.classMap = null;
      for (const [at, pair] of dataset.pairs.entries()) dataset.pairs[at] = { ...pair, mask: null };
    },
    told: ['noMasks', 'mostlyUnlabelled'],
    silent: (dataset, random) => addPair(dataset, 'b', { ids: drawObject(random) }),
  },
  {
    rule: 'folderForbidden',
    fires: (dataset) => dataset.folders.forbidden.push('more'),
    told: ['folderForbidden more'],
    silent: () => undefined,
  },
  {
    rule: 'folderLinked',
    fires: (dataset) => dataset.folders.linked.push('elsewhere'),
    told: ['folderLinked elsewhere'],
    silent: () => undefined,
  },
  {
    rule: 'maskMissing',
    fires: (dataset) => addOriginals(dataset, 2, (at) => `b${at}`),
    told: ['maskMissing images/b0.jpg', 'maskMissing images/b1.jpg'],
    silent: (dataset) => {
      addPair(dataset, 'b', new Uint8Array(), {
        pair: { mask: null, others: [{ path: 'objects/b.png', kind: 'instance' }] },
      });
    },
  },
  {
    rule: 'originalMissing',
    fires: (dataset, random) => addPair(dataset, 'b', { ids: drawObject(random) }, { pair: { original: null } }),
    told: ['originalMissing masks/b.png'],
    silent: (dataset, random) => addPair(dataset, 'b', { ids: drawObject(random) }),
  },
  {
    rule: 'splitUnlabelled',
    fires: (dataset) => addOriginals(dataset, 2, (at) => `b${at}`, 'test'),
    told: ['splitUnlabelled'],
    silent: (dataset) => addOriginals(dataset, 2, (at) => `b${at}`, 'train'),
    instead: ['maskMissing images/b0.jpg', 'maskMissing images/b1.jpg'],
  },
  {
    rule: 'mostlyUnlabelled',
    fires: (dataset) => addOriginals(dataset, 30, (at) => `b${at + 10}`),
    told: ['mostlyUnlabelled'],
    silent: (dataset) => addOriginals(dataset, 19, (at) => `b${at + 10}`),
    instead: Array.from({ length: 19 }, (_, at) => `maskMissing images/b${at + 10}.jpg`),
  },
  {
    rule: 'originalsAbsent',
    fires: (dataset) => {
      dataset.pairs.splice(0, 24, ...dataset.pairs.map((pair) => ({ ...pair, original: null })));
    },
    told: ['originalsAbsent'],
    silent: (dataset) => {
      dataset.pairs.splice(0, 1, pairOf('a00', { original: null }));
    },
    instead: ['originalMissing masks/a00.png'],
  },
  {
    rule: 'unpairedFiles',
    fires: (dataset) => dataset.unpaired.push('masks/copy.png', 'logo.png'),
    told: ['unpairedFiles'],
    silent: () => undefined,
  },
  {
    rule: 'brokenFile',
    fires: (dataset, random) => {
      breakFile(dataset, 'masks/a03.png', cut(random));
      const others = [{ path: 'objects/a04.png', kind: 'instance' as const }];
      dataset.pairs.splice(4, 1, pairOf('a04', { others }));
      breakFile(dataset, 'objects/a04.png', new TextEncoder().encode('version https://git-lfs.github.com/spec/v1\n'));
    },
    told: ['brokenFile masks/a03.png', 'brokenFile objects/a04.png'],
    silent: (dataset) => dataset.records.delete('masks/a03.png'),
  },
  {
    rule: 'originalUnreadable',
    fires: (dataset) => original(dataset, 'a03', { width: 0, height: 0 }),
    told: ['originalUnreadable images/a03.jpg'],
    silent: (dataset) => dataset.records.delete('images/a03.jpg'),
  },
  {
    rule: 'photograph',
    fires: (dataset) => {
      const problem = { code: 'photograph', details: { colours: 9000 }, offset: null } as const;
      dataset.records.set('masks/a03.png', { type: 'broken', path: 'masks/a03.png', size: 1, modified: 0, problem });
    },
    told: ['photograph masks/a03.png'],
    silent: () => undefined,
  },
  {
    rule: 'maskFormat',
    fires: (dataset) => breakFile(dataset, 'masks/a03.png', Uint8Array.of(0x49, 0x49, 0x2a, 0, 8, 0, 0, 0)),
    told: ['maskFormat masks/a03.png'],
    silent: (dataset) => breakFile(dataset, 'masks/a03.png', new TextEncoder().encode('<html>no such page</html>')),
    instead: ['brokenFile masks/a03.png'],
  },
  {
    rule: 'idsTooMany',
    fires: (dataset) => {
      const ids = Uint16Array.from({ length: SIDE * SIDE }, (_, at) => (at < 300 ? at : 0));
      addPair(dataset, 'b', deepMaskFile(ids));
    },
    told: ['idsTooMany masks/b.png', 'deepMask masks/b.png', 'encodingDiffers masks/b.png'],
    silent: (dataset) => {
      const ids = Uint16Array.from({ length: SIDE * SIDE }, (_, at) => (at % SIDE < 32 ? 1 : 0));
      addPair(dataset, 'b', deepMaskFile(ids));
    },
    instead: ['deepMask masks/b.png', 'voidMissing masks/b.png', 'encodingDiffers masks/b.png'],
  },
  {
    rule: 'sizesDiffer',
    fires: (dataset) => original(dataset, 'a03', { width: SIDE, height: SIDE + 1 }),
    told: ['sizesDiffer masks/a03.png'],
    silent: (dataset) => original(dataset, 'a03', { width: SIDE, height: SIDE, orientation: 1 }),
  },
  {
    rule: 'sizesTurned',
    fires: (dataset, random) => {
      addPair(dataset, 'b', wide(random), { image: { width: SIDE / 2, height: SIDE * 2 } });
    },
    told: ['sizesTurned masks/b.png'],
    silent: (dataset, random) => addPair(dataset, 'b', wide(random)),
  },
  {
    rule: 'sizesScaled',
    fires: (dataset) => original(dataset, 'a03', { width: 2 * SIDE, height: 2 * SIDE }),
    told: ['sizesScaled masks/a03.png', 'imageSizeOutlier images/a03.jpg'],
    silent: (dataset) => original(dataset, 'a03', { width: 2 * SIDE, height: SIDE }),
    instead: ['sizesDiffer masks/a03.png'],
  },
  {
    rule: 'exifTurned',
    fires: (dataset, random) => {
      addPair(dataset, 'b', wide(random), { image: { width: SIDE / 2, height: SIDE * 2, orientation: 6 } });
    },
    told: ['exifTurned masks/b.png'],
    silent: (dataset, random) => {
      addPair(dataset, 'b', wide(random), { image: { width: SIDE / 2, height: SIDE * 2, orientation: 3 } });
    },
    instead: ['sizesTurned masks/b.png'],
  },
  {
    rule: 'exifIgnored',
    fires: (dataset) => original(dataset, 'a03', { orientation: 3 }),
    told: ['exifIgnored masks/a03.png'],
    silent: (dataset) => original(dataset, 'a03', { orientation: 1 }),
  },
  {
    rule: 'imageSizeOutlier',
    fires: (dataset, random) => {
      const ids = new Uint8Array(4 * SIDE * SIDE);
      ids.set(drawObject(random));
      // A class of the usual share, on four times the area.
      ids.fill(1, SIDE * SIDE, SIDE * SIDE + 2200);
      addPair(dataset, 'b', { ids, width: SIDE });
    },
    told: ['imageSizeOutlier images/b.jpg'],
    silent: (dataset, random) => addPair(dataset, 'b', { ids: drawObject(random).slice(0, -8 * SIDE), width: SIDE }),
  },
  {
    rule: 'colourMask',
    fires: (dataset, random) => addPair(dataset, 'b', colourMaskFile(drawObject(random))),
    told: ['colourMask masks/b.png'],
    silent: (dataset, random) => {
      dataset.pairs.length = 0;
      for (let at = 10; at < 24; at++) addPair(dataset, `a${at}`, colourMaskFile(drawObject(random, 1 + (at % 3))));
    },
  },
  {
    rule: 'alphaMask',
    fires: (dataset, random) => addPair(dataset, 'b', colourMaskFile(drawObject(random), 128)),
    told: ['colourMask masks/b.png', 'alphaMask masks/b.png'],
    silent: (dataset, random) => addPair(dataset, 'b', colourMaskFile(drawObject(random), 255)),
    instead: ['colourMask masks/b.png'],
  },
  {
    rule: 'deepMask',
    fires: (dataset, random) => {
      addPair(dataset, 'b', { ids: drawObject(random), colours: null, bitDepth: 16 });
    },
    told: ['deepMask masks/b.png', 'encodingDiffers masks/b.png'],
    silent: (dataset, random) => addPair(dataset, 'b', { ids: drawObject(random), colours: null }),
    instead: ['encodingDiffers masks/b.png'],
  },
  {
    rule: 'encodingDiffers',
    fires: (dataset, random) => addPair(dataset, 'b', { ids: drawObject(random), colours: null }),
    told: ['encodingDiffers masks/b.png'],
    silent: (dataset, random) => {
      dataset.pairs.length = 0;
      for (let at = 10; at < 34; at++) {
        addPair(dataset, `a${at}`, { ids: drawObject(random, 1 + (at % 3)), colours: null });
      }
    },
  },
  {
    rule: 'nameCollision',
    fires: (dataset) => dataset.unpaired.push('images/a03.png'),
    told: ['nameCollision images/a03.jpg', 'unpairedFiles'],
    silent: (dataset, random) => {
      const paths = { original: 'flat/b.jpg', mask: 'flat/b.png' };
      addPair(dataset, 'b', { ids: drawObject(random) }, { pair: paths });
    },
  },
  {
    rule: 'nameCaseTwin',
    fires: (dataset, random) => {
      addPair(dataset, 'A03', { ids: drawObject(random) });
      addPair(dataset, 'é', { ids: drawObject(random) });
      addPair(dataset, 'e\u0301', { ids: drawObject(random) });
    },
    told: [
      'nameCaseTwin images/A03.jpg',
      'nameCaseTwin images/e\u0301.jpg',
      'nameCaseTwin masks/A03.png',
      'nameCaseTwin masks/e\u0301.png',
    ],
    silent: (dataset, random) => addPair(dataset, 'e', { ids: drawObject(random) }),
  },
];
