import { bendsGrey } from '../../../src/core/mask/readers/libpngGrey.ts';
import type { PillowVersion } from '../../../src/core/mask/readers/pillow.ts';
import type { ReadableMask, ReadingReason } from '../../../src/core/mask/readers/reading.ts';
import type { Reading, Verdict } from '../../../src/core/mask/readers/readings.ts';
import type { IconName } from '../../ui/icons.ts';
import { fill } from '../../ui/texts.ts';
import type { Wording } from '../wording.ts';

/** A verdict in words, with an icon: colour alone would not do. */
export function verdictWords(
  verdict: Verdict,
  isColour: boolean,
  { strings }: Wording,
): { icon: IconName; text: string } {
  switch (verdict) {
    case 'kept':
      return { icon: 'check', text: isColour ? strings.verdictColoursKept : strings.verdictKept };
    case 'inChannel':
      return { icon: 'info', text: strings.verdictInChannel };
    case 'changed':
      return { icon: 'warning', text: isColour ? strings.verdictColoursChanged : strings.verdictChanged };
    case 'lost':
      return { icon: 'error', text: isColour ? strings.verdictColoursLost : strings.verdictLost };
  }
}

/** `uint8, shape (512, 512, 3) · mode RGB` */
export function arrayWords({ array, shape }: Reading, { strings }: Wording): string {
  const type = fill(strings.readingArray, array.dtype, shape.join(', '));
  return array.mode === null ? type : `${type} · ${fill(strings.readingMode, array.mode)}`;
}

/**
 * What a reader does, in sentences.
 *
 * @param hasOutside whether pixels have ids outside the palette
 */
export function readingSentences(
  reading: Reading,
  readable: ReadableMask,
  hasOutside: boolean,
  wording: Wording,
): string[] {
  const { array, verdict, keepsOrder, older } = reading;
  const { mask, traits } = readable;
  const { strings } = wording;
  const sentences = array.reasons.map((reason) => reasonSentence(reason, mask.bitDepth, wording));
  const readsColours = array.reasons.includes('paletteColours') || array.reasons.includes('brightness');
  if (hasOutside && readsColours) sentences.push(strings.readsOutside);
  // Pillow heeds neither gamma nor profile.
  if (array.reasons.includes('brightness') && reading.reader.library !== 'Pillow') {
    if (bendsGrey(traits.gamma)) sentences.push(strings.readsGamma);
    if (traits.hasProfile) sentences.push(strings.readsProfile);
  }
  if (keepsOrder !== null && verdict === 'changed') {
    sentences.push(keepsOrder ? strings.readingOrderKept : strings.readingOrderLost);
  }
  if (older !== null) {
    const version: PillowVersion = '9.4';
    sentences.push(
      older.dtype === array.dtype
        ? fill(strings.readingOlderOutside, version)
        : fill(strings.readingOlder, version, older.dtype, older.mode ?? ''),
    );
  }
  if ((verdict === 'lost' || verdict === 'changed') && mask.encoding !== 'colour')
    sentences.push(strings.readingAdvice);
  return sentences;
}

function reasonSentence(reason: ReadingReason, bitDepth: number, { strings }: Wording): string {
  switch (reason) {
    case 'ids':
      return strings.readsIds;
    case 'boolean':
      return strings.readsBoolean;
    case 'stretched':
      return fill(strings.readsStretched, bitDepth, 255 / (2 ** bitDepth - 1));
    case 'highByte':
      return strings.readsHighByte;
    case 'clipped':
      return strings.readsClipped;
    case 'paletteColours':
      return strings.readsPaletteColours;
    case 'brightness':
      return strings.readsBrightness;
    case 'colours':
      return strings.readsColours;
    case 'repeated':
      return strings.readsRepeated;
    case 'bgr':
      return strings.readsBgr;
    case 'withAlpha':
      return strings.readsWithAlpha;
    case 'withoutAlpha':
      return strings.readsWithoutAlpha;
  }
}
