import type { ClassChoice } from '../../core/compose/classChoice.ts';
import type { ClassMap } from '../../core/formats/classMap.ts';
import { readPngHead } from '../../core/mask/pngHead.ts';
import { ColourType } from '../../core/png/types.ts';
import { readHead } from '../../platform/readHead.ts';
import { DatasetProblem } from '../dataset/datasetProblem.ts';
import type { PairFiles } from './pairsTypes.ts';

const HEAD_BYTES = 4096;
/** Names that a message tells. */
const MOST_NAMED = 60;

/**
 * Refuses chosen classes that do not exist: names that the class map lacks, and ids that no mask can hold. An id that no mask
 * happens to have is fine, and so is a colour.
 *
 * @throws DatasetProblem `classUnknown`, `classUnnamed`, `idOutside`
 */
export function requireClasses({ only }: ClassChoice, map: ClassMap | null, pairs: readonly PairFiles[]): void {
  const entries = map?.entries ?? [];
  const names = new Set(entries.map(({ name }) => name.toLowerCase()));
  const unknown = (only ?? []).filter((one) => !names.has(one.toLowerCase()));
  const unnamed = unknown.filter((one) => !/^(?:\d+|#[\da-f]{6})$/i.test(one));
  if (unnamed.length > 0) {
    const details = { names: unnamed.map((one) => `“${one}”`).join(', ') };
    if (entries.length === 0) throw new DatasetProblem('classUnnamed', details);
    const known = entries.slice(0, MOST_NAMED).map(({ id, name }) => `${name} (${id})`);
    const more = entries.length > MOST_NAMED ? [...known, '…'] : known;
    throw new DatasetProblem('classUnknown', { ...details, known: more.join(', ') });
  }
  const ids = unknown.filter((one) => /^\d+$/.test(one) && !entries.some(({ id }) => id === Number(one)));
  const largest = Math.max(...ids.map(Number));
  if (ids.length === 0) return;
  const most = largestId(pairs, largest);
  if (most !== null && largest > most) {
    throw new DatasetProblem('idOutside', { ids: ids.filter((one) => Number(one) > most).join(', '), most });
  }
}

/** The largest id that a mask can hold, as soon as one can hold the wanted one; null where no mask can be read. */
function largestId(pairs: readonly PairFiles[], wanted: number): number | null {
  let most: number | null = null;
  for (const { mask } of pairs) {
    const own = mostOf(mask);
    if (own !== null) most = Math.max(most ?? 0, own);
    if (most !== null && most >= wanted) break;
  }
  return most;
}

function mostOf(mask: string): number | null {
  try {
    const header = readPngHead(readHead(mask, HEAD_BYTES))?.header;
    if (header === undefined) return null;
    // Of colours, ids are those of the class map.
    const isColour = header.colourType === ColourType.rgb || header.colourType === ColourType.rgba;
    return isColour ? 0 : 2 ** header.bitDepth - 1;
  } catch {
    // What is wrong with a file is told of its pair.
    return null;
  }
}
