import { describeConvertFinding } from '../core/labelbox/convertRules.ts';
import { LIST_FILES } from '../core/labelbox/layouts.ts';
import { freeBytesAt } from '../platform/freeSpace.ts';
import { sha256Hex } from '../platform/hash.ts';
import { lockJournal, type Batch } from '../platform/journal.ts';
import { takeSnapshot } from '../platform/snapshot.ts';
import { ProgressMeter } from './batchProgress.ts';
import type { BatchProgress } from './batchTypes.ts';
import { planFindings, type MissingSpace } from './labelboxConvertFindings.ts';
import { beginRun, finishRun, interruptedRun } from './labelboxConvertJournal.ts';
import { prepare, requireSamePlan, type Prepared } from './labelboxConvertPrepare.ts';
import type { LabelPlace, MadeRow } from './labelboxRowConverter.ts';
import { ConvertTally } from './labelboxTally.ts';
import {
  ConvertProblem,
  type ConvertedRow,
  type ConvertOutcome,
  type ConvertPlan,
  type ConvertRequest,
} from './labelboxConvertTypes.ts';
import {
  writeOutput,
  type OutputContent,
  type OutputPlan,
  type PlannedOutput,
  type WantedOutput,
} from './labelboxOutputs.ts';

export interface ConvertSetting {
  /** Rows, then files. */
  readonly onProgress?: (progress: BatchProgress) => void;
  /** Bytes that are free where a path lies, null where nobody knows; the file system's own answer unless it is given. */
  readonly freeBytes?: (path: string) => number | null;
}

/** Bytes of results that are kept between preview and writing; what does not fit is made once more. */
const KEPT_BYTES = 256 * 2 ** 20;

/**
 * An export becomes a dataset of masks: first the preview, which writes nothing, then the writing.
 *
 * The preview makes every mask, so that counts, overlaps and findings are those of what will be written. Writing is
 * journalled (`platform/journal.ts`) in the dataset's folder: a run that was killed at any moment is finished by the same
 * request, in the same bytes, and every run can be taken back (`jobs/undo.ts`). Only files of earlier runs are replaced.
 */
export class ConvertJob {
  readonly #request: ConvertRequest;
  readonly #setting: ConvertSetting;
  readonly #abort = new AbortController();
  readonly #kept = new Map<string, Uint8Array>();
  /** What became masks, by the number that outputs have in `visit`. */
  readonly #made: LabelPlace[] = [];
  readonly #refused: { source: string; reason: string }[] = [];
  #keptBytes = 0;
  #prepared: Prepared | null = null;
  #resumed: Batch | null = null;

  constructor(request: ConvertRequest, setting: ConvertSetting = {}) {
    this.#request = request;
    this.#setting = setting;
  }

  /**
   * Makes every mask and says what would be written. Rows are visited in the export's order.
   *
   * @throws ConvertProblem, InputProblem where nothing can be done at all; FileError, and what the file system says
   * @throws JournalBusy while another process writes there; JournalDamaged
   */
  async preview(visit: (row: ConvertedRow) => void): Promise<ConvertPlan> {
    const prepared = await prepare(this.#request, this.#abort.signal);
    this.#prepared = prepared;
    const { outputs, classMap, selected, source, converter, annotations } = prepared;
    this.#addClassMap(prepared);
    // COCO has neither a background nor a void.
    const tally = new ConvertTally(annotations === null ? classMap.entries : annotations.entries);
    const meter = new ProgressMeter('preview', selected.rows.length, this.#setting.onProgress);
    let visits = 0;
    for (const row of selected.rows) {
      if (this.#abort.signal.aborted) break;
      for await (const made of converter.convert(row)) {
        const converted = this.#take(made, visits++, prepared);
        tally.add(converted);
        if (converted.status === 'refused') {
          const reason = `${converted.name}: ${converted.findings.map(describeConvertFinding).join(' ')}`;
          this.#refused.push({ source: source.path, reason });
        }
        visit(converted);
      }
      meter.add(1);
    }
    const isCancelled = this.#abort.signal.aborted;
    if (!isCancelled) {
      // A class map alone is no dataset.
      if (this.#made.length === 0) outputs.clear();
      this.#addList(prepared);
      this.#resumed = interruptedRun(outputs.root, prepared.requestHash, (batch) => outputs.isOf(batch));
    }
    const written = outputs.outputs;
    return {
      ...{ era: prepared.era, yAxis: prepared.yAxis, root: outputs.root, classMap: classMap.use },
      ...tally.result(),
      findings: planFindings(this.#request, prepared, {
        space: this.#missingSpace(outputs),
        unusedLabels: tally.unusedLabels,
        names: this.#made.map(({ name }) => name),
        isCancelled,
      }),
      files: {
        write: written.filter(({ replacedHash }) => replacedHash === undefined).length,
        replace: written.filter(({ replacedHash }) => replacedHash !== undefined).length,
        unchanged: outputs.unchanged,
        bytes: this.#bytesOf(written),
      },
      resumes: this.#resumed?.folder ?? null,
      isCancelled,
    };
  }

  /**
   * Writes what was previewed.
   *
   * @throws JournalBusy, ConvertProblem (`planOutdated` where another run came between), and what the file system says: what was written stays, and the same request
   *   finishes it
   */
  async write(): Promise<ConvertOutcome> {
    const prepared = this.#prepared;
    if (prepared === null) throw new Error('The preview comes first.');
    const { outputs } = prepared;
    if (outputs.outputs.length === 0 && this.#resumed === null) {
      return { written: 0, manifest: null, isCancelled: this.#abort.signal.aborted };
    }
    const space = this.#missingSpace(outputs);
    if (space !== null) throw new ConvertProblem('spaceShort', space);
    const unlock = lockJournal(outputs.root);
    try {
      const { requestHash } = prepared;
      requireSamePlan(prepared, this.#resumed);
      const batch = this.#resumed ?? beginRun(outputs.root, requestHash, this.#request.command, outputs.outputs);
      const planned = new Map(outputs.outputs.map((output) => [output.output, output]));
      const meter = new ProgressMeter('write', batch.files.length, this.#setting.onProgress);
      let written = 0;
      for (const file of batch.files) {
        if (this.#abort.signal.aborted) return { written, manifest: null, isCancelled: true };
        try {
          await writeOutput(batch, file, async () => {
            const output = planned.get(file.output);
            return output === undefined ? null : this.#contentOf(output, prepared);
          });
        } catch (error) {
          const { code } = error as NodeJS.ErrnoException;
          if (code !== 'ENOSPC' && code !== 'EDQUOT') throw error;
          throw new ConvertProblem('noSpace', { path: file.output, root: outputs.root });
        }
        this.#kept.delete(file.output);
        written++;
        meter.add(1);
        // Lets progress and signals through.
        if (written % 64 === 0) await new Promise((resolve) => setImmediate(resolve));
      }
      return { written, manifest: await finishRun(batch, this.#refused), isCancelled: false };
    } finally {
      unlock();
    }
  }

  /** Stops after the row or file at hand. A run that was stopped while it wrote is unfinished: repeat it or undo it. */
  cancel(): void {
    this.#abort.abort();
  }

  /** Notes the files of a row, unless one of them is in the way. */
  #take(made: MadeRow, index: number, { outputs, annotations }: Prepared): ConvertedRow {
    const { row } = made;
    if (row.status !== 'mask') return { ...row, index };
    const states = made.files.map((file) => ({ file, state: outputs.stateOf(file) }));
    const blocked = states.find(({ state }) => state === 'exists' || state === 'collision');
    if (blocked !== undefined) {
      const rule = blocked.state === 'exists' ? ('outputExists' as const) : ('outputCollision' as const);
      const finding = { rule, details: { path: blocked.file.relative } };
      return { ...row, index, status: 'refused', files: [], findings: [...row.findings, finding] };
    }
    for (const { file } of states) {
      outputs.add({ ...file, visit: this.#made.length });
      const output = outputs.outputs.at(-1);
      if (file.bytes !== null && output?.relative === file.relative) this.#keep(output.output, file.bytes);
    }
    const findings = annotations === null ? row.findings : [...row.findings, ...annotations.add(made)];
    this.#made.push({ name: row.name, selected: made.selected, label: made.label });
    return { ...row, index, findings };
  }

  /** Bytes that writing takes; links take none. */
  #bytesOf(outputs: readonly PlannedOutput[]): number {
    const isLink = ({ kind }: PlannedOutput): boolean => kind === 'original' && this.#request.images === 'link';
    return outputs.reduce((sum, output) => sum + (isLink(output) ? 0 : output.size), 0);
  }

  #missingSpace({ root, outputs }: OutputPlan): MissingSpace | null {
    const free = (this.#setting.freeBytes ?? freeBytesAt)(root);
    const needed = this.#bytesOf(outputs);
    return free !== null && free < needed ? { root, needed, free } : null;
  }

  #keep(path: string, bytes: Uint8Array): void {
    if (this.#keptBytes + bytes.length > KEPT_BYTES) return;
    this.#keptBytes += bytes.length;
    this.#kept.set(path, bytes);
  }

  #addClassMap({ classMap, outputs, source }: Prepared): void {
    const { text, use } = classMap;
    if (text === null) return;
    const relative = use.path.slice(outputs.root.length + 1);
    const bytes = Buffer.from(text);
    const wanted = { ...wantedText('classMap', relative, bytes, source), visit: null };
    if (outputs.add(wanted, use.use === 'extended') === 'exists') {
      throw new ConvertProblem('fileExists', { path: use.path });
    }
    const output = outputs.outputs.at(-1);
    if (output?.relative === relative) this.#keep(output.output, bytes);
  }

  /** The file that names or describes all rows. */
  #addList({ outputs, source, annotations }: Prepared): void {
    const relative = LIST_FILES[this.#request.layout];
    if (relative === null || this.#made.length === 0) return;
    const bytes = Buffer.from(annotations === null ? this.#made.map(({ name }) => `${name}\n`).join('') : '');
    const wanted =
      annotations === null
        ? wantedText('list', relative, bytes, source)
        : { ...wantedText('annotations', relative, bytes, source), ...annotations.end() };
    const state = outputs.add({ ...wanted, visit: null });
    if (state === 'exists' || state === 'collision') throw new ConvertProblem('fileExists', { path: relative });
    const output = outputs.outputs.at(-1);
    if (annotations === null && output?.relative === relative) this.#keep(output.output, bytes);
  }

  async #contentOf(output: PlannedOutput, prepared: Prepared): Promise<OutputContent | null> {
    if (output.kind === 'annotations') {
      const { annotations, converter } = prepared;
      return (
        annotations && { kind: 'pieces', pieces: () => annotations.pieces(this.#made, converter, prepared.source.path) }
      );
    }
    if (output.kind === 'original') return contentOfOriginal(output, this.#request.images);
    const kept = this.#kept.get(output.output);
    if (kept !== undefined) return { kind: 'bytes', bytes: kept };
    const made = output.visit === null ? undefined : this.#made[output.visit];
    const again = made === undefined ? null : await prepared.converter.again(made);
    const file = again?.files.find(({ relative }) => relative === output.relative);
    const bytes = file?.hash === output.hash ? file.bytes : null;
    return bytes && { kind: 'bytes', bytes };
  }
}

function wantedText(
  kind: WantedOutput['kind'],
  relative: string,
  bytes: Uint8Array,
  source: Prepared['source'],
): Omit<WantedOutput, 'visit'> {
  return {
    ...{ kind, relative: relative.replaceAll('\\', '/'), source: source.path, sourceHash: source.hash },
    ...{ hash: sha256Hex(bytes), size: bytes.length },
  };
}

function contentOfOriginal({ source, hash }: PlannedOutput, images: ConvertRequest['images']): OutputContent | null {
  const { bytes } = takeSnapshot(source);
  if (sha256Hex(bytes) !== hash) return null;
  return images === 'link' ? { kind: 'link' } : { kind: 'bytes', bytes };
}
