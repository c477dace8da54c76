const TEXT_FIELDS = 'input:not([type="checkbox"]), textarea, vscode-text-field, [contenteditable]';

/** Does this target take typed text? */
export function isTextField(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches(TEXT_FIELDS);
}

/**
 * Tells when a text field gains or loses the focus, so that single-letter key bindings can be switched off meanwhile.
 * Fires only at changes.
 */
export function watchTextFocus(root: HTMLElement, onChange: (focused: boolean) => void): void {
  let focused = false;
  const set = (now: boolean): void => {
    if (now !== focused) {
      focused = now;
      onChange(now);
    }
  };
  root.addEventListener('focusin', (event) => set(isTextField(event.target)));
  root.addEventListener('focusout', (event) => set(isTextField(event.relatedTarget)));
}
