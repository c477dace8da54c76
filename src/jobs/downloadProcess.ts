// The process of one download: reads the export, downloads, and ends with its parent. What a killed one had begun is
// continued by the next.
import { JournalBusy } from '../platform/journal.ts';
import { FileError } from '../platform/readFile.ts';
import { Download } from './download.ts';
import type { DownloadCall, DownloadFailure, DownloadReply } from './downloadMessages.ts';
import { listExportDownload, type ExportDownload } from './labelboxDownload.ts';

let listed: ExportDownload | null = null;
let download: Download | null = null;
const answers = new Map<string, (isAgreed: boolean) => void>();

function reply(message: DownloadReply): void {
  process.send?.(message);
}

async function list(call: Extract<DownloadCall, { type: 'list' }>): Promise<void> {
  const { path, choice, now, keyHost, era } = call;
  listed = await listExportDownload(path, { choice, now, keyHost, ...(era === null ? {} : { era }) });
  const { recognised, rows, unread } = listed;
  if (recognised.kind === 'notExport') {
    return reply({ type: 'notExport', what: recognised.what, details: recognised.details });
  }
  const { files, ...facts } = listed.list;
  reply({ type: 'listed', rows, unread: unread.count, total: files.length, facts });
}

async function start({ only, request }: Extract<DownloadCall, { type: 'start' }>): Promise<void> {
  const names = only === null ? null : new Set(only);
  const files = (listed?.list.files ?? []).filter(({ name }) => names?.has(name) !== false);
  download = new Download(
    { ...request, files },
    {
      agreed: (question) =>
        new Promise((resolve) => {
          answers.set(question.host, resolve);
          reply({ type: 'ask', question });
        }),
      onEvent: (event) => {
        if (event.type === 'state' || event.type === 'progress') reply(event);
        else if (event.type === 'result' && event.result.problem !== null) {
          reply({ type: 'failure', name: event.result.name, problem: event.result.problem });
        } else if (event.type === 'result' && event.result.flaw !== null) {
          reply({ type: 'flaw', name: event.result.name, flaw: event.result.flaw });
        }
      },
    },
  );
  const { counts, bytes, problem } = await download.run();
  reply({ type: 'outcome', outcome: { counts, bytes, problem } });
}

function failureOf(error: unknown): DownloadFailure {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof JournalBusy) return { code: 'folderBusy', details: { lock: error.lock }, message };
  const { code: reason, path } = error as NodeJS.ErrnoException;
  if (reason === 'ENOSPC' || reason === 'EDQUOT') return { code: 'noSpace', details: {}, message };
  if (path !== undefined && reason !== undefined) {
    return { code: 'folderUnusable', details: { path, reason }, message: `${path}: ${message}` };
  }
  return error instanceof FileError
    ? { code: error.code, details: error.details, message }
    : { code: null, details: {}, message };
}

async function take(call: DownloadCall): Promise<void> {
  switch (call.type) {
    case 'list':
      return list(call);
    case 'start':
      return start(call);
    case 'agree':
      answers.get(call.host)?.(call.isAgreed);
      return;
    case 'pause':
      return download?.pause();
    case 'resume':
      return download?.resume();
    case 'stop':
      return download?.stop();
  }
}

process.on('message', (call: DownloadCall) => {
  take(call).catch((error: unknown) => {
    reply({ type: 'failed', failure: failureOf(error) });
  });
});
process.on('disconnect', () => process.exit());
