import type { MaskViewCommand } from '../../src/protocol/mask.ts';
import type { MaskModel } from './maskModel.ts';
import { isReviewing } from './reviewSlot.ts';

export interface KeyTargets {
  /** The whole editor; keys are taken while it is on the page. */
  readonly page: HTMLElement;
  /** Around the picture. */
  readonly stage: HTMLElement;
  /** The picture, which takes keys of its own. */
  readonly canvas: HTMLElement;
}

/** Keys of the page beside those of the picture, the panes and the host's key bindings. */
export function listenToKeys(
  model: MaskModel,
  { page, stage, canvas }: KeyTargets,
  run: (command: MaskViewCommand) => void,
): void {
  window.addEventListener(
    'keydown',
    (event) => {
      const command = page.isConnected ? pageKey(event, model.offersClassFilter) : null;
      if (command !== null) {
        event.preventDefault();
        event.stopImmediatePropagation();
        run(command);
      }
    },
    { capture: true },
  );
  // A tab that gets the focus takes keys for its picture.
  window.addEventListener('focus', () => {
    if (document.activeElement === document.body && page.isConnected) {
      canvas.focus({ preventScroll: true });
    }
  });
  stage.addEventListener('keydown', (event) => {
    if (event.key.toLowerCase() === 'r' && !event.ctrlKey && !event.metaKey && !event.altKey && !isReviewing()) {
      event.preventDefault();
      run('relabelRegion');
    }
  });
  page.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') {
      return;
    }
    const { selected, region } = model.state;
    const isOnStage = stage.contains(document.activeElement);
    // A review is left by an Escape that means nothing else.
    if (isReviewing() && (!isOnStage || event.defaultPrevented || selected !== null || region !== null)) {
      event.stopPropagation();
    }
    if (isOnStage) {
      model.set({ selected: null, region: null });
    } else {
      canvas.focus();
    }
  });
}

/**
 * Keys that lead to a text field. While the page has the focus it takes them itself and keeps them from the workbench,
 * which would answer by way of the host: late, so that the first letters go elsewhere, or after the field has closed.
 */
function pageKey(
  { key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent,
  offersClassFilter: boolean,
): MaskViewCommand | null {
  if (shiftKey || altKey) {
    return null;
  }
  if ((ctrlKey || metaKey) && key.toLowerCase() === 'f') {
    return offersClassFilter ? 'filterClasses' : null;
  }
  return ctrlKey && !metaKey && key.toLowerCase() === 'g' ? 'goTo' : null;
}
