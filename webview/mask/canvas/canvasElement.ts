import type { MaskStrings } from '../../../src/protocol/maskStrings.ts';

/**
 * The focusable element. Its role is `application`, not `img`: screen readers keep the arrow keys of an image for
 * themselves, and here they move the pixel cursor, whose readout a live region speaks.
 */
export function createCanvasElement(strings: MaskStrings): HTMLElement {
  const element = document.createElement('div');
  element.className = 'mask-canvas';
  element.tabIndex = 0;
  element.role = 'application';
  element.setAttribute('aria-roledescription', strings.canvasRole);
  element.ariaLabel = strings.canvasRole;
  const help = document.createElement('span');
  help.id = 'mask-canvas-help';
  help.hidden = true;
  help.textContent = strings.canvasHelp;
  element.append(help);
  element.setAttribute('aria-describedby', help.id);
  Object.assign(element.style, {
    position: 'absolute',
    inset: '0',
    overflow: 'hidden',
    touchAction: 'none',
    userSelect: 'none',
    cursor: 'crosshair',
  });
  return element;
}

/** Calls back when VS Code marks the body with another theme. */
export function observeTheme(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  return () => {
    observer.disconnect();
  };
}
