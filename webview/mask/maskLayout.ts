import { element } from '../ui/element.ts';
import { splitter } from '../ui/splitter.ts';
import { tabs } from '../ui/tabs.ts';
import type { MaskModel } from './maskModel.ts';
import type { Pane } from './savedState.ts';
import type { Wording } from './wording.ts';

/** CSS pixels. */
const PANEL_MINIMUM = 220;
const PANEL_INITIAL = 360;
const STAGE_MINIMUM = 180;

export interface MaskLayoutParts {
  readonly toolbar: HTMLElement;
  readonly notices: HTMLElement;
  readonly goTo: HTMLElement;
  readonly readout: HTMLElement;
}

/** The frame of the page. It has its final measures before the first picture is drawn into it. */
export interface MaskLayout {
  readonly element: HTMLElement;
  /** Takes the canvas. */
  readonly stage: HTMLElement;
  /** Take the panes' contents, which are made after the first picture. */
  readonly classes: HTMLElement;
  readonly edit: HTMLElement;
  readonly training: HTMLElement;
  readonly report: HTMLElement;
}

export function maskLayout(model: MaskModel, { strings }: Wording, parts: MaskLayoutParts): MaskLayout {
  const stage = element('div', {
    class: 'stage',
    'data-vscode-context': JSON.stringify({ webviewSection: 'picture', preventDefaultContextMenuItems: true }),
  });
  const classes = element('div', { class: 'pane' });
  const edit = element('div', { class: 'pane' });
  const training = element('div', { class: 'pane' });
  const report = element('div', { class: 'pane' });
  const paneTabs = tabs(
    strings.sidePanel,
    [
      { key: 'classes', label: strings.classes, panel: classes },
      { key: 'edit', label: strings.edit, panel: edit },
      { key: 'training', label: strings.training, panel: training },
      { key: 'report', label: strings.report, panel: report },
    ],
    (pane) => model.set({ pane: pane as Pane }),
  );
  const side = element(
    'aside',
    { class: 'side', id: 'side-panel', 'aria-label': strings.sidePanel },
    paneTabs.list,
    classes,
    edit,
    training,
    report,
  );
  const sash = splitter({
    label: strings.splitter,
    controls: side.id,
    minimum: PANEL_MINIMUM,
    maximum: () => Math.max(PANEL_MINIMUM, document.documentElement.clientWidth - STAGE_MINIMUM),
    initial: () => Math.min(PANEL_INITIAL, document.documentElement.clientWidth / 2),
    width: model.state.panelWidth,
    onChange: (panelWidth) => model.set({ panelWidth }),
  });
  const picture = element(
    'div',
    { class: 'picture' },
    parts.notices,
    element('div', { class: 'stage-area' }, stage, parts.goTo),
    parts.readout,
  );
  const draw = (): void => {
    const { panelOpen, pane } = model.state;
    side.hidden = !panelOpen;
    sash.element.hidden = !panelOpen;
    // Not the width itself: the stylesheet puts the panel below the picture of narrow pages.
    side.style.setProperty('--side-width', `${sash.refresh()}px`);
    paneTabs.select(pane);
  };
  model.follow(['panelOpen', 'panelWidth', 'pane'], draw);
  window.addEventListener('resize', draw);
  const body = element('div', { class: 'editor-body' }, picture, sash.element, side);
  return { element: element('div', { class: 'editor' }, parts.toolbar, body), stage, classes, edit, training, report };
}
