import { spawnSync } from 'node:child_process';

const PYTHON = '/usr/bin/python3';

const imports = (modules: string): boolean => spawnSync(PYTHON, ['-c', `import ${modules}`]).status === 0;

/** Whether Debian's NumPy is there to compare with. */
export const hasNumpy = imports('numpy');
/** Whether Debian's scikit-learn is there, too. */
export const hasSklearn = hasNumpy && imports('sklearn.model_selection, sklearn.utils');
if (!hasNumpy) console.warn(`skipped: ${PYTHON} has no NumPy to compare with`);
else if (!hasSklearn) console.warn(`skipped: ${PYTHON} has no scikit-learn to compare with`);

/**
 * What Python code makes of each case.
 *
 * @param code sets `result`, which JSON can hold; it sees `case`, and `error` names what it throws
 */
export function pythonAnswers<T>(code: string, cases: readonly object[]): T[] {
  const indented = code.trim().replaceAll('\n', '\n        ');
  const program = `
import json, sys, warnings
import numpy
warnings.simplefilter('ignore')
def answer(case):
    try:
        ${indented}
        return result
    except ValueError as error:
        return {'error': str(error)}
print(json.dumps([answer(case) for case in json.load(sys.stdin)]))`;
  const run = spawnSync(PYTHON, ['-c', program], {
    input: JSON.stringify(cases),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout) as T[];
}
