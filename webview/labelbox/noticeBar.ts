import { iconButton } from '../ui/controls.ts';
import { element, setText } from '../ui/element.ts';
import { icon } from '../ui/icons.ts';

/** What a notice offers to do. */
export interface NoticeAction {
  readonly label: string;
  run(): void;
}

/** One line about what the page did with its filters, spoken, until it is closed or another takes its place. */
export class NoticeBar {
  readonly element: HTMLElement;
  readonly #text = element('span', { class: 'notice-text', role: 'status' });
  readonly #action = element('button', { type: 'button', class: 'link', hidden: true });
  #run: (() => void) | null = null;

  constructor(dismiss: string) {
    this.#action.addEventListener('click', () => {
      const run = this.#run;
      this.clear();
      run?.();
    });
    this.element = element(
      'div',
      { class: 'notice' },
      this.#text,
      this.#action,
      iconButton(icon('close'), { label: dismiss, onClick: () => this.clear() }),
    );
    this.clear();
  }

  show(text: string, action: NoticeAction | null = null): void {
    this.#run = action === null ? null : () => action.run();
    this.#action.hidden = action === null;
    this.#action.textContent = action?.label ?? '';
    this.element.classList.add('shown');
    setText(this.#text, text);
  }

  clear(): void {
    this.#run = null;
    this.#text.textContent = '';
    this.#action.hidden = true;
    this.element.classList.remove('shown');
  }
}
