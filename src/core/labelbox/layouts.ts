/** How folders of a dataset are laid out. */
export const LAYOUTS = ['voc', 'recipe', 'flat', 'coco'] as const;
export type Layout = (typeof LAYOUTS)[number];

/** Where the files of a row lie in the dataset's folder, `/` between the parts; null for what the layout does not have. */
export interface LayoutFiles {
  readonly original: string;
  readonly mask: string | null;
  readonly instances: string | null;
}

/** Where the file lies that names or describes all rows. */
export const LIST_FILES: Readonly<Record<Layout, string | null>> = {
  voc: 'ImageSets/Segmentation/trainval.txt',
  recipe: 'filelist/all.txt',
  flat: null,
  coco: 'annotations/instances.json',
};

/**
 * - `voc`: Pascal VOC's folders; instance masks beside the class masks.
 * - `recipe`: `animface/NAME-original.jpg` and `category/NAME-category.png`.
 * - `flat`: `NAME.jpg` and `NAME.png` in one folder; `NAME-mask.png` where the original is a PNG.
 * - `coco`: images in `images`, outlines in one annotation file.
 *
 * @param name of the row
 * @param extension of the original, with its dot
 */
export function layoutFiles(layout: Layout, name: string, extension: string): LayoutFiles {
  switch (layout) {
    case 'voc':
      return {
        original: `JPEGImages/${name}${extension}`,
        mask: `SegmentationClass/${name}.png`,
        instances: `SegmentationObject/${name}.png`,
      };
    case 'recipe':
      return {
        original: `animface/${name}-original${extension}`,
        mask: `category/${name}-category.png`,
        instances: null,
      };
    case 'flat': {
      const isPng = extension.toLowerCase() === '.png';
      return { original: `${name}${extension}`, mask: `${name}${isPng ? '-mask' : ''}.png`, instances: null };
    }
    case 'coco':
      return { original: `images/${name}${extension}`, mask: null, instances: null };
  }
}
