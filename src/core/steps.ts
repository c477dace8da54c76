/** Work that can be left at each step, so that whoever does it can do something else meanwhile. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** Does all of the work at once. */
export function finished<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
