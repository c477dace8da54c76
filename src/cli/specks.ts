import { LARGEST_SPECK, SPECK_BELOW } from '../core/dataset/findings/regions.ts';
import { runBatchCommand } from './batchCommand.ts';
import { BATCH_OPTIONS, requestOf, switchesOf, wholeNumber } from './batchOptions.ts';
import { parseCommandLine } from './commandLine.ts';
import { UsageError } from './usageError.ts';

const LARGEST_ID = 65_535;

/** `maskscope specks`. Returns the exit status. */
export async function runSpecks(args: readonly string[]): Promise<number> {
  const commandLine = await parseCommandLine('specks', args, {
    ...BATCH_OPTIONS,
    below: { type: 'string' },
    void: { type: 'string' },
  });
  if (commandLine === null) return 0;
  const { values, files } = commandLine;
  if (files.length === 0) throw new UsageError('give at least one file or folder', 'specks');
  const below = wholeNumber('specks', '--below', values.below ?? String(SPECK_BELOW), 2, LARGEST_SPECK);
  const options = { below, voidIds: voidIdsOf(values.void ?? '255') };
  return runBatchCommand(requestOf('specks', args, commandLine, { kind: 'specks', options }), switchesOf(values));
}

/** `0,255`, or `none`; ascending, so that equal orders make equal requests. */
function voidIdsOf(text: string): number[] {
  const ids = text === 'none' ? [] : text.split(',').map((id) => wholeNumber('specks', '--void', id, 0, LARGEST_ID));
  return [...new Set(ids)].sort((a, b) => a - b);
}
