import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { READERS, type Library } from '../../../src/core/mask/readers/readings.ts';

/** Debian's; another one by MASKSCOPE_PYTHON, for other versions of the libraries and for TensorFlow. */
const PYTHON = process.env['MASKSCOPE_PYTHON'] ?? '/usr/bin/python3';

const PROGRAM = `
import json, os, sys, warnings
os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'
warnings.simplefilter('ignore')
names = {}
versions = {}
def have(library, version, **modules):
    names.update(modules)
    versions[library] = version
try:
    import numpy as np
    names['np'] = np
    import PIL
    from PIL import Image
    have('Pillow', PIL.__version__, Image=Image)
except ImportError: pass
try:
    import cv2
    have('OpenCV', cv2.__version__, cv2=cv2)
except ImportError: pass
try:
    import tensorflow as tf
    have('TensorFlow', tf.__version__, tf=tf)
except ImportError: pass

def run(code, path):
    try: array = eval(code, {**names, 'path': path})
    except NameError: return None
    if array is None: return {'dtype': 'nothing', 'shape': [], 'values': [], 'mode': None}
    array = array.numpy() if hasattr(array, 'numpy') else array
    mode = eval(code[9:-1], {**names, 'path': path}).mode if code.startswith('np.array(Image.open(path)') else None
    return {'dtype': str(array.dtype), 'shape': list(array.shape), 'values': array.astype(int).ravel().tolist(), 'mode': mode}

request = json.load(sys.stdin)
results = [[run(code, path) for code in codes] for path, codes in request]
json.dump({'versions': versions, 'results': results}, open(os.environ['RESULT'], 'w'))
`;

/** An array that Python code returned. */
export interface PythonArray {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly values: readonly number[];
  readonly mode: string | null;
}

export interface PythonResults {
  /** Of the libraries that are there. */
  readonly versions: Readonly<Partial<Record<Library, string>>>;
  /** By file and piece of code; null where the code's library is absent. */
  readonly results: readonly (readonly (PythonArray | null)[])[];
}

/**
 * Runs code for each file: the calls of all readers, then `more`. Null where there is no Python with NumPy.
 *
 * @param more code for the file at this path
 */
export function runReaders(
  files: readonly Uint8Array[],
  more: (at: number, path: string) => readonly string[],
): PythonResults | null {
  if (spawnSync(PYTHON, ['-c', 'import numpy']).status !== 0) {
    console.warn(`skipped: ${PYTHON} has no NumPy to compare with`);
    return null;
  }
  const folder = mkdtempSync(join(tmpdir(), 'maskscope-readers-'));
  try {
    const request = files.map((file, at) => {
      const path = join(folder, `${at}.png`);
      writeFileSync(path, file);
      return [path, [...READERS.map(({ call }) => call), ...more(at, path)]];
    });
    const result = join(folder, 'result.json');
    const run = spawnSync(PYTHON, ['-c', PROGRAM], {
      input: JSON.stringify(request),
      encoding: 'utf8',
      env: { ...process.env, RESULT: result },
      maxBuffer: 1 << 28,
    });
    if (run.status !== 0) throw new Error(run.stderr);
    return JSON.parse(readFileSync(result, 'utf8')) as PythonResults;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
