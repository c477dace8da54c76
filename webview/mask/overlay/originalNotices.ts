import type { PictureSize } from '../../../src/core/compose/sizeRelation.ts';
import type { OriginalFile } from '../../../src/protocol/mask.ts';
import { fill } from '../../ui/texts.ts';
import type { Notice } from '../noticeBar.ts';
import type { Wording } from '../wording.ts';
import type { OriginalImage } from './originalImage.ts';

/** What there is to say about the size of an original beside that of its mask. */
export function originalNotices(
  name: string,
  { orientation, shrunkFrom }: OriginalFile,
  { relation, size }: OriginalImage,
  mask: PictureSize,
  wording: Wording,
): Notice[] {
  const { strings } = wording;
  const sizes = [size.width, size.height, mask.width, mask.height] as const;
  const texts = {
    same: null,
    stored: fill(strings.noticeOriginalStored, name, orientation ?? 1),
    scaled: fill(strings.noticeOriginalScaled, name, size.width, size.height, factorText(relation.factor ?? 1)),
    quarter: fill(strings.noticeOriginalQuarter, name, ...sizes),
    other: fill(strings.noticeOriginalOther, name, ...sizes),
  };
  const text = texts[relation.kind];
  const isFit = relation.kind === 'stored' || relation.kind === 'scaled';
  const notices: Notice[] = [];
  if (text !== null) notices.push({ key: `original-${relation.kind}`, severity: isFit ? 'info' : 'warning', text });
  if (shrunkFrom !== null) {
    const shrunk = fill(strings.noticeOriginalShrunk, name, shrunkFrom.width, shrunkFrom.height);
    notices.push({ key: 'original-shrunk', severity: 'info', text: shrunk });
  }
  return notices;
}

/** As many digits as tell it from 1. */
function factorText(factor: number): string {
  return String(Number(factor.toPrecision(4)));
}
