import { basename, dirname, extname, join } from 'node:path';
import { AREA_SOURCES } from '../../core/labelbox/areaObjects.ts';
import { CHOICES } from '../../core/labelbox/choice.ts';
import { LAYOUTS } from '../../core/labelbox/layouts.ts';
import { DEFAULT_THRESHOLD } from '../../core/labelbox/maskSpans.ts';
import { RASTER_RULES } from '../../core/raster/rasterise.ts';
import { convertCommand } from '../../jobs/labelboxConvertCommand.ts';
import type { ConvertRequest } from '../../jobs/labelboxConvertTypes.ts';

/** What the steps gather. */
export type ConvertAnswers = Omit<ConvertRequest, 'command'>;

/** A question. */
export type ConvertStep =
  'source' | 'raster' | 'layout' | 'classMap' | 'overlap' | 'labels' | 'originals' | 'masks' | 'where';

/** What the editor of an export already knows about it. */
export type KnownOfExport = Pick<ConvertAnswers, 'era' | 'yAxis' | 'labels' | 'originals' | 'masks'>;

/** The order of the fields is the command line's: a run that was interrupted there can be finished here. */
export function defaultAnswers(exportFile: string, known: KnownOfExport): ConvertAnswers {
  const stem = basename(exportFile, extname(exportFile));
  return {
    ...{ exportFile, folder: join(dirname(exportFile), `${stem}-masks`), layout: 'voc', sources: ['polygons'] },
    ...{ rule: 'centre', overlap: 'error', classOrder: [], labels: known.labels },
    project: null,
    ...{ era: known.era, yAxis: known.yAxis, frame: null, size: null },
    ...{ classMap: null, unknownClass: 'error', originals: known.originals, images: 'copy' },
    ...{ masks: known.masks, threshold: DEFAULT_THRESHOLD, requiredClasses: [] },
  };
}

/**
 * What is kept of an export's last conversion as the default of the next. The era and the y axis are the editor's, where
 * they have been chosen there.
 *
 * @param kept what the workspace's state holds, from whichever version of the extension
 */
export function startingFrom(
  exportFile: string,
  known: KnownOfExport,
  kept: Partial<ConvertAnswers> | undefined,
): ConvertAnswers {
  const initial = defaultAnswers(exportFile, known);
  if (kept === undefined) return initial;
  const merged = {
    ...{ ...initial, ...kept, exportFile, era: known.era, yAxis: known.yAxis ?? kept.yAxis ?? null },
    // What was not there then may have been downloaded since.
    ...{ originals: kept.originals ?? known.originals, masks: kept.masks ?? known.masks },
  };
  const isKnown =
    LAYOUTS.includes(merged.layout) &&
    RASTER_RULES.includes(merged.rule) &&
    CHOICES.includes(merged.labels) &&
    merged.sources.length > 0 &&
    merged.sources.every((source) => AREA_SOURCES.includes(source));
  return isKnown ? merged : initial;
}

/** The questions that lead to a conversion, in order, by what was answered so far. */
export function stepsOf({ sources }: ConvertAnswers): readonly ConvertStep[] {
  const polygons: ConvertStep[] = sources.includes('polygons') ? ['raster'] : [];
  const masks: ConvertStep[] = sources.includes('masks') ? ['masks'] : [];
  return ['source', ...polygons, 'layout', 'classMap', 'overlap', 'labels', 'originals', ...masks, 'where'];
}

/** The request of these answers, with the command line that does the same for the journal. */
export function requestOf(answers: ConvertAnswers): ConvertRequest {
  return { ...answers, command: convertCommand(answers) };
}
