import { element, setAttribute, setText } from '../../ui/element.ts';
import { fill } from '../../ui/texts.ts';
import type { IdRow } from '../classRows.ts';
import type { MaskModel, OpenMask } from '../maskModel.ts';
import type { Wording } from '../wording.ts';

/** The list of ids that fields suggest; one for all of them. */
export const ID_LIST = 'edit-ids';
const MOST_SUGGESTED = 512;

let nextField = 1;

/** A control with its label before it. */
export function labelled(label: string, control: HTMLElement, hint = ''): HTMLElement {
  control.id = `edit-field-${nextField++}`;
  return element(
    'span',
    { class: 'edit-field' },
    element('label', { for: control.id }, label),
    control,
    hint === '' ? null : element('span', { class: 'edit-note' }, hint),
  );
}

/** A one-line field; Enter confirms. */
export function lineField(
  attributes: { readonly class?: string; readonly [name: string]: string | undefined },
  onInput: () => void,
  onEnter: () => void,
): HTMLInputElement {
  const input = element('input', {
    type: 'text',
    spellcheck: 'false',
    autocomplete: 'off',
    ...attributes,
    class: `text ${attributes.class ?? ''}`,
  });
  input.addEventListener('input', onInput);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.isComposing) {
      event.preventDefault();
      onEnter();
    }
  });
  return input;
}

/** One of several choices. */
export function choice<Value extends string>(
  options: readonly (readonly [value: Value, text: string])[],
  value: Value,
  onChange: (value: Value) => void,
): HTMLSelectElement {
  const select = element(
    'select',
    { class: 'choice' },
    ...options.map(([key, text]) => element('option', { value: key }, text)),
  );
  select.value = value;
  select.addEventListener('change', () => onChange(select.value as Value));
  return select;
}

/** A field for an id, or for the name of a class, with what it stands for beside it. */
export interface IdField {
  readonly element: HTMLElement;
  /** Null where the field is empty, NaN where it holds neither a number nor the name of a class. */
  readonly value: number | null;
  set(id: number): void;
  focus(): void;
  setInvalid(invalid: boolean): void;
}

export function idField(
  label: string,
  model: MaskModel,
  wording: Wording,
  onInput: () => void,
  onEnter: () => void,
): IdField {
  const meaning = element('span', { class: 'edit-note id-meaning' });
  const input = lineField({ class: 'id-input', list: ID_LIST, inputmode: 'numeric' }, () => changed(), onEnter);
  const value = (): number | null => readId(input.value, model.state.rows);
  const describe = (): void => {
    const { open, counts } = model.state;
    const id = value();
    const known = open !== null && id !== null && id >= 0 && id < open.colours.colours.length / 4;
    const parts = known
      ? [wording.name(open, id), fill(wording.strings.editPixels, wording.number(counts?.[id] ?? 0))]
      : [];
    setText(meaning, parts.filter((part) => part !== '').join(' · '));
  };
  const changed = (): void => {
    describe();
    onInput();
  };
  model.watch(['rows'], describe);
  const field = labelled(label, input);
  field.append(meaning);
  return {
    element: field,
    get value() {
      return value();
    },
    set: (id) => {
      input.value = String(id);
      describe();
    },
    focus: () => {
      input.focus();
      input.select();
    },
    setInvalid: (invalid) => setAttribute(input, 'aria-invalid', invalid ? 'true' : null),
  };
}

/**
 * `3`, `id 3`, or a name of a class, whatever its case; other names of classes count where no class is called so. Null
 * for an empty text, NaN for anything else.
 */
export function readId(text: string, rows: readonly IdRow[] | null): number | null {
  const typed = text.trim();
  if (typed === '') {
    return null;
  }
  const digits = /^(?:id\s*)?(-?\d{1,9})$/i.exec(typed)?.[1];
  if (digits !== undefined) {
    return Number(digits);
  }
  const isTyped = (name: string): boolean => name.toLowerCase() === typed.toLowerCase();
  const named =
    rows?.find(({ meaning }) => isTyped(meaning.className ?? '')) ??
    rows?.find(({ meaning }) => meaning.aliases?.some(isTyped));
  return named?.id ?? NaN;
}

/** Suggests the ids in use and those of the class map, by number and name. */
export function idList(model: MaskModel, wording: Wording): HTMLElement {
  const list = element('datalist', { id: ID_LIST });
  const suggestion = (open: OpenMask, id: number): HTMLElement => {
    const name = wording.name(open, id);
    return element('option', { value: id, label: name === '' ? String(id) : `${id} ${name}` });
  };
  model.follow(['rows', 'pane'], ({ open, rows, pane }) => {
    if (open === null || rows === null || pane !== 'edit') {
      return;
    }
    const wanted = rows.filter(({ pixels, meaning }) => pixels > 0 || meaning.className !== null);
    list.replaceChildren(...wanted.slice(0, MOST_SUGGESTED).map(({ id }) => suggestion(open, id)));
  });
  return list;
}
