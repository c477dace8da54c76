import { colourName } from '../palette/colourNames.ts';
import type { QuantumColour } from './colourHistogram.ts';
import type { ColourFacts, Colourspace } from './facts.ts';
import { formatNumber } from './formatNumber.ts';
import { QUANTA_PER_BYTE, QUANTUM_RANGE, quantumToByte } from './quantum.ts';

export interface ColourStyle {
  readonly colourspace: Colourspace;
  readonly depth: 8 | 16;
  readonly hasAlpha: boolean;
}

/**
 * A colour in the words of ImageMagick 7.0.8. Names exist in sRGB only; in other colourspaces, and for colours without
 * a name, it is a function: `rgb(0,0,255)`, `srgba(1,2,3,0.5)`, `lineargray(7)`, in percent for 16-bit colours that
 * no 8-bit colour equals.
 */
export function describeColour(colour: QuantumColour, style: ColourStyle): ColourFacts {
  const { depth, hasAlpha } = style;
  const sample = depth === 16 ? (quantum: number) => quantum : quantumToByte;
  const components = [colour.red, colour.green, colour.blue, ...(hasAlpha ? [colour.alpha] : [])];
  const hex = components
    .map((quantum) =>
      sample(quantum)
        .toString(16)
        .toUpperCase()
        .padStart(depth / 4, '0'),
    )
    .join('');
  return {
    red: sample(colour.red),
    green: sample(colour.green),
    blue: sample(colour.blue),
    ...(hasAlpha ? { alpha: sample(colour.alpha) } : {}),
    hex: `#${hex}`,
    name: (style.colourspace === 'sRGB' ? nameOf(colour, hasAlpha) : undefined) ?? functionOf(colour, style),
  };
}

function isByte(quantum: number): boolean {
  return quantum % QUANTA_PER_BYTE === 0;
}

function nameOf(colour: QuantumColour, hasAlpha: boolean): string | undefined {
  const { red, green, blue, alpha } = colour;
  if (hasAlpha && alpha !== QUANTUM_RANGE) {
    return red === 0 && green === 0 && blue === 0 && alpha === 0 ? 'none' : undefined;
  }
  if (!isByte(red) || !isByte(green) || !isByte(blue)) return undefined;
  return colourName(quantumToByte(red), quantumToByte(green), quantumToByte(blue));
}

function functionOf(colour: QuantumColour, { colourspace, depth, hasAlpha }: ColourStyle): string {
  const { red, green, blue, alpha } = colour;
  const isGrey = colourspace === 'Gray' || colourspace === 'LinearGray';
  const colours = isGrey ? [red] : [red, green, blue];
  const inBytes = depth === 8 || [red, green, blue, ...(hasAlpha ? [alpha] : [])].every(isByte);
  const texts = colours.map((quantum) =>
    inBytes ? String(quantumToByte(quantum)) : `${formatNumber((100 / QUANTUM_RANGE) * quantum)}%`,
  );
  if (hasAlpha) texts.push(formatNumber((1 / QUANTUM_RANGE) * alpha));
  return `${colourspace.toLowerCase()}${hasAlpha ? 'a' : ''}(${texts.join(',')})`;
}
