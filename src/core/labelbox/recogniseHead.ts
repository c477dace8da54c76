import { ElementReader, type Decode } from './elements.ts';
import { EraDetector } from './era.ts';

/** Fields that only exports have, for a first row that is longer than the head. */
const SIGNS = /"(?:Labeled Data|View Label|data_row|DataRow ID|External ID)"\s*:/g;
const HEADER = /^\ufeff?"?ID"?[,;\t]"?(?:DataRow ID|Labeled Data)"?[,;\t]/;

/**
 * Whether a file looks like a Labelbox export by its first bytes: one row of an export, or, where even the first row
 * does not end within them, two fields that only exports have.
 */
export function recogniseHead(head: Uint8Array, decode: Decode): boolean {
  const detector = new EraDetector();
  let rows = 0;
  const reader = new ElementReader(decode, {
    element: (value) => {
      rows++;
      detector.add(value);
    },
    finding: () => undefined,
  });
  reader.push(head);
  // Of a file that ends within its head the last row may have no end of line.
  if (rows === 0) reader.end();
  if (rows > 0) return detector.result().kind === 'export';
  const text = decode(head);
  return HEADER.test(text) || new Set(text.match(SIGNS)?.map((sign) => sign.replace(/\s/g, ''))).size >= 2;
}
