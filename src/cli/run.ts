import { printOutput, reportError } from './output.ts';
import { UsageError } from './usageError.ts';

/**
 * Runs the command line and sets the exit status: 0, 1 when a file could not be read or written, 2 for a wrong
 * invocation. A closed output ends it quietly.
 *
 * @param args without the program's own name
 */
export async function run(args: readonly string[]): Promise<void> {
  try {
    process.exitCode = await dispatch(args);
  } catch (error) {
    // Each command is a bundle of its own with classes of its own, so that instanceof would not know its errors.
    const { name, message } = error as Error;
    if (name === 'OutputClosed') return;
    process.exitCode = name === 'UsageError' ? 2 : 1;
    if (name === 'UsageError') reportError(message);
    else if (name === 'OutputFailed') reportError(`standard output: ${message}`);
    else throw error;
  }
}

async function dispatch([command, ...rest]: readonly string[]): Promise<number> {
  switch (command) {
    case 'identify':
      return (await import('./identify.ts')).runIdentify(rest);
    case 'indices':
      return (await import('./indices.ts')).runIndices(rest);
    case 'reencode':
      return (await import('./reencode.ts')).runReencode(rest);
    case 'border':
      return (await import('./border.ts')).runBorder(rest);
    case 'specks':
      return (await import('./specks.ts')).runSpecks(rest);
    case 'scan':
      return (await import('./scan.ts')).runScan(rest);
    case 'stats':
      return (await import('./stats.ts')).runStats(rest);
    case 'check':
      return (await import('./check.ts')).runCheck(rest);
    case 'compare':
      return (await import('./compare.ts')).runCompare(rest);
    case 'overlay':
    case 'sheet':
    case 'cutout':
    case 'focus':
      return (await import('./pictures.ts')).runPictures(command, rest);
    case 'transform':
      return (await import('./transform.ts')).runTransform(rest);
    case 'colours':
      return (await import('./colours.ts')).runColours(rest);
    case 'review':
      return (await import('./review.ts')).runReview(rest);
    case 'undo':
      return (await import('./undo.ts')).runUndo(rest);
    case 'split':
      return (await import('./split.ts')).runSplit(rest);
    case 'labelbox':
      return (await import('./labelbox.ts')).runLabelbox(rest);
    case '--help':
    case '-h':
    case 'help': {
      const topic = rest.length === 0 ? 'maskscope' : rest.join(' ');
      const { HELP } = await import('./help.ts');
      if (!Object.hasOwn(HELP, topic)) throw new UsageError(`no help on '${topic}'`);
      printOutput(HELP[topic as keyof typeof HELP]);
      return 0;
    }
    case '--version':
    case '-V':
      printOutput(`${(await import('./version.ts')).readVersion()}\n`);
      return 0;
    case undefined:
      throw new UsageError(
        'give a command: identify, indices, scan, stats, check, compare, colours, overlay, sheet, cutout, focus, transform, review, reencode, border, specks, split, undo or labelbox',
      );
    default:
      throw new UsageError(command.startsWith('-') ? `unknown option '${command}'` : `unknown command '${command}'`);
  }
}
