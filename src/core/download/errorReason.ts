import { cleanName } from '../formats/classMap.ts';
import { fieldsOf } from '../formats/json.ts';

/** Bytes of an error's body that are read at most. */
export const ERROR_BODY_BYTES = 16_384;
const MAX_REASON_LENGTH = 200;
/** Names under which JSON answers say what is wrong, most telling first. */
const JSON_NAMES = ['message', 'error_description', 'detail', 'details', 'title', 'error', 'errors', 'reason', 'code'];
const MAX_DEPTH = 4;

/**
 * What an error's body says, for people: the code and message of an XML answer (S3, Google Cloud Storage), the message
 * of a JSON answer, the title of a page, or the first line of a text; empty where nothing is said. Cut, without control
 * and direction characters, and without what may be secret: queries of addresses, `secrets`, and long runs of letters
 * and digits such as signatures.
 *
 * @param body the first {@link ERROR_BODY_BYTES}, decoded; a stranger's
 * @param secrets texts that must not appear
 */
export function errorReason(body: string, secrets: readonly string[] = []): string {
  const text = body
    .slice(0, ERROR_BODY_BYTES)
    .replace(/^\ufeff/, '')
    .trim();
  return cleanReason(statedReason(text), secrets);
}

/** A text of the network or a server, fit to be shown: see {@link errorReason}. */
export function cleanReason(text: string, secrets: readonly string[] = []): string {
  let clean = text;
  for (const secret of secrets) if (secret !== '') clean = clean.replaceAll(secret, '…');
  clean = clean
    .replace(/\?[^\s"'<>]+/g, '?…')
    .replace(/\/\/[^\s"'<>/@]+@/g, '//…@')
    .replace(/[A-Za-z0-9+/_=.%-]{32,}/g, (run) => (/\d/.test(run) && /[A-Za-z]/.test(run) ? '…' : run));
  clean = cleanName(clean.replace(/[\u200b-\u200f\u061c\ufeff]/g, '')).name.replace(/\s+/g, ' ');
  return clean.length > MAX_REASON_LENGTH ? `${[...clean].slice(0, MAX_REASON_LENGTH - 1).join('')}…` : clean;
}

function statedReason(text: string): string {
  if (text.startsWith('<')) return markupReason(text);
  if (/^[{["]/.test(text)) {
    try {
      return jsonReason(JSON.parse(text), 0);
    } catch {
      // Cut, or no JSON after all: its message may still be whole.
      return /"(?:message|error|detail)"\s*:\s*"([^"\\]{1,400})"/.exec(text)?.[1] ?? '';
    }
  }
  return /^[^\0-\x08\x0e-\x1f\ufffd]*$/.test(text) ? (text.split(/[\r\n]/, 1)[0] ?? '') : '';
}

function markupReason(text: string): string {
  const element = (name: string): string =>
    decodeEntities(new RegExp(`<${name}(?:\\s[^<>]{0,200})?>([^<]{1,400})<`, 'i').exec(text)?.[1]?.trim() ?? '');
  const stated = [element('Code'), element('Message')].filter((part) => part !== '');
  return stated.length > 0 ? stated.join(': ') : element('title') || element('h1');
}

function decodeEntities(text: string): string {
  const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (whole, name: string) => entities[name] ?? whole);
}

function jsonReason(value: unknown, depth: number): string {
  if (typeof value === 'string') return value;
  if (depth >= MAX_DEPTH) return '';
  if (Array.isArray(value)) return jsonReason(value[0], depth + 1);
  const fields = fieldsOf(value);
  for (const name of fields === null ? [] : JSON_NAMES) {
    const reason = jsonReason(fields?.[name], depth + 1);
    if (reason !== '') return reason;
  }
  return '';
}
