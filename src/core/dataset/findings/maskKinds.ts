import { MOST_IDS, type MaskRecord } from '../records.ts';
import { semanticMask, type DatasetCheck, type Report, type VisitedPair } from './check.ts';
import type { FindingFix } from './finding.ts';

/** Masks that are stored in another way than most: RGB among ids, transparency, 16 bits, grey among palettes. */
export class MaskKindCheck implements DatasetCheck {
  readonly #encodings = { palette: 0, grey: 0, colour: 0 };
  #masks = 0;
  #withAlpha = 0;
  #deep = 0;

  survey(visited: VisitedPair): void {
    const mask = semanticMask(visited);
    if (mask === null) return;
    this.#masks++;
    this.#encodings[mask.encoding]++;
    if (mask.hasAlpha) this.#withAlpha++;
    if (isDeep(mask)) this.#deep++;
  }

  visit(visited: VisitedPair, report: Report): void {
    const mask = semanticMask(visited);
    if (mask === null) return;
    const at = { path: mask.path, pair: visited.pair.name };
    if (mask.distinct > MOST_IDS) {
      const isColour = mask.encoding === 'colour';
      const fix: FindingFix = isColour ? { fix: { kind: 'reencode', by: 'colour', repair: 'edges' } } : {};
      report('idsTooMany', { ...at, details: { distinct: mask.distinct }, ...fix });
    }
    const isRare = (count: number): boolean => 2 * count < this.#masks;
    const { encoding } = mask;
    const usual = this.#usualEncoding();
    if (encoding === 'colour' && isRare(this.#encodings.colour)) {
      report('colourMask', { ...at, fix: { kind: 'reencode', by: 'colour' } });
    } else if (encoding !== usual && isRare(this.#encodings[encoding])) {
      const details = { encoding: ENCODING_NAMES[encoding], usual: ENCODING_NAMES[usual] };
      report('encodingDiffers', { ...at, details, fix: { kind: 'reencode', by: 'index' } });
    }
    if (mask.hasAlpha && isRare(this.#withAlpha)) {
      report('alphaMask', { ...at, fix: { kind: 'reencode', by: encoding === 'colour' ? 'colour' : 'index' } });
    }
    if (isDeep(mask) && isRare(this.#deep)) {
      report('deepMask', { ...at, fix: { kind: 'reencode', by: encoding === 'colour' ? 'colour' : 'index' } });
    }
  }

  #usualEncoding(): MaskRecord['encoding'] {
    const { palette, grey, colour } = this.#encodings;
    if (colour > palette + grey) return 'colour';
    return grey > palette ? 'grey' : 'palette';
  }
}

const ENCODING_NAMES = { palette: 'palette', grey: 'grey', colour: 'RGB' } as const;

function isDeep({ bitDepth }: MaskRecord): boolean {
  return bitDepth === 16;
}
