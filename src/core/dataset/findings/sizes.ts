import { isTransposed } from '../imageHeader.ts';
import type { ImageRecord, MaskRecord } from '../records.ts';
import type { DatasetCheck, Report, VisitedPair } from './check.ts';
import { isOutlier, spreadOf, type Spread } from './outliers.ts';

/** Whether masks fit their originals, and images whose size is unusual. */
export class SizeCheck implements DatasetCheck {
  /** Natural logarithms of pixels. */
  readonly #areas: number[] = [];
  #spread: Spread | null = null;

  survey({ mask, image }: VisitedPair): void {
    const { width = 0, height = 0 } = sized(image) ?? mask ?? {};
    if (width * height > 0) this.#areas.push(Math.log(width * height));
  }

  visit(visited: VisitedPair, report: Report): void {
    const { pair, mask } = visited;
    const image = sized(visited.image);
    if (mask !== null && image !== null) {
      const misfit = misfitOf(mask, image);
      const details = {
        ...{ maskWidth: mask.width, maskHeight: mask.height, width: image.width, height: image.height },
        ...misfit?.details,
      };
      if (misfit !== null) {
        report(misfit.rule, { path: mask.path, pair: pair.name, details, related: [image.path] });
      }
    }
    const size = image ?? mask;
    this.#spread ??= spreadOf(this.#areas, LEAST_SPREAD);
    if (size === null || !isOutlier(Math.log(size.width * size.height), this.#spread)) return;
    const usual = roundedTo(2, Math.exp(this.#spread.median));
    report('imageSizeOutlier', {
      path: size.path,
      pair: pair.name,
      details: { width: size.width, height: size.height, usual },
    });
  }
}

/** Sizes that are all but equal still vary by so much. */
const LEAST_SPREAD = Math.log(1.25);

type Misfit =
  | { readonly rule: 'sizesDiffer' | 'sizesTurned'; readonly details?: undefined }
  | { readonly rule: 'sizesScaled'; readonly details: { readonly factor: string } }
  | { readonly rule: 'exifTurned' | 'exifIgnored'; readonly details: { readonly orientation: number } };

/** Null where a mask fits its original, however that is read. */
export function misfitOf(
  mask: Pick<MaskRecord, 'width' | 'height'>,
  { width, height, orientation }: Pick<ImageRecord, 'width' | 'height' | 'orientation'>,
): Misfit | null {
  const fitsStored = mask.width === width && mask.height === height;
  const fitsTurned = mask.width === height && mask.height === width;
  const turned = isTransposed(orientation);
  if (fitsStored || (turned && fitsTurned)) {
    if (orientation === null || orientation === 1) return null;
    return { rule: fitsStored ? 'exifIgnored' : 'exifTurned', details: { orientation } };
  }
  if (fitsTurned) return { rule: 'sizesTurned' };
  const factor = exactFactor(mask, width, height) ?? (turned ? exactFactor(mask, height, width) : null);
  return factor === null ? { rule: 'sizesDiffer' } : { rule: 'sizesScaled', details: { factor } };
}

/** `1/2`, `3`: by which both sides were multiplied; null where it is not one number. */
function exactFactor(mask: Pick<MaskRecord, 'width' | 'height'>, width: number, height: number): string | null {
  if (mask.width * height !== mask.height * width) return null;
  const common = greatestCommonDivisor(mask.width, width);
  const below = width / common;
  return below === 1 ? String(mask.width / common) : `${mask.width / common}/${below}`;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

function roundedTo(digits: number, value: number): number {
  return Number(value.toPrecision(digits));
}

function sized(image: ImageRecord | null): ImageRecord | null {
  return image !== null && image.width > 0 && image.height > 0 ? image : null;
}
