import { element } from './element.ts';

export interface Option<Value extends string> {
  readonly value: Value;
  readonly label: string;
}

let lastId = 0;

/** A labelled list to choose one from. Its id tells by its label, so that a page drawn anew finds the focus again. */
export function choice<Value extends string>(
  label: string,
  options: readonly Option<Value>[],
  chosen: Value,
  onChoose: (value: Value) => void,
): HTMLElement {
  const id = `choice-${idOf(label)}`;
  const select = element('select', { class: 'select', id });
  for (const { value, label: text } of options) {
    select.append(element('option', { value, selected: value === chosen }, text));
  }
  select.addEventListener('change', () => {
    const value = options[select.selectedIndex]?.value;
    if (value !== undefined) onChoose(value);
  });
  return element('span', { class: 'choice' }, element('label', { for: id }, label), select);
}

const ids = new Map<string, number>();

function idOf(label: string): number {
  const known = ids.get(label) ?? ++lastId;
  ids.set(label, known);
  return known;
}
