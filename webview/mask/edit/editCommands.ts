import type { MaskEdit } from '../../../src/core/mask/edits.ts';
import { fill } from '../../ui/texts.ts';
import type { Readout } from '../canvas/types.ts';
import type { MaskHost } from '../maskHost.ts';
import type { MaskModel } from '../maskModel.ts';
import type { Wording } from '../wording.ts';
import { Editing } from './editing.ts';
import { editPane, type EditPane } from './editPane.ts';
import { regionWords } from './regionSection.ts';
import { unfold } from './section.ts';

export interface EditCommandsOptions {
  /** Speaks a sentence to screen readers. */
  say(text: string): void;
  /** The pixel that the open context menu is about. */
  menuPixel(): Readout | null;
  /** Moves the focus to the picture. */
  leave(): void;
}

/** The edit pane, and the commands that lead to its sections from elsewhere. */
export class EditCommands {
  readonly #model: MaskModel;
  readonly #wording: Wording;
  readonly #options: EditCommandsOptions;
  readonly #editing: Editing;
  readonly #pane: EditPane;

  constructor(host: MaskHost, model: MaskModel, wording: Wording, options: EditCommandsOptions) {
    this.#model = model;
    this.#wording = wording;
    this.#options = options;
    this.#editing = new Editing(host, model, wording, (text) => options.say(text));
    this.#pane = editPane(this.#editing, model, wording, {
      take: () => this.relabelRegion(),
      leave: () => options.leave(),
    });
  }

  /** The pane. */
  get element(): HTMLElement {
    return this.#pane.element;
  }

  /** The model shows these newest edits of the document. */
  received(added: readonly MaskEdit[]): void {
    this.#editing.received(added);
  }

  recolour(): void {
    if (this.#selectMeant() !== null) {
      this.#pane.recolour();
    }
  }

  merge(): void {
    const id = this.#selectMeant();
    if (id !== null) {
      this.#pane.merge(id);
    }
  }

  rename(): void {
    const { selected } = this.#model.state;
    if (selected !== null) {
      this.#editing.renameClass(selected);
    }
  }

  /** Takes the region of the pixel that is meant, and asks for its new id. */
  relabelRegion(): void {
    const { open } = this.#model.state;
    const pixel = this.#options.menuPixel() ?? this.#model.state.readout;
    if (open === null) {
      return;
    }
    if (!open.context.editability.ok || open.mask.encoding === 'colour') {
      unfold(this.#model, 'region');
      return;
    }
    if (pixel !== null) {
      this.#model.set({ made: null });
      this.#editing.pickRegion(pixel.x, pixel.y);
    }
    this.#pane.relabel();
    const { region } = this.#model.state;
    const { regionNoPixel, regionTaken } = this.#wording.strings;
    this.#options.say(
      region === null ? regionNoPixel : fill(regionTaken, regionWords(open, region.region, this.#wording)),
    );
  }

  /** Selects the id of the pixel of a context menu, else leaves the selection, else takes the id under the cursor. */
  #selectMeant(): number | null {
    const { selected, readout } = this.#model.state;
    const id = this.#options.menuPixel()?.id ?? selected ?? readout?.id ?? null;
    this.#model.set({ selected: id });
    if (id === null) {
      this.#options.say(this.#wording.strings.entryNone);
    }
    return id;
  }
}
