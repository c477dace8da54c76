import { element } from './element.ts';

export interface Tab {
  readonly key: string;
  readonly label: string;
  readonly panel: HTMLElement;
}

/** A list of tabs with their panels, one of which is shown. */
export interface Tabs {
  readonly list: HTMLElement;
  /** Shows a panel without telling the listener. */
  select(key: string): void;
}

/** Makes tabs by the ARIA practices: arrow keys, Home and End move between tabs and show them at once. */
export function tabs(label: string, all: readonly Tab[], onSelect: (key: string) => void): Tabs {
  const buttons = all.map(({ key, label: text, panel }) => {
    const id = `tab-${key}`;
    panel.id = `panel-${key}`;
    panel.setAttribute('role', 'tabpanel');
    panel.setAttribute('aria-labelledby', id);
    const button = element(
      'button',
      { type: 'button', role: 'tab', id, class: 'tab', 'aria-controls': panel.id },
      text,
    );
    button.addEventListener('click', () => choose(key));
    return button;
  });
  const list = element('div', { role: 'tablist', class: 'tabs', 'aria-label': label }, ...buttons);

  const select = (key: string): void => {
    all.forEach((tab, index) => {
      const shown = tab.key === key;
      tab.panel.hidden = !shown;
      buttons[index]?.setAttribute('aria-selected', String(shown));
      buttons[index]?.setAttribute('tabindex', shown ? '0' : '-1');
    });
  };
  const choose = (key: string): void => {
    select(key);
    onSelect(key);
  };

  list.addEventListener('keydown', (event) => {
    const current = buttons.findIndex((button) => button === event.target);
    const last = all.length - 1;
    const index = {
      ArrowLeft: current === 0 ? last : current - 1,
      ArrowRight: current === last ? 0 : current + 1,
      Home: 0,
      End: last,
    }[event.key];
    const tab = index === undefined ? undefined : all[index];
    if (current >= 0 && index !== undefined && tab !== undefined) {
      event.preventDefault();
      choose(tab.key);
      buttons[index]?.focus();
    }
  });
  return { list, select };
}
