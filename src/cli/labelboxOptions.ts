import { ERAS, type Era, type YAxis } from '../core/labelbox/model.ts';
import { UsageError, type CommandName } from './usageError.ts';

/** How an export is read, in place of what is detected. */
export const READING_OPTIONS = { era: { type: 'string' }, 'y-axis': { type: 'string' } } as const;

/** The values of {@link READING_OPTIONS}; nothing for what is to be detected. Throws UsageError. */
export function readingOf(
  command: CommandName,
  values: { readonly era?: string | undefined; readonly 'y-axis'?: string | undefined },
): { readonly era?: Era; readonly yAxis?: YAxis } {
  const era = oneOf<Era>(command, '--era', values.era, ERAS);
  const yAxis = oneOf<YAxis>(command, '--y-axis', values['y-axis'], ['up', 'down']);
  return { ...(era !== undefined && { era }), ...(yAxis !== undefined && { yAxis }) };
}

/** The one file of a command line. Throws UsageError. */
export function oneExport(command: CommandName, files: readonly string[]): string {
  const [file, ...others] = files;
  if (file === undefined || others.length > 0) throw new UsageError('give exactly one export', command);
  return file;
}

function oneOf<T extends string>(
  command: CommandName,
  option: string,
  value: string | undefined,
  allowed: readonly T[],
): T | undefined {
  if (value === undefined) return undefined;
  const found = allowed.find((one) => one.toLowerCase() === value.toLowerCase());
  if (found === undefined) throw new UsageError(`option '${option}' is one of ${allowed.join(', ')}`, command);
  return found;
}
