import { open, stat, type FileHandle } from 'node:fs/promises';
import { ElementReader, DEFAULT_LIMITS, type ElementLimits } from '../core/labelbox/elements.ts';
import { readCells, recordValue } from '../core/labelbox/csvRecord.ts';
import { chosenEra, EraDetector, type RecognisedExport } from '../core/labelbox/era.ts';
import { ExportChecks, FindingLog } from '../core/labelbox/findings.ts';
import type { Container, Era, Place, Row, YAxis } from '../core/labelbox/model.ts';
import { readRow } from '../core/labelbox/readRow.ts';
import type { LabelboxFinding, LabelboxRule, Report } from '../core/labelbox/rules.ts';
import { SummaryCounter, type LabelboxSummary } from '../core/labelbox/summary.ts';
import { decideYAxis, type YAxisDecision } from '../core/labelbox/yAxis.ts';
import { FileError, fileProblem } from '../platform/readFile.ts';
import { RowIndex } from './labelboxIndex.ts';

const CHUNK = 1 << 20;
/** The era is decided by so many rows, and corrected by the rest where that is needed. */
const SAMPLE = 256;

export interface ScanOptions {
  /** Milliseconds since 1970, with which links are compared. */
  readonly now: number;
  /** Date of the export where it is known, for links that live from then on. */
  readonly exportedAt?: number;
  /** In place of the detected one. */
  readonly era?: Era;
  readonly yAxis?: YAxis;
  readonly limits?: ElementLimits;
  readonly signal?: AbortSignal;
  /**
   * Takes every row in the file's order; nothing of it is kept afterwards. Give `era` as an earlier scan found it: without,
   * rows are read by the era of the first few hundred.
   */
  readonly onRow?: (row: Row) => void;
  /** Takes every finding; those about a row come before it, but for those that only the whole file tells. */
  readonly onFinding?: (finding: LabelboxFinding) => void;
  /** The first rows have told what the file is; called before their `onRow`. */
  readonly onRecognised?: (recognised: RecognisedExport, format: RowFormat | null) => void;
  /** Bytes read, of all. */
  readonly onProgress?: (read: number, size: number) => void;
}

/** How to read one row of a scanned file again. */
export interface RowFormat {
  readonly container: Container;
  readonly era: Era;
  /** Of a CSV; null for others. */
  readonly csv: { readonly header: readonly string[]; readonly delimiter: string } | null;
}

export interface LabelboxScan {
  readonly recognised: RecognisedExport;
  /** The era that rows were read by: that of the first ones, where later ones showed another; null without rows. */
  readonly readAs: Era | null;
  /** Null where the file is no export. */
  readonly format: RowFormat | null;
  readonly yAxis: YAxisDecision | null;
  readonly summary: LabelboxSummary;
  readonly index: RowIndex;
  /** In the file's order, but for those that only the whole file tells; the first of very many. */
  readonly findings: readonly LabelboxFinding[];
  readonly findingCounts: ReadonlyMap<LabelboxRule, number>;
}

/**
 * Reads a whole export from the disk, in chunks: memory is bounded by the largest row and about 150 bytes a row.
 *
 * @throws FileError where the file cannot be read; the signal's reason where it was aborted
 */
export async function scanLabelbox(path: string, options: ScanOptions): Promise<LabelboxScan> {
  const first = await scanOnce(path, options, options.era ?? null);
  const { recognised, readAs } = first;
  if (options.era !== undefined || readAs === null || options.onRow !== undefined) return first;
  if (recognised.kind !== 'export' || recognised.era === readAs) return first;
  // Later rows showed a later era than the first ones; this is rare.
  const again = await scanOnce(path, options, recognised.era);
  return { ...again, recognised };
}

/**
 * One row again, from its place in the file.
 *
 * @param report takes what is wrong with the row as such
 * @returns null where the file has changed and no row is there
 * @throws FileError
 */
export async function readLabelboxRow(
  path: string,
  format: RowFormat,
  index: number,
  place: Place,
  report: Report = () => undefined,
): Promise<Row | null> {
  const text = decode(await readPiece(path, place));
  try {
    const { csv } = format;
    const value =
      csv === null ? (JSON.parse(text) as unknown) : recordValue(csv.header, readCells(text, csv.delimiter), report);
    return readRow(value, format.era, index, place, report);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

async function scanOnce(path: string, options: ScanOptions, chosen: Era | null): Promise<LabelboxScan> {
  const { now, exportedAt = null, limits = DEFAULT_LIMITS } = options;
  const log = new FindingLog(options.onFinding);
  const detector = new EraDetector();
  const checks = new ExportChecks(log, now, exportedAt);
  const summary = new SummaryCounter(now, exportedAt);
  const index = new RowIndex();
  let era = chosen;
  let sample: { readonly value: unknown; readonly index: number; readonly place: Place }[] = [];

  const take = (value: unknown, at: number, place: Place, asEra: Era): void => {
    const row = readRow(value, asEra, at, place, log.reportFor(at, place));
    if (row === null) return;
    checks.add(row);
    summary.add(row);
    index.add(row);
    options.onRow?.(row);
  };
  let isTold = false;
  const formatOf = (recognised: RecognisedExport): RowFormat | null =>
    recognised.kind === 'export' && reader.container !== null
      ? { container: reader.container, era: recognised.era, csv: reader.csv }
      : null;
  const decide = (): void => {
    const detected = detector.result();
    const recognised = chosen !== null && detected.kind === 'export' ? chosenEra(chosen) : detected;
    if (recognised.kind === 'export') era ??= recognised.era;
    if (!isTold) options.onRecognised?.(recognised, formatOf(recognised));
    isTold = true;
    if (era !== null) for (const one of sample) take(one.value, one.index, one.place, era);
    sample = [];
  };
  const reader = new ElementReader(
    decode,
    {
      element(value, at, place) {
        detector.add(value);
        if (era !== null && !isTold) decide();
        if (era !== null) take(value, at, place, era);
        else if (sample.push({ value, index: at, place }) >= SAMPLE) decide();
      },
      finding(rule, details, at, place) {
        detector.addUnread(rule, details, place);
        log.reportFor(at, place)(rule, details);
      },
    },
    limits,
  );
  await readChunks(path, (chunk) => reader.push(chunk), options);
  reader.end();
  decide();
  checks.end();

  const detected = detector.result();
  const recognised = chosen !== null && detected.kind === 'export' ? chosenEra(chosen) : detected;
  const counted = summary.result();
  const isExport = recognised.kind === 'export' && reader.container !== null;
  return {
    recognised,
    readAs: era,
    format: isExport ? { container: reader.container, era: recognised.era, csv: reader.csv } : null,
    yAxis: isExport ? decideYAxis(recognised.era, counted.lastDate, options.yAxis ?? null) : null,
    summary: counted,
    index,
    findings: log.kept,
    findingCounts: log.counts,
  };
}

function decode(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

async function readChunks(
  path: string,
  take: (chunk: Uint8Array) => void,
  { signal, onProgress }: ScanOptions,
): Promise<void> {
  try {
    const file = await openFile(path);
    try {
      const { size } = await file.stat();
      const chunk = new Uint8Array(CHUNK);
      for (let read = 0; ;) {
        signal?.throwIfAborted();
        const { bytesRead } = await file.read(chunk, 0, CHUNK, null);
        if (bytesRead === 0) return;
        take(chunk.subarray(0, bytesRead));
        read += bytesRead;
        onProgress?.(read, size);
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    throw signal?.aborted === true ? error : fileProblem(error);
  }
}

/** Places are bytes of a file; and opening a named pipe would wait for a writer. */
async function openFile(path: string): Promise<FileHandle> {
  if (!(await stat(path)).isFile()) throw new FileError('notAFile');
  return open(path, 'r');
}

async function readPiece(path: string, { offset, length }: Place): Promise<Uint8Array> {
  try {
    const file = await openFile(path);
    try {
      const { size } = await file.stat();
      const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
      const { bytesRead } = await file.read(bytes, 0, bytes.length, offset);
      return bytes.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileProblem(error);
  }
}
