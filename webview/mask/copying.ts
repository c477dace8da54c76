import type { FromMaskWebview, MaskViewCommand } from '../../src/protocol/mask.ts';
import { fill } from '../ui/texts.ts';
import type { OpenMask } from './maskModel.ts';
import type { Wording } from './wording.ts';

type CopyCommand = Extract<MaskViewCommand, `copy${string}`>;
type Copy = Extract<FromMaskWebview, { type: 'copy' }>;

/** What a copy command is about: a pixel, or a row of the class panel, which has no place. */
export interface CopyTarget {
  readonly id: number;
  readonly place: { readonly x: number; readonly y: number } | null;
}

/** What a copy command copies of its target; a sentence where there is nothing to copy. */
export function copyOf(
  command: CopyCommand,
  open: OpenMask | null,
  target: CopyTarget | null,
  wording: Wording,
): Copy | string {
  const { strings } = wording;
  if (open === null || target === null) {
    return strings.copiedNothing;
  }
  const { id, place } = target;
  const words = wording.words(open, id, place);
  switch (command) {
    case 'copyId':
      return words.id === '' ? fill(strings.copyNoId, words.colour) : { type: 'copy', what: 'id', text: words.id };
    case 'copyClass': {
      const { className } = open.meaning(id);
      if (className !== null) {
        return { type: 'copy', what: 'class', text: className };
      }
      return words.id === '' ? fill(strings.copyNoNameColour, words.colour) : fill(strings.copyNoName, words.id);
    }
    case 'copyColour':
      return words.hex === ''
        ? fill(strings.copyNoColour, words.id)
        : { type: 'copy', what: 'colour', text: words.hex };
    case 'copyCoordinates':
      return place === null
        ? strings.copyNoPlace
        : { type: 'copy', what: 'coordinates', text: `${place.x}, ${place.y}` };
  }
}
