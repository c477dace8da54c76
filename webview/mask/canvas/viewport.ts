import type { Viewport } from './viewTransform.ts';

/** An element's viewport now, from layout: exact where CSS pixels are whole device pixels, else within one. */
export function viewportOf(element: HTMLElement): Viewport {
  const pixelRatio = window.devicePixelRatio || 1;
  const box = element.getBoundingClientRect();
  return {
    width: Math.round(box.width * pixelRatio),
    height: Math.round(box.height * pixelRatio),
    pixelRatio,
  };
}

/**
 * Follows an element's size in exact device pixels (`devicePixelContentBox`, where the browser knows it) and the
 * device pixel ratio. Called before the browser paints, so that a drawing made in `onChange` is never seen late.
 *
 * @returns a function that stops it
 */
export function observeViewport(element: HTMLElement, onChange: (viewport: Viewport) => void): () => void {
  const observer = new ResizeObserver((entries) => {
    const exact = entries.at(-1)?.devicePixelContentBoxSize?.[0];
    const viewport = viewportOf(element);
    onChange(exact ? { ...viewport, width: exact.inlineSize, height: exact.blockSize } : viewport);
  });
  try {
    observer.observe(element, { box: 'device-pixel-content-box' });
  } catch {
    observer.observe(element);
  }
  return () => {
    observer.disconnect();
  };
}
