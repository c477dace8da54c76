import { open } from 'node:fs/promises';
import type { Choice } from '../core/labelbox/choice.ts';
import type { RecognisedExport } from '../core/labelbox/era.ts';
import type { Era, Row } from '../core/labelbox/model.ts';
import {
  LABELBOX_RULES,
  ROWS_LEFT_OUT,
  type FindingSeverity,
  type LabelboxFinding,
  type LabelboxRule,
  type Report,
} from '../core/labelbox/rules.ts';
import { ExportChecks, FindingLog } from '../core/labelbox/findings.ts';
import { LabelTable } from '../core/labelbox/table/labelTable.ts';
import { queryTable } from '../core/labelbox/table/queryTable.ts';
import { summariseTable } from '../core/labelbox/table/summariseTable.ts';
import type { LabelboxSummary } from '../core/labelbox/summary.ts';
import type { TableQuery } from '../core/labelbox/table/entry.ts';
import { readLabelboxRow, scanLabelbox, type LabelboxScan, type RowFormat } from './labelbox.ts';
import { MOST_NAMED_ROWS, outlineMasks, readMaskFileNames, type MaskFileNames } from './labelboxEntryMasks.ts';
import { measureAgreement } from './labelboxAgreement.ts';
import type {
  LabelboxCall,
  LabelboxProgress,
  LabelboxQuestions,
  LabelboxReply,
  LabelboxTableFacts,
} from './labelboxMessages.ts';

/** Milliseconds between two reports of progress. */
const REPORT_EVERY = 200;
/** Findings of each rule that are kept with their details; all are counted. */
export const MAX_KEPT_FINDINGS = 2000;
/** Classes and labellers beyond these have no filter of their own. */
const MOST_NAMED = 1000;
/** Results of queries that are kept: two pages over one file, each with its own. */
const MOST_RESULTS = 4;
/** The text of a larger row is cut. */
const MAX_TEXT_BYTES = 16 << 20;
/** How far back the start of a row's line is looked for. */
const MAX_LINE_BYTES = 50 << 20;
const BLOCK = 1 << 16;
/** What is shown before and behind a place that cannot be read. */
const SHOWN_BEFORE = 4 << 10;
const SHOWN_BEHIND = 64 << 10;

type Answers = {
  readonly [K in keyof LabelboxQuestions]: (
    params: LabelboxQuestions[K]['params'],
  ) => LabelboxQuestions[K]['result'] | Promise<LabelboxQuestions[K]['result']>;
};

/** Told of the row that mentions a name first, which one row alone does not tell. */
const OF_FIRST_MENTION: ReadonlySet<LabelboxRule> = new Set([
  'classNameBlanks',
  'classNameSlash',
  'classNameCaseTwin',
  'classNameLookalike',
]);

/** One open export: reads it, keeps its table, and answers questions about it while it is being read and afterwards. */
export class LabelboxSession {
  readonly #path: string;
  readonly #reply: (reply: LabelboxReply) => void;
  #table: LabelTable;
  readonly #stopping = new AbortController();
  readonly #findings = new Map<LabelboxRule, { total: number; readonly kept: LabelboxFinding[] }>();
  readonly #results = new Map<string, { readonly version: number; readonly entries: Uint32Array }>();
  #format: RowFormat | null = null;
  #recognised: RecognisedExport | null = null;
  #summary: LabelboxSummary | null = null;
  /** Findings about the row that comes next: they are told before it. */
  #early: { row: number; severities: FindingSeverity[] } = { row: -1, severities: [] };
  #rows = 0;
  #labels = 0;
  #objects = 0;
  #findingCount = 0;
  #leftOut = 0;
  #bytes = 0;
  #total = 0;
  #newest = -Infinity;
  /** Milliseconds since 1970, with which links are compared. */
  #now = 0;
  #startedAt = 0;
  #reportedAt = 0;
  #isRead = false;
  #maskNames: Promise<MaskFileNames> | null = null;

  constructor(path: string, choice: Choice, reply: (reply: LabelboxReply) => void) {
    this.#path = path;
    this.#reply = reply;
    this.#table = new LabelTable(choice);
  }

  /** Reads the file. Rejects with a FileError where it cannot be read. */
  async read({ era, now }: Pick<Extract<LabelboxCall, { type: 'read' }>, 'era' | 'now'>): Promise<void> {
    this.#startedAt = performance.now();
    this.#now = now;
    try {
      const first = await this.#scan(era, (recognised, format) => this.#recognise(recognised, format));
      const { recognised, readAs } = first;
      let { format } = first;
      if (era === null && recognised.kind === 'export' && readAs !== null && readAs !== recognised.era) {
        // Later rows showed a later era than the first ones, as `scanLabelbox` says; this is rare.
        this.#startOver();
        ({ format } = await this.#scan(recognised.era, (_, format) => this.#recognise(recognised, format)));
      }
      this.#recognised = recognised;
      this.#format = format;
      this.#finish('done', recognised);
    } catch (error) {
      if (!this.#stopping.signal.aborted) throw error;
      this.#finish('stopped', this.#recognised);
    }
  }

  stop(): void {
    this.#stopping.abort();
  }

  choose(choice: Choice): void {
    this.#table.choice = choice;
    this.#report();
  }

  /** Rejects where the question cannot be answered. */
  async answer<K extends keyof LabelboxQuestions>(
    method: K,
    params: LabelboxQuestions[K]['params'],
  ): Promise<LabelboxQuestions[K]['result']> {
    return this.#answers[method](params);
  }

  readonly #answers: Answers = {
    rows: ({ query, from, count }) => {
      const entries = this.#query(query);
      const shown = [...entries.subarray(from, from + count)];
      const rows = shown.map((entry) => this.#table.entry(entry));
      return { total: entries.length, from, rows, version: this.#table.version };
    },
    locate: ({ query, entry }) => this.#query(query).indexOf(entry),
    entryOfRow: ({ row }) => this.#table.entryOfRow(row),
    row: async ({ entry }) => {
      const facts = this.#table.entry(entry);
      const log = new FindingLog();
      const row = await this.#readRow(facts.row, facts.place, log.reportFor(facts.row, facts.place));
      if (row === null) return null;
      const kept = [...this.#findings.values()].flatMap(({ kept }) => kept.filter((one) => one.row === facts.row));
      if (kept.length >= facts.findings) return { entry: facts, row, findings: kept };
      new ExportChecks(log, this.#now, null).add(row);
      return { entry: facts, row, findings: [...kept, ...log.kept.filter((one) => this.#isOnlyCounted(one, kept))] };
    },
    masks: async ({ entry, folder, size }) => {
      const facts = this.#table.entry(entry);
      const row = await this.#readRow(facts.row, facts.place);
      const label = row?.labels[facts.label];
      if (label === undefined) return { outlines: [], missing: 0 };
      const isWanted = folder !== null && label.objects.some(({ geometry }) => geometry.kind === 'mask');
      return outlineMasks(label, facts.row, folder, size, isWanted ? await this.#maskFileNames() : null);
    },
    text: ({ entry }) => this.#text(entry),
    textAt: ({ offset }) => this.#textAt(offset),
    findings: ({ rule, from, count }) => {
      const { total, kept } = this.#findings.get(rule) ?? { total: 0, kept: [] };
      return { total, kept: kept.length, findings: kept.slice(from, from + count) };
    },
    summary: () => ({ table: summariseTable(this.#table), file: this.#summary }),
    agreement: () => measureAgreement(this.#table, (row, place) => this.#readRow(row, place)),
  };

  /** Null while the file is being read, and where it has very many rows. */
  async #maskFileNames(): Promise<MaskFileNames | null> {
    if (!this.#isRead || this.#format === null || this.#rows > MOST_NAMED_ROWS) return null;
    return (this.#maskNames ??= readMaskFileNames(this.#path, this.#format.era));
  }

  async #readRow(row: number, place: Row['place'], report?: Report): Promise<Row | null> {
    return this.#format === null ? null : readLabelboxRow(this.#path, this.#format, row, place, report);
  }

  /** Whether a finding of a row, found again, lies beyond those of its rule that are kept. */
  #isOnlyCounted({ rule, row, details }: LabelboxFinding, kept: readonly LabelboxFinding[]): boolean {
    const last = this.#findings.get(rule)?.kept[MAX_KEPT_FINDINGS - 1]?.row ?? null;
    if (last === null || row === null || row < last || OF_FIRST_MENTION.has(rule)) return false;
    return !kept.some((one) => one.rule === rule && JSON.stringify(one.details) === JSON.stringify(details));
  }

  async #text(entry: number): Promise<LabelboxQuestions['text']['result']> {
    const { place, name } = this.#table.entry(entry);
    const file = await open(this.#path, 'r');
    try {
      const bytes = Buffer.alloc(Math.min(place.length, MAX_TEXT_BYTES));
      await file.read(bytes, 0, bytes.length, place.offset);
      let characters = 0;
      let end = place.offset;
      for (let start = end; end > 0 && place.offset - end < MAX_LINE_BYTES; end = start) {
        start = Math.max(0, end - BLOCK);
        const block = Buffer.alloc(end - start);
        await file.read(block, 0, block.length, start);
        const newline = block.lastIndexOf(10);
        // A character cut by the edge of a block is counted with the block that has its first byte.
        characters += utf16Length(block.subarray(newline + 1));
        // A text editor takes the mark away.
        if (start === 0 && newline < 0 && hasByteOrderMark(block)) characters--;
        if (newline >= 0) break;
      }
      return { text: bytes.toString('utf8'), line: place.line, characters, name };
    } finally {
      await file.close();
    }
  }

  async #textAt(offset: number): Promise<LabelboxQuestions['textAt']['result']> {
    const file = await open(this.#path, 'r');
    try {
      const start = Math.max(0, offset - SHOWN_BEFORE);
      const bytes = Buffer.alloc(offset - start + SHOWN_BEHIND);
      const { bytesRead } = await file.read(bytes, 0, bytes.length, start);
      const at = Math.min(offset - start, bytesRead);
      // Whole lines before the place, or whole characters where its line is long.
      const newline = bytes.subarray(0, at).lastIndexOf(10);
      let first = newline + 1;
      while (first < at && ((bytes[first] ?? 0) & 0xc0) === 0x80) first++;
      const before = bytes
        .subarray(first, at)
        .toString('utf8')
        .replace(/^\ufeff/, '');
      return { text: before + bytes.subarray(at, bytesRead).toString('utf8'), before: before.length };
    } finally {
      await file.close();
    }
  }

  #query(query: TableQuery): Uint32Array {
    const key = JSON.stringify(query);
    const known = this.#results.get(key);
    const { version } = this.#table;
    if (known?.version === version) return known.entries;
    const entries = queryTable(this.#table, query);
    this.#results.delete(key);
    this.#results.set(key, { version, entries });
    for (const old of this.#results.keys()) {
      if (this.#results.size <= MOST_RESULTS) break;
      this.#results.delete(old);
    }
    return entries;
  }

  async #scan(
    era: Era | null,
    onRecognised: (recognised: RecognisedExport, format: RowFormat | null) => void,
  ): Promise<LabelboxScan> {
    const scan = await scanLabelbox(this.#path, {
      now: this.#now,
      ...(era === null ? {} : { era }),
      signal: this.#stopping.signal,
      onRecognised,
      onRow: (row) => this.#addRow(row),
      onFinding: (finding) => this.#addFinding(finding),
      onProgress: (bytes, total) => {
        this.#bytes = bytes;
        this.#total = total;
        if (performance.now() - this.#reportedAt > REPORT_EVERY) this.#report();
      },
    });
    this.#summary = scan.summary;
    return scan;
  }

  #recognise(recognised: RecognisedExport, format: RowFormat | null): void {
    this.#recognised = recognised;
    this.#format = format;
    this.#reply({ type: 'recognised', recognised });
  }

  #startOver(): void {
    this.#table = new LabelTable(this.#table.choice);
    this.#findings.clear();
    this.#results.clear();
    this.#summary = null;
    this.#early = { row: -1, severities: [] };
    this.#rows = this.#labels = this.#objects = this.#findingCount = this.#leftOut = this.#bytes = 0;
    this.#newest = -Infinity;
    this.#startedAt = performance.now();
    this.#reply({ type: 'startedOver' });
  }

  #addRow(row: Row): void {
    this.#rows++;
    this.#labels += row.labels.length;
    for (const { objects, createdAt, updatedAt } of row.labels) {
      this.#objects += objects.length;
      this.#newest = Math.max(this.#newest, createdAt ?? -Infinity, updatedAt ?? -Infinity);
    }
    this.#table.add(row);
    if (this.#early.row === row.index) {
      for (const severity of this.#early.severities) this.#table.addFinding(row.index, severity);
    }
    this.#early = { row: -1, severities: [] };
  }

  #addFinding(finding: LabelboxFinding): void {
    const { rule, row } = finding;
    const { severity } = LABELBOX_RULES[rule];
    this.#findingCount++;
    if (ROWS_LEFT_OUT.includes(rule)) this.#leftOut++;
    let findings = this.#findings.get(rule);
    if (findings === undefined) this.#findings.set(rule, (findings = { total: 0, kept: [] }));
    findings.total++;
    if (findings.kept.length < MAX_KEPT_FINDINGS) findings.kept.push(finding);
    if (row === null) return;
    if (this.#table.entryOfRow(row) !== null) {
      this.#table.addFinding(row, severity);
    } else {
      if (this.#early.row !== row) this.#early = { row, severities: [] };
      this.#early.severities.push(severity);
    }
  }

  #finish(phase: 'done' | 'stopped', recognised: RecognisedExport | null): void {
    this.#isRead = phase === 'done';
    this.#reply({ type: 'done', phase, recognised, progress: this.#progress(), facts: this.#facts() });
  }

  #report(): void {
    this.#reportedAt = performance.now();
    this.#reply({ type: 'progress', progress: this.#progress(), facts: this.#facts() });
  }

  #progress(): LabelboxProgress {
    const seconds = (performance.now() - this.#startedAt) / 1000;
    return {
      ...{ bytes: this.#bytes, total: this.#total, rate: seconds === 0 ? 0 : this.#bytes / seconds },
      ...{ rows: this.#rows, labels: this.#labels, objects: this.#objects },
      ...{ findings: this.#findingCount, leftOut: this.#leftOut },
    };
  }

  #facts(): LabelboxTableFacts {
    const table = this.#table;
    return {
      severalLabels: table.severalLabels,
      classes: table.classes.slice(0, MOST_NAMED).map(({ name, colour }) => ({ name, colour })),
      labellers: table.labellers.slice(0, MOST_NAMED),
      states: table.stateCounts(),
      newest: Number.isFinite(this.#newest) ? this.#newest : null,
      findings: [...this.#findings].map(([rule, { total }]) => [rule, total] as const),
    };
  }
}

function hasByteOrderMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

/** UTF-16 units that a decoder makes of UTF-8 bytes, of which the first may belong to a character before. */
function utf16Length(bytes: Uint8Array): number {
  let length = 0;
  for (const byte of bytes) {
    if ((byte & 0xc0) !== 0x80) length += byte >= 0xf0 ? 2 : 1;
  }
  return length;
}
