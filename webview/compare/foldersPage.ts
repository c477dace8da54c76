import type { ClassKey } from '../../src/core/dataset/classNaming.ts';
import type { CompareBootstrap, FoldersFacts, FromFoldersPage, ToFoldersPage } from '../../src/protocol/compare.ts';
import { BatchHead } from '../batch/batchHead.ts';
import { choice } from '../ui/choice.ts';
import { element } from '../ui/element.ts';
import { classesByKey, CompareWording } from './compareWording.ts';
import { matrixSection } from './matrixTable.ts';
import { PairList } from './pairList.ts';
import { scoreSection } from './scoreTables.ts';

/** Classes of a matrix that the page shows; files have all of them. */
const MOST_CLASSES = 150;

/** The page of two folders of masks. */
export class FoldersPage {
  readonly element: HTMLElement;
  readonly #wording: CompareWording;
  readonly #post: (message: FromFoldersPage) => void;
  readonly #head: BatchHead;
  readonly #sections = element('div', { class: 'sections', hidden: true });
  readonly #pairs: PairList;
  #facts: FoldersFacts | null = null;
  /** The class whose IoU the list shows; null: the mean. */
  #chosen: ClassKey | null = null;

  constructor(bootstrap: CompareBootstrap, host: { postMessage(message: FromFoldersPage): void }) {
    this.#wording = new CompareWording(bootstrap);
    this.#post = (message) => host.postMessage(message);
    const { compareProgress, ...strings } = bootstrap.strings;
    this.#head = new BatchHead({
      strings: { ...strings, previewProgress: compareProgress, writeProgress: compareProgress },
      number: (value) => this.#wording.number(value),
    });
    this.#pairs = new PairList(this.#wording, (index) => this.#post({ type: 'open', index }));
    this.element = element('main', { class: 'batch folders' }, this.#head.element, this.#sections);
  }

  receive(message: ToFoldersPage): void {
    switch (message.type) {
      case 'start':
        this.#facts = null;
        this.#sections.hidden = true;
        return this.#head.setSetup(message);
      case 'progress':
        return this.#head.setProgress(message.progress);
      case 'compared':
        return this.#show(message.facts);
      case 'classIou':
        if (message.key === this.#chosen) this.#list(message.iou);
        return;
      case 'state':
        this.#head.setProgress(null);
        this.#head.setActions(
          message.actions.map(({ action, label }) => ({ label, run: () => this.#post({ type: 'act', action }) })),
        );
        return this.#head.setStatus(message.status, [], message.isProblem);
    }
  }

  #show(facts: FoldersFacts): void {
    const { strings } = this.#wording;
    const { scores, classes, cells, boundaries, meanBoundaryF, warnings } = facts;
    this.#facts = facts;
    this.#chosen = null;
    const named = classesByKey(classes);
    const nameOf = (key: ClassKey): string => this.#wording.name(key, named);
    const ofClass = new Map(boundaries.map(({ key, f }) => [key, f]));
    const boundary = boundaries.length === 0 ? null : { ofClass, mean: meanBoundaryF };
    const options = [
      { value: '', label: strings.allClasses },
      ...scores.classes.map(({ key }, at) => ({ value: String(at), label: nameOf(key) })),
    ];
    this.#sections.replaceChildren(
      element(
        'ul',
        { class: 'notices', hidden: warnings.length === 0 },
        ...warnings.map((text) => element('li', {}, text)),
      ),
      scoreSection(scores, boundary, nameOf, this.#wording),
      element(
        'section',
        { class: 'pairs' },
        element('h2', {}, strings.pairs),
        choice(strings.sortBy, options, '', (value) => this.#choose(value === '' ? null : Number(value))),
        element('p', { class: 'note' }, strings.openPair),
        this.#pairs.element,
      ),
      matrixSection(
        cells,
        classes.map(({ key }) => key),
        nameOf,
        strings.confusionHelp,
        MOST_CLASSES,
        this.#wording,
      ),
    );
    this.#sections.hidden = false;
    this.#list(null);
  }

  #choose(at: number | null): void {
    const key = at === null ? undefined : this.#facts?.scores.classes[at]?.key;
    this.#chosen = key ?? null;
    if (key === undefined) this.#list(null);
    else this.#post({ type: 'classIou', key });
  }

  /** @param iou of the class that was chosen: only pairs that have one are listed, the worst first */
  #list(iou: Float64Array | null): void {
    const { pairs = [], boundaries = [] } = this.#facts ?? {};
    const all = pairs.map((pair, index) => ({ pair, index, iou: iou === null ? pair.meanIou : (iou[index] ?? NaN) }));
    const shown = iou === null ? all : all.filter((row) => row.iou !== null && !Number.isNaN(row.iou));
    if (iou !== null) shown.sort((one, other) => (one.iou ?? 0) - (other.iou ?? 0) || one.index - other.index);
    this.#pairs.setRows(
      shown,
      pairs.length,
      this.#chosen === null ? null : String(this.#chosen),
      boundaries.length > 0,
    );
  }
}
