import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TARGETS, nativePackages } from '../../scripts/package/targets.ts';
import { unzipVsix, vsixPath } from './vsix.ts';

const MB = 1e6;
let folder = '';
const extension: Record<string, string> = {};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'maskscope-package-'));
  for (const target of ['linux-x64', 'universal']) extension[target] = unzipVsix(target, join(folder, target));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const files = (target: string) =>
  readdirSync(extension[target] ?? '', { recursive: true, encoding: 'utf8' }).map((file) => file.replaceAll('\\', '/'));

describe('the linux-x64 package', () => {
  it('is at most 12 MB', () => {
    expect(statSync(vsixPath('linux-x64')).size).toBeLessThanOrEqual(12 * MB);
  });

  it('packs the native code of its platform and no other', () => {
    const packed = readdirSync(join(extension['linux-x64'] ?? '', 'dist', 'node_modules', '@img')).sort();
    expect(packed).toEqual(nativePackages(TARGETS['linux-x64']).sort());
  });

  it.runIf(process.platform === 'linux' && process.arch === 'x64')('encodes with its own sharp', () => {
    const script = `
      const { createRequire } = require('node:module');
      const load = createRequire(${JSON.stringify(join(extension['linux-x64'] ?? '', 'dist', 'job.js'))});
      const sharp = load('sharp');
      const raw = { width: 2, height: 1, channels: 3 };
      sharp(Buffer.from([1, 2, 3, 4, 5, 6]), { raw }).png().toBuffer()
        .then((png) => sharp(png).raw().toBuffer())
        .then((pixels) => console.log(load.resolve('sharp') + ' ' + [...pixels].join()));`;
    const [path, pixels] = execFileSync(process.execPath, ['-e', script], { encoding: 'utf8', cwd: folder })
      .trim()
      .split(' ');
    expect(path).toContain(folder);
    expect(pixels).toBe('1,2,3,4,5,6');
  });
});

describe('the untargeted package', () => {
  it('is at most 1 MB', () => {
    expect(statSync(vsixPath('universal')).size).toBeLessThanOrEqual(MB);
  });

  it('holds no module of the sharp family and no native code', () => {
    expect(files('universal').filter((file) => /node_modules|sharp|libvips|\.node$|\.so\b|\.wasm$/.test(file))).toEqual(
      [],
    );
  });
});

describe.each(['linux-x64', 'universal'])('the %s package', (target) => {
  it('holds what its manifest names', () => {
    const packed = files(target);
    for (const file of [
      'dist/extension.js',
      'dist/job.js',
      'dist/batchProcess.js',
      'dist/cli.js',
      'dist/webview/mask.js',
      'dist/webview/batch.js',
      'dist/webview/panes.js',
      'dist/webview/panes.css',
      'dist/webview/toolkit.js',
    ]) {
      expect(packed).toContain(file);
    }
    for (const file of ['package.nls.json', 'package.nls.ko.json', 'l10n/bundle.l10n.ko.json', 'LICENSE.txt']) {
      expect(packed).toContain(file);
    }
  });

  it('holds no sources, tests or source maps', () => {
    const stray = files(target).filter(
      (file) => !file.startsWith('dist/node_modules/') && /\.ts$|\.map$|^(src|test|webview)\//.test(file),
    );
    expect(stray).toEqual([]);
  });
});
