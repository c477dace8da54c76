import type { FileRecord, MaskRecord } from '../../../../src/core/dataset/records.ts';
import type { Damage } from '../../../../src/core/mask/damage.ts';
import type { ClassMapEntry } from '../../../../src/core/formats/classMap.ts';
import { addPair, CLASS_MAP, COLOURS, drawObject, SIDE, type TestDataset } from '../../../fixtures/datasets.ts';
import type { SeededRandom } from '../../../fixtures/seededRandom.ts';
import { type RuleCase } from './found.ts';

/** A sound mask with a block of other ids in a corner. */
export const withBlock = (random: SeededRandom, id: number, width = 3, height = width, from = 0): Uint8Array => {
  const ids = drawObject(random);
  for (let y = 0; y < height; y++) ids.fill(id, from + y * SIDE, from + y * SIDE + width);
  return ids;
};

export const classes = (
  dataset: TestDataset,
  change: (entries: readonly ClassMapEntry[]) => readonly ClassMapEntry[],
) => {
  dataset.classMap = { source: 'classes.json', map: { ...CLASS_MAP, entries: change(CLASS_MAP.entries) } };
};

/** Puts damage into a record, as the scan does. */
export const damaged = (damage: Damage) => (dataset: TestDataset) => {
  const record = dataset.records.get('masks/a03.png') as MaskRecord;
  dataset.records.set(record.path, { ...record, damages: [damage] } satisfies FileRecord);
};

/** Two entries of the palette exchanged, and the ids with them: it looks the same. */
export const exchanged = (random: SeededRandom, a: number, b: number) => {
  const colours = COLOURS.map((colour, id) => (id === a ? COLOURS[b] : id === b ? COLOURS[a] : colour) ?? colour);
  return { ids: drawObject(random, a).map((id) => (id === a ? b : id === b ? a : id)), colours };
};

/** Grey masks of white objects on black. */
export const binaries = (dataset: TestDataset, random: SeededRandom, value = 255) => {
  dataset.classMap = null;
  dataset.pairs.length = 0;
  for (let at = 10; at < 24; at++) addPair(dataset, `a${at}`, { ids: binary(random, value), colours: null });
};
export const binary = (random: SeededRandom, value = 255) =>
  drawObject(random, value).map((id) => (id === 0 ? 0 : value));

/** Values between black and white at the left of the mask, in rows of their own. */
export const soft = (random: SeededRandom) => {
  const ids = binary(random);
  for (const [row, value] of [30, 70, 110, 150, 190].entries()) ids.fill(value, row * SIDE, row * SIDE + 4);
  return ids;
};

export const withoutVoid = (random: SeededRandom) => drawObject(random).map((id) => (id === 255 ? 0 : id));

/** A class that covers a hundredth of what is usual, in one of many masks. */
function smallAmongMany(dataset: TestDataset, random: SeededRandom, pixels: number) {
  for (let at = 10; at < 40; at++) addPair(dataset, `c${at}`, { ids: drawObject(random, 1) });
  const ids = drawObject(random, 2);
  ids.fill(1, 0, pixels);
  addPair(dataset, 'b', { ids });
}

/** {@link COLOURS} as OpenCV reads them. */
const SWAPPED = COLOURS.map(([red, green, blue]) => [blue, green, red] as const);

/** One of each rule. */
export const PIXEL_CASES: readonly RuleCase[] = [
  {
    rule: 'idWithoutClass',
    fires: (dataset, random) => addPair(dataset, 'b', { ids: withBlock(random, 7) }),
    told: ['idWithoutClass masks/b.png'],
    silent: (dataset, random) => {
      addPair(dataset, 'b', { ids: withBlock(random, 7) });
      dataset.classMap = null;
    },
  },
  {
    rule: 'backgroundUnnamed',
    fires: (dataset) => classes(dataset, (entries) => entries.slice(1)),
    told: ['backgroundUnnamed classes.json'],
    silent: (dataset) => classes(dataset, ([, ...entries]) => [{ ...entries[0], id: 0 } as ClassMapEntry, ...entries]),
  },
  {
    rule: 'voidUnnamed',
    fires: (dataset) => classes(dataset, (entries) => entries.slice(0, -1)),
    told: ['voidUnnamed classes.json'],
    // Where another id is void 255 is none by convention.
    silent: (dataset) => {
      classes(dataset, (entries) => [...entries.slice(0, -1), { id: 9, name: 'ignore', colour: null, isVoid: true }]);
    },
    instead: Array.from({ length: 24 }, (_, at) => `idWithoutClass masks/a${String(at).padStart(2, '0')}.png`),
  },
  {
    rule: 'idOutsidePalette',
    fires: (dataset, random) => {
      const ids = withBlock(random, 9).map((id) => (id === 255 ? 0 : id));
      addPair(dataset, 'b', { ids, colours: COLOURS.slice(0, 5) });
    },
    told: ['idOutsidePalette masks/b.png', 'voidMissing masks/b.png', 'palettesDiffer'],
    silent: (dataset, random) => {
      addPair(dataset, 'b', { ids: withoutVoid(random), colours: COLOURS.slice(0, 5) });
    },
    instead: ['voidMissing masks/b.png', 'palettesDiffer'],
  },
  {
    rule: 'classMapUnusable',
    fires: (dataset) => {
      dataset.classMapFiles.unshift('bad.classes.json');
      const problem = { code: 'jsonInvalid', details: { reason: 'end of input' } } as const;
      dataset.unusableMaps.push({ source: '/voc/bad.classes.json', problem });
    },
    told: ['classMapUnusable bad.classes.json'],
    silent: () => undefined,
  },
  {
    rule: 'classMapProblem',
    fires: (dataset) => {
      const problems = [{ code: 'colourInvalid', details: { line: 3, text: '204,51' } }] as const;
      dataset.classMap = { source: 'classes.json', map: { ...CLASS_MAP, problems } };
    },
    told: ['classMapProblem classes.json'],
    silent: () => undefined,
  },
  {
    rule: 'classMapPartial',
    fires: (dataset, random) => {
      dataset.classMapFiles.splice(0, 1, 'masks/labels.txt');
      addPair(dataset, 'b', { ids: drawObject(random) }, { pair: { mask: 'more/b.png' } });
      dataset.classMap = null;
    },
    told: ['classMapPartial masks/labels.txt'],
    // A folder without masks lies beside all of them.
    silent: (dataset, random) => {
      dataset.classMapFiles.splice(0, 1, 'meta/labels.txt', 'masks/labels.txt');
      dataset.classMap = null;
      addPair(dataset, 'b', { ids: drawObject(random) });
    },
  },
  {
    rule: 'classUnused',
    fires: (dataset) => {
      classes(dataset, (entries) => [...entries, { id: 4, name: 'fish', colour: '#000080', isVoid: false }]);
    },
    told: ['classUnused classes.json'],
    silent: (dataset) => {
      classes(dataset, (entries) => [...entries, { id: -1, name: 'licence plate', colour: '#00008e', isVoid: false }]);
    },
  },
  {
    rule: 'colourAtOtherId',
    fires: (dataset, random) => addPair(dataset, 'b', exchanged(random, 1, 9)),
    told: ['colourAtOtherId masks/b.png'],
    // The colours are others, not elsewhere.
    silent: (dataset, random) => {
      const colours = COLOURS.map(([red, green, blue], id) => (id === 1 ? [1, 2, 3] : [red, green, blue]) as never);
      addPair(dataset, 'b', { ids: drawObject(random, 1), colours });
    },
    instead: ['palettesDiffer'],
  },
  {
    rule: 'palettesDiffer',
    fires: (dataset, random) => {
      const colours = COLOURS.map((colour, id) => (id === 100 ? ([9, 9, 9] as const) : colour));
      addPair(dataset, 'b', { ids: drawObject(random), colours });
      addPair(dataset, 'c', { ids: drawObject(random), colours });
    },
    told: ['palettesDiffer'],
    silent: (dataset, random) => addPair(dataset, 'b', { ids: drawObject(random) }),
  },
  {
    rule: 'duplicateEntries',
    fires: (dataset, random) => {
      const colours = COLOURS.map((colour, id) => (id === 3 ? (COLOURS[2] ?? colour) : colour));
      addPair(dataset, 'b', { ids: withBlock(random, 3).map((id) => (id === 1 ? 2 : id)), colours });
      dataset.classMap = null;
    },
    told: ['duplicateEntries masks/b.png', 'palettesDiffer'],
    // Equal entries that have no pixels.
    silent: (dataset, random) => {
      const colours = COLOURS.map((colour, id) => (id >= 10 && id < 255 ? ([0, 0, 0] as const) : colour));
      addPair(dataset, 'b', { ids: drawObject(random), colours });
    },
    instead: ['palettesDiffer'],
  },
  {
    rule: 'allBackground',
    fires: (dataset) => addPair(dataset, 'b', { ids: new Uint8Array(SIDE * SIDE) }),
    told: ['allBackground masks/b.png'],
    silent: (dataset) => {
      addPair(dataset, 'b', { ids: new Uint8Array(SIDE * SIDE).fill(255) });
    },
    instead: ['allVoid masks/b.png'],
  },
  {
    rule: 'allVoid',
    fires: (dataset) => addPair(dataset, 'b', { ids: new Uint8Array(SIDE * SIDE).fill(255) }),
    told: ['allVoid masks/b.png'],
    // White alone in a binary mask is the object.
    silent: (dataset, random) => {
      binaries(dataset, random);
      addPair(dataset, 'b', { ids: new Uint8Array(SIDE * SIDE).fill(255), colours: null });
    },
  },
  {
    rule: 'specks',
    fires: (dataset, random) => addPair(dataset, 'b', { ids: withBlock(random, 3, 3, 1) }),
    told: ['specks masks/b.png'],
    silent: (dataset, random) => addPair(dataset, 'b', { ids: withBlock(random, 255, 3, 1) }),
  },
  {
    rule: 'voidMissing',
    fires: (dataset, random) => addPair(dataset, 'b', { ids: withoutVoid(random) }),
    told: ['voidMissing masks/b.png'],
    silent: (dataset, random) => {
      for (let at = 0; at < 4; at++) addPair(dataset, `b${at}`, { ids: withoutVoid(random) });
    },
  },
  {
    rule: 'notBinary',
    fires: (dataset, random) => {
      binaries(dataset, random);
      addPair(dataset, 'b', { ids: binary(random, 1), colours: null });
      addPair(dataset, 'c', { ids: soft(random), colours: null });
    },
    told: ['notBinary masks/b.png', 'notBinary masks/c.png', 'inventedIds masks/c.png'],
    // Small objects of two classes with the void of a border.
    silent: (dataset, random) => {
      dataset.classMap = null;
      for (let at = 0; at < 24; at++) addPair(dataset, `b${at}`, { ids: drawObject(random), colours: null });
    },
  },
  {
    rule: 'classAreaOutlier',
    fires: (dataset, random) => smallAmongMany(dataset, random, 8),
    told: ['classAreaOutlier masks/b.png'],
    silent: (dataset, random) => smallAmongMany(dataset, random, 500),
  },
  {
    rule: 'blendedEdges',
    fires: damaged({ kind: 'blendedEdges', ids: [9], pixels: 40 }),
    told: ['blendedEdges masks/a03.png'],
    silent: () => undefined,
  },
  {
    rule: 'compressedEdges',
    fires: damaged({ kind: 'compressedEdges', ids: [9], pixels: 40 }),
    told: ['compressedEdges masks/a03.png'],
    silent: () => undefined,
  },
  {
    rule: 'inventedIds',
    fires: damaged({ kind: 'inventedIds', ids: [9], pixels: 40 }),
    told: ['inventedIds masks/a03.png'],
    silent: () => undefined,
  },
  {
    rule: 'truncatedVoid',
    fires: damaged({ kind: 'truncatedVoid', id: 15, entries: 5, pixels: 40 }),
    told: ['truncatedVoid masks/a03.png'],
    silent: () => undefined,
  },
  {
    rule: 'uncolouredVoid',
    fires: (dataset, random) => addPair(dataset, 'b', { ids: drawObject(random), colours: COLOURS.slice(0, 5) }),
    told: ['uncolouredVoid masks/b.png', 'palettesDiffer'],
    silent: (dataset, random) => addPair(dataset, 'b', { ids: drawObject(random) }),
  },
  {
    rule: 'clampedVoid',
    fires: damaged({ kind: 'clampedVoid', id: 15, bits: 4, pixels: 40 }),
    told: ['clampedVoid masks/a03.png'],
    // The class map says that it is the void.
    silent: damaged({ kind: 'clampedVoid', id: 255, bits: 8, pixels: 40 }),
  },
  {
    rule: 'channelSums',
    fires: damaged({
      kind: 'channelSums',
      sums: [{ id: 3, colour: '#808000', parts: ['#800000', '#008000'], pixels: 40, mistakenFor: 3 }],
      pixels: 40,
    }),
    told: ['channelSums masks/a03.png'],
    silent: () => undefined,
  },
  {
    rule: 'swappedChannels',
    fires: (dataset, random) => addPair(dataset, 'b', { ids: drawObject(random), colours: SWAPPED }),
    told: ['swappedChannels masks/b.png', 'palettesDiffer'],
    // Without a class map nobody knows which way round is right.
    silent: (dataset, random) => {
      dataset.classMap = null;
      addPair(dataset, 'b', { ids: drawObject(random), colours: SWAPPED });
    },
    instead: ['palettesDiffer'],
  },
];
