// Loaded by `maskscope labelbox download`.
import { createInterface } from 'node:readline/promises';
import { resolve } from 'node:path';
import { NOT_EXPORTS } from '../core/labelbox/era.ts';
import type { ListedHost } from '../core/labelbox/downloadList.ts';
import { problemText } from '../core/download/problems.ts';
import { fillTemplate } from '../core/png/errors.ts';
import { Download } from '../jobs/download.ts';
import type { DownloadEvent, DownloadOutcome, DownloadRequest } from '../jobs/downloadTypes.ts';
import { listExportDownload, type ExportDownload } from '../jobs/labelboxDownload.ts';
import type { HostQuestion } from '../platform/download/hostGuard.ts';
import { DEFAULT_REQUEST_LIMITS, type RequestLimits } from '../platform/download/hostLimits.ts';
import { mayHaveKey } from '../platform/download/request.ts';
import { JournalBusy } from '../platform/journal.ts';
import { readAuthorization } from './apiKey.ts';
import { parseCommandLine } from './commandLine.ts';
import {
  describeFailures,
  describeHost,
  describeList,
  describeOutcome,
  describeProgress,
  describeUnread,
} from './downloadTexts.ts';
import { describeProblem } from './files.ts';
import { oneExport, READING_OPTIONS, readingOf } from './labelboxOptions.ts';
import { printOutput, reportError } from './output.ts';
import { UsageError } from './usageError.ts';

const CLEAR_LINE = '\r\u001b[K';
/** Requests at a time that may be asked for. */
const MOST_REQUESTS = 64;

const COMMAND = 'labelbox download';

/** `maskscope labelbox download`. Returns the exit status. */
export async function runLabelboxDownload(args: readonly string[]): Promise<number> {
  const commandLine = await parseCommandLine(COMMAND, args, {
    output: { type: 'string', short: 'o' },
    originals: { type: 'boolean' },
    masks: { type: 'boolean' },
    expired: { type: 'boolean' },
    concurrency: { type: 'string' },
    rate: { type: 'string' },
    'allow-private': { type: 'boolean' },
    agree: { type: 'string', multiple: true },
    'key-host': { type: 'string' },
    'key-file': { type: 'string' },
    'retry-failed': { type: 'boolean' },
    era: READING_OPTIONS.era,
    yes: { type: 'boolean', short: 'y' },
    json: { type: 'boolean' },
  });
  if (commandLine === null) return 0;
  const { values, files } = commandLine;
  const file = oneExport(COMMAND, files);
  if (values.output === undefined) throw new UsageError('give a folder with -o', COMMAND);
  const { era } = readingOf(COMMAND, values);
  const concurrency = numberOf('--concurrency', values.concurrency, 1, MOST_REQUESTS);
  const perSecond = numberOf('--rate', values.rate, 0.01, 10_000);
  if (concurrency !== undefined && !Number.isInteger(concurrency)) {
    throw new UsageError("option '--concurrency' is a whole number", COMMAND);
  }
  if (values.agree?.some((host) => host.trim() === '') === true) {
    throw new UsageError("option '--agree' is a host such as storage.googleapis.com", COMMAND);
  }
  const { authorization, problem } = readAuthorization(values['key-host'], values['key-file']);
  if (problem !== null) {
    reportError(problem);
    return 1;
  }

  const stop = new AbortController();
  const interrupt = (): void => stop.abort(new Error('interrupted'));
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    const isAll = values.originals !== true && values.masks !== true;
    const listed = await listExportDownload(file, {
      choice: { originals: isAll || values.originals === true, masks: isAll || values.masks === true },
      ...{ now: Date.now(), signal: stop.signal, includesExpired: values.expired === true },
      keyHost: authorization?.host ?? null,
      ...(era === undefined ? {} : { era }),
    });
    const { recognised } = listed;
    if (recognised.kind === 'notExport') {
      reportError(`${file}: ${fillTemplate(NOT_EXPORTS[recognised.what], recognised.details).replace(/\.$/, '')}`);
      return 1;
    }
    const request: DownloadRequest = {
      folder: resolve(values.output),
      files: listed.list.files,
      allowPrivate: values['allow-private'] === true,
      retryFailed: values['retry-failed'] === true,
      limits: limitsOf(concurrency, perSecond),
      ...(authorization === null ? {} : { authorization }),
    };
    const asker = new HostAsker(listed.list.hosts, values.agree ?? [], values.yes === true, stop.signal);
    return await download(file, listed, request, values.json === true, asker, stop.signal);
  } catch (error) {
    if (stop.signal.aborted) {
      reportError('stopped before anything was downloaded');
      return 1;
    }
    return reportProblem(error, file);
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

async function download(
  file: string,
  listed: ExportDownload,
  request: DownloadRequest,
  isJson: boolean,
  asker: HostAsker,
  signal: AbortSignal,
): Promise<number> {
  const { files, ...facts } = listed.list;
  const { rows, unread } = listed;
  if (isJson) printJson({ type: 'list', file, rows, unread, total: files.length, ...facts });
  else printOutput(describeList(file, listed, Date.now()));
  const { authorization = null, allowPrivate = false } = request;
  if (authorization !== null && files.some(({ url }) => isWithoutKey(url, { authorization, allowPrivate }))) {
    reportError(`the key is not sent to ${authorization.host} by http; it needs https`);
  }
  const loss = describeUnread(file, unread);
  if (loss !== null) reportError(loss);
  const onEvent = (event: DownloadEvent): void => {
    if (event.type === 'progress') asker.showProgress(describeProgress(event.progress));
    else if (event.type === 'result' && isJson) {
      const { problem } = event.result;
      printJson({ ...event, message: problem === null ? null : problemText(problem) });
    }
  };
  const agreed = (question: HostQuestion): Promise<boolean> => asker.ask(question);
  let outcome: DownloadOutcome;
  try {
    outcome = await new Download(request, { agreed, onEvent }).run(signal);
  } catch (error) {
    return reportProblem(error, request.folder);
  } finally {
    asker.hideProgress();
  }
  const { counts, bytes, problem } = outcome;
  if (isJson) printJson({ type: 'outcome', counts, bytes, problem: problem === null ? null : problemText(problem) });
  else {
    for (const line of describeFailures(outcome.results)) reportError(line);
    printOutput(describeOutcome(outcome, request.folder));
  }
  for (const host of asker.unanswered) reportError(`requests to ${host} need an agreement; give --agree ${host}`);
  if (problem !== null) reportError(problemText(problem));
  if (counts.stopped > 0) reportError('stopped; the same command goes on from here');
  return counts.failed + counts.stopped === 0 && loss === null ? 0 : 1;
}

/** Whether an address is of the key's host, but too insecure for it. */
function isWithoutKey(text: string, tools: Parameters<typeof mayHaveKey>[1]): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url !== null && url.host === tools.authorization?.host && !mayHaveKey(url, tools);
}

/** @param path what the problem is of where it does not say itself */
function reportProblem(error: unknown, path: string): number {
  if (error instanceof JournalBusy) {
    reportError(error.message);
    return 1;
  }
  const described = describeProblem(error);
  if (described === null) throw error;
  reportError(`${(error as NodeJS.ErrnoException).path ?? path}: ${described}`);
  return 1;
}

/** Asks for each host, one after the other, and keeps the line of progress out of the way. */
class HostAsker {
  /** Hosts that nobody could be asked for. */
  readonly unanswered: string[] = [];
  readonly #listed: ReadonlyMap<string, ListedHost>;
  readonly #agreed: ReadonlySet<string>;
  readonly #isYes: boolean;
  readonly #signal: AbortSignal;
  #last: Promise<unknown> = Promise.resolve();
  #asking = 0;
  #isShown = false;

  /** @param isYes agrees to the hosts that the list names; one that a redirect leads to is asked for nevertheless */
  constructor(hosts: readonly ListedHost[], agreed: readonly string[], isYes: boolean, signal: AbortSignal) {
    this.#listed = new Map(hosts.map((host) => [host.host, host]));
    this.#agreed = new Set(agreed.map((host) => host.toLowerCase()));
    this.#isYes = isYes;
    this.#signal = signal;
  }

  ask(question: HostQuestion): Promise<boolean> {
    const { host, redirectedFrom } = question;
    if (this.#agreed.has(host) || (this.#isYes && redirectedFrom === null)) return Promise.resolve(true);
    if (!process.stdin.isTTY || !process.stderr.isTTY) {
      this.unanswered.push(host);
      return Promise.resolve(false);
    }
    this.#asking++;
    const answer = this.#last.then(() => this.#question(question)).finally(() => this.#asking--);
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  showProgress(text: string): void {
    if (!process.stderr.isTTY || this.#asking > 0) return;
    process.stderr.write(`${CLEAR_LINE}${text}`);
    this.#isShown = true;
  }

  hideProgress(): void {
    if (this.#isShown) process.stderr.write(CLEAR_LINE);
    this.#isShown = false;
  }

  async #question({ host, privateAddress, redirectedFrom }: HostQuestion): Promise<boolean> {
    this.hideProgress();
    const listed = this.#listed.get(host);
    const about = redirectedFrom !== null || listed === undefined ? host : describeHost(listed, Date.now());
    const notes = [
      ...(redirectedFrom === null ? [] : [`${redirectedFrom} redirects there`]),
      ...(privateAddress === null ? [] : [`in a private network or on this machine: ${privateAddress}`]),
    ];
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    // The terminal hands Ctrl+C to whoever reads from it.
    lines.on('SIGINT', () => process.emit('SIGINT'));
    try {
      const note = notes.length === 0 ? '' : ` (${notes.join('; ')})`;
      const answer = await lines.question(`Send requests to ${about}${note}? [y/N] `, { signal: this.#signal });
      return /^y(?:es)?$/i.test(answer.trim());
    } finally {
      lines.close();
    }
  }
}

function limitsOf(concurrency: number | undefined, perSecond: number | undefined): Partial<RequestLimits> {
  return {
    ...(concurrency === undefined
      ? {}
      : { concurrency, perHost: Math.max(concurrency, DEFAULT_REQUEST_LIMITS.perHost) }),
    ...(perSecond === undefined ? {} : { perSecond }),
  };
}

function numberOf(option: string, text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (text.trim() !== '' && number >= least && number <= most) return number;
  throw new UsageError(`option '${option}' is a number from ${least} to ${most}`, COMMAND);
}

function printJson(value: object): void {
  printOutput(`${JSON.stringify(value)}\n`);
}
