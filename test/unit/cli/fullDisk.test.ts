import { afterEach, expect, it, vi } from 'vitest';
import { failed } from '../../../src/cli/batchCommand.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

it.each(['ENOSPC', 'EDQUOT'])('a batch or an undo that finds the disk full (%s) says what to do', (code) => {
  const lines: string[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    lines.push(String(text));
    return true;
  });
  const error = Object.assign(new Error('write'), { code, path: '/masks/.maskscope/lock' });
  expect(failed(error)).toBe(1);
  expect(lines.join('')).toBe(
    'maskscope: /masks/.maskscope/lock: No space is left on the device. ' +
      'The file is as it was. Free some space and run the same command again.\n',
  );
});
