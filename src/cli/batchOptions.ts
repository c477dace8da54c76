import { resolve } from 'node:path';
import type { BatchRequest, BatchTarget, BatchTask } from '../jobs/batchTypes.ts';
import { commandText } from '../jobs/commandText.ts';
import type { BatchSwitches } from './batchCommand.ts';
import { UsageError, type CommandName } from './usageError.ts';

/** Options that all batches share. */
export const BATCH_OPTIONS = {
  output: { type: 'string', short: 'o' },
  'in-place': { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  yes: { type: 'boolean', short: 'y' },
  json: { type: 'boolean' },
  again: { type: 'boolean' },
} as const;

interface BatchValues {
  readonly output?: string | undefined;
  readonly 'in-place'?: boolean | undefined;
  readonly 'dry-run'?: boolean | undefined;
  readonly yes?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly again?: boolean | undefined;
}

/** Where to write, which has no default but for previews: those are of the files themselves. Throws UsageError. */
function targetOf(command: CommandName, values: BatchValues): BatchTarget {
  const { output, 'dry-run': isDryRun = false, 'in-place': isInPlace = isDryRun && output === undefined } = values;
  if (output !== undefined && isInPlace) {
    throw new UsageError('give -o FOLDER or --in-place, not both', command);
  }
  if ((output === undefined && !isInPlace) || output === '') {
    throw new UsageError('say where to write: -o FOLDER or --in-place', command);
  }
  return output === undefined ? { kind: 'inPlace' } : { kind: 'folder', folder: resolve(output) };
}

export function switchesOf(values: BatchValues): BatchSwitches {
  return { isDryRun: values['dry-run'] ?? false, isYes: values.yes ?? false, isJson: values.json ?? false };
}

/** One of a few words. Throws UsageError. */
export function chosen<T extends string>(command: CommandName, option: string, value: string, words: readonly T[]): T {
  const word = words.find((one) => one === value);
  if (word === undefined) throw new UsageError(`${option} is one of ${words.join(', ')}, not '${value}'`, command);
  return word;
}

/** A whole number within bounds. Throws UsageError. */
export function wholeNumber(command: CommandName, option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw new UsageError(`${option} takes a whole number from ${least} to ${most}, not '${text}'`, command);
  }
  return value;
}

/** A command line as a request. Throws UsageError. */
export function requestOf(
  command: CommandName,
  args: readonly string[],
  { values, files }: { readonly values: BatchValues; readonly files: readonly string[] },
  task: BatchTask,
): BatchRequest {
  return {
    task,
    inputs: files,
    workingFolder: process.cwd(),
    target: targetOf(command, values),
    command: commandText([command, ...args]),
    isRepeated: values.again === true,
  };
}
