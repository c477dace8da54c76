import type { TransformStep } from '../../core/mask/transform.ts';
import { datasetWords } from '../commandText.ts';
import type { PicturesTask } from '../pictures/picturesTypes.ts';
import type { TransformTask } from '../transforms/transformTypes.ts';
import type { PairsRequest } from './pairsTypes.ts';
import type { PairReading } from './readPair.ts';

/** The words of a command line that asks for the same, after `maskscope`. */
export function pairsCommandWords(
  { source, classMap, folder }: Omit<PairsRequest, 'command' | 'task'>,
  task: PicturesTask | TransformTask,
): string[] {
  const isDataset = source.kind === 'dataset';
  const given = isDataset ? null : (source.pairs[0]?.original ?? null);
  const words = task.kind === 'transform' ? transformWords(task) : pictureWords(task);
  return [
    task.kind,
    ...(isDataset ? [source.folder] : source.pairs.map(({ mask }) => mask)),
    ...option('--original', given),
    ...option('--only', isDataset ? (source.names?.join(',') ?? null) : null),
    ...datasetWords(isDataset ? source.layout : {}, classMap),
    ...words,
    ...['-o', folder],
  ];
}

function option(name: string, value: string | number | null): string[] {
  return value === null ? [] : [name, String(value)];
}

function flag(name: string, isSet: boolean): string[] {
  return isSet ? [name] : [];
}

function readingWords({ frame, isFitted }: PairReading): string[] {
  return [...flag('--fit', isFitted), ...(frame === 'stored' ? ['--frame', frame] : [])];
}

function pictureWords(task: PicturesTask): string[] {
  const { classes, reading, encoding } = task;
  const { format, quality } = encoding;
  const base = [
    ...option('--classes', classes.only?.join(',') ?? null),
    ...flag('--with-background', classes.hasBackground),
    ...flag('--with-void', classes.hasVoid),
    ...readingWords(reading),
    ...['--format', format],
  ];
  // The command refuses it with PNG, which has none.
  const lossy = format === 'png' ? [] : option('--quality', quality);
  switch (task.kind) {
    case 'overlay':
      return [...base, ...lossy, ...drawnWords(task), '--legend', task.legend];
    case 'sheet': {
      const { count, seed, columns, side } = task;
      return [
        ...[...base, ...lossy, ...drawnWords(task)],
        ...['--count', String(count ?? 'all'), '--seed', String(seed), ...option('--columns', columns)],
        ...['--side', String(side)],
      ];
    }
    case 'cutout':
      return [...base, ...flag('--crop', task.isCropped)];
    case 'focus': {
      const { blur, method } = task;
      const blurred = blur.kind === 'box' ? option('--box', blur.size) : option('--gaussian', blur.sigma);
      return [...base, ...lossy, ...blurred, '--method', method];
    }
  }
}

function drawnWords({ style, blend, font }: Extract<PicturesTask, { kind: 'overlay' | 'sheet' }>): string[] {
  const { isFilled, opacity, outline } = style;
  return [
    ...['--opacity', String(opacity), '--outline', String(outline), ...flag('--no-fill', !isFilled)],
    ...['--blend', blend, ...option('--font', font)],
  ];
}

function transformWords({
  steps,
  tiling,
  padId,
  maskRule,
  filter,
  originals,
  quality,
  reading,
}: TransformTask): string[] {
  return [
    ...steps.flatMap(stepWords),
    ...(tiling === null
      ? []
      : ['--tiles', String(tiling.side), '--overlap', String(tiling.overlap), '--edge', tiling.edge]),
    ...['--pad-id', String(padId), '--resampling', maskRule, '--filter', filter],
    ...['--originals-as', originals, '--quality', String(quality), ...readingWords(reading)],
  ];
}

function stepWords(step: TransformStep): string[] {
  switch (step.kind) {
    case 'crop':
      return ['--crop', [step.x, step.y, step.width, step.height].join(',')];
    case 'flip':
      return ['--flip', step.axis];
    case 'transpose':
      return ['--transpose'];
    case 'rotate':
      return ['--rotate', String(step.degrees)];
    case 'resize':
      return ['--resize', `${step.width}x${step.height}`];
    case 'padSquare':
      return ['--pad-square'];
  }
}
