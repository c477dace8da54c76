import type { Mask } from '../../src/core/mask/mask.ts';
import { element, setText } from '../ui/element.ts';
import { paintSwatch, swatch } from '../ui/swatch.ts';
import { fill } from '../ui/texts.ts';
import { debounce } from '../ui/timing.ts';
import type { MaskModel } from './maskModel.ts';
import type { Wording } from './wording.ts';

/** Fast cursor movement speaks its last place only. */
const SPEAK_AFTER = 200;

/** The bar below the picture: pixel, id, class and colour under the cursor, and what the file is. */
export interface ReadoutBar {
  readonly element: HTMLElement;
  /** Speaks a sentence to screen readers, e.g. the place that a command went to. */
  say(text: string): void;
}

/** Makes the {@link ReadoutBar}; it follows the model's readout, and speaks the keyboard cursor's. */
export function readoutBar(model: MaskModel, wording: Wording): ReadoutBar {
  const { strings } = wording;
  const position = element('span', { class: 'readout-position' });
  const id = element('span', { class: 'readout-id' });
  const name = element('span', { class: 'readout-name' });
  const colour = element('span', { class: 'readout-colour' });
  const square = swatch();
  const pixel = element('span', { class: 'readout-pixel' }, position, square, id, name, colour);
  const hint = element('span', { class: 'readout-hint' }, strings.readoutHint);
  const facts = element('span', { class: 'readout-facts' });
  const spoken = element('span', { class: 'spoken', role: 'status', 'aria-live': 'polite' });
  pixel.hidden = true;

  const say = debounce(SPEAK_AFTER, (text: string) => {
    // A live region that is given the text it has stays silent.
    setText(spoken, spoken.textContent === text ? `${text}\u00a0` : text);
  });

  model.watch(['readout', 'open'], ({ readout, open }) => {
    pixel.hidden = readout === null || open === null;
    hint.hidden = !pixel.hidden;
    if (readout === null || open === null) {
      return;
    }
    const words = wording.words(open, readout.id, readout);
    setText(position, `${readout.x}, ${readout.y}`);
    setText(id, words.id === '' ? '' : words.label);
    setText(name, words.name);
    setText(colour, words.colour);
    colour.title = words.drawnNote;
    square.title = words.drawnNote;
    paintSwatch(square, words.drawnHex);
    if (readout.from === 'keyboard') {
      const spokenName = words.name === '' ? strings.unnamed : words.name;
      const place = fill(strings.readoutPlace, readout.x, readout.y);
      say([place, ...(words.id === '' ? [] : [words.label]), spokenName, words.colour].join(', '));
    }
  });
  model.follow(['open'], ({ open }) => setText(facts, open === null ? '' : maskFacts(open.mask, wording)));

  return { element: element('footer', { class: 'readout' }, hint, pixel, facts, spoken), say };
}

function maskFacts(mask: Mask, { strings }: Wording): string {
  const encoding = {
    palette: strings.encodingPalette,
    grey: strings.encodingGrey,
    colour: strings.encodingColour,
  }[mask.encoding];
  return `${fill(strings.imageFacts, mask.width, mask.height)} · ${fill(encoding, mask.bitDepth)}`;
}
