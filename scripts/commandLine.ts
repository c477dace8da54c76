import { exit } from 'node:process';

/** A failure that the person at the terminal can mend: shown as its message alone. */
export class CommandError extends Error {
  /** 1: it did not work; 2: it was called wrongly. */
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** The exit code of an error that needs no stack, or undefined: then it is a defect of the program. */
function expectedExitCode(error: Error): number | undefined {
  if (error instanceof CommandError) return error.exitCode;
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code?.startsWith('ERR_PARSE_ARGS_') === true) return 2;
  return syscall === undefined ? undefined : 1;
}

/**
 * Runs the body of a script; wrong options, failures of the system and every {@link CommandError} end the process
 * with a line `NAME: what is wrong` instead of a stack.
 */
export async function explainErrors<T>(name: string, body: () => T | Promise<T>): Promise<T> {
  try {
    return await body();
  } catch (error) {
    const code = error instanceof Error ? expectedExitCode(error) : undefined;
    if (code === undefined || !(error instanceof Error)) throw error;
    // Node's advice on arguments that begin with a dash follows in further sentences.
    const message = error.message.replace(/^(Unknown option '.*?')\. .*/s, '$1');
    console.error(`${name}: ${message}`);
    exit(code);
  }
}
