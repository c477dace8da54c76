import type { BatchProgress } from '../jobs/batchTypes.ts';
import { reportError } from './output.ts';

/** Takes back what stands in the line of the terminal. */
export const CLEAR_LINE = '\r\u001b[K';

/** Asks at the terminal; where nobody can answer, the answer is no. */
export async function isAnsweredYes(question: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return false;
  const { createInterface } = await import('node:readline/promises');
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await lines.question(question);
    return /^y(?:es)?$/i.test(answer.trim());
  } finally {
    lines.close();
  }
}

/** The first Ctrl+C stops after the files at hand, the second at once. Returns what ends the watching. */
export function cancelOnInterrupt(job: { cancel(): void }): () => void {
  const cancel = (): void => {
    reportError('stopping after the files at hand');
    job.cancel();
  };
  process.once('SIGINT', cancel).once('SIGTERM', cancel);
  return () => process.off('SIGINT', cancel).off('SIGTERM', cancel);
}

/** One line on a terminal, written over itself; none where the preview is printed on the same terminal. */
export function showProgress({ phase, done, total, rate, timeLeft }: BatchProgress<string>): void {
  if (!process.stderr.isTTY || (phase === 'preview' && process.stdout.isTTY)) return;
  const left = timeLeft === null || done === total ? '' : `, ${Math.ceil(timeLeft)} s left`;
  const text = `${phase}: ${done} of ${total}, ${Math.round(rate)} files/s${left}`;
  process.stderr.write(done === total ? CLEAR_LINE : `${CLEAR_LINE}${text}`);
}
