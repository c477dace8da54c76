import { fileColour } from '../../src/core/palette/fileColour.ts';
import { idRows, type IdRow } from './classRows.ts';
import type { OpenMask } from './maskModel.ts';

/**
 * The rows of a mask: ids in use, entries of its palette, and for semantic masks the classes of its class map.
 *
 * @param counts pixels by id
 */
export function maskRows({ mask, colours, context, meaning }: OpenMask, counts: ArrayLike<number>): IdRow[] {
  const semantic = context.kind.kind === 'semantic';
  const listsClasses = semantic && mask.encoding !== 'colour' && context.classMap?.matchBy === 'id';
  return idRows({
    counts,
    pixels: mask.width * mask.height,
    colours,
    listedEntries: mask.palette === null ? 0 : colours.outsideFrom,
    listedIds: listsClasses ? context.classMap.entries.map(({ id }) => id).filter((id) => id < 2 ** mask.bitDepth) : [],
    meaning,
    fileColour: (id) => fileColour(mask, id),
  });
}
