import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findPython } from '../../scripts/systemPackages.ts';

const root = dirname(dirname(import.meta.dirname));

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string };

/** Path of the package of a target; `universal` has no native code. */
export function vsixPath(target: string): string {
  const suffix = target === 'universal' ? '' : `-${target}`;
  const file = join(root, 'out', 'vsix', `maskscope-${version}${suffix}.vsix`);
  if (!existsSync(file)) throw new Error(`${file} is missing; run: npm run package -- --target ${target}`);
  return file;
}

/** Unzips a package into an extensions folder as an installation does; returns the extension's folder. */
export function unzipVsix(target: string, extensions: string): string {
  const python = findPython();
  if (python === undefined) throw new Error('Unzipping a package needs Python 3.');
  const unpacked = join(extensions, '.unpacked');
  const folder = join(extensions, `maskscope.maskscope-${version}`);
  mkdirSync(unpacked, { recursive: true });
  execFileSync(python, ['-m', 'zipfile', '-e', vsixPath(target), unpacked]);
  renameSync(join(unpacked, 'extension'), folder);
  rmSync(unpacked, { recursive: true });
  return folder;
}
