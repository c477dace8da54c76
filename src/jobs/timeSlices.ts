import type { Steps } from '../core/steps.ts';

/** Milliseconds of work between two moments at which messages are answered. */
const SLICE = 20;

/** Does work in slices, between which this thread answers messages. */
export async function inSlices<T>(steps: Steps<T>): Promise<T> {
  for (;;) {
    const end = performance.now() + SLICE;
    do {
      const step = steps.next();
      if (step.done === true) return step.value;
    } while (performance.now() < end);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
