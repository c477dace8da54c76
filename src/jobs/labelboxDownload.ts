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
  readonly list: DownloadList;
}

/**
 * Reads an export and lists the files that it leads to; nothing is requested.
 *
 * @throws FileError where the export cannot be read; the signal's reason where it was aborted
 */
export async function listExportDownload(path: string, options: ExportDownloadOptions): Promise<ExportDownload> {
  const { choice, era, now, signal, onProgress, includesExpired = false, keyHost } = options;
  const scan = async (asEra: Era | undefined) => {
    const lister = new DownloadLister(choice);
    let readAs: Era | null = asEra ?? null;
    const { recognised, summary } = await scanLabelbox(path, {
      now,
      ...(asEra === undefined ? {} : { era: asEra }),
      ...(signal === undefined ? {} : { signal }),
      ...(onProgress === undefined ? {} : { onProgress }),
      onRow: (row) => lister.add(row),
      onRecognised: (sample) => {
        if (sample.kind === 'export') readAs ??= sample.era;
      },
    });
    return { recognised, rows: summary.rows, lister, readAs };
  };
  let { recognised, rows, lister, readAs } = await scan(era);
  // Later rows showed a later era than the first ones; this is rare.
  if (recognised.kind === 'export' && recognised.era !== readAs) {
    ({ recognised, rows, lister, readAs } = await scan(recognised.era));
  }
  return { recognised, rows, list: lister.list({ now, includesExpired, keyHost, addressOf }) };
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
