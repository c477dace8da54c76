// The process of one download: reads the export, downloads, and ends with its parent. What a killed one had begun is
// continued by the next.
import { Download } from './download.ts';
import type { DownloadCall, DownloadReply } from './downloadMessages.ts';
import { listExportDownload, type ExportDownload } from './labelboxDownload.ts';

let listed: ExportDownload | null = null;
let download: Download | null = null;
const answers = new Map<string, (isAgreed: boolean) => void>();

function reply(message: DownloadReply): void {
  process.send?.(message);
}

async function list(call: Extract<DownloadCall, { type: 'list' }>): Promise<void> {
  const { path, choice, now, keyHost } = call;
  listed = await listExportDownload(path, { choice, now, keyHost });
  const { recognised, rows } = listed;
  if (recognised.kind === 'notExport') {
    return reply({ type: 'notExport', what: recognised.what, details: recognised.details });
  }
  const { files, ...facts } = listed.list;
  reply({ type: 'listed', rows, total: files.length, facts });
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
        }
      },
    },
  );
  const { counts, bytes, problem } = await download.run();
  reply({ type: 'outcome', outcome: { counts, bytes, problem } });
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
    reply({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
  });
});
process.on('disconnect', () => process.exit());
