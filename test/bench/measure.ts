/** Interleaved timing: every round runs each contender once, so a drifting machine drifts for all of them alike. */
export interface Contender {
  readonly name: string;
  /** Runs once and returns its own seconds, measured where it ran. */
  run(): number | Promise<number>;
}

/** Median seconds of each contender over `rounds` interleaved rounds, after one that is not counted. */
export async function interleave(contenders: readonly Contender[], rounds: number): Promise<Map<string, number>> {
  const seconds = new Map<string, number[]>(contenders.map((contender) => [contender.name, []]));
  for (let round = -1; round < rounds; round++) {
    for (const contender of contenders) {
      const elapsed = await contender.run();
      if (round >= 0) {
        seconds.get(contender.name)?.push(elapsed);
      }
    }
  }
  return new Map([...seconds].map(([name, values]) => [name, median(values)]));
}

/** Middle value; the mean of the two middle ones for an even count. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Seconds that one synchronous call takes. */
export function timeCall(call: () => unknown): number {
  const start = process.hrtime.bigint();
  call();
  return Number(process.hrtime.bigint() - start) / 1e9;
}

/** Processor seconds of this process, all its threads included, that one synchronous call takes. */
export function processorTimeOf(call: () => unknown): number {
  const start = process.cpuUsage();
  call();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

/** One line of the printed table. */
export interface BenchRow {
  readonly what: string;
  readonly ours: string;
  readonly other: string;
  /** The ratio as measured, e.g. `1.42×`. */
  readonly ratio: string;
  /** The aim in the same terms, e.g. `≤ 2.0×`. */
  readonly aim: string;
  readonly met: boolean;
}

/** `1.23 ms`, `4.56 s`: three significant digits. */
export function formatSeconds(seconds: number): string {
  if (seconds < 1e-3) {
    return `${(seconds * 1e6).toPrecision(3)} µs`;
  }
  return seconds < 1 ? `${(seconds * 1e3).toPrecision(3)} ms` : `${seconds.toPrecision(3)} s`;
}

/** A row where ours must take at most `factor` times the other's time. */
export function atMost(what: string, ours: number, other: number, factor: number): BenchRow {
  const ratio = ours / other;
  return {
    what,
    ours: formatSeconds(ours),
    other: formatSeconds(other),
    ratio: `${ratio.toFixed(2)}×`,
    aim: `≤ ${factor}×`,
    met: ratio <= factor,
  };
}

/** A row where ours must be at least `factor` times as fast as the other. */
export function atLeastAsFast(what: string, ours: number, other: number, factor: number): BenchRow {
  const ratio = other / ours;
  return {
    what,
    ours: formatSeconds(ours),
    other: formatSeconds(other),
    ratio: `${ratio.toFixed(1)}× as fast`,
    aim: `≥ ${factor}×`,
    met: ratio >= factor,
  };
}

/** Prints a Markdown table, ready for the README. */
export function printRows(title: string, rows: readonly BenchRow[]): void {
  console.log(`\n### ${title}\n`);
  console.log('| what | Maskscope | instead | ratio | aim | met |');
  console.log('|---|---|---|---|---|---|');
  for (const row of rows) {
    console.log(`| ${row.what} | ${row.ours} | ${row.other} | ${row.ratio} | ${row.aim} | ${row.met ? 'yes' : 'no'} |`);
  }
}
