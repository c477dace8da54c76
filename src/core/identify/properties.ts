import type { PngAncillary } from '../png/ancillary.ts';
import { ColourType, type PngImage } from '../png/types.ts';
import type { ColourManagement } from './colourManagement.ts';
import type { IdentifyFacts } from './facts.ts';
import { formatNumber } from './formatNumber.ts';

const COLOUR_TYPE_NAMES: Readonly<Record<ColourType, string>> = {
  [ColourType.grey]: 'Grayscale',
  [ColourType.rgb]: 'Truecolor',
  [ColourType.palette]: 'Indexed',
  [ColourType.greyAlpha]: 'GrayAlpha',
  [ColourType.rgba]: 'RGBA',
};

/**
 * The `Properties` of ImageMagick 7.0.8 that follow from the file, in its order: alphabetical, letters of either case
 * alike. Dates of the file system (`date:…`) are no facts of the image and are left out, as are texts of that name,
 * which ImageMagick overwrites.
 */
export function listProperties(
  image: PngImage,
  ancillary: PngAncillary,
  management: ColourManagement,
  exif: ReadonlyMap<string, string>,
): IdentifyFacts['properties'] {
  const { header, palette } = image;
  const properties = new Map<string, string>();
  const found = 'chunk was found';

  let texts = 0;
  let rawProfiles = 0;
  for (const { chunk, keyword, text } of ancillary.texts) {
    if (chunk === 'iTXt') continue;
    texts++;
    const isDensity = ancillary.physical !== null && /^(density|units)$/i.test(keyword);
    if (keyword.startsWith('Raw profile type ')) rawProfiles++;
    else if (!keyword.startsWith('date:') && !isDensity) properties.set(keyword, text);
  }

  for (const [tag, value] of exif) properties.set(`exif:${tag}`, value);

  properties.set('png:IHDR.bit-depth-orig', String(header.bitDepth));
  properties.set('png:IHDR.bit_depth', String(header.bitDepth));
  properties.set('png:IHDR.color-type-orig', String(header.colourType));
  properties.set('png:IHDR.color_type', `${header.colourType} (${COLOUR_TYPE_NAMES[header.colourType]})`);
  properties.set('png:IHDR.interlace_method', header.interlaced ? '1 (Adam7 method)' : '0 (Not interlaced)');
  properties.set('png:IHDR.width,height', `${header.width}, ${header.height}`);
  if (palette !== null) properties.set('png:PLTE.number_colors', String(palette.rgb.length / 3));
  if (ancillary.animation !== null) properties.set('png:acTL', found);
  if (ancillary.background !== null) properties.set('png:bKGD', `${found} (see Background color, above)`);
  if (management.hasChromaticity) properties.set('png:cHRM', `${found} (see Chromaticity, above)`);
  if (management.fileGamma !== null) {
    properties.set('png:gAMA', `gamma=${formatNumber(management.fileGamma, 8)} (See Gamma, above)`);
  }
  if (ancillary.iccProfile !== null) properties.set('png:iCCP', found);
  if (ancillary.pageOffset !== null) {
    const { x, y } = pageOffsetInPixels(ancillary);
    properties.set('png:oFFs', `x_off=${x}, y_off=${y}`);
  }
  if (ancillary.physical !== null) {
    const { x, y, unit } = ancillary.physical;
    properties.set('png:pHYs', `x_res=${x}, y_res=${y}, units=${unit === 'metre' ? 1 : 0}`);
  }
  if (management.srgbProperty !== null) properties.set('png:sRGB', management.srgbProperty);
  if (texts > 0) properties.set('png:text', `${texts} tEXt/zTXt/iTXt chunks were found`);
  if (rawProfiles > 0) properties.set('png:text-encoded profiles', `${rawProfiles} were found`);
  if (ancillary.modified !== null) properties.set('png:tIME', formatTime(ancillary.modified));
  const hasTransparency = palette === null ? ancillary.transparentColour !== null : palette.transparencyEntries > 0;
  if (hasTransparency) properties.set('png:tRNS', found);

  const sortKey = (name: string) => name.toLowerCase();
  return [...properties]
    .map(([name, value]) => ({ name, value }))
    .sort((a, b) => (sortKey(a.name) < sortKey(b.name) ? -1 : sortKey(a.name) > sortKey(b.name) ? 1 : 0));
}

/** oFFs in pixels; micrometres count as no offset. */
export function pageOffsetInPixels({ pageOffset }: PngAncillary): { x: number; y: number } {
  return pageOffset?.unit === 'pixel' ? { x: pageOffset.x, y: pageOffset.y } : { x: 0, y: 0 };
}

function formatTime(time: NonNullable<PngAncillary['modified']>): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const date = `${String(time.year).padStart(4, '0')}-${two(time.month)}-${two(time.day)}`;
  return `${date}T${two(time.hour)}:${two(time.minute)}:${two(time.second)}Z`;
}
