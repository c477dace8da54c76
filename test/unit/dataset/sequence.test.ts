import { describe, expect, it } from 'vitest';
import { sequencesOf } from '../../../src/core/dataset/sequence.ts';

const sequenceOf = (name: string) => {
  const [place] = sequencesOf([name]);
  return place === null || place === undefined ? null : `${place.sequence} @ ${place.frame}`;
};

describe('a name that tells of a sequence', () => {
  it.each([
    ['train/aachen_000000_000019', 'aachen_000000 @ 19'],
    ['0001TP_006690', '0001TP @ 6690'],
    ['0016E5_07959', '0016E5 @ 7959'],
    ['Seq05VD_f00930', 'Seq05VD @ 930'],
    ['seq01-0005', 'seq01 @ 5'],
    ['training/000030_10', '000030 @ 10'],
    ['frame_000123', 'frame @ 123'],
    ['walk/frame0007', 'walk @ 7'],
    ['clip2_frame_12', 'clip2 @ 12'],
    ['video_0004', 'video @ 4'],
    ['train/0002/000017', '0002 @ 17'],
    ['video3/00010', 'video3 @ 10'],
  ])('%s is %s', (name, place) => {
    expect(sequenceOf(name)).toBe(place);
  });

  it.each([
    ['2007_000032', 'the year and number of a photograph (Pascal VOC)'],
    ['IMG_20190405_103011', 'a date and a time of day'],
    ['000001', 'a number of the dataset'],
    ['train/000001', 'a number of the split'],
    ['train2017/000000000139', 'a number of the split'],
    ['ADE_train_00000001', 'a number of the split'],
    ['COCO_train2014_000000000139', 'a number of the split'],
    ['IMG_1234', 'a number behind a plain word'],
    ['Abyssinian_100', 'a number behind a plain word'],
    ['street/0001', 'a number in a folder that is no series by its name'],
    ['seq01_1234567890123456', 'more digits than are exact'],
    ['portrait', 'no number'],
  ])('%s is none: %s', (name) => {
    expect(sequenceOf(name)).toBeNull();
  });
});

describe('folders of numbers', () => {
  it('are sequences where they count from anew', () => {
    expect(sequencesOf(['bear/00000', 'bear/00001', 'cows/00000'])).toEqual([
      { sequence: 'bear', frame: 0 },
      { sequence: 'bear', frame: 1 },
      { sequence: 'cows', frame: 0 },
    ]);
  });

  it('are none where one count runs through all, unless the layout has a folder for each video', () => {
    const names = ['cat/0001', 'cat/0002', 'dog/0003'];
    expect(sequencesOf(names)).toEqual([null, null, null]);
    expect(sequencesOf(names, true).map((place) => place?.sequence)).toEqual(['cat', 'cat', 'dog']);
  });

  it('of splits never are, though they count from anew', () => {
    expect(sequencesOf(['train/0001', 'val/0001', 'test/0001'])).toEqual([null, null, null]);
  });

  it('are one sequence in two splits: that is how a leak is seen', () => {
    const places = sequencesOf(['train/bear/00000', 'val/bear/00001', 'train/cows/00000']);
    expect(places.map((place) => place?.sequence)).toEqual(['bear', 'bear', 'cows']);
  });
});
