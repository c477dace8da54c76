import { commandText, datasetWords } from './commandText.ts';
import type { SplitDataset } from './splitMessages.ts';
import type { SplitRequest } from './splitTypes.ts';

/** The command line that does what a request asks for, as it can be typed into a shell. */
export function splitCommand(request: Omit<SplitRequest, 'command'>, dataset: SplitDataset): string {
  const { source, options, groupBy, labels, form, folder } = request;
  const { method, shape, seed, stratify } = options;
  const option = (name: string, value: string | null | undefined): string[] =>
    value === null || value === undefined ? [] : [name, value];
  return commandText([
    ...['split', source, '--method', method],
    ...(shape.kind === 'ratios' ? ['--ratio', shape.ratios.join(',')] : ['--folds', String(shape.folds)]),
    ...['--seed', String(seed)],
    ...option('--group-by', groupBy === null ? null : groupText(groupBy)),
    ...option('--labels', labels),
    ...option('--stratify', stratify === 'label' ? null : stratify),
    ...['--form', form, '-o', folder],
    ...datasetWords(dataset?.layout, dataset?.classMap),
  ]);
}

function groupText(groupBy: NonNullable<SplitRequest['groupBy']>): string {
  switch (groupBy.kind) {
    case 'pattern':
      return `regex:${groupBy.pattern}`;
    case 'file':
      return `file:${groupBy.path}`;
    case 'folder':
    case 'sequence':
    case 'duplicates':
      return groupBy.kind;
    case 'nearDuplicates':
      return 'near-duplicates';
  }
}
