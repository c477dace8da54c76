import type { Photograph } from '../../src/core/mask/photograph.ts';
import type { Diagnosis } from '../../src/protocol/mask.ts';
import { pushButton } from '../ui/controls.ts';
import { element, setText, type Child } from '../ui/element.ts';
import { icon, type IconName } from '../ui/icons.ts';
import { fill } from '../ui/texts.ts';
import { whenSlow } from '../ui/timing.ts';
import type { Wording } from './wording.ts';

/** Says that the host looks at the file; to be shown only where that takes long enough to be noticed. */
export function examiningPage({ strings }: Wording): HTMLElement {
  const progress = element('p', { class: 'page-progress', role: 'status' });
  // Screen readers speak what a status is given after it has come on the page.
  setTimeout(() => setText(progress, strings.examining));
  return element('main', { class: 'page' }, progress);
}

/** The host could not look at the file: nothing is known about it. */
export function examineFailedPage(
  reason: string,
  { strings }: Wording,
  actions: { retry(): void; openWithPreview(): void },
): HTMLElement {
  return problemPage('error', strings.examineFailed, [
    element('p', { class: 'page-message', role: 'alert' }, reason),
    element('p', { class: 'page-advice' }, strings.examineAdvice),
    element(
      'div',
      { class: 'page-buttons' },
      pushButton({ label: strings.retry, primary: true, onClick: () => actions.retry() }),
      pushButton({ label: strings.openWithPreview, onClick: () => actions.openWithPreview() }),
    ),
  ]);
}

/** What is wrong with a file that cannot be shown, where, and what to do about it. */
export function diagnosisPage(
  diagnosis: Diagnosis,
  { strings }: Wording,
  actions: { recover(): Promise<void>; openWithPreview(): void },
): HTMLElement {
  const failure = element('p', { class: 'page-problem', role: 'alert' });
  failure.hidden = true;
  const progress = element('p', { class: 'page-progress', role: 'status' });
  let pending = false;
  const recover = async (): Promise<void> => {
    if (pending) {
      return;
    }
    pending = true;
    failure.hidden = true;
    const stop = whenSlow(() => setText(progress, strings.examining));
    try {
      await actions.recover();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      setText(failure, fill(strings.problemRecoverFailed, reason));
      failure.hidden = false;
    } finally {
      stop();
      setText(progress, '');
      pending = false;
    }
  };
  const { intactRows, facts } = diagnosis;
  return problemPage('error', strings.problemTitle, [
    element('p', { class: 'page-message' }, diagnosis.message),
    facts.length === 0
      ? null
      : element(
          'dl',
          { class: 'facts' },
          ...facts.flatMap(({ label, value }) => [element('dt', {}, label), element('dd', {}, value)]),
        ),
    element('p', { class: 'page-advice' }, diagnosis.advice),
    failure,
    progress,
    element(
      'div',
      { class: 'page-buttons' },
      intactRows > 0
        ? pushButton({ label: strings.problemRecover, primary: true, onClick: () => void recover() })
        : null,
      pushButton({
        label: strings.openWithPreview,
        primary: intactRows === 0,
        onClick: () => actions.openWithPreview(),
      }),
    ),
  ]);
}

/** An image that has too many colours for a mask; `showAnyway` is null where it cannot be shown as one. */
export function photographPage(
  photograph: Photograph,
  wording: Wording,
  actions: { readonly showAnyway: (() => void) | null; openWithPreview(): void },
): HTMLElement {
  const { strings } = wording;
  const { distinctColours, isLowerBound, header } = photograph;
  const { showAnyway } = actions;
  const text = fill(
    isLowerBound ? strings.photographTextAtLeast : strings.photographText,
    wording.number(isLowerBound ? distinctColours - 1 : distinctColours),
    wording.number(header.width * header.height),
  );
  return problemPage('picture', strings.photographTitle, [
    element('p', { class: 'page-message' }, text),
    element('p', { class: 'page-advice' }, strings.photographAdvice),
    element(
      'div',
      { class: 'page-buttons' },
      pushButton({ label: strings.openWithPreview, primary: true, onClick: () => actions.openWithPreview() }),
      showAnyway === null ? null : pushButton({ label: strings.showAnyway, onClick: showAnyway }),
    ),
  ]);
}

function problemPage(symbol: IconName, title: string, parts: readonly Child[]): HTMLElement {
  const heading = element('h1', { tabindex: -1 }, title);
  const body = element('div', { class: 'page-body' }, heading, ...parts);
  return element('main', { class: `page page-${symbol}` }, element('span', { class: 'page-icon' }, icon(symbol)), body);
}
