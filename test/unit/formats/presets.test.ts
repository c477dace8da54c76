import { describe, expect, it } from 'vitest';
import { PRESETS, isPresetName, suggestPreset } from '../../../src/core/formats/presets/presets.ts';
import type { PresetName } from '../../../src/core/formats/presets/presets.ts';

const entryOf = (preset: PresetName, id: number) => PRESETS[preset].entries.find((entry) => entry.id === id);
const voidOf = (preset: PresetName) => PRESETS[preset].entries.filter(({ isVoid }) => isVoid).map(({ id }) => id);

// Counts, names and colours as the datasets' own pages and tools publish them.
describe('presets', () => {
  it.each([
    ['voc', 22, [255]],
    ['cityscapesIds', 35, [-1, 0, 1, 2, 3, 4, 5, 6, 9, 10, 14, 15, 16, 18, 29, 30]],
    ['cityscapesTrainIds', 20, [255]],
    ['ade20k', 151, [0]],
    ['mots', 3, [10]],
    ['binary', 2, []],
  ] as const)('%s has %i entries and its void set', (preset, count, ignored) => {
    expect(PRESETS[preset].entries).toHaveLength(count);
    expect(new Set(PRESETS[preset].entries.map(({ id }) => id)).size).toBe(count);
    expect(voidOf(preset)).toEqual(ignored);
  });

  it.each([
    ['voc', 0, 'background', '#000000'],
    ['voc', 1, 'aeroplane', '#800000'],
    ['voc', 15, 'person', '#c08080'],
    ['voc', 20, 'tvmonitor', '#004080'],
    ['voc', 255, 'void', '#e0e0c0'],
    ['cityscapesIds', 7, 'road', '#804080'],
    ['cityscapesIds', 24, 'person', '#dc143c'],
    ['cityscapesIds', 26, 'car', '#00008e'],
    ['cityscapesIds', 33, 'bicycle', '#770b20'],
    ['cityscapesIds', -1, 'license plate', '#00008e'],
    ['cityscapesTrainIds', 0, 'road', '#804080'],
    ['cityscapesTrainIds', 10, 'sky', '#4682b4'],
    ['cityscapesTrainIds', 13, 'car', '#00008e'],
    ['cityscapesTrainIds', 18, 'bicycle', '#770b20'],
    ['ade20k', 1, 'wall', '#787878'],
    ['ade20k', 3, 'sky', '#06e6e6'],
    ['ade20k', 13, 'person', '#96053d'],
    ['ade20k', 21, 'car', '#0066c8'],
    ['ade20k', 150, 'flag', '#5c00ff'],
  ] as const)('%s: %i is %s %s', (preset, id, name, colour) => {
    expect(entryOf(preset, id)).toMatchObject({ name, colour });
  });

  it('knows its names only', () => {
    expect(isPresetName('voc')).toBe(true);
    expect(isPresetName('auto')).toBe(false);
    expect(isPresetName('toString')).toBe(false);
  });
});

/** The 21 first colours of the VOC colormap as the development kit lists them. */
const VOC_21 = [
  [0, 0, 0],
  [128, 0, 0],
  [0, 128, 0],
  [128, 128, 0],
  [0, 0, 128],
  [128, 0, 128],
  [0, 128, 128],
  [128, 128, 128],
  [64, 0, 0],
  [192, 0, 0],
  [64, 128, 0],
  [192, 128, 0],
  [64, 0, 128],
  [192, 0, 128],
  [64, 128, 128],
  [192, 128, 128],
  [0, 64, 0],
  [128, 64, 0],
  [0, 192, 0],
  [128, 192, 0],
  [0, 64, 128],
];

describe('suggesting a preset', () => {
  const vocPalette = Uint8Array.from(VOC_21.flat());
  const paletteMask = (paletteRgb: Uint8Array | null) => ({ paletteRgb, isColour: false });

  it.each([
    ['/data/gtFine/val/x/x_000001_000019_gtFine_labelIds.png', 'cityscapesIds', 'fileName'],
    ['/data/x_gtFine_instanceIds.png', 'cityscapesIds', 'fileName'],
    ['/data/x_gtFine_labelTrainIds.png', 'cityscapesTrainIds', 'fileName'],
    ['/data/X_GTFINE_LABELIDS.PNG', 'cityscapesIds', 'fileName'],
    ['/data/x_gtFine_color.PNG', 'cityscapesIds', 'fileName'],
    ['/data/ADE_val_00000001.PNG', 'ade20k', 'fileName'],
    ['/data/annotations/training/ADE_train_00000001.png', 'ade20k', 'fileName'],
    ['/data/VOC2012/SegmentationClass/2007_000032.png', 'voc', 'palette'],
  ])('%s → %s by the %s', (path, preset, evidence) => {
    expect(suggestPreset(path, paletteMask(vocPalette))).toEqual({ preset, evidence });
  });

  it('does not take the VOC colormap alone for VOC classes', () => {
    expect(suggestPreset('/data/masks/a.png', paletteMask(vocPalette))).toBeNull();
    expect(suggestPreset('/data/SegmentationClass/a.png', paletteMask(vocPalette.subarray(0, 60)))).toBeNull();
    expect(suggestPreset('/data/SegmentationClass/a.png', paletteMask(vocPalette.with(40, 1)))).toBeNull();
    expect(suggestPreset('/data/SegmentationClass/a.png', paletteMask(null))).toBeNull();
  });

  it("does not take ADE20K's panoptic and instance files for semantic ones", () => {
    const path = '/data/ade20k_panoptic_train/ADE_train_00000001.png';
    expect(suggestPreset(path, { paletteRgb: null, isColour: true })).toBeNull();
  });

  it('knows MOTS by the folder and ids that hardly anything else has', () => {
    const mask = { paletteRgb: null, isColour: false, divisor: 1000, ids: [0, 1001, 2014, 10_000] };
    const path = '/kitti/instances/0002/000001.png';
    expect(suggestPreset(path, mask)).toEqual({ preset: 'mots', evidence: 'ids' });
    expect(suggestPreset(path, { ...mask, ids: [0, 1001, 2014] })).toBeNull();
    expect(suggestPreset(path, { ...mask, ids: [0, 3001, 10_000] })).toBeNull();
    expect(suggestPreset(path, { ...mask, ids: undefined })).toBeNull();
    expect(suggestPreset(path, { ...mask, divisor: 256 })).toBeNull();
    expect(suggestPreset('/kitti/masks/000001.png', mask)).toBeNull();
  });
});
