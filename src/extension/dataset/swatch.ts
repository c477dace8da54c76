import * as vscode from 'vscode';

/** Without a colour there is nothing to show. */
const NO_COLOUR = new vscode.ThemeIcon('circle-large-outline');

/**
 * A small square in a class's colour, with an edge that stands out on light and on dark; void has a stroke across.
 *
 * @param colour `#rrggbb`; anything else is no colour
 */
export function swatch(colour: string | null, isVoid = false): vscode.Uri | vscode.ThemeIcon {
  const svg = swatchSvg(colour, isVoid);
  return svg === null
    ? NO_COLOUR
    : vscode.Uri.parse(`data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`);
}

function swatchSvg(colour: string | null, isVoid: boolean): string | null {
  if (colour === null || !/^#[0-9a-f]{6}$/i.test(colour)) return null;
  const stroke = isVoid ? '<path d="M3 13 13 3" stroke="#808080" stroke-width="1.5"/>' : '';
  const square = `<rect x="2.5" y="2.5" width="11" height="11" rx="2" fill="${colour}" stroke="#808080"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16">${square}${stroke}</svg>`;
}
