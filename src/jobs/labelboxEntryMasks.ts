import { areaObjects } from '../core/labelbox/areaObjects.ts';
import type { MaskNaming } from '../core/labelbox/maskFiles.ts';
import { DEFAULT_THRESHOLD } from '../core/labelbox/maskSpans.ts';
import type { Era, ImageSize, Label } from '../core/labelbox/model.ts';
import type { EntryMasks } from '../core/labelbox/table/entry.ts';
import { spanOutline } from '../core/raster/spanOutline.ts';
import { MasksFolder } from './labelboxMasks.ts';
import { selectRows } from './labelboxRows.ts';

/** What the files of masks are named by. */
export interface MaskFileNames {
  /** Names of the rows that could be read, by their place in the export. */
  readonly rows: ReadonlyMap<number, string>;
  readonly naming: MaskNaming;
}

/** Rows of an export beyond which the names of its masks, which depend on all of them, are not found out. */
export const MOST_NAMED_ROWS = 100_000;

/** Reads an export once more for what its masks are named by, as a conversion does. Rejects with a FileError. */
export async function readMaskFileNames(path: string, era: Era): Promise<MaskFileNames> {
  const { rows, maskNaming } = await selectRows(path, { choice: 'all', project: null, era, yAxis: null });
  return { rows: new Map(rows.map(({ index, name }) => [index, name])), naming: maskNaming };
}

/**
 * Outlines of the objects of a label that have no outline of their own. Masks are looked for and read as a conversion
 * reads them, with its default threshold.
 *
 * @param row place of the label's row in the export
 * @param folder null: nothing is found
 * @throws what the file system says of the folder
 */
export function outlineMasks(
  label: Label,
  row: number,
  folder: string | null,
  size: ImageSize,
  names: MaskFileNames | null,
): EntryMasks {
  const wanted = label.objects.flatMap(({ geometry }, at) => (geometry.kind === 'mask' ? [at] : []));
  const name = names?.rows.get(row);
  if (wanted.length === 0 || folder === null || names === null || name === undefined) {
    return { outlines: [], missing: wanted.length };
  }
  const ignored = (): void => undefined;
  const options = { sources: ['masks'] as const, height: size.height, yAxis: 'down' as const, hasMask: () => true };
  const objects = areaObjects(label, options, ignored).filter(({ number }) => wanted.includes(number - 1));
  const spans = new MasksFolder(folder, DEFAULT_THRESHOLD, names.naming).read(name, objects, size, ignored);
  const outlines = objects.flatMap((object) => {
    const pixels = spans.get(object);
    const outline = pixels === undefined ? null : spanOutline(pixels);
    return outline === null ? [] : [[object.number - 1, outline] as const];
  });
  return { outlines, missing: wanted.length - outlines.length };
}
