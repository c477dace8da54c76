import type { PictureSize } from '../../../src/core/compose/sizeRelation.ts';
import type { OriginalFacts, OriginalFile } from '../../../src/protocol/mask.ts';
import { fill } from '../../ui/texts.ts';
import type { MaskHost } from '../maskHost.ts';
import type { Notice } from '../noticeBar.ts';
import type { Wording } from '../wording.ts';
import { decodeOriginal, type OriginalImage } from './originalImage.ts';
import { originalNotices } from './originalNotices.ts';

/** A mask whose original is asked for. */
export interface MaskOfOriginal {
  readonly generation: number;
  readonly mask: PictureSize;
}

/** The original of a mask, or why there is none to show. */
export interface LoadedOriginal {
  readonly facts: OriginalFacts | null;
  readonly image: OriginalImage | null;
  readonly notices: readonly Notice[];
}

/**
 * Finds, reads and decodes the original of a mask. Never rejects: what went wrong is a notice.
 *
 * @param onFacts is told which file it is before that is decoded
 */
export async function loadOriginal(
  host: MaskHost,
  wording: Wording,
  one: MaskOfOriginal,
  onFacts: (facts: OriginalFacts | null) => void = () => undefined,
): Promise<LoadedOriginal> {
  const { strings } = wording;
  const { generation, mask } = one;
  const read = (convert: boolean): Promise<OriginalFile | { readonly problem: string }> =>
    host.ask('readOriginal', { generation, mask: { width: mask.width, height: mask.height }, convert });
  let facts: OriginalFacts | null = null;
  const failed = (text: string): LoadedOriginal => {
    return { facts, image: null, notices: [{ key: 'original-failed', severity: 'warning', text }] };
  };
  try {
    facts = await host.ask('findOriginal', { generation });
    onFacts(facts);
    if (facts === null) {
      const choose = { label: strings.chooseOriginal, run: () => host.post({ type: 'chooseOriginal' }) };
      const text = strings.noticeNoOriginal;
      return { facts, image: null, notices: [{ key: 'no-original', severity: 'info', text, actions: [choose] }] };
    }
    const file = await read(false);
    if ('problem' in file) return failed(file.problem);
    let image = await decodeOriginal(file, mask).catch(() => null);
    const other = image === null ? await read(true) : file;
    if ('problem' in other) return failed(other.problem);
    image ??= await decodeOriginal(other, mask);
    return { facts, image, notices: originalNotices(facts.name, other, image, mask, wording) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return failed(fill(strings.noticeOriginalFailed, facts?.name ?? strings.modeOriginal, reason));
  }
}
