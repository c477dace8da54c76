import { datasetWords } from '../commandText.ts';
import type { PairsRequest } from '../pairs/pairsTypes.ts';
import type { ColourMapTask } from './coloursTypes.ts';

/** The words of a command line that makes the same maps, after `maskscope`. */
export function colourMapWords(
  { source, classMap, folder }: Omit<PairsRequest, 'command' | 'task'>,
  { classes, search, seed, exclusions: { rim, shadow }, frame, colours }: ColourMapTask,
): string[] {
  const isDataset = source.kind === 'dataset';
  const given = isDataset ? null : (source.pairs[0]?.original ?? null);
  return [
    'colours',
    ...(isDataset ? [source.folder] : source.pairs.map(({ mask }) => mask)),
    ...(given === null ? [] : ['--original', given]),
    ...datasetWords(isDataset ? source.layout : {}, classMap),
    ...(classes.only ?? []).flatMap((one) => ['--class', one]),
    ...(search.kind === 'count' ? ['--count', String(search.count)] : []),
    ...(search.kind === 'meanShift' ? ['--mean-shift', String(search.radius)] : []),
    ...['--seed', String(seed)],
    ...(rim > 0 ? ['--no-rim', String(rim)] : []),
    ...(shadow > 0 ? ['--no-shadows', String(shadow)] : []),
    ...(frame === 'stored' ? ['--frame', frame] : []),
    ...(colours === null ? ['--per-file'] : []),
    ...['--maps', folder],
  ];
}
