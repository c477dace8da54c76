import { ERROR_BODY_BYTES, errorReason } from '../../core/download/errorReason.ts';
import { IMAGE_HEAD_BYTES, IMAGE_TAIL_BYTES, imageFlaw, imageKindOf } from '../../core/download/imageKind.ts';
import { DownloadError } from '../../core/download/problems.ts';
import { parseRetryAfter } from '../../core/download/retryPolicy.ts';
import { looksLike } from '../../core/png/signature.ts';
import { createSha256 } from '../hash.ts';
import type { FileOrder, FileTools, FileWatch, SavedFile } from './downloadFile.ts';
import type { PartFacts } from './downloadJournal.ts';
import type { LinkedAbort } from './linkedAbort.ts';
import { PartFile } from './partFile.ts';
import { sendRequest, type Answer } from './request.ts';
import { bodyFacts, type BodyFacts } from './responseFacts.ts';
import { StallTimer } from './stallTimer.ts';

/** What one attempt leaves to the next. */
export interface AttemptState {
  readonly url: URL;
  /** What the part on the disk is a part of; null where that is unknown and it must be begun anew. */
  part: PartFacts | null;
  /** SHA-256 of whole bodies whose image lacks its end, one for each; equal ones show that the server has no better. */
  readonly incompleteHashes: string[];
  /** New bytes on the disk. */
  gained: number;
  /** The host that answered last. */
  host: string;
}

const HASHED_BYTES = 1 << 20;
/** Equal answers after which an image without an end is taken for the server's own. */
const SAME_ANSWERS = 3;

/**
 * One request for a file, or for the rest of it.
 *
 * @throws DownloadError, or the reason of `abort`
 */
export async function attemptDownload(
  state: AttemptState,
  order: FileOrder,
  tools: FileTools,
  watch: FileWatch,
  abort: LinkedAbort,
): Promise<Omit<SavedFile, 'attempts'>> {
  const stall = new StallTimer(tools.stallTime, tools.stallBytes, (error) => abort.controller.abort(error));
  const part = await PartFile.open(order.partPath);
  let answer: Answer | null = null;
  try {
    // It was killed, or broke off, between the last byte and the rename.
    if (state.part !== null && part.size > 0 && part.size === state.part.length)
      return await finish(state, order, part);
    const validator = state.part?.etag ?? state.part?.lastModified ?? null;
    const isRest = part.size > 0 && validator !== null;
    const headers = {
      // The server's own bytes: only of them length and range are known.
      'Accept-Encoding': 'identity',
      Accept: 'image/*,*/*;q=0.5',
      ...(isRest ? { Range: `bytes=${part.size}-`, 'If-Range': validator } : {}),
    };
    state.host = state.url.host;
    answer = await sendRequest(state.url, headers, tools, abort, (isWaiting) =>
      isWaiting ? stall.stop() : stall.start(),
    );
    state.host = answer.host;
    const facts = await acceptAnswer(answer, state, part, isRest, tools);
    await receive(answer, facts, state, part, tools, watch, stall);
    stall.stop();
    return await finish(state, order, part);
  } catch (error) {
    if (part.size === 0 || isHopeless(error)) await part.discard();
    throw error;
  } finally {
    stall.stop();
    answer?.close();
    await part.close();
  }
}

/** Whether what has come will never be continued; a link that has expired (403) can be signed anew. */
function isHopeless(error: unknown): boolean {
  if (!(error instanceof DownloadError) || !error.isPermanent) return false;
  const { status } = error.details;
  return status === undefined || status === 404 || status === 410;
}

/** Decides by status and fields whether the body is what was asked for. */
async function acceptAnswer(
  answer: Answer,
  state: AttemptState,
  part: PartFile,
  isRest: boolean,
  tools: FileTools,
): Promise<BodyFacts> {
  const { response } = answer;
  const { status } = response;
  if (status === 416 && isRest) {
    await startAnew(state, part);
    throw new DownloadError('rangeWrong');
  }
  if (status !== 200 && status !== 206) throw await statusProblem(answer, tools);
  const facts = bodyFacts(response);
  if (status === 206 && (!isRest || facts === null || !isContinued(facts, state.part, part.size))) {
    await startAnew(state, part);
    throw new DownloadError('rangeWrong');
  }
  if (facts === null) throw new DownloadError('rangeWrong');
  if (status === 200) await startAnew(state, part);
  if ((facts.length ?? 0) > tools.maxBytes) throw new DownloadError('tooLarge', { limit: tools.maxBytes });
  return facts;
}

async function startAnew(state: AttemptState, part: PartFile): Promise<void> {
  state.part = null;
  await part.restart();
}

/** Whether a part (206) begins where ours ends, and is of the same file. */
function isContinued(facts: BodyFacts, ours: PartFacts | null, size: number): boolean {
  if (ours === null || facts.offset !== size) return false;
  if (ours.length !== null && facts.length !== null && ours.length !== facts.length) return false;
  // A server may leave out the fields that If-Range has compared (RFC 9110, 15.3.7).
  return ours.etag === null || facts.etag === null || ours.etag === facts.etag;
}

async function statusProblem(answer: Answer, tools: FileTools): Promise<DownloadError> {
  const { status, headers } = answer.response;
  const retryAfter = parseRetryAfter(headers.get('retry-after'), tools.timing.now());
  const reason = await readReason(answer, new Uint8Array(), tools);
  if (reason === '') return new DownloadError('httpStatus', { status }, retryAfter);
  return new DownloadError('httpStatusReason', { status, reason }, retryAfter);
}

/** What the body says is wrong; empty where it does not come, for the status says enough. */
async function readReason(answer: Answer, head: Uint8Array, tools: FileTools): Promise<string> {
  let body = head;
  try {
    while (body.length < ERROR_BODY_BYTES) {
      const bytes = await answer.read();
      if (bytes === null) break;
      body = Buffer.concat([body, bytes]);
    }
  } catch (error) {
    if (!(error instanceof DownloadError)) throw error;
  }
  const value = tools.authorization?.value ?? '';
  const secrets = [value, value.replace(/^\S+\s+/, '')];
  return errorReason(new TextDecoder().decode(body.subarray(0, ERROR_BODY_BYTES)), secrets);
}

/** Reads the body into the part; its first bytes must be an image's before any is written. */
async function receive(
  answer: Answer,
  facts: BodyFacts,
  state: AttemptState,
  part: PartFile,
  tools: FileTools,
  watch: FileWatch,
  stall: StallTimer,
): Promise<void> {
  let head: Uint8Array | null = facts.offset === 0 ? new Uint8Array() : null;
  let received = 0;
  const keep = async (bytes: Uint8Array): Promise<void> => {
    await part.append(bytes);
    state.gained += bytes.length;
  };
  const settleHead = async (bytes: Uint8Array): Promise<void> => {
    head = null;
    if (bytes.length === 0) throw new DownloadError('empty');
    if (imageKindOf(bytes) === null) throw await notAnImage(bytes, answer, tools);
    state.part = facts;
    if (facts.etag !== null || facts.lastModified !== null) watch.onPart?.(facts);
    await keep(bytes);
  };
  for (let bytes = await answer.read(); bytes !== null; bytes = await answer.read()) {
    received += bytes.length;
    stall.arrived(bytes.length);
    watch.onBytes?.(bytes.length);
    if (facts.offset + received > tools.maxBytes) throw new DownloadError('tooLarge', { limit: tools.maxBytes });
    if (head === null) await keep(bytes);
    else {
      head = Buffer.concat([head, bytes]);
      if (head.length >= IMAGE_HEAD_BYTES) await settleHead(head);
    }
  }
  if (head !== null) await settleHead(head);
  const expected = facts.length ?? (facts.bodyLength === null ? null : facts.offset + facts.bodyLength);
  const found = facts.offset + received;
  if (expected !== null && found < expected) throw new DownloadError('cutShort', { found, expected });
}

async function notAnImage(head: Uint8Array, answer: Answer, tools: FileTools): Promise<DownloadError> {
  const reason = await readReason(answer, head, tools);
  const details = { looksLike: looksLike(head) };
  return reason === ''
    ? new DownloadError('notAnImage', details)
    : new DownloadError('notAnImageReason', { ...details, reason });
}

/** Looks at what has come once more, and gives it its name. */
async function finish(
  state: AttemptState,
  { target }: FileOrder,
  part: PartFile,
): Promise<Omit<SavedFile, 'attempts'>> {
  const bytes = part.size;
  const head = await part.read(0, IMAGE_HEAD_BYTES);
  const kind = imageKindOf(head);
  const tail = await part.read(Math.max(0, bytes - IMAGE_TAIL_BYTES), IMAGE_TAIL_BYTES);
  const flaw = kind === null ? 'noEnd' : imageFlaw(kind, head, tail, bytes);
  if (kind === null || flaw === 'noEnd') {
    const hash = await hashOf(part);
    state.incompleteHashes.push(hash);
    const isServers = state.incompleteHashes.filter((other) => other === hash).length >= SAME_ANSWERS;
    if (kind === null || !isServers) {
      await startAnew(state, part);
      state.gained = 0;
      throw new DownloadError('imageIncomplete');
    }
  }
  const wasFree = await part.finish(target);
  return { kind, bytes, flaw, wasFree };
}

async function hashOf(part: PartFile): Promise<string> {
  const hash = createSha256();
  for (let at = 0; at < part.size; at += HASHED_BYTES) hash.update(await part.read(at, HASHED_BYTES));
  return hash.digestHex();
}
