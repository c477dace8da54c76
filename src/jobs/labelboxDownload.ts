import { DownloadError, type DownloadProblem } from '../core/download/problems.ts';
import {
  DownloadLister,
  type DownloadChoice,
  type DownloadList,
  type ListedAddress,
  type ListOptions,
} from '../core/labelbox/downloadList.ts';
import type { RecognisedExport } from '../core/labelbox/era.ts';
import type { Era } from '../core/labelbox/model.ts';
import { ROWS_LEFT_OUT, type LabelboxRule } from '../core/labelbox/rules.ts';
import { parseAddress, unsignedAddress } from '../platform/download/address.ts';
import { scanLabelbox, type ScanOptions } from './labelbox.ts';

export interface ExportDownloadOptions
  extends Pick<ListOptions, 'includesExpired' | 'keyHost'>, Pick<ScanOptions, 'now' | 'signal' | 'onProgress'> {
  readonly choice: DownloadChoice;
  /** In place of the detected one. */
  readonly era?: Era;
}

/** What an export leads to. */
export interface ExportDownload {
  readonly recognised: RecognisedExport;
  readonly rows: number;
  /** Rows that cannot be read, so that what they lead to is not in the list. */
  readonly unread: UnreadRows;
  readonly list: DownloadList;
}

export interface UnreadRows {
  readonly count: number;
  /** The first of them, from 1. */
  readonly lines: readonly number[];
  /** The list of rows ends before its end, so that rows may be missing at the end of the file. */
  readonly isCutOff: boolean;
}

const MOST_LINES = 10;
/** Findings about rows that are left out, or whose links are not read. */
const LOSSES: ReadonlySet<LabelboxRule> = new Set([...ROWS_LEFT_OUT, 'cellInvalid', 'labelUnreadable'] as const);

/**
 * Reads an export and lists the files that it leads to; nothing is requested.
 *
 * @throws FileError where the export cannot be read; the signal's reason where it was aborted
 */
export async function listExportDownload(path: string, options: ExportDownloadOptions): Promise<ExportDownload> {
  const { choice, era, now, signal, onProgress, includesExpired = false, keyHost } = options;
  const scan = async (asEra: Era | undefined) => {
    const lister = new DownloadLister(choice);
    const unread = new Map<number, number>();
    let isCutOff = false;
    let readAs: Era | null = asEra ?? null;
    const { recognised, summary } = await scanLabelbox(path, {
      now,
      ...(asEra === undefined ? {} : { era: asEra }),
      ...(signal === undefined ? {} : { signal }),
      ...(onProgress === undefined ? {} : { onProgress }),
      onRow: (row) => lister.add(row),
      onFinding: ({ rule, offset, line, row }) => {
        // A row may have several.
        if (LOSSES.has(rule)) unread.set(row ?? -offset, unread.get(row ?? -offset) ?? line);
        isCutOff ||= rule === 'truncated' || rule === 'unclosed';
      },
      onRecognised: (sample) => {
        if (sample.kind === 'export') readAs ??= sample.era;
      },
    });
    const lines = [...unread.values()].sort((a, b) => a - b).slice(0, MOST_LINES);
    return { recognised, rows: summary.rows, unread: { count: unread.size, lines, isCutOff }, lister, readAs };
  };
  let { recognised, rows, unread, lister, readAs } = await scan(era);
  // Later rows showed a later era than the first ones; this is rare.
  if (recognised.kind === 'export' && recognised.era !== readAs) {
    ({ recognised, rows, unread, lister, readAs } = await scan(recognised.era));
  }
  return { recognised, rows, unread, list: lister.list({ now, includesExpired, keyHost, addressOf }) };
}

function addressOf(text: string): ListedAddress | DownloadProblem {
  try {
    const url = parseAddress(text);
    return { host: url.host, file: unsignedAddress(url) };
  } catch (error) {
    if (!(error instanceof DownloadError)) throw error;
    return { code: error.code, details: error.details };
  }
}
