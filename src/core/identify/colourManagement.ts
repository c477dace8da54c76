import type { Chromaticity, PngAncillary } from '../png/ancillary.ts';
import { ColourType, type PngHeader } from '../png/types.ts';
import type { Colourspace, IdentifyFacts } from './facts.ts';

const INTENTS = ['Perceptual', 'Relative', 'Saturation', 'Absolute'] as const;

type Primaries = NonNullable<IdentifyFacts['chromaticity']>;

const SRGB_PRIMARIES: Primaries = {
  red: { x: 0.64, y: 0.33 },
  green: { x: 0.3, y: 0.6 },
  blue: { x: 0.15, y: 0.06 },
  white: { x: 0.3127, y: 0.329 },
};

/** The gamma that libpng gives a file whose sRGB chunk stands without gAMA. */
const SRGB_GAMMA = 0.45455;

/** How ImageMagick understands the colours of a PNG. */
export interface ColourManagement extends Pick<
  IdentifyFacts,
  'renderingIntent' | 'gamma' | 'chromaticity' | 'intensity'
> {
  readonly colourspace: Colourspace;
  /** The gamma in the file or implied by sRGB; null where the default holds. */
  readonly fileGamma: number | null;
  readonly hasChromaticity: boolean;
  /** The value of `png:sRGB`; null where the property is absent. */
  readonly srgbProperty: string | null;
}

/**
 * Colourspace, rendering intent, gamma and primaries as ImageMagick 7.0.8 derives them from gAMA, sRGB, cHRM and iCCP.
 * A gamma above 0.75 is linear light and resets intent and primaries; colour images without any of the chunks are
 * taken for sRGB and marked as such.
 */
export function colourManagement(header: PngHeader, ancillary: PngAncillary): ColourManagement {
  const isGrey = header.colourType === ColourType.grey || header.colourType === ColourType.greyAlpha;
  const hasIcc = ancillary.iccProfile !== null;
  const srgbIntent = hasIcc ? null : ancillary.srgbIntent;
  const fileGamma = ancillary.gamma ?? (srgbIntent === null ? null : SRGB_GAMMA);
  const filePrimaries = ancillary.chromaticity ?? (srgbIntent === null ? null : SRGB_PRIMARIES);
  const gamma = fileGamma ?? 1 / 2.2;

  const actsAsSrgb =
    !isGrey &&
    !hasIcc &&
    (fileGamma === null || isSrgbGamma(gamma)) &&
    (filePrimaries === null || areSrgbPrimaries(filePrimaries));
  const common = {
    fileGamma,
    hasChromaticity: filePrimaries !== null,
    srgbProperty: srgbIntent !== null || actsAsSrgb ? srgbPropertyOf(srgbIntent ?? 0) : null,
  };

  if (gamma > 0.75) return { ...common, ...linear(isGrey, gamma) };
  if (isGrey) {
    return {
      ...common,
      colourspace: 'Gray',
      renderingIntent: srgbIntent === null ? 'Undefined' : (INTENTS[srgbIntent] ?? 'Undefined'),
      gamma,
      chromaticity: filePrimaries,
      intensity: 'Undefined',
    };
  }
  const chromaticity = filePrimaries ?? SRGB_PRIMARIES;
  if (!isSrgbGamma(gamma) && !areSrgbPrimaries(chromaticity)) return { ...common, ...linear(false, 1) };
  return { ...common, colourspace: 'sRGB', renderingIntent: 'Perceptual', gamma, chromaticity, intensity: 'Undefined' };
}

function linear(
  isGrey: boolean,
  gamma: number,
): Pick<ColourManagement, 'colourspace' | 'renderingIntent' | 'gamma' | 'chromaticity' | 'intensity'> {
  return {
    colourspace: isGrey ? 'LinearGray' : 'RGB',
    renderingIntent: 'Undefined',
    gamma,
    chromaticity: null,
    intensity: 'Rec709Luminance',
  };
}

function isSrgbGamma(gamma: number): boolean {
  return gamma > 0.45 && gamma < 0.46;
}

function areSrgbPrimaries(primaries: Primaries): boolean {
  const near = (a: Chromaticity, b: Chromaticity) => Math.abs(a.x - b.x) < 1e-4 && Math.abs(a.y - b.y) < 1e-4;
  return (['red', 'green', 'blue', 'white'] as const).every((key) => near(primaries[key], SRGB_PRIMARIES[key]));
}

function srgbPropertyOf(intent: 0 | 1 | 2 | 3): string {
  return `intent=${intent} (${INTENTS[intent]} Intent)`;
}
