import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bindClassMap } from '../../../src/core/formats/bindClassMap.ts';
import { CLASS_MAP_FILES, parseClassMap } from '../../../src/core/formats/classMapFile.ts';
import { countedFromOne, isMotsLabels } from '../../../src/core/formats/mots.ts';
import { PRESETS, suggestPreset } from '../../../src/core/formats/presets/presets.ts';
import { splitClassInstance } from '../../../src/core/mask/classInstance.ts';
import { readPngHead } from '../../../src/core/mask/pngHead.ts';
import { fromPng16 } from '../kind/ids16.ts';

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
    expect(suggestPreset(`/data/${path}`, { paletteRgb, isColour: false })?.preset).toBe('voc');
    const video = 'masks-paletted/labelme/video/SegmentationClassPNG/00000100.png';
    const videoPalette = readPngHead(read(video))?.paletteRgb ?? null;
    expect(suggestPreset(`/data/${video}`, { paletteRgb: videoPalette, isColour: false })).toBeNull();
  });

  it("reads labelme's label_names.txt", () => {
    expect(CLASS_MAP_FILES).toContain('label_names.txt');
    const { entries, problems } = parse('masks-paletted/labelme/apc2016_obj3/label_names.txt');
    expect(problems).toEqual([]);
    expect(entries.map(({ id, name }) => [id, name]).slice(0, 2)).toEqual([
      [0, '_background_'],
      [1, 'highland_6539_self_stick_notes'],
    ]);
  });

  it('counts the names of a MOTS dataset from 1, as Datumaro writes it', () => {
    const folder = 'datumaro/mots_dataset/train/instances';
    const classMapPath = `/data/${folder}/labels.txt`;
    expect(isMotsLabels({ classMapPath, divisor: 1000 })).toBe(true);
    const { entries } = countedFromOne(parse(`${folder}/labels.txt`));
    const nameOf = (id: number) => {
      const { classId } = splitClassInstance(id, 1000);
      return entries.find((entry) => entry.id === classId)?.name;
    };
    expect([0, 3002, 4001, 4003].map(nameOf)).toEqual([undefined, 'c', 'd', 'd']);
    const ids = fromPng16(read(`${folder}/1.png`));
    expect(ids.filter((id) => nameOf(id) === undefined)).toEqual([0]);
  });
});
