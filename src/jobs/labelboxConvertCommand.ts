import { DEFAULT_THRESHOLD } from '../core/labelbox/maskSpans.ts';
import { commandText } from './commandText.ts';
import type { ConvertRequest, OverlapChoice } from './labelboxConvertTypes.ts';

/** Values of `--overlap`. */
export const OVERLAPS: Readonly<Record<string, OverlapChoice>> = {
  error: 'error',
  'class-order': 'classOrder',
  'smaller-on-top': 'smallerOnTop',
  'first-drawn': 'firstDrawn',
  'last-drawn': 'lastDrawn',
  void: 'toVoid',
};

/** Values of `--labels`. */
export const LABEL_CHOICES = { newest: 'newest', 'best-reviewed': 'bestReviewed', all: 'all' } as const;

/** The command line that does what a request asks for, as it can be typed into a shell. */
export function convertCommand(request: Omit<ConvertRequest, 'command'>): string {
  const { size, threshold, requiredClasses, classOrder } = request;
  const option = (name: string, value: string | null): string[] => (value === null ? [] : [name, value]);
  const keyOf = (table: Readonly<Record<string, string>>, value: string): string | null =>
    Object.entries(table).find(([, one]) => one === value)?.[0] ?? null;
  return commandText([
    ...['labelbox', 'convert', request.exportFile, '-o', request.folder, '--layout', request.layout],
    ...['--source', request.sources.join(','), '--raster', request.rule],
    ...option('--overlap', keyOf(OVERLAPS, request.overlap)),
    ...option('--class-order', classOrder.length === 0 ? null : classOrder.join(',')),
    ...option('--labels', keyOf(LABEL_CHOICES, request.labels)),
    ...option('--project', request.project),
    ...option('--era', request.era),
    ...option('--y-axis', request.yAxis),
    ...option('--frame', request.frame),
    ...option('--size', size === null ? null : `${size.width}x${size.height}`),
    ...option('--class-map', request.classMap),
    ...['--unknown-class', request.unknownClass],
    ...option('--originals', request.originals),
    ...['--images', request.images],
    ...option('--masks', request.masks),
    ...option('--threshold', threshold === DEFAULT_THRESHOLD ? null : String(threshold)),
    ...option('--require-classes', requiredClasses.length === 0 ? null : requiredClasses.join(',')),
  ]);
}
