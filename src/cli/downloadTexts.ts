import { flawText } from '../core/download/flaws.ts';
import { problemText } from '../core/download/problems.ts';
import { escapeControls } from '../core/identify/report.ts';
import type { DownloadList, ListedHost } from '../core/labelbox/downloadList.ts';
import type { DownloadOutcome, DownloadProgress, DownloadResult } from '../jobs/downloadTypes.ts';
import type { ExportDownload, UnreadRows } from '../jobs/labelboxDownload.ts';
import { filesText, formatBytes } from './batchTexts.ts';

const DAY = 24 * 3_600_000;
/** Names that are listed of those that fail alike. */
const MOST_NAMES = 3;

/** What will be fetched from which hosts, and what will not. */
export function describeList(file: string, { rows, list }: ExportDownload, now: number): string {
  const lines = [
    `${file}: ${count(rows, 'row')} ${rows === 1 ? 'leads' : 'lead'} to ${filesText(list.files.length)}`,
    ...list.hosts.map((host) => `  ${describeHost(host, now)}`),
    ...withheld(list, now).map((text) => `  not asked for: ${text}`),
    ...(list.noImages > 0 ? [`  ${count(list.noImages, 'row')} that show no image`] : []),
  ];
  return `${lines.map((line) => escapeControls(line)).join('\n')}\n`;
}

/** What of an export could not be read; null where all of it was. */
export function describeUnread(file: string, { count: rows, lines, isCutOff }: UnreadRows): string | null {
  if (rows === 0 && !isCutOff) return null;
  const rest = rows > lines.length ? ', …' : '';
  const where = `${lines.length === 1 ? 'line' : 'lines'} ${lines.join(', ')}${rest}`;
  const texts = [
    ...(rows > 0 ? [`${count(rows, 'row')} could not be read (${where})`] : []),
    ...(isCutOff ? ['the file ends before its end, so that rows may be missing'] : []),
  ];
  return `${file}: ${texts.join('; ')}; what they lead to is not in the list`;
}

/** `storage.googleapis.com: 12 images, 60 masks; the first link expires in 3 days` */
export function describeHost({ host, images, masks, firstExpiry }: ListedHost, now: number): string {
  const what = [images > 0 ? count(images, 'image') : '', masks > 0 ? count(masks, 'mask') : ''];
  const expiry =
    firstExpiry === null ? '' : `; the first link expires ${day(firstExpiry)} (${distance(firstExpiry, now)})`;
  return `${host}: ${what.filter((text) => text !== '').join(', ')}${expiry}`;
}

function withheld({ expired, needsKey, unusable, lastExpired }: DownloadList, now: number): string[] {
  return [
    ...(expired > 0 && lastExpired !== null
      ? [
          `${count(expired, 'link')} expired, the last one ${day(lastExpired)} (${distance(lastExpired, now)}); export again`,
        ]
      : []),
    ...(needsKey > 0 ? [`${count(needsKey, 'mask')} behind an API key; give --key-host`] : []),
    ...(unusable > 0 ? [`${count(unusable, 'link')} of no http or https address, or with a password in it`] : []),
  ];
}

/** One line that is written over itself. */
export function describeProgress(progress: DownloadProgress): string {
  const { done, failed, total, bytes, filesPerSecond, bytesPerSecond, timeLeft, held } = progress;
  return [
    `${done} of ${total}`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    formatBytes(bytes),
    `${filesPerSecond.toFixed(1)} files/s`,
    `${formatBytes(Math.round(bytesPerSecond))}/s`,
    ...(held === null ? [] : [`${held.host} asks to wait ${held.seconds} s`]),
    ...(timeLeft === null || done + failed === total ? [] : [`${duration(timeLeft)} left`]),
  ].join(', ');
}

/** What is missing, or not as it should be, and why: one line for all files that fare alike. */
export function describeFailures(results: readonly DownloadResult[]): string[] {
  const names = new Map<string, string[]>();
  for (const { name, problem, flaw, isRemembered } of results) {
    const text = problem !== null ? problemText(problem) : flaw !== null ? flawText(flaw) : null;
    if (text === null) continue;
    const line = isRemembered ? `${text} (of an earlier run; --retry-failed asks again)` : text;
    const known = names.get(line);
    if (known === undefined) names.set(line, [name]);
    else known.push(name);
  }
  return [...names].map(([text, those]) => {
    const [first = ''] = those;
    if (those.length === 1) return `${first}: ${text}`;
    const rest = those.length > MOST_NAMES ? ', …' : '';
    return `${filesText(those.length)}: ${text} (${those.slice(0, MOST_NAMES).join(', ')}${rest})`;
  });
}

export function describeOutcome({ counts, bytes }: DownloadOutcome, folder: string): string {
  const { saved, present, failed, stopped } = counts;
  const parts = [
    `${saved} downloaded (${formatBytes(bytes)})`,
    `${present} there already`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(stopped > 0 ? [`${stopped} not reached`] : []),
  ];
  return escapeControls(`${folder}: ${parts.join(', ')}`) + '\n';
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

function distance(time: number, now: number): string {
  const days = Math.floor(Math.abs(time - now) / DAY);
  return time <= now ? `${count(days, 'day')} ago` : `in ${count(days, 'day')}`;
}

function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
