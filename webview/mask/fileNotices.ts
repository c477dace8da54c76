import { parsePng } from '../../src/core/png/read.ts';
import { fill } from '../ui/texts.ts';
import type { Notice } from './noticeBar.ts';
import type { Wording } from './wording.ts';

/** Checksums of larger files take longer than the note is worth. */
const LARGEST_CHECKED = 16 * 1024 * 1024;

/** What is wrong with a file whose pixels are sound: damaged chunks that do not matter to them, bytes after the end. */
export function fileNotices(bytes: ArrayBuffer, wording: Wording): Notice[] {
  if (bytes.byteLength > LARGEST_CHECKED) {
    return [];
  }
  const { strings } = wording;
  const { chunks, trailingBytes } = parsePng(new Uint8Array(bytes));
  const notices: Notice[] = chunks
    .filter(({ damaged }) => damaged === true)
    .map(({ type, offset }) => ({
      key: `damaged-${offset}`,
      severity: 'warning',
      text: fill(strings.noticeDamagedChunk, type, wording.number(offset)),
    }));
  if (trailingBytes > 0) {
    const text = fill(strings.noticeTrailing, wording.number(trailingBytes));
    notices.push({ key: 'trailing', severity: 'warning', text });
  }
  return notices;
}
