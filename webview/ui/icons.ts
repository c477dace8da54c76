/**
 * Icons on a 16 × 16 grid, drawn for this project in the weight of VS Code's own. `stroke` paths are one unit wide,
 * `fill` paths are filled; both take the text's colour.
 */
const ICONS = {
  fit: { stroke: 'M2.5 5.5v-3h3M10.5 2.5h3v3M13.5 10.5v3h-3M5.5 13.5h-3v-3M5.5 6.5h5v3h-5z' },
  zoomIn: { stroke: 'M11 7a4 4 0 1 1-8 0 4 4 0 0 1 8 0zM10 10l3.8 3.8M7 5v4M5 7h4' },
  zoomOut: { stroke: 'M11 7a4 4 0 1 1-8 0 4 4 0 0 1 8 0zM10 10l3.8 3.8M5 7h4' },
  goTo: { stroke: 'M8 1.5v4M8 10.5v4M1.5 8h4M10.5 8h4M12 8a4 4 0 1 1-8 0 4 4 0 0 1 8 0z' },
  previous: { stroke: 'M8 13V3.5M3.8 7.7 8 3.5l4.2 4.2' },
  next: { stroke: 'M8 3v9.5M3.8 8.3 8 12.5l4.2-4.2' },
  classes: { stroke: 'M2.5 3.5h2v2h-2zM2.5 7.5h2v2h-2zM2.5 11.5h2v2h-2zM7 4.5h6.5M7 8.5h6.5M7 12.5h6.5' },
  edit: { stroke: 'M3 13l.7-3L10.5 3.2l2.3 2.3L6 12.3zM9 4.7 11.3 7' },
  training: { stroke: 'M5.5 3 2 8l3.5 5M10.5 3 14 8l-3.5 5' },
  report: { stroke: 'M3.5 1.5h6l3 3v10h-9zM9.5 1.5v3h3M5.5 7.5h5M5.5 9.5h5M5.5 11.5h3' },
  eye: { stroke: 'M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8zM10 8a2 2 0 1 1-4 0 2 2 0 0 1 4 0z' },
  eyeClosed: {
    stroke: 'M1.5 7S4 10.8 8 10.8 14.5 7 14.5 7M3.4 9 2.2 11M6.3 10.6l-.6 2.2M9.7 10.6l.6 2.2M12.6 9l1.2 2',
  },
  isolate: { stroke: 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0z', fill: 'M10.5 8a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0z' },
  close: { stroke: 'M4 4l8 8M12 4l-8 8' },
  info: { stroke: 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0zM8 7v4.2', fill: 'M7.3 4.4h1.4v1.4H7.3z' },
  warning: { stroke: 'M8 2.2 14.3 13.5H1.7zM8 6.3v3.9', fill: 'M7.35 11.1h1.3v1.3h-1.3z' },
  error: { stroke: 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0zM5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6' },
  check: { stroke: 'M3 8.5 6.5 12 13 4.5' },
  chevronRight: { stroke: 'M6 3.5 10.5 8 6 12.5' },
  chevronDown: { stroke: 'M3.5 6 8 10.5 12.5 6' },
  sortUp: { fill: 'M8 5.5 11.5 10h-7z' },
  sortDown: { fill: 'M8 10.5 4.5 6h7z' },
  flip: { stroke: 'M2 8h12M5 6.5 8 3l3 3.5zM5 9.5 8 13l3-3.5z' },
  duplicate: { stroke: 'M5.5 5.5h8v8h-8zM3 10.5h-.5v-8h8V3' },
  picture: { stroke: 'M1.5 3.5h13v9h-13zM1.5 11l3.5-3.5 3 3 2-2 4.5 4', fill: 'M10.5 5.5h1.8v1.8h-1.8z' },
  mask: { stroke: 'M2.5 2.5h11v11h-11z', fill: 'M3 3h5v4l3 2v4H3z' },
  overlay: { stroke: 'M2.5 2.5h8v8h-8zM5.5 10.5v3h8v-8h-3', fill: 'M6 6h4v4H6z' },
  swipe: { stroke: 'M2.5 3.5h11v9h-11zM8 1v14', fill: 'M8.5 4H13v8H8.5z' },
  sliders: { stroke: 'M2 4.5h7M12 4.5h2M2 11.5h2M7 11.5h7M9.5 3v3M4.5 10v3' },
  ignored: { stroke: 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0zM3.8 12.2l8.4-8.4' },
} as const satisfies Record<string, { stroke?: string; fill?: string }>;

export type IconName = keyof typeof ICONS;
const SVG = 'http://www.w3.org/2000/svg';

/** A decorative icon, hidden from screen readers: its button or row carries the label. */
export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const paths: { stroke?: string; fill?: string } = ICONS[name];
  for (const kind of ['stroke', 'fill'] as const) {
    const data = paths[kind];
    if (data !== undefined) {
      const path = document.createElementNS(SVG, 'path');
      path.setAttribute('d', data);
      path.setAttribute('class', kind === 'stroke' ? 'icon-stroke' : 'icon-fill');
      svg.append(path);
    }
  }
  return svg;
}
