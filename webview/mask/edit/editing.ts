import type { Connectivity } from '../../../src/core/mask/components.ts';
import type { MaskEdit } from '../../../src/core/mask/edits.ts';
import type { CountChange } from '../../../src/core/mask/idChange.ts';
import { regionAt, type MaskRegion } from '../../../src/core/mask/relabel.ts';
import { fill } from '../../ui/texts.ts';
import type { MaskRequests } from '../../../src/protocol/mask.ts';
import type { MaskHost } from '../maskHost.ts';
import type { MaskModel } from '../maskModel.ts';
import type { Wording } from '../wording.ts';
import { countChanges } from './countChanges.ts';

/** Sections of the edit pane, from top to bottom. */
export type EditSection = 'entry' | 'palette' | 'ids' | 'region' | 'specks';

/** A change that a section asks for. */
export interface Change {
  readonly section: EditSection;
  /** What undo calls it. */
  readonly label: string;
  readonly edit: MaskEdit;
}

/** The change that this page made last, as long as the mask is as it left it. */
export interface MadeChange {
  readonly section: EditSection;
  readonly label: string;
  /** Ids whose pixels changed; empty for changes of the palette. */
  readonly changes: readonly CountChange[];
}

/** A region that was pointed at, and by which pixel. */
export interface PickedRegion {
  readonly x: number;
  readonly y: number;
  readonly connectivity: Connectivity;
  readonly region: MaskRegion;
}

/** Ids of a sentence that is spoken; the table has them all. */
const MOST_SPOKEN = 4;

/** From so many pixels on, making a change takes long enough to be told. */
const SLOW_PIXELS = 4_000_000;

/** Sends changes to the host, which decides, and tells what came of them when they are back. */
export class Editing {
  readonly #host: MaskHost;
  readonly #model: MaskModel;
  readonly #wording: Wording;
  readonly #say: (text: string) => void;
  #pending: { readonly change: Change; readonly revision: number; readonly counts: ArrayLike<number> } | null = null;

  constructor(host: MaskHost, model: MaskModel, wording: Wording, say: (text: string) => void) {
    this.#host = host;
    this.#model = model;
    this.#wording = wording;
    this.#say = say;
  }

  submit(change: Change): void {
    const { open, counts } = this.#model.state;
    if (open === null || counts === null || !open.context.editability.ok) {
      return;
    }
    const { generation, revision } = open;
    // A double click asks once.
    if (this.#pending?.revision === revision) {
      return;
    }
    this.#pending = { change, revision, counts };
    if (open.mask.ids.length >= SLOW_PIXELS) {
      this.#model.set({ applying: change.section });
    }
    this.#host.post({ type: 'edit', generation, revision, label: change.label, edit: change.edit });
  }

  /** Asks for another name of the class that an id stands for. */
  renameClass(id: number): void {
    const { open } = this.#model.state;
    if (open === null) {
      return;
    }
    const { classId, shownIds } = open.meaning(id);
    this.#host.post({ type: 'renameClass', id: classId ?? shownIds[0] ?? id });
  }

  /** Asks the user for a file with a palette; null: given up. */
  async choosePalette(): Promise<MaskRequests['choosePalette']['result']> {
    const generation = this.#model.state.open?.generation ?? -1;
    return this.#host.ask('choosePalette', { generation });
  }

  /** Takes the region at a pixel, by the connectivity that was used last. */
  pickRegion(x: number, y: number): void {
    const { open, regionConnectivity: connectivity } = this.#model.state;
    if (open !== null) {
      this.#model.set({ region: { x, y, connectivity, region: regionAt(open.mask, x, y, connectivity) } });
    }
  }

  /** Tells what the newest edits are, once the model shows them. */
  received(added: readonly MaskEdit[]): void {
    const pending = this.#pending;
    const { counts } = this.#model.state;
    this.#pending = null;
    if (pending === null || counts === null) {
      return;
    }
    const [edit] = added;
    if (edit === undefined || added.length > 1 || !isSameEdit(edit, pending.change.edit)) {
      this.#say(this.#wording.strings.editLost);
      return;
    }
    const { section, label } = pending.change;
    const changes = edit.kind === 'palette' ? [] : countChanges(pending.counts, counts);
    this.#model.set({ made: { section, label, changes } });
    this.#say([fill(this.#wording.strings.editDone, label), ...this.#countsInWords(changes)].join(', '));
  }

  #countsInWords(changes: readonly CountChange[]): string[] {
    const { strings } = this.#wording;
    return changes
      .slice(0, MOST_SPOKEN)
      .map(({ id, before, after }) =>
        fill(strings.editCount, id, this.#wording.number(before), this.#wording.number(after)),
      );
  }
}

function isSameEdit(one: MaskEdit, other: MaskEdit): boolean {
  if (one.kind === 'lut' && other.kind === 'lut') {
    return isSameArray(one.table, other.table);
  }
  if (one.kind === 'pixels' && other.kind === 'pixels') {
    return isSameArray(one.runs, other.runs);
  }
  return (
    one.kind === 'palette' &&
    other.kind === 'palette' &&
    isSameArray(one.palette.rgb, other.palette.rgb) &&
    isSameArray(one.palette.alpha, other.palette.alpha)
  );
}

function isSameArray(one: Uint8Array | Uint16Array | Uint32Array, other: typeof one): boolean {
  return one.length === other.length && one.every((value, index) => value === other[index]);
}
