const TEXT_FIELDS = 'input:not([type="checkbox"], [type="range"]), textarea, vscode-text-field, [contenteditable]';

/** Does this target take typed text? */
export function isTextField(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches(TEXT_FIELDS);
}

/** Does this target do something with letters? In a list they choose an entry. */
export function takesLetters(target: EventTarget | null): boolean {
  return isTextField(target) || target instanceof HTMLSelectElement;
}

/**
 * Tells when a text field or list gains or loses the focus, so that single-letter key bindings can be switched off meanwhile.
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
  root.addEventListener('focusin', (event) => set(takesLetters(event.target)));
  root.addEventListener('focusout', (event) => set(takesLetters(event.relatedTarget)));
  // The window hears of the focus a moment later, and takes the letters that bubble up to it for key bindings until then.
  root.addEventListener('keydown', (event) => {
    const isLetter = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (isLetter && takesLetters(event.target)) event.stopPropagation();
  });
}

/**
 * Leaves undo and redo to the text field that has the focus, if something was typed there; else they reach the host's key
 * bindings. Without this a webview passes every Ctrl+Z on and cancels it for the field.
 *
 * @returns forgets what was typed: to be called when it was put to use, so that the next undo is not about the text
 */
export function keepTextUndo(): () => void {
  let typedIn: EventTarget | null = null;
  window.addEventListener('input', ({ target }) => (typedIn = isTextField(target) ? target : null), { capture: true });
  window.addEventListener(
    'keydown',
    (event) => {
      const { key, ctrlKey, metaKey, altKey, target } = event;
      const isUndo = (ctrlKey || metaKey) && !altKey && /^[zy]$/i.test(key);
      if (isUndo && target === typedIn && isTextField(target)) {
        event.stopImmediatePropagation();
      }
    },
    { capture: true },
  );
  return () => (typedIn = null);
}
