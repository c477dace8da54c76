import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { rectangle, row, temporaryFolder, writeExport } from '../../fixtures/labelboxConversion.ts';
import { bundleCli, runCli } from './bundle.ts';

describe('maskscope labelbox convert', () => {
  const folder = temporaryFolder();
  let script = '';
  beforeAll(async () => {
    script = await bundleCli('labelboxConvert');
  });
  const run = (exportFile: string, ...options: readonly string[]) =>
    runCli(script, [
      ...['labelbox', 'convert', exportFile, '-o', join(folder, 'out'), '--layout', 'voc', '--size', '64x48'],
      ...['--source', 'polygons', ...options],
    ]);
  const eye = row('a', [rectangle('eye', 0, 0, 4, 4)]);

  it.each([
    [['--source', 'masks,masks'], '--source names masks twice'],
    [['--source', ''], "--source '' has an empty name"],
    [['--require-classes', ''], "--require-classes '' has an empty name"],
    [['--require-classes', 'eye,,nose'], "--require-classes 'eye,,nose' has an empty name"],
    [['--overlap', 'class-order', '--class-order', 'eye, eye'], '--class-order names eye twice'],
  ])('%s is a wrong invocation', (options, problem) => {
    const { status, stderr } = run(writeExport(folder, [eye]), ...options);
    expect([status, stderr.includes(problem)]).toEqual([2, true]);
  });

  it('names the file that is wrong', () => {
    const none = join(folder, 'none.json');
    expect(run(none)).toMatchObject({
      status: 1,
      stderr: `maskscope: The export ${none} cannot be read: The file does not exist.\n`,
    });
    expect(run(folder).stderr).toContain(`The export ${folder} cannot be read: This is not a regular file.`);
    const other = writeExport(folder, [{ uuid: 'u', dataRow: { id: 'd' }, bbox: {} }], 'payload.json');
    expect(run(other).stderr).toContain(`The file ${other} cannot become masks: This is an import payload`);
    const originals = join(folder, 'nowhere');
    expect(run(writeExport(folder, [eye]), '--originals', originals).stderr).toContain(originals);
  });

  it('is taken back by an undo that counts what goes and what comes back', () => {
    const out = join(folder, 'grown');
    const convert = (rows: readonly object[]) => run(writeExport(folder, rows, 'grown.json'), '-o', out, '--yes');
    convert([eye]);
    expect(convert([eye, row('b', [rectangle('eye', 0, 0, 4, 4)])]).status).toBe(0);
    const { stdout } = runCli(script, ['undo', out, '--yes']);
    expect(stdout).toContain('up to 2 files deleted, up to 1 file given its old bytes back.\n');
    expect(stdout).toContain('2 files removed, 1 file as before, 0 left alone.\n');
    expect(runCli(script, ['undo', out, '--yes']).stdout).toContain('4 files removed, 0 left alone.\n');
  });

  it('ends with 1, and says where, when a row cannot be read', () => {
    const file = join(folder, 'cut.json');
    writeFileSync(file, `[${JSON.stringify(eye)},\nnull,\n{"ID": "b`);
    const { status, stdout } = run(file, '--dry-run');
    expect(status).toBe(1);
    expect(stdout).toContain('row 2 (line 2): refused\n  error: Byte ');
    expect(stdout).toContain('rows: 3; masks 1, refused 2\n');
    expect(stdout).toContain('warning: The export was not read to its end: it breaks off at line 3 ');
  });
});
