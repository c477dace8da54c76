import type { MaskStrings } from '../../../src/protocol/maskStrings.ts';
import { choice, type Option } from '../../ui/choice.ts';
import { checkbox, iconButton, pushButton } from '../../ui/controls.ts';
import { element, setText } from '../../ui/element.ts';
import { icon, type IconName } from '../../ui/icons.ts';
import { fill } from '../../ui/texts.ts';
import { MOST_LINE_WIDTH, type Mode, type OverlayState } from './overlayState.ts';

export interface OverlayControls {
  /** Goes into the toolbar. */
  readonly tools: HTMLElement;
  /** Lies over the picture. */
  readonly options: HTMLElement;
  /** @param facts what the options say of the original, and of the yellow blend's class */
  show(state: OverlayState, facts: ControlFacts): void;
}

export interface ControlFacts {
  readonly isBlinking: boolean;
  /** Name and source of the original; empty where there is none. */
  readonly original: string;
  readonly originalTitle: string;
  /** The class that the yellow blend is for. */
  readonly yellow: string;
}

export interface ControlActions {
  readonly change: (change: Partial<OverlayState>) => void;
  readonly blink: () => void;
  readonly choose: () => void;
}

const MODE_ICONS: Readonly<Record<Mode, IconName>> = {
  mask: 'mask',
  original: 'picture',
  overlay: 'overlay',
  swipe: 'swipe',
};

/** Modes in the toolbar, and the options of the modes with an original. */
export function overlayControls(
  strings: MaskStrings,
  initial: OverlayState,
  { change, blink, choose }: ControlActions,
): OverlayControls {
  const labels: Readonly<Record<Mode, string>> = {
    mask: strings.modeMaskLabel,
    original: strings.modeOriginalLabel,
    overlay: strings.modeOverlayLabel,
    swipe: strings.modeSwipeLabel,
  };
  const modeButton = (mode: Mode): readonly [Mode, HTMLButtonElement] => [
    mode,
    iconButton(icon(MODE_ICONS[mode]), { label: labels[mode], pressed: false, onClick: () => change({ mode }) }),
  ];
  const modes = (['mask', 'original', 'overlay', 'swipe'] as const).map(modeButton);
  const eye = iconButton(icon('eye'), { label: strings.blink, pressed: false, onClick: blink });
  let isOpen = initial.options;
  const toggle = iconButton(icon('sliders'), {
    label: strings.overlayOptions,
    pressed: false,
    onClick: () => change({ options: !isOpen }),
  });
  const buttons = [...modes.map(([, button]) => button), eye, toggle];
  for (const button of buttons) button.tabIndex = -1;
  const tools = element(
    'div',
    { class: 'tool-group overlay-tools', role: 'group', 'aria-label': strings.overlayModes },
    ...buttons,
  );

  const opacity = slider(strings.opacity, { min: 0, max: 100, step: 5 }, (percent) =>
    change({ opacity: percent / 100 }),
  );
  const lineWidth = slider(strings.lineWidth, { min: 1, max: MOST_LINE_WIDTH, step: 1 }, (width) =>
    change({ lineWidth: width }),
  );
  const list = <K extends 'style' | 'outside' | 'blend'>(
    key: K,
    label: string,
    of: readonly Option<OverlayState[K]>[],
  ) => choice(label, of, initial[key], (value) => change({ [key]: value }));
  const style = list('style', strings.overlayStyle, [
    { value: 'filled', label: strings.styleFilled },
    { value: 'outlines', label: strings.styleOutlines },
    { value: 'both', label: strings.styleBoth },
  ]);
  const outside = list('outside', strings.outside, [
    { value: 'original', label: strings.outsideOriginal },
    { value: 'checker', label: strings.outsideChecker },
    { value: 'dim', label: strings.outsideDim },
    { value: 'blur', label: strings.outsideBlur },
  ]);
  const blend = list('blend', strings.blend, [
    { value: 'normal', label: strings.blendNormal },
    { value: 'jet', label: strings.blendJet },
    { value: 'yellow', label: strings.blendYellow },
    { value: 'sixForty', label: strings.blendSixForty },
  ]);
  const note = element('p', { class: 'overlay-note', role: 'status' });
  const flags = element(
    'div',
    { class: 'overlay-flags' },
    checkbox({
      label: strings.showBackground,
      checked: initial.background,
      onChange: (background) => change({ background }),
    }),
    checkbox({ label: strings.showVoid, checked: initial.voids, onChange: (voids) => change({ voids }) }),
  );
  const original = element('span', { class: 'overlay-original' });
  const forOverlay = element(
    'div',
    { class: 'overlay-settings' },
    opacity.element,
    style,
    lineWidth.element,
    flags,
    outside,
    blend,
    note,
  );
  const options = element(
    'section',
    { class: 'overlay-options', 'aria-label': strings.overlayOptions },
    element(
      'header',
      {},
      original,
      iconButton(icon('close'), { label: strings.closeOptions, onClick: () => change({ options: false }) }),
    ),
    forOverlay,
    pushButton({ label: strings.chooseOriginal, onClick: choose }),
  );

  const show = (state: OverlayState, facts: ControlFacts): void => {
    const focused = options.contains(document.activeElement) ? document.activeElement : null;
    isOpen = state.options;
    for (const [mode, button] of modes) button.setAttribute('aria-pressed', String(mode === state.mode));
    eye.setAttribute('aria-pressed', String(facts.isBlinking));
    const hasOptions = state.mode !== 'mask';
    toggle.setAttribute('aria-pressed', String(hasOptions && state.options));
    toggle.disabled = !hasOptions;
    options.hidden = !hasOptions || !state.options;
    forOverlay.hidden = state.mode !== 'overlay';
    setText(original, facts.original);
    original.title = facts.originalTitle;
    const percent = Math.round(100 * state.opacity);
    opacity.show(percent, fill(strings.percent, percent), state.blend === 'sixForty' || state.style === 'outlines');
    lineWidth.show(state.lineWidth, fill(strings.pixelsWide, state.lineWidth), false);
    lineWidth.element.hidden = state.style === 'filled';
    flags.hidden = state.blend !== 'normal';
    const notes = {
      normal: '',
      sixForty: '',
      jet: strings.blendJetNote,
      yellow: fill(strings.blendYellowNote, facts.yellow),
    };
    setText(note, notes[state.blend]);
    note.hidden = note.textContent === '';
    // What is hidden loses the focus: it goes back to the button that opened the options, or to that of the mode without any.
    if (focused !== null && focused.closest('[hidden]') !== null) {
      (toggle.disabled ? modes.find(([mode]) => mode === state.mode)?.[1] : toggle)?.focus();
    }
  };
  return { tools, options, show };
}

/** A labelled slider with its value in words. */
function slider(
  label: string,
  { min, max, step }: Readonly<Record<'min' | 'max' | 'step', number>>,
  onInput: (value: number) => void,
) {
  const input = element('input', { type: 'range', min, max, step, 'aria-label': label });
  const words = element('output', {});
  input.addEventListener('input', () => onInput(Number(input.value)));
  const show = (value: number, text: string, isDisabled: boolean): void => {
    input.value = String(value);
    input.disabled = isDisabled;
    input.setAttribute('aria-valuetext', text);
    setText(words, text);
  };
  const row = element('div', { class: 'overlay-slider' }, element('span', {}, label), input, words);
  return { element: row, show };
}
