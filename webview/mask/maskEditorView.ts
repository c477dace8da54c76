import type { MaskEdit } from '../../src/core/mask/edits.ts';
import { regionAt } from '../../src/core/mask/relabel.ts';
import { readFileTraits, type FileTraits } from '../../src/core/mask/readers/fileTraits.ts';
import type { MaskViewCommand } from '../../src/protocol/mask.ts';
import { element } from '../ui/element.ts';
import { fill } from '../ui/texts.ts';
import { throttle } from '../ui/timing.ts';
import { createMaskCanvas } from './canvas/maskCanvas.ts';
import type { MaskCanvas, Readout } from './canvas/types.ts';
import { classPanel, type ClassPanel } from './classPanel.ts';
import type { EditCommands } from './edit/editCommands.ts';
import type { MaskOfOriginal } from './overlay/loadOriginal.ts';
import type { OverlayView } from './overlay/overlayView.ts';
import { copyOf, type CopyTarget } from './copying.ts';
import { fileNotices } from './fileNotices.ts';
import { goToForm, type GoToForm } from './goToForm.ts';
import { loadPanes } from './loadPanes.ts';
import type { MaskHost } from './maskHost.ts';
import { maskLayout, type MaskLayout } from './maskLayout.ts';
import type { MaskModel, OpenMask } from './maskModel.ts';
import { noticeBar, type Notice, type NoticeBar } from './noticeBar.ts';
import { maskNotices } from './notices.ts';
import { readoutBar, type ReadoutBar } from './readoutBar.ts';
import { regionStep } from './regionStep.ts';
import type { Pane } from './savedState.ts';
import { toolbar } from './toolbar.ts';
import { listenToKeys } from './viewKeys.ts';
import type { Wording } from './wording.ts';

/** The status bar is told at most ten times a second. */
const STATUS_INTERVAL = 100;

/** The file behind a picture. */
export interface ShownFile {
  /** Null when the host rescued the pixels. */
  readonly bytes: ArrayBuffer | null;
  /** Rows that the file holds; null when it is whole. */
  readonly intactRows: number | null;
  /** What is wrong with the file, in a sentence; null when nothing is. */
  readonly damage: string | null;
}

/** The editor: tools, picture, readout and panes, wired to the model and the host. */
export class MaskEditorView {
  readonly #host: MaskHost;
  readonly #model: MaskModel;
  readonly #wording: Wording;
  readonly #layout: MaskLayout;
  readonly #canvas: MaskCanvas;
  readonly #notices: NoticeBar;
  readonly #readout: ReadoutBar;
  readonly #goTo: GoToForm;
  #classes: ClassPanel | null = null;
  #edit: EditCommands | null = null;
  #overlay: OverlayView | null = null;
  #panesLoaded: Promise<void> | null = null;
  #drawn: OpenMask | null = null;
  /** Pixel that a context menu is about: the pointer leaves the picture while it is open. */
  #menuPixel: Readout | null = null;
  #file: ShownFile = { bytes: null, intactRows: null, damage: null };
  /** What readers go by beside ids and palette; null where the file is damaged. */
  #traits: FileTraits | null = null;
  /** What is wrong with the file; found once, after the first picture. */
  #fileNotices: readonly Notice[] | null = null;

  constructor(host: MaskHost, model: MaskModel, wording: Wording) {
    this.#host = host;
    this.#model = model;
    this.#wording = wording;
    const chooseKind = (): void => host.post({ type: 'chooseKind' });
    const tools = toolbar(model, wording, (command) => this.run(command), chooseKind);
    this.#notices = noticeBar(model, wording);
    this.#readout = readoutBar(model, wording);
    this.#goTo = goToForm(
      wording,
      (x, y) => this.#canvas.goTo(x, y),
      () => this.#canvas.element.focus(),
    );
    this.#layout = maskLayout(model, wording, {
      toolbar: tools.element,
      notices: this.#notices.element,
      goTo: this.#goTo.element,
      readout: this.#readout.element,
    });
    this.#canvas = createMaskCanvas(
      this.#layout.stage,
      {
        onReadout: (readout) => {
          this.#menuPixel = readout === null ? this.#menuPixel : null;
          model.set({ readout });
        },
        onViewChange: (view, scale) => model.set({ view, scale }),
        onRenderer: (renderer) => {
          tools.setRenderer(renderer);
          host.post({ type: 'renderer', renderer });
        },
        onPick: ({ id }) => {
          model.set({ selected: id });
          this.#classes?.reveal(id);
        },
        idText: (id) => (model.state.open === null ? '' : wording.id(model.state.open.meaning(id))),
        className: (id) => model.state.open?.meaning(id).className ?? null,
      },
      wording.strings,
      { renderer: document.body.dataset['renderer'] === '2d' ? '2d' : 'auto' },
    );
    model.watch(['open', 'hidden', 'isolated'], ({ open }) => {
      if (open?.generation === this.#drawn?.generation) {
        this.#redraw();
      }
    });
    model.watch(['region'], ({ region }) => this.#canvas.outline(region?.region.runs ?? null));
    model.watch(['rows', 'originalNotices'], () => this.#drawNotices());
    const report = throttle(STATUS_INTERVAL, () => this.#reportStatus());
    model.watch(['readout', 'scale', 'open'], () => report());
    this.#rememberMenuPixel();
    listenToKeys(model, { page: this.element, stage: this.#layout.stage, canvas: this.#canvas.element }, (command) =>
      this.run(command),
    );
  }

  get element(): HTMLElement {
    return this.#layout.element;
  }

  /** Draws the mask before it returns. */
  show(open: OpenMask, file: ShownFile): void {
    this.#file = file;
    this.#traits = file.bytes === null ? null : readFileTraits(new Uint8Array(file.bytes));
    this.#fileNotices = null;
    this.#notices.show(this.#model.state.notices);
    this.#drawn = open;
    this.#canvas.show(open.mask, this.#model.appearance(open), this.#model.state.view);
    if (document.hasFocus() && document.activeElement === document.body) {
      this.#canvas.element.focus({ preventScroll: true });
    }
  }

  /** Shows other colours, or the mask after an edit. */
  #redraw(): void {
    const { open } = this.#model.state;
    if (open === null) {
      return;
    }
    const isEdited = open.mask !== this.#drawn?.mask;
    this.#drawn = open;
    if (isEdited) {
      this.#canvas.edit(open.mask, this.#model.appearance(open));
    } else {
      this.#canvas.setAppearance(this.#model.appearance(open));
    }
  }

  /** The model shows these newest edits of the document. */
  edited(added: readonly MaskEdit[]): void {
    this.#edit?.received(added);
  }

  /** Makes the panes, which the first picture did not wait for. */
  complete(): void {
    if (this.#classes !== null) {
      return;
    }
    this.#classes = classPanel(this.#model, this.#wording, {
      jump: (direction) => this.run(direction === 'next' ? 'nextRegion' : 'previousRegion'),
      chooseClassMap: () => this.#host.post({ type: 'chooseClassMap' }),
      recolour: () => this.run('recolourEntry'),
      merge: () => this.run('mergeId'),
      rename: () => this.#editing((edit) => edit.rename()),
    });
    this.#layout.classes.append(this.#classes.element);
    this.#panesLoaded = this.#loadPanes();
  }

  /** Makes the panes whose code the first picture did not wait for either. */
  async #loadPanes(): Promise<void> {
    const { edit, training, report } = this.#layout;
    try {
      const { EditCommands, OverlayView, reportPane, trainingPane } = await loadPanes(this.#host.bootstrap);
      this.#edit = new EditCommands(this.#host, this.#model, this.#wording, {
        say: (text) => this.#readout.say(text),
        menuPixel: () => this.#menuPixel,
        leave: () => this.#canvas.element.focus(),
      });
      this.#overlay = new OverlayView(this.#host, this.#model, this.#wording, {
        canvas: this.#canvas,
        page: this.element,
        say: (text) => this.#readout.say(text),
      });
      edit.append(this.#edit.element);
      training.append(
        trainingPane(this.#model, this.#wording, {
          traits: () => this.#traits,
          copy: (text) => this.#host.post({ type: 'copy', what: 'python', text }),
          exportIds: (format) => this.#host.post({ type: 'exportIds', format }),
        }),
      );
      report.append(
        reportPane(this.#model, this.#wording, {
          ask: (params) => this.#host.ask('identifyReport', params),
          copy: (text) => this.#host.post({ type: 'copy', what: 'report', text }),
          openReport: () => this.#host.post({ type: 'openIdentifyReport' }),
        }),
      );
    } catch {
      this.#host.post({ type: 'whole', generation: 'any' });
      for (const pane of [edit, training, report]) {
        pane.append(element('p', { class: 'pane-failed', role: 'alert' }, this.#wording.strings.paneFailed));
      }
    }
  }

  /** Loads the originals of masks that are likely to be shown next, where they are looked at. */
  prepareOriginals(masks: readonly MaskOfOriginal[]): void {
    this.#overlay?.prepare(masks);
  }

  /** A command of the edit pane, which waits where the pane is not there yet. */
  #editing(run: (edit: EditCommands) => void): void {
    if (this.#edit !== null) {
      run(this.#edit);
      return;
    }
    void this.#panesLoaded?.then(() => {
      if (this.#edit !== null) {
        run(this.#edit);
      }
    });
  }

  originalChanged(): void {
    this.#overlay?.originalChanged();
  }

  zoomTo(scale: number): void {
    this.#canvas.zoomTo(scale);
  }

  /** Puts the cursor on a pixel, and shows its region with what lies around it. */
  showPixel(x: number, y: number): void {
    const { open } = this.#model.state;
    if (open === null || x >= open.mask.width || y >= open.mask.height) {
      return;
    }
    this.#canvas.showBox(regionAt(open.mask, x, y, 4), { x, y });
    this.#canvas.element.focus({ preventScroll: true });
  }

  run(command: MaskViewCommand): void {
    const { state } = this.#model;
    switch (command) {
      case 'zoomIn':
        return this.#canvas.zoomIn();
      case 'zoomOut':
        return this.#canvas.zoomOut();
      case 'fit':
        return this.#canvas.fit();
      case 'actualSize':
        return this.#canvas.actualSize();
      case 'goTo':
        return state.open === null ? undefined : this.#goTo.open(state.open.mask);
      case 'nextRegion':
      case 'previousRegion':
        return this.#goToRegion(command === 'nextRegion' ? 'next' : 'previous');
      case 'copyId':
      case 'copyClass':
      case 'copyColour':
      case 'copyCoordinates': {
        const copy = copyOf(command, state.open, this.#copyTarget(), this.#wording);
        return typeof copy === 'string' ? this.#readout.say(copy) : this.#host.post(copy);
      }
      case 'toggleClassPanel':
        return this.#togglePane('classes');
      case 'toggleEdit':
        return this.#togglePane('edit');
      case 'toggleTraining':
        return this.#togglePane('training');
      case 'toggleReport':
        return this.#togglePane('report');
      case 'relabelRegion':
        return this.#editing((edit) => edit.relabelRegion());
      case 'recolourEntry':
        return this.#editing((edit) => edit.recolour());
      case 'mergeId':
        return this.#editing((edit) => edit.merge());
      case 'filterClasses':
        this.#model.set({ panelOpen: true, pane: 'classes' });
        return this.#classes?.focusFilter();
      case 'showAllClasses':
        return this.#model.showAll();
      default:
        void this.#panesLoaded?.then(() => this.#overlay?.run(command));
    }
  }

  #togglePane(pane: Pane): void {
    const { panelOpen, pane: shown } = this.#model.state;
    this.#model.set({ panelOpen: !(panelOpen && shown === pane), pane });
  }

  /** The pixel of the context menu, the row that has the focus, the pixel under the cursor, or the selected row. */
  #copyTarget(): CopyTarget | null {
    const { readout, selected } = this.#model.state;
    const row = selected === null ? null : { id: selected, place: null };
    const pixel =
      this.#menuPixel ?? (row !== null && this.#layout.classes.contains(document.activeElement) ? null : readout);
    return pixel === null ? row : { id: pixel.id, place: pixel };
  }

  #goToRegion(direction: 'next' | 'previous'): void {
    const stop = regionStep(this.#model.state, this.#wording, direction);
    if (typeof stop === 'string') {
      this.#readout.say(stop);
    } else {
      this.#canvas.goTo(stop.x, stop.y);
      this.#readout.say(stop.words);
    }
  }

  #drawNotices(): void {
    const { open, rows } = this.#model.state;
    if (open === null || rows === null) {
      return;
    }
    const { strings } = this.#wording;
    const notices = maskNotices(open, rows, this.#wording, {
      chooseKind: () => this.#host.post({ type: 'chooseKind' }),
      chooseClassMap: () => this.#host.post({ type: 'chooseClassMap' }),
      reencode: () => this.#host.post({ type: 'reencode' }),
      openWithPreview: () => this.#host.post({ type: 'openWithPreview' }),
      resolveDisk: (choice) => this.#host.post({ type: 'resolveDisk', choice }),
    });
    const { bytes, intactRows, damage } = this.#file;
    if (damage !== null) {
      notices.unshift({ key: 'damaged', severity: 'warning', text: fill(strings.noticeDamaged, damage) });
    }
    if (intactRows !== null) {
      const text = fill(strings.noticeMissingRows, intactRows, open.mask.height - 1);
      notices.unshift({ key: 'missing-rows', severity: 'warning', text });
    }
    this.#fileNotices ??= bytes === null ? [] : fileNotices(bytes, this.#wording);
    this.#file = { bytes: null, intactRows, damage };
    notices.push(...this.#fileNotices, ...this.#model.state.originalNotices);
    this.#notices.show(notices);
    this.#model.set({ notices: notices.map(({ key, severity, text }) => ({ key, severity, text })) });
  }

  #reportStatus(): void {
    const { open, readout, scale } = this.#model.state;
    if (open === null) {
      this.#host.post({ type: 'status', zoom: null, readout: null });
      return;
    }
    const words = readout === null ? null : this.#wording.words(open, readout.id, readout);
    this.#host.post({
      type: 'status',
      zoom: this.#wording.zoom(scale),
      readout:
        readout === null || words === null
          ? null
          : [`${readout.x}, ${readout.y}`, words.id === '' ? '' : words.label, words.name, words.colour]
              .filter((part) => part !== '')
              .join(' · '),
    });
  }

  /** Remembers the pixel of a context menu as long as the menu is open. */
  #rememberMenuPixel(): void {
    for (const type of ['pointerdown', 'keydown']) {
      this.element.addEventListener(type, () => (this.#menuPixel = null), { capture: true });
    }
    this.#layout.stage.addEventListener('contextmenu', () => {
      this.#menuPixel = this.#model.state.readout;
    });
  }
}
