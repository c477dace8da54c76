import { element, setAttribute, type Child } from './element.ts';

/**
 * Fields, buttons and checkboxes that work as plain elements from the first moment and are swapped for the component
 * library's once its bundle has registered them; value and focus survive the swap.
 */
function upgrade<Plain extends HTMLElement>(plain: Plain, tag: string, build: () => HTMLElement): HTMLElement {
  if (customElements.get(tag) !== undefined) {
    return build();
  }
  void customElements.whenDefined(tag).then(() => {
    const focused = document.activeElement === plain;
    const better = build();
    plain.replaceWith(better);
    if (focused) {
      better.focus();
    }
  });
  return plain;
}

export interface ButtonOptions {
  readonly label: string;
  readonly primary?: boolean;
  readonly onClick: () => void;
}

/** A labelled push button. */
export function pushButton({ label, primary = false, onClick }: ButtonOptions): HTMLElement {
  const holder = element('span', { class: 'control' });
  const listen = (target: HTMLElement): HTMLElement => {
    target.addEventListener('click', onClick);
    return target;
  };
  const plain = listen(element('button', { type: 'button', class: primary ? 'push primary' : 'push' }, label));
  holder.append(
    upgrade(plain, 'vscode-button', () =>
      listen(element('vscode-button', { appearance: primary ? 'primary' : 'secondary' }, label)),
    ),
  );
  return holder;
}

export interface CheckboxOptions {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** A labelled checkbox. */
export function checkbox({ label, checked, onChange }: CheckboxOptions): HTMLElement {
  const holder = element('span', { class: 'control' });
  const input = element('input', { type: 'checkbox' });
  input.checked = checked;
  input.addEventListener('change', () => onChange(input.checked));
  holder.append(
    upgrade(element('label', { class: 'check' }, input, label), 'vscode-checkbox', () => {
      const better = element('vscode-checkbox', { checked: input.checked }, label) as HTMLInputElement;
      better.addEventListener('change', () => onChange(better.checked));
      return better;
    }),
  );
  return holder;
}

export interface TextFieldOptions {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly onKey: (event: KeyboardEvent) => void;
}

/** A one-line text field. */
export interface TextField {
  readonly element: HTMLElement;
  value: string;
  /** Focuses and selects all; does nothing to a field that has the focus, in which somebody may be typing. */
  focus(): void;
  setInvalid(invalid: boolean): void;
}

/** Makes a {@link TextField}; the label is for screen readers, the placeholder for the eye. */
export function textField({ label, placeholder, value, onInput, onKey }: TextFieldOptions): TextField {
  const holder = element('span', { class: 'control' });
  const listen = (target: HTMLElement): HTMLInputElement => {
    const field = target as HTMLInputElement;
    field.addEventListener('input', () => onInput(field.value));
    field.addEventListener('keydown', onKey);
    return field;
  };
  let field = listen(
    element('input', { type: 'text', class: 'text', spellcheck: 'false', 'aria-label': label, placeholder }),
  );
  field.value = value;
  holder.append(
    upgrade(field, 'vscode-text-field', () => {
      // Each time it is put on the page this element names itself by its text, which the stylesheet hides.
      const better = listen(element('vscode-text-field', { placeholder }, label));
      better.value = field.value;
      setAttribute(better, 'aria-invalid', field.getAttribute('aria-invalid'));
      field = better;
      return better;
    }),
  );
  return {
    element: holder,
    get value() {
      return field.value;
    },
    set value(text) {
      field.value = text;
    },
    focus: () => {
      if (document.activeElement === field) {
        return;
      }
      field.focus();
      field.select();
    },
    setInvalid: (invalid) => setAttribute(field, 'aria-invalid', invalid ? 'true' : null),
  };
}

export interface IconButtonOptions {
  readonly label: string;
  readonly onClick: () => void;
  /** Present for toggles. */
  readonly pressed?: boolean;
  readonly class?: string;
}

/** A toolbar button: an icon or a short text, its label as tooltip and accessible name. */
export function iconButton(content: Child, options: IconButtonOptions): HTMLButtonElement {
  const button = element(
    'button',
    {
      type: 'button',
      class: options.class === undefined ? 'icon-button' : `icon-button ${options.class}`,
      title: options.label,
      'aria-label': options.label,
      'aria-pressed': options.pressed === undefined ? null : String(options.pressed),
    },
    content,
  );
  button.addEventListener('click', options.onClick);
  return button;
}
