import { accessSync, constants, existsSync, lstatSync, readlinkSync, realpathSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PngError } from '../core/png/errors.ts';
import { parsePng } from '../core/png/read.ts';
import { makeFolder } from '../platform/makeFolder.ts';
import { originalPath, temporaryNameOf } from '../platform/journal.ts';
import { sha256Hex } from '../platform/hash.ts';
import { FileError } from '../platform/readFile.ts';
import { replaceFile, saveOriginal } from '../platform/replaceFile.ts';
import {
  isSurelyUntouched,
  isUnchanged,
  takeSnapshot,
  type FileIdentity,
  type Snapshot,
} from '../platform/snapshot.ts';
import { crc32 } from '../platform/zlib.ts';
import type { Convert } from './batchConvert.ts';
import { finding, findingOf } from './batchRules.ts';
import type { BatchFile, Conversion, FileResult, Finding, PlannedFile } from './batchTypes.ts';

/** What a file is written with. */
export interface WriteOrder extends BatchFile {
  readonly sourceHash: string;
  readonly outputHash: string;
  /** The batch's journal. */
  readonly journal: string;
}

/** Results of previews that are kept for the writing, up to so many bytes. */
const KEPT_BYTES = 32 << 20;

/** What a preview has made of a file. */
interface Kept {
  readonly order: Omit<WriteOrder, 'journal'>;
  readonly output: Uint8Array;
  readonly source: Pick<Snapshot, 'identity' | 'taken'>;
}

/** Previews and writes single files. Everything that is wrong with a file is a finding; it throws faults of ours only. */
export class BatchFileWorker {
  readonly #convert: Convert;
  readonly #target: 'inPlace' | 'folder';
  readonly #kept = new Map<number, Kept>();
  #keptBytes = 0;
  /** Output folders that exist and are where they seem to be. */
  readonly #readyFolders = new Set<string>();

  constructor(convert: Convert, target: 'inPlace' | 'folder') {
    this.#convert = convert;
    this.#target = target;
  }

  /** What would be done to a file; writes nothing. */
  preview(file: BatchFile): PlannedFile {
    const refused = (findings: readonly Finding[], rest: Partial<PlannedFile> = {}): PlannedFile => ({
      ...file,
      ...{ size: 0, sourceHash: '', outputHash: '', outputSize: 0, change: null, unknown: [] },
      ...rest,
      status: 'refused',
      findings,
    });
    let snapshot: Snapshot;
    let conversion: Conversion;
    try {
      snapshot = takeSnapshot(file.source);
      const { doneHash } = file;
      if (doneHash !== undefined && doneHash === sha256Hex(snapshot.bytes)) {
        const findings = [finding('alreadyDone')];
        return { ...refused(findings, { size: snapshot.bytes.length, sourceHash: doneHash }), status: 'unchanged' };
      }
      conversion = this.#convert(snapshot.bytes, file);
    } catch (error) {
      return refused([danglingLink(file.source, error) ?? required(findingOf(error, 'read'), error)]);
    }
    const { output, change, unknown, isEitherWay } = conversion;
    const size = snapshot.bytes.length;
    const sourceHash = sha256Hex(snapshot.bytes);
    const facts = { size, sourceHash, change, unknown };
    if (output === null) return refused(conversion.findings, facts);
    const outputHash = sha256Hex(output);
    let place: ReturnType<typeof folderFindings>;
    try {
      place = this.#target === 'inPlace' ? inPlaceFindings(file, snapshot) : folderFindings(file, outputHash);
    } catch (error) {
      return refused([...conversion.findings, required(findingOf(error, 'write'), error)], facts);
    }
    const findings = [...conversion.findings, ...place.findings];
    if (findings.some(({ severity }) => severity === 'error')) return refused(findings, facts);
    const isThere = this.#target === 'inPlace' ? outputHash === sourceHash : place.isThere;
    if (!isThere) this.#keep({ ...file, sourceHash, outputHash }, output, snapshot);
    return {
      ...file,
      ...facts,
      status: isThere ? 'unchanged' : 'write',
      outputHash,
      outputSize: output.length,
      findings,
      ...(isEitherWay === true ? { isEitherWay } : {}),
    };
  }

  /** Whether the result of a file's preview is kept, so that {@link writeKept} can write it. */
  isKept(index: number): boolean {
    return this.#kept.has(index);
  }

  /** {@link write} of a file whose result is kept. */
  writeKept(index: number, journal: string): FileResult {
    const kept = this.#kept.get(index);
    if (kept === undefined) throw new Error(`The result of file ${index} is not kept.`);
    return this.write({ ...kept.order, journal });
  }

  /** Writes one file as it was previewed, or says why not. What a killed run has done already is recognised. */
  write(order: WriteOrder): FileResult {
    const result = this.#write(order);
    // A killed run may have left one behind.
    if (result.status === 'refused') {
      rmSync(join(dirname(order.output), temporaryNameOf(order.journal, order.index)), { force: true });
    }
    return result;
  }

  #write(order: WriteOrder): FileResult {
    const result = (status: FileResult['status'], findings: readonly Finding[] = []): FileResult => ({
      index: order.index,
      name: order.name,
      status,
      findings,
    });
    const refused = (error: unknown): FileResult => result('refused', [required(findingOf(error, 'read'), error)]);
    const kept = this.#kept.get(order.index) ?? null;
    this.#forget(order.index);
    if (kept !== null && isSurelyUntouched(order.source, kept.source)) {
      return this.#put(order, kept.output, kept.source.identity, result);
    }

    let snapshot: Snapshot;
    let sourceBytes: Uint8Array;
    try {
      snapshot = takeSnapshot(order.source);
      sourceBytes = snapshot.bytes;
      const hash = sha256Hex(sourceBytes);
      if (this.#target === 'inPlace' && hash === order.outputHash) return result('written');
      if (hash !== order.sourceHash) {
        // Only a power cut leaves half a file; what somebody else has written since can be read.
        const saved = originalPath(order.journal, order.index);
        const original = this.#target === 'inPlace' && !isSound(sourceBytes) ? savedBytes(saved, order) : null;
        if (original === null) return result('refused', [finding('changedMeanwhile')]);
        sourceBytes = original;
      }
    } catch (error) {
      return refused(error);
    }

    let output = kept?.output ?? null;
    if (output === null) {
      try {
        output = this.#convert(sourceBytes, order, { isPreview: false }).output;
      } catch (error) {
        return refused(error);
      }
      if (output === null || sha256Hex(output) !== order.outputHash) {
        return result('refused', [finding('outputChanged')]);
      }
    }
    return this.#put(order, output, snapshot.identity, result);
  }

  #put(order: WriteOrder, output: Uint8Array, identity: FileIdentity, result: ResultOf): FileResult {
    try {
      return this.#target === 'inPlace'
        ? writeInPlace(order, output, identity, result)
        : this.#writeToFolder(order, output, result);
    } catch (error) {
      return result('refused', [required(findingOf(error, 'write'), error)]);
    }
  }

  #writeToFolder(order: WriteOrder, output: Uint8Array, result: ResultOf): FileResult {
    const facts = lstatSync(order.output, { throwIfNoEntry: false });
    if (facts !== undefined) {
      const isOurs = facts.isFile() && sha256Hex(takeSnapshot(order.output).bytes) === order.outputHash;
      return isOurs ? result('written') : result('refused', [finding('outputExists', { path: order.output })]);
    }
    const folder = dirname(order.output);
    if (!this.#readyFolders.has(folder)) {
      makeFolder(folder);
      if (realpathSync(folder) !== folder) return result('refused', [finding('outputOutside', { path: folder })]);
      this.#readyFolders.add(folder);
    }
    replaceFile(order.output, output, temporaryNameOf(order.journal, order.index), null);
    return result('written');
  }

  #keep(order: Kept['order'], output: Uint8Array, { identity, taken }: Snapshot): void {
    if (this.#keptBytes + output.length > KEPT_BYTES) return;
    this.#keptBytes += output.length;
    this.#kept.set(order.index, { order, output, source: { identity, taken } });
  }

  #forget(index: number): void {
    this.#keptBytes -= this.#kept.get(index)?.output.length ?? 0;
    this.#kept.delete(index);
  }
}

type ResultOf = (status: FileResult['status'], findings?: readonly Finding[]) => FileResult;

function writeInPlace(order: WriteOrder, output: Uint8Array, identity: FileIdentity, result: ResultOf): FileResult {
  const saved = originalPath(order.journal, order.index);
  // A killed run may have saved the original already; one of other bytes is not it.
  if (savedBytes(saved, order) === null) saveOriginal(order.source, saved, identity);
  if (!isUnchanged(order.source, identity)) return result('refused', [finding('changedMeanwhile')]);
  replaceFile(order.source, output, temporaryNameOf(order.journal, order.index), identity);
  return result('written');
}

/** The original that was saved, if it is the one of the plan. */
function savedBytes(saved: string, { sourceHash }: WriteOrder): Uint8Array | null {
  if (!existsSync(saved)) return null;
  const { bytes } = takeSnapshot(saved);
  return sha256Hex(bytes) === sourceHash ? bytes : null;
}

function inPlaceFindings(file: BatchFile, { identity }: Snapshot): { findings: Finding[]; isThere: boolean } {
  const findings: Finding[] = [];
  if (/[\\/]\.git[\\/]annex[\\/]objects[\\/]/.test(file.source)) {
    findings.push(finding('annexed', { path: file.source }));
  } else if (!isWritable(file.source) || !isWritable(dirname(file.source))) {
    findings.push(finding('noPermission', { path: file.source }));
  } else if ((identity.mode & 0o222) === 0) {
    findings.push(finding('readOnly'));
  }
  if (identity.links > 1) findings.push(finding('hardLinked', { others: identity.links - 1 }));
  return { findings, isThere: false };
}

function folderFindings(file: BatchFile, outputHash: string): { findings: Finding[]; isThere: boolean } {
  const facts = lstatSync(file.output, { throwIfNoEntry: false });
  if (facts === undefined) {
    let folder = dirname(file.output);
    while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
    const findings = isWritable(folder) ? [] : [finding('noPermission', { path: folder })];
    return { findings, isThere: false };
  }
  const source = statSync(file.source, { throwIfNoEntry: false });
  const output = statSync(file.output, { throwIfNoEntry: false });
  if (source !== undefined && output?.ino === source.ino && output.dev === source.dev) {
    return { findings: [finding('sameFile')], isThere: false };
  }
  if (facts.isFile() && sha256Hex(takeSnapshot(file.output).bytes) === outputHash)
    return { findings: [], isThere: true };
  const path = facts.isSymbolicLink() ? `${file.output} → ${readlinkSync(file.output)}` : file.output;
  return { findings: [finding('outputExists', { path })], isThere: false };
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whether the bytes are a whole PNG file: every checksum is right. */
function isSound(bytes: Uint8Array): boolean {
  try {
    parsePng(bytes, { crc32 });
    return true;
  } catch (error) {
    if (error instanceof PngError) return false;
    throw error;
  }
}

/** What is wrong with a link that leads nowhere; null for everything else. */
function danglingLink(path: string, error: unknown): Finding | null {
  if (!(error instanceof FileError) || error.code !== 'notFound') return null;
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return null;
  return finding('danglingLink', { path: readlinkSync(path) });
}

/** Faults of the program are thrown on; they are nobody's finding. */
function required(found: Finding | null, error: unknown): Finding {
  if (found === null) throw error;
  return found;
}
