import { spellControls } from './texts.ts';

/** Attributes that are read or spoken. */
const READ = new Set(['title', 'aria-label', 'aria-valuetext', 'placeholder']);

/** Attributes of an element: `true` sets an empty attribute, `false`, `null` and `undefined` leave it out. */
export type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>;
export type Child = Node | string | null;

/**
 * Makes a DOM element. Texts become text nodes and values become attribute values: nothing is parsed as HTML, so
 * names from files cannot inject anything, and their invisible controls are spelt out.
 */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes?: Attributes,
  ...children: readonly Child[]
): HTMLElementTagNameMap[K];
export function element(tag: string, attributes?: Attributes, ...children: readonly Child[]): HTMLElement;
export function element(tag: string, attributes: Attributes = {}, ...children: readonly Child[]): HTMLElement {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    setAttribute(made, name, value);
  }
  for (const child of children) {
    if (child !== null) made.append(typeof child === 'string' ? spellControls(child) : child);
  }
  return made;
}

/** Sets or removes one attribute by the rules of {@link Attributes}. */
export function setAttribute(target: Element, name: string, value: Attributes[string]): void {
  if (value === null || value === undefined || value === false) {
    target.removeAttribute(name);
  } else {
    const text = value === true ? '' : String(value);
    target.setAttribute(name, READ.has(name) ? spellControls(text) : text);
  }
}

/** Writes the text only when it differs: spares a style and layout pass in readouts that change with the mouse. */
export function setText(target: Node, text: string): void {
  const shown = spellControls(text);
  if (target.textContent !== shown) {
    target.textContent = shown;
  }
}
