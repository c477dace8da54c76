import { spawnSync } from 'node:child_process';

/** Whether Debian's scikit-learn is there to compare with. */
export const hasSklearn = spawnSync('/usr/bin/python3', ['-c', 'import sklearn']).status === 0;
if (!hasSklearn) console.warn('skipped: /usr/bin/python3 has no scikit-learn to compare with');
