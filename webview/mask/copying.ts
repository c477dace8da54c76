import type { FromMaskWebview, MaskViewCommand } from '../../src/protocol/mask.ts';
import { fill } from '../ui/texts.ts';
import type { MaskModelState } from './maskModel.ts';
import type { Wording } from './wording.ts';

type CopyCommand = Extract<MaskViewCommand, `copy${string}`>;
type Copy = Extract<FromMaskWebview, { type: 'copy' }>;

/**
 * What a copy command copies: of the pixel under the cursor, else (but for coordinates) of the selected row. A reason in
 * words where there is nothing.
 */
export function copyOf(command: CopyCommand, state: MaskModelState, wording: Wording): Copy | string {
  const { open, readout, selected } = state;
  const { strings } = wording;
  const id = readout?.id ?? selected;
  if (open === null || id === null) {
    return strings.copiedNothing;
  }
  const words = wording.words(open, id);
  switch (command) {
    case 'copyId':
      return { type: 'copy', what: 'id', text: words.id };
    case 'copyClass': {
      const { className } = open.meaning(id);
      return className === null ? fill(strings.copyNoName, words.id) : { type: 'copy', what: 'class', text: className };
    }
    case 'copyColour':
      return words.hex === ''
        ? fill(strings.copyNoColour, words.id)
        : { type: 'copy', what: 'colour', text: words.hex };
    case 'copyCoordinates':
      return readout === null
        ? strings.copiedNothing
        : { type: 'copy', what: 'coordinates', text: `${readout.x}, ${readout.y}` };
  }
}
