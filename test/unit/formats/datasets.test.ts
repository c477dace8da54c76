import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bindClassMap } from '../../../src/core/formats/classMap.ts';
import { parseClassMap } from '../../../src/core/formats/classMapFile.ts';
import { PRESETS, suggestPreset } from '../../../src/core/formats/presets/presets.ts';
import { readPngHead } from '../../../src/core/mask/pngHead.ts';

const data = join(import.meta.dirname, '../../../../shared/data');
const isThere = existsSync(data);
if (!isThere) console.warn('skipped: no files of real datasets in ../shared/data');

const read = (path: string) => readFileSync(join(data, path));
const parse = (path: string) => parseClassMap(path.slice(path.lastIndexOf('/') + 1), read(path).toString('utf8'));
const vocNames = PRESETS.voc.entries.map(({ name }) => name).slice(0, 21);
const plain = (name: string) => name.replace(/[^a-z]/g, '');

describe.skipIf(!isThere)('class maps of real datasets', () => {
  it("reads CVAT's labelmap of Pascal VOC", () => {
    const map = parse('datumaro/voc_dataset/voc_dataset2/labelmap.txt');
    expect(map.problems).toEqual([]);
    expect(map.entries.slice(0, 21).map(({ name }) => name)).toEqual(vocNames);
    expect(map.entries.map(({ colour }) => colour).slice(0, 21)).toEqual(
      PRESETS.voc.entries.slice(0, 21).map(({ colour }) => colour),
    );
    expect(map.entries[21]).toEqual({ id: 21, name: 'ignored', colour: '#e0e0c0', isVoid: true });
  });

  it('puts its ignored class at 255 of a mask with the VOC palette', () => {
    const map = parse('datumaro/voc_dataset/voc_dataset2/labelmap.txt');
    const mask = read('masks-paletted/labelme/semantic_segmentation/SegmentationClass/2011_000003.png');
    const paletteRgb = readPngHead(mask)?.paletteRgb ?? null;
    expect(paletteRgb?.length).toBe(768);
    const ids = bindClassMap(map, { paletteRgb, isColour: false }).entries.map(({ id }) => id);
    expect(ids).toEqual([...Array(21).keys(), 255]);
  });

  it.each(['semantic_segmentation', 'instance_segmentation'])("reads labelme's two lists of %s alike", (folder) => {
    const names = parse(`masks-paletted/labelme/${folder}/class_names.txt`);
    const labels = parse(`masks-paletted/labelme/${folder}/labels.txt`);
    expect([...names.problems, ...labels.problems]).toEqual([]);
    expect(labels.entries.slice(0, 21)).toEqual(names.entries);
    expect(labels.entries[21]).toMatchObject({ id: 255, name: '__ignore__', isVoid: true });
    expect(names.entries.map(({ name }) => plain(name))).toEqual(vocNames.map((name) => plain(name)));
  });

  it('guesses the VOC preset for masks in a VOC tree only', () => {
    const path = 'masks-paletted/labelme/semantic_segmentation/SegmentationClass/2011_000003.png';
    const paletteRgb = readPngHead(read(path))?.paletteRgb ?? null;
    expect(suggestPreset(`/data/${path}`, paletteRgb)?.preset).toBe('voc');
    const video = 'masks-paletted/labelme/video/SegmentationClassPNG/00000100.png';
    expect(suggestPreset(`/data/${video}`, readPngHead(read(video))?.paletteRgb ?? null)).toBeNull();
  });
});
