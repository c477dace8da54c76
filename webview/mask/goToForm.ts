import { pushButton, textField } from '../ui/controls.ts';
import { element, setText } from '../ui/element.ts';
import { fill } from '../ui/texts.ts';
import type { Wording } from './wording.ts';

export interface GoToForm {
  readonly element: HTMLElement;
  /** Opens the form, or focuses it when it is open. */
  open(size: { readonly width: number; readonly height: number }): void;
}

/**
 * Reads `x, y` (also `3 4`, `3;4`, `3×4`, `x=3, y=4`, `(3, 4)`); null unless both are whole numbers inside the mask.
 */
export function parsePixel(text: string, width: number, height: number): { x: number; y: number } | null {
  const match = /^\s*[(x]?\s*[:=]?\s*(\d+)(?:\s*[,;×]\s*|\s+)(?:y\s*[:=]?\s*)?(\d+)\s*\)?\s*$/i.exec(text);
  const x = Number(match?.[1] ?? NaN);
  const y = Number(match?.[2] ?? NaN);
  return x < width && y < height ? { x, y } : null;
}

/** A one-line form over the picture that takes a pixel's coordinates. */
export function goToForm({ strings }: Wording, onGo: (x: number, y: number) => void, onClose: () => void): GoToForm {
  const problem = element('span', { class: 'go-to-problem', role: 'alert' });
  let size = { width: 0, height: 0 };
  const close = (): void => {
    form.hidden = true;
    field.value = '';
    complain('');
    onClose();
  };
  const complain = (text: string): void => {
    setText(problem, text);
    field.setInvalid(text !== '');
  };
  const go = (): void => {
    const pixel = parsePixel(field.value, size.width, size.height);
    if (pixel === null) {
      complain(fill(strings.goToInvalid, size.width - 1, size.height - 1));
    } else {
      close();
      onGo(pixel.x, pixel.y);
    }
  };
  const field = textField({
    label: strings.goTo,
    placeholder: strings.goToPlaceholder,
    value: '',
    onInput: () => complain(''),
    onKey: (event) => {
      if (event.key === 'Enter' && !event.isComposing) {
        event.preventDefault();
        go();
      }
    },
  });
  const form = element(
    'div',
    { class: 'go-to', role: 'group', 'aria-label': strings.goTo },
    element(
      'div',
      { class: 'go-to-fields' },
      field.element,
      pushButton({ label: strings.goToGo, primary: true, onClick: go }),
    ),
    problem,
  );
  form.hidden = true;
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });
  return {
    element: form,
    open: (now) => {
      size = now;
      form.hidden = false;
      field.focus();
    },
  };
}
