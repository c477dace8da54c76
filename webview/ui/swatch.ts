import { element } from './element.ts';

/** A square of colour over a checkerboard, which shows through where the colour is transparent. */
export function swatch(): HTMLElement {
  return element('span', { class: 'swatch', 'aria-hidden': 'true' }, element('span', { class: 'swatch-colour' }));
}

/** Colours a swatch; without a colour it is hatched. */
export function paintSwatch(target: HTMLElement, hex: string): void {
  target.classList.toggle('hatched', hex === '');
  const colour = target.firstElementChild;
  if (colour instanceof HTMLElement && colour.dataset['hex'] !== hex) {
    colour.dataset['hex'] = hex;
    colour.style.backgroundColor = hex;
  }
}
