import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = dirname(dirname(import.meta.dirname));

/** Path of the package of a target; `universal` has no native code. */
export function vsixPath(target: string): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const suffix = target === 'universal' ? '' : `-${target}`;
  const file = join(root, 'out', 'vsix', `maskscope-${version}${suffix}.vsix`);
  if (!existsSync(file)) throw new Error(`${file} is missing; run: npm run package -- --target ${target}`);
  return file;
}

/** Unzips a package into an extensions folder as an installation does; returns the extension's folder. */
export function unzipVsix(target: string, extensions: string): string {
  const folder = join(extensions, 'maskscope.maskscope-0.1.0');
  const unpacked = mkdtempSync(join(tmpdir(), 'maskscope-unzip-'));
  try {
    if (process.platform === 'win32') execFileSync('tar', ['-xf', vsixPath(target), '-C', unpacked]);
    else execFileSync('unzip', ['-q', vsixPath(target), '-d', unpacked]);
    mkdirSync(extensions, { recursive: true });
    execFileSync('mv', [join(unpacked, 'extension'), folder]);
  } finally {
    rmSync(unpacked, { recursive: true, force: true });
  }
  return folder;
}
