/**
 * Scrolls to what the window's search in the page finds: in a browser the search selects it without scrolling there.
 * While somebody searches, the focus is in the search field and not in the page.
 */
export function revealFoundText(): void {
  document.addEventListener('selectionchange', () => {
    const selection = getSelection();
    if (document.hasFocus() || selection === null || selection.isCollapsed) {
      return;
    }
    const range = selection.getRangeAt(0);
    for (let box = range.startContainer.parentElement; box !== null; box = box.parentElement) {
      if (getComputedStyle(box).overflowY === 'auto') {
        const found = range.getBoundingClientRect();
        const { top, bottom, height } = box.getBoundingClientRect();
        if (found.top < top || found.bottom > bottom) {
          box.scrollTop += found.top - top - height / 2;
        }
      }
    }
  });
}
