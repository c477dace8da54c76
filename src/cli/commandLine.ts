import { parseArgs, type ParseArgsConfig } from 'node:util';
import { printOutput } from './output.ts';
import { UsageError, type CommandName } from './usageError.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/**
 * `node:util` parseArgs with `--help` and our error sentences; null when the help was asked for and printed.
 * The help's texts are loaded only then: they are a quarter of what `identify` would load.
 */
export async function parseCommandLine<T extends Options>(
  command: CommandName,
  args: readonly string[],
  options: T,
): Promise<{ values: ReturnType<typeof parse<T>>['values']; files: string[] } | null> {
  try {
    const { values, positionals } = parse(args, options);
    if ((values as { help?: boolean }).help === true) {
      printOutput((await import('./help.ts')).HELP[command]);
      return null;
    }
    return { values, files: positionals };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const option = /'([^']+)'/.exec(error.message)?.[1] ?? '';
    switch ((error as NodeJS.ErrnoException).code) {
      case 'ERR_PARSE_ARGS_UNKNOWN_OPTION':
        throw new UsageError(`unknown option '${option}'${fileHint(args, option)}`, command);
      case 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE':
        throw new UsageError(
          `option '${option}' ${error.message.includes('does not take') ? 'takes no value' : 'needs a value'}`,
          command,
        );
      default:
        throw error;
    }
  }
}

/** A file whose name begins with a dash is taken for an option. */
function fileHint(args: readonly string[], option: string): string {
  const file = args.find((arg) => arg.startsWith(option) && /^-[^-=].*\.\w+$/.test(arg));
  return file === undefined ? '' : `; if ${file} is a file, write -- ${file} or ./${file}`;
}

/** `--option -1` as `--option=-1`, which parseArgs would call ambiguous, so that the option itself says what it takes. */
function withNegativeNumbers(args: readonly string[], options: Options): string[] {
  const joined: string[] = [];
  for (const [at, arg] of args.entries()) {
    const last = args[at - 1] ?? '';
    const isValue = /^-\d+$/.test(arg) && last.startsWith('--') && options[last.slice(2)]?.type === 'string';
    if (isValue && !args.slice(0, at).includes('--')) joined[joined.length - 1] = `${last}=${arg}`;
    else joined.push(arg);
  }
  return joined;
}

function parse<T extends Options>(args: readonly string[], options: T) {
  return parseArgs({
    args: withNegativeNumbers(args, options),
    options: { ...options, help: { type: 'boolean', short: 'h' } as const },
    allowPositionals: true,
  });
}
