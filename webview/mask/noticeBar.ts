import { iconButton } from '../ui/controls.ts';
import { element } from '../ui/element.ts';
import { icon } from '../ui/icons.ts';
import type { MaskModel } from './maskModel.ts';
import type { SavedNotice } from './savedState.ts';
import type { Wording } from './wording.ts';

/** Something about the mask that the picture alone does not tell. Dismissed keys stay so as long as the tab lives. */
export interface Notice extends SavedNotice {
  readonly actions?: readonly { readonly label: string; readonly run: () => void }[];
  /** Cannot be dismissed: it goes when its cause goes. */
  readonly isPinned?: boolean;
}

/** The notes above the picture. */
export interface NoticeBar {
  readonly element: HTMLElement;
  show(notices: readonly Notice[]): void;
}

export function noticeBar(model: MaskModel, wording: Wording): NoticeBar {
  const list = element('div', { class: 'notices', role: 'region', 'aria-label': wording.strings.notices });
  let current: readonly Notice[] = [];
  const draw = (): void => {
    const shown = current.filter(({ key }) => !model.state.dismissed.has(key));
    list.hidden = shown.length === 0;
    list.replaceChildren(...shown.map(line));
  };
  const line = ({ key, severity, text, actions = [], isPinned = false }: Notice): HTMLElement => {
    const row = element('div', { class: `notice ${severity}`, 'data-notice': key }, icon(severity));
    const words = element('span', { class: 'notice-text' }, text);
    row.append(words);
    const buttons = actions.map(({ label, run }) => {
      const button = element('button', { type: 'button', class: 'link' }, label);
      button.addEventListener('click', run);
      return button;
    });
    if (buttons.length > 0) {
      words.append(' ', element('span', { class: 'notice-actions' }, ...buttons));
    }
    const dismiss = (): void => model.set({ dismissed: new Set([...model.state.dismissed, key]) });
    if (!isPinned) {
      row.append(iconButton(icon('close'), { label: wording.strings.dismiss, onClick: dismiss }));
    }
    return row;
  };
  model.follow(['dismissed'], draw);
  const show = (notices: readonly Notice[]): void => {
    current = notices;
    draw();
  };
  return { element: list, show };
}
