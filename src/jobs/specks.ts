import { isPhotograph, maskFromPng } from '../core/mask/fromPng.ts';
import { histogramById } from '../core/mask/histogram.ts';
import { fillSpecks, TooManySpecks, type SpeckFilling } from '../core/mask/specks.ts';
import type { BitDepth } from '../core/png/types.ts';
import type { Convert } from './batchConvert.ts';
import { finding } from './batchRules.ts';
import type { Conversion, FileChange, FilledSpecks, Finding } from './batchTypes.ts';
import { countsOf, encodeIds, provenStorage, storageOf, type Encoding } from './encodeIds.ts';
import { readImage } from './readImage.ts';

/** Which specks are filled. Plain data. */
export interface SpecksOptions {
  /** 4-connected regions of fewer pixels are specks. */
  readonly below: number;
  /** Ids that training ignores, ascending: their specks stay, and they fill others only where nothing else can. */
  readonly voidIds: readonly number[];
}

/** Changes of ids that are told of a file. */
const MOST_CHANGES = 64;

/** The conversion of `maskscope specks`: what a scan counts as specks becomes what surrounds it. */
export function convertSpecks({ below, voidIds }: SpecksOptions): Convert {
  const rules = { below, connectivity: 4, voidIds: new Set(voidIds), fillsVoid: false, only: null } as const;
  return (bytes, _file, { isPreview } = { isPreview: true }) => {
    const image = readImage(bytes);
    const mask = maskFromPng(image);
    if (isPhotograph(mask)) return refused(finding('photograph', { colours: mask.distinctColours }));
    if (mask.encoding === 'colour') return refused(finding('pixelsAreColours'));
    if (mask.alpha?.some((value) => value !== 2 ** mask.bitDepth - 1)) return refused(finding('greyWithAlpha'));

    let filling: SpeckFilling;
    try {
      filling = fillSpecks(mask, rules);
    } catch (error) {
      if (error instanceof TooManySpecks) return refused(finding('tooManySpecks'));
      throw error;
    }
    const { regions, left, runs } = filling;
    const findings = left === 0 ? [] : [finding('specksLeft', { regions: left })];
    const before = isPreview ? histogramById(mask.ids) : null;
    const from = storageOf(image);
    if (regions === 0) {
      const change = before === null ? null : changeOf(from, from, before, before, null);
      return { output: bytes, change, findings, unknown: [] };
    }
    const ids = mask.ids.slice();
    for (let at = 0; at < runs.length; at += 4) {
      const start = runs[at] as number;
      ids.fill(runs[at + 3] as number, start, start + (runs[at + 1] as number));
    }
    const { palette, bitDepth } = mask;
    const encoding: Encoding =
      palette === null
        ? { kind: 'grey', bitDepth }
        : { kind: 'palette', palette, bitDepth: bitDepth as Exclude<BitDepth, 16> };
    const output = encodeIds(ids, image, encoding, { isRenumbered: false });
    if (before === null) return { output, change: null, findings, unknown: [] };
    const to = provenStorage(output, ids);
    if (to === null) return refused(finding('keepsNoIds'));
    const change = changeOf(from, to, before, histogramById(ids), filledOf(filling));
    return { output, change, findings, unknown: [] };
  };
}

/** What the runs of a filling change, the most pixels first. */
function filledOf({ regions, pixels, runs }: SpeckFilling): FilledSpecks {
  const changes = new Map<number, number>();
  for (let at = 0; at < runs.length; at += 4) {
    const key = (runs[at + 2] as number) * IDS + (runs[at + 3] as number);
    changes.set(key, (changes.get(key) ?? 0) + (runs[at + 1] as number));
  }
  const most = [...changes].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, MOST_CHANGES);
  return { regions, pixels, changes: most.map(([key, count]) => [Math.floor(key / IDS), key % IDS, count]) };
}

/** More than the largest id. */
const IDS = 65_536;

function changeOf(
  from: FileChange['from'],
  to: FileChange['to'],
  before: Uint32Array,
  after: Uint32Array,
  filled: FilledSpecks | null,
): FileChange {
  return {
    ...{ from, to, before: countsOf(before), colours: [], after: countsOf(after), renumbered: [], losses: [] },
    ...{ keepsData: filled === null, isCopy: filled === null },
    ...(filled === null ? {} : { filled }),
  };
}

function refused(error: Finding): Conversion {
  return { output: null, change: null, findings: [error], unknown: [] };
}
