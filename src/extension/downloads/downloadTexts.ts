import { basename } from 'node:path';
import * as vscode from 'vscode';
import { DOWNLOAD_FLAWS, type DownloadFlaw } from '../../core/download/flaws.ts';
import { DOWNLOAD_PROBLEMS, type DownloadProblem } from '../../core/download/problems.ts';
import { DOWNLOAD_FAILURES, type DownloadFailure } from '../../jobs/downloadMessages.ts';
import type { DownloadProgress } from '../../jobs/downloadTypes.ts';
import { fileProblemText } from '../labelbox/findingText.ts';
import { numberText } from '../page/numberText.ts';
import type { DownloadTask } from './downloadTask.ts';

/** Why a file is missing, translated. */
export function problemSentence({ code, details }: DownloadProblem): string {
  return vscode.l10n.t(DOWNLOAD_PROBLEMS[code], details);
}

/** What is the matter with a file that is there, translated. */
export function flawSentence({ code, details }: DownloadFlaw): string {
  return vscode.l10n.t(DOWNLOAD_FLAWS[code], details);
}

/** Why a download as a whole has failed, translated. */
export function failureSentence({ code, details, message }: DownloadFailure): string {
  const templates: Readonly<Record<string, string>> = { ...DOWNLOAD_FAILURES, ...DOWNLOAD_PROBLEMS };
  const template = code === null ? undefined : templates[code];
  return template === undefined ? fileProblemText(code, details, message) : vscode.l10n.t(template, details);
}

/** `export.json → faces` */
export function taskName({ order }: DownloadTask): string {
  return `${basename(order.exportPath)} → ${vscode.workspace.asRelativePath(order.folder)}`;
}

/** How far a download is, for its line in the view. */
export function taskState(task: DownloadTask): string {
  const { phase, progress, missing, unread } = task;
  const of = { 0: numberText(task.done), 1: numberText(task.total) };
  const lacking = [
    ...(missing === 0 ? [] : [vscode.l10n.t('{0} missing', numberText(missing))]),
    ...(unread === 0 ? [] : [unreadText(unread)]),
  ];
  const parts = (...texts: readonly string[]): string => [...texts, ...lacking].join(', ');
  switch (phase) {
    case 'reading':
      return vscode.l10n.t('reading the export');
    case 'running':
      return progress === null
        ? parts(vscode.l10n.t('{0} of {1}', of))
        : parts(vscode.l10n.t('{0} of {1}', of), ...rates(progress));
    case 'stopping':
      return parts(vscode.l10n.t('stopping'));
    case 'paused':
      return task.total === 0 ? vscode.l10n.t('paused') : parts(vscode.l10n.t('paused at {0} of {1}', of));
    case 'stopped':
      return parts(vscode.l10n.t('stopped at {0} of {1}', of));
    case 'done':
      return parts(vscode.l10n.t('{0} of {1}', of));
    case 'failed':
      return task.message ?? vscode.l10n.t('failed');
  }
}

/** Rows of an export that could not be read. */
export function unreadText(rows: number): string {
  return vscode.l10n.t('{0} rows could not be read', numberText(rows));
}

function rates({ bytes, filesPerSecond, timeLeft, held }: DownloadProgress): string[] {
  const number = new Intl.NumberFormat(vscode.env.language, { maximumFractionDigits: 1 });
  return [
    `${number.format(bytes / 1e6)} MB`,
    vscode.l10n.t('{0} files/s', number.format(filesPerSecond)),
    ...(held === null ? [] : [vscode.l10n.t('{0} asks to wait {1} s', { 0: held.host, 1: numberText(held.seconds) })]),
    ...(timeLeft === null ? [] : [vscode.l10n.t('{0} left', duration(timeLeft))]),
  ];
}

function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
