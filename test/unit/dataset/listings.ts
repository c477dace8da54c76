import type { LayoutKind } from '../../../src/core/dataset/pairs.ts';
import type { SeededRandom } from '../../fixtures/seededRandom.ts';

/** A listing as a dataset of its kind has it, and what is in it. */
export interface Listing {
  readonly kind: LayoutKind;
  readonly paths: readonly string[];
  /** Originals and masks by name of the pair. */
  readonly pairs: ReadonlyMap<string, readonly [original: string | null, mask: string | null]>;
}

type Files = readonly [original: string | null, mask: string | null, ...more: string[]];

function listing(
  kind: LayoutKind,
  named: readonly (readonly [name: string, files: Files])[],
  more: readonly string[] = [],
) {
  const paths = named.flatMap(([, files]) => files).filter((path) => path !== null);
  return { kind, paths: [...paths, ...more], pairs: new Map(named.map(([name, [a, b]]) => [name, [a, b]] as const)) };
}

/** Names of a numbered dataset, some of them with blanks, dots and letters of other scripts. */
function names(random: SeededRandom): string[] {
  const count = random.integer(2, 12);
  const forms = ['{}', 'photo {}', 'v1.5 {}', '얼굴{}', 'IMG-{}a'];
  const form = random.choice(forms);
  return Array.from({ length: count }, (_, at) => form.replace('{}', String(at * 7 + 1).padStart(4, '0')));
}

const SPLITS = ['train', 'val', 'test'];

/** Listings of every layout; each is of another dataset with every seed. */
export const LISTINGS: Readonly<Record<string, (random: SeededRandom) => Listing>> = {
  voc: (random) =>
    listing(
      'voc',
      names(random).map((name) => [
        name,
        [`JPEGImages/${name}.jpg`, `SegmentationClass/${name}.png`, `SegmentationObject/${name}.png`],
      ]),
      ['ImageSets/Segmentation/train.txt', 'Annotations/a.xml'],
    ),
  'voc, several years': (random) =>
    listing(
      'voc',
      ['VOC2007', 'VOC2012'].flatMap((year) =>
        names(random).map((name): [string, Files] => [
          `${year}/${name}`,
          [`VOCdevkit/${year}/JPEGImages/${name}.jpg`, `VOCdevkit/${year}/SegmentationClass/${name}.png`],
        ]),
      ),
    ),
  cvat: (random) =>
    listing(
      'cvat',
      names(random).map((name) => [name, [null, `SegmentationClass/${name}.png`, `SegmentationObject/${name}.png`]]),
      ['labelmap.txt', 'ImageSets/Segmentation/default.txt'],
    ),
  'cvat with images': (random) =>
    listing(
      'cvat',
      names(random).map((name) => [name, [`JPEGImages/${name}.jpg`, `SegmentationClass/${name}.png`]]),
      ['labelmap.txt', 'ImageSets/Segmentation/default.txt'],
    ),
  cityscapes: (random) =>
    listing(
      'cityscapes',
      ['aachen', 'ulm'].flatMap((city) =>
        Array.from({ length: random.integer(1, 9) }, (_, at): [string, Files] => {
          const name = `${city}_00000${at}_000019`;
          const mask = `gtFine/train/${city}/${name}_gtFine`;
          return [
            `train/${name}`,
            [
              `leftImg8bit/train/${city}/${name}_leftImg8bit.png`,
              `${mask}_labelIds.png`,
              `${mask}_labelTrainIds.png`,
              `${mask}_instanceIds.png`,
              `${mask}_color.png`,
            ],
          ];
        }),
      ),
      ['gtFine/train/aachen/aachen_000000_000019_gtFine_polygons.json'],
    ),
  recipe: (random) =>
    listing(
      'recipe',
      names(random).map((name) => [name, [`animface/${name}-original.jpg`, `category/${name}-category.png`]]),
      ['filelist/all.txt'],
    ),
  'recipe in one folder': (random) =>
    listing(
      'recipe',
      names(random).map((name) => [
        name,
        [`faces/${name}-original.jpg`, `faces/${name}-category.png`, `faces/${name}-animface.png`],
      ]),
      ['filelist'],
    ),
  camvid: (random) =>
    listing(
      'camvid',
      SPLITS.flatMap((split) =>
        names(random).map((name): [string, Files] => [
          `${split}/${name}`,
          [`${split}/${name}.png`, `${split}annot/${name}.png`],
        ]),
      ),
      ['train.txt', 'val.txt', 'test.txt'],
    ),
  'camvid of its authors': (random) =>
    listing(
      'camvid',
      names(random).map((name) => [name, [`701_StillsRaw_full/${name}.png`, `LabeledApproved_full/${name}_L.png`]]),
    ),
  'folders, splits below': (random) =>
    listing(
      'folders',
      SPLITS.flatMap((split) =>
        names(random).map((name): [string, Files] => [
          `${split}/${name}`,
          [`images/${split}/${name}.jpg`, `annotations/${split}/${name}.png`],
        ]),
      ),
    ),
  'folders, splits above': (random) =>
    listing(
      'folders',
      SPLITS.flatMap((split) =>
        names(random).map((name): [string, Files] => [
          `${split}/${name}`,
          [`${split}/images/${name}.jpg`, `${split}/masks/${name}.png`],
        ]),
      ),
    ),
  'folders, words in names': (random) =>
    listing(
      'folders',
      names(random).map((name) => [name, [`imgs/${name}_img.jpg`, `gts/${name}_gt.png`]]),
    ),
  'folders of Mapillary': (random) =>
    listing(
      'folders',
      names(random).map((name) => [
        `training/${name}`,
        [
          `training/images/${name}.jpg`,
          `training/v1.2/labels/${name}.png`,
          `training/v2.0/labels/${name}.png`,
          `training/v1.2/instances/${name}.png`,
          `training/v1.2/panoptic/${name}.png`,
        ],
      ]),
    ),
  'folders of KITTI': (random) =>
    listing(
      'folders',
      names(random).map((name) => [
        `training/${name}`,
        [
          `training/image_2/${name}.png`,
          `training/semantic/${name}.png`,
          `training/instance/${name}.png`,
          `training/semantic_rgb/${name}.png`,
        ],
      ]),
    ),
  'a folder of masks beside originals': (random) =>
    listing(
      'folders',
      names(random).map((name) => [name, [`${name}.jpg`, `masks/${name}.png`]]),
    ),
  'suffix in one folder': (random) =>
    listing(
      'suffix',
      names(random).map((name) => [name, [`set/${name}.png`, `set/${name}_mask.png`]]),
    ),
  'formats in one folder': (random) =>
    listing(
      'suffix',
      names(random).map((name) => [name, [`${name}.JPG`, `${name}.png`]]),
    ),
  'masks alone': (random) =>
    listing(
      'suffix',
      names(random).map((name) => [name, [null, `results/${name}.png`]]),
    ),
};
