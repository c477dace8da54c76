import type { MaskViewCommand } from '../../src/protocol/mask.ts';
import { iconButton } from '../ui/controls.ts';
import { element, setText } from '../ui/element.ts';
import { icon, type IconName } from '../ui/icons.ts';
import { fill } from '../ui/texts.ts';
import type { MaskModel } from './maskModel.ts';
import type { Pane } from './savedState.ts';
import type { Wording } from './wording.ts';

export interface Toolbar {
  readonly element: HTMLElement;
  setRenderer(kind: 'webgl2' | '2d'): void;
}

/** The row of tools above the picture: one tab stop, arrow keys move inside (toolbar pattern of the ARIA practices). */
export function toolbar(
  model: MaskModel,
  wording: Wording,
  run: (command: MaskViewCommand) => void,
  chooseKind: () => void,
): Toolbar {
  const { strings } = wording;
  const tool = (name: IconName, label: string, command: MaskViewCommand): HTMLButtonElement =>
    iconButton(icon(name), { label, onClick: () => run(command) });
  const actualSize = iconButton(strings.actualSize, {
    label: strings.actualSizeLabel,
    onClick: () => run('actualSize'),
    class: 'text-button',
  });
  const zoom = element('output', { class: 'zoom-level' });
  const previous = tool('previous', strings.previousRegion, 'previousRegion');
  const next = tool('next', strings.nextRegion, 'nextRegion');
  const renderer = element('span', { class: 'chip', title: strings.rendererSoftwareLabel }, strings.rendererSoftware);
  renderer.hidden = true;
  const kind = element('button', { type: 'button', class: 'chip kind' });
  kind.addEventListener('click', chooseKind);
  const paneTool = (name: IconName, label: string, command: MaskViewCommand, pane: Pane): HTMLButtonElement => {
    const button = iconButton(icon(name), { label, pressed: false, onClick: () => run(command) });
    model.follow(['panelOpen', 'pane'], (state) => {
      button.setAttribute('aria-pressed', String(state.panelOpen && state.pane === pane));
    });
    return button;
  };
  const group = (...tools: HTMLElement[]): HTMLElement => element('div', { class: 'tool-group' }, ...tools);
  const bar = element(
    'div',
    { class: 'toolbar', role: 'toolbar', 'aria-label': strings.toolbar },
    group(
      tool('fit', strings.fitLabel, 'fit'),
      actualSize,
      tool('zoomOut', strings.zoomOut, 'zoomOut'),
      zoom,
      tool('zoomIn', strings.zoomIn, 'zoomIn'),
    ),
    group(tool('goTo', strings.goTo, 'goTo'), previous, next),
    element('span', { class: 'toolbar-space' }),
    group(renderer, kind),
    group(
      paneTool('classes', strings.toggleClasses, 'toggleClassPanel', 'classes'),
      paneTool('edit', strings.toggleEdit, 'toggleEdit', 'edit'),
      paneTool('training', strings.toggleTraining, 'toggleTraining', 'training'),
      paneTool('report', strings.toggleReport, 'toggleReport', 'report'),
    ),
  );
  rove(bar);

  const label = (button: HTMLElement, text: string): void => {
    button.title = text;
    button.setAttribute('aria-label', text);
  };
  model.follow(['scale'], ({ scale }) => {
    setText(zoom, wording.zoom(scale));
    zoom.setAttribute('aria-label', fill(strings.zoomLevel, wording.zoom(scale)));
  });
  model.watch(['open'], ({ open }) => {
    if (open !== null) {
      const text = wording.kind(open.context.kind.kind);
      setText(kind, text);
      label(kind, fill(strings.kindLabel, text, open.context.kind.reason));
    }
  });
  model.watch(['open', 'selected'], ({ open, selected }) => {
    const words = open === null || selected === null ? null : wording.words(open, selected);
    const what = words === null ? '' : words.name === '' ? words.label : words.name;
    label(previous, what === '' ? strings.previousRegion : fill(strings.previousRegionOf, what));
    label(next, what === '' ? strings.nextRegion : fill(strings.nextRegionOf, what));
  });
  return { element: bar, setRenderer: (now) => (renderer.hidden = now !== '2d') };
}

/** Gives the buttons of a toolbar one tab stop. */
function rove(bar: HTMLElement): void {
  // Some are put there later.
  const all = (): HTMLButtonElement[] => [...bar.querySelectorAll('button')];
  all().forEach((button, index) => (button.tabIndex = index === 0 ? 0 : -1));
  bar.addEventListener('focusin', (event) => {
    for (const button of all()) {
      button.tabIndex = button === event.target ? 0 : -1;
    }
  });
  bar.addEventListener('keydown', (event) => {
    const shown = all().filter((button) => button.offsetParent !== null);
    const current = shown.findIndex((button) => button === event.target);
    const target = {
      ArrowLeft: shown.at(current - 1),
      ArrowRight: shown[(current + 1) % shown.length],
      Home: shown[0],
      End: shown.at(-1),
    }[event.key];
    if (target !== undefined) {
      event.preventDefault();
      target.focus();
    }
  });
}
