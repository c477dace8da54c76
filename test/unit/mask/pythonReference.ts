import { spawnSync } from 'node:child_process';

const PYTHON = '/usr/bin/python3';

/** Whether Debian's OpenCV and Pillow are there to compare with. */
export const hasReference = spawnSync(PYTHON, ['-c', 'import cv2, numpy, PIL']).status === 0;
if (!hasReference) console.warn(`skipped: ${PYTHON} has no OpenCV, numpy and Pillow to compare with`);

const PROLOGUE = `
import base64, json, sys
import cv2, numpy
from PIL import Image
def array(case):
    kind = numpy.uint16 if case.get('wide') else numpy.uint8
    return numpy.frombuffer(base64.b64decode(case['ids']), kind).reshape(case['height'], case['width']).copy()
def text(result):
    return base64.b64encode(numpy.ascontiguousarray(result).tobytes()).decode()
`;

/** A mask for the reference, with whatever else its code reads. */
export interface ReferenceCase {
  readonly ids: Uint8Array | Uint16Array;
  readonly width: number;
  readonly height: number;
  readonly [option: string]: unknown;
}

/**
 * What Python code makes of each mask.
 *
 * @param code sets `result`, an array; it sees `mask`, an array, and `case`, the options
 * @returns the bytes of each result
 */
export function reference(code: string, cases: readonly ReferenceCase[]): Uint8Array[] {
  const indented = code.replaceAll('\n', '\n    ');
  const program = `${PROLOGUE}
def answer(case):
    mask = array(case)
    ${indented}
    return text(result)
print(json.dumps([answer(case) for case in json.load(sys.stdin)]))`;
  const input = JSON.stringify(
    cases.map((one) => ({
      ...one,
      wide: one.ids instanceof Uint16Array,
      ids: Buffer.from(one.ids.buffer, one.ids.byteOffset, one.ids.byteLength).toString('base64'),
    })),
  );
  const run = spawnSync(PYTHON, ['-c', program], { input, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (run.status !== 0) throw new Error(run.stderr);
  return (JSON.parse(run.stdout) as string[]).map((text) => new Uint8Array(Buffer.from(text, 'base64')));
}
