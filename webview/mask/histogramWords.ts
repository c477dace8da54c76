import { fill } from '../ui/texts.ts';
import { formatIds } from './classRows.ts';
import { histogramsDiffer, idsOfManyColours, type ColourCount } from './colourHistogram.ts';
import type { Wording } from './wording.ts';

/** Sentences of one sort; beyond, the tables tell. */
const MOST_SENTENCES = 12;

/** In words, whether the histogram by colour and that by id agree, and which ids make them differ. */
export function histogramWords(colours: readonly ColourCount[], wording: Wording): string[] {
  const { strings } = wording;
  return [
    histogramsDiffer(colours) ? strings.histogramDiffer : strings.histogramSame,
    ...sharedColours(colours, wording),
    ...colours
      .filter(({ outsideIds }) => outsideIds.length > 0)
      .map(({ hex, outsideIds, outsidePixels }) =>
        fill(strings.histogramOutside, formatIds(outsideIds), wording.number(outsidePixels), hex),
      ),
    ...idsOfManyColours(colours)
      .slice(0, MOST_SENTENCES)
      .map(({ id, colours: count }) => fill(strings.histogramAlpha, id, wording.number(count))),
  ];
}

function sharedColours(colours: readonly ColourCount[], wording: Wording): string[] {
  const { strings } = wording;
  return colours
    .filter(({ usedIds, unusedIds }) => usedIds.length > 0 && usedIds.length + unusedIds.length > 1)
    .slice(0, MOST_SENTENCES)
    .map(({ hex, usedIds, unusedIds, pixels, outsidePixels }) =>
      usedIds.length > 1
        ? fill(strings.histogramShared, hex, formatIds(usedIds), wording.number(pixels - outsidePixels))
        : fill(strings.histogramSharedUnused, hex, formatIds(usedIds), formatIds(unusedIds)),
    );
}

/** The ids of a colour: `0, 2 … 5`, and after a semicolon those beyond the palette. */
export function idsOfColour({ usedIds, outsideIds }: ColourCount, { strings }: Wording): string {
  const outside = outsideIds.length === 0 ? [] : [fill(strings.histogramIdsOutside, formatIds(outsideIds))];
  return [...(usedIds.length === 0 ? [] : [formatIds(usedIds)]), ...outside].join('; ');
}
