import { GRID } from '../../../src/core/dataset/records.ts';
import type { ClassStatistics, DatasetStatistics } from '../../../src/core/dataset/statistics.ts';
import type { ReportFacts } from '../../../src/core/report/reportDocument.ts';

/** Names that try to become something else than text. */
export const HOSTILE = [
  '</script><script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '=HYPERLINK("http://example.org")',
  'line\r\nbreak, "quoted"',
  '&amp; &lt;b&gt; \u202egnp.exe',
  '{name}',
];

/** A report whose every name is hostile. */
export function hostileReport(): ReportFacts {
  const classes = HOSTILE.map((name, at): ClassStatistics => ({
    ...{ key: at, name, colour: `#${at}"><script>`, isVoid: false },
    ...{ pixels: 100 * (at + 1), images: at + 1, regions: 2, pixelsOfImages: 4096 },
    ...{ sizes: [1, 0, 1], heat: Array.from({ length: GRID * GRID }, (_, cell) => cell % (at + 2)) },
    ...{ most: null, least: null },
  }));
  const statistics: DatasetStatistics = {
    ...{ pairs: 9, originals: 9, masks: 9, broken: 1, counted: 9, kinds: { semantic: 9 } },
    ...{ pixels: 9 * 4096, voidPixels: 0, classes },
    together: classes.map(() => classes.map(() => 1)),
    ...{ maskSizes: [{ width: 64, height: 64, count: 9 }], originalSizes: [{ width: 64, height: 64, count: 9 }] },
    palettes: [{ palette: '000000,"><script>,ff0000', encoding: 'palette', masks: 9 }],
    splits: HOSTILE.slice(0, 2).map((split) => ({
      ...{ split, pairs: 4, masks: 4 },
      classes: classes.map(({ key, pixels, images, regions }) => [key, { pixels, images, regions }] as const),
    })),
  };
  const [name = ''] = HOSTILE;
  return { ...{ name, classMap: HOSTILE[1] ?? null, split: name, statistics, whole: statistics }, channels: null };
}
