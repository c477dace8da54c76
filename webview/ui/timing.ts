/** A function that runs at once, then at most once an interval, with the last arguments of the calls it swallowed. */
export interface Throttled<Arguments extends unknown[]> {
  (...values: Arguments): void;
  /** Runs a call that is waiting now. */
  flush(): void;
}

/** Lets a call through at most every `interval` milliseconds; the last call always comes through. */
export function throttle<Arguments extends unknown[]>(
  interval: number,
  action: (...values: Arguments) => void,
): Throttled<Arguments> {
  let waiting: Arguments | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  const run = (): void => {
    timer = null;
    if (waiting !== null) {
      const values = waiting;
      waiting = null;
      timer = setTimeout(run, interval);
      action(...values);
    }
  };
  const throttled = (...values: Arguments): void => {
    waiting = values;
    if (timer === null) {
      run();
    }
  };
  return Object.assign(throttled, {
    flush: (): void => {
      if (waiting !== null && timer !== null) {
        clearTimeout(timer);
        run();
      }
    },
  });
}

/** Runs the action `delay` milliseconds after the last call, with its arguments. */
export function debounce<Arguments extends unknown[]>(
  delay: number,
  action: (...values: Arguments) => void,
): (...values: Arguments) => void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  return (...values) => {
    if (timer !== null) {
      clearTimeout(timer);
    }
    timer = setTimeout(() => {
      timer = null;
      action(...values);
    }, delay);
  };
}

/** Milliseconds after which a person notices that something takes its time. */
const SLOW_AFTER = 300;

/** Runs the action unless the returned function is called soon: for signs of progress that would only flicker. */
export function whenSlow(action: () => void): () => void {
  const timer = setTimeout(action, SLOW_AFTER);
  return () => clearTimeout(timer);
}
