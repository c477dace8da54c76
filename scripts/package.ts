// npm run package: one VSIX per platform, with the native packages of that platform, and one without native code.
//   --target NAME   only this one (repeatable); `universal` is the one without native code
//   --no-build      dist/ is fresh already
// Result: out/vsix/maskscope-VERSION[-TARGET].vsix
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execPath, platform } from 'node:process';
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants } from 'node:zlib';
import { createVSIX } from '@vscode/vsce';
import { CommandError, explainErrors } from './commandLine.ts';
import {
  type NativeSelection,
  TARGETS,
  type TargetName,
  isTarget,
  nativePackages,
  targetNames,
} from './package/targets.ts';
import { runCommand } from './systemCommand.ts';

const root = dirname(import.meta.dirname);
const PACKED = ['dist', 'docs', 'l10n', 'media', 'README.md', 'CHANGELOG.md', 'LICENSE', '.vscodeignore'];
/** What npm and the tests read, but an installed extension does not. */
const MANIFEST_LEFT_OUT = ['type', 'private', 'scripts', 'devDependencies', 'dependencies', 'allowScripts'];

/** Files of the native packages that nothing loads. */
const UNUSED_AT_RUN_TIME = /\/node_modules\/(\.bin|\.package-lock\.json|sharp\/(src|install|lib))$|\.d\.[cm]?ts$/;

interface Manifest {
  readonly name: string;
  readonly version: string;
}

/** The runtime packages of a target, exactly as locked, below `staging/dist/node_modules`: only the bundles see them. */
async function installNativePackages(target: TargetName, staging: string): Promise<void> {
  const selection = TARGETS[target];
  if (selection === null) return;
  const temporary = await mkdtemp(join(tmpdir(), 'maskscope-native-'));
  try {
    for (const file of ['package.json', 'package-lock.json', '.npmrc'])
      await cp(join(root, file), join(temporary, file));
    const options = ['--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    const { os, cpu, libc }: NativeSelection = selection;
    const place = [`--os=${os}`, `--cpu=${cpu}`, ...(libc === undefined ? [] : [`--libc=${libc}`])];
    await runCommand(platform === 'win32' ? 'npm.cmd' : 'npm', ['ci', ...options, ...place], temporary);
    const packed = (await readdir(join(temporary, 'node_modules', '@img'))).sort();
    const expected = [...nativePackages(selection)].sort();
    if (packed.join() !== expected.join()) {
      throw new Error(`${target} would pack @img/${packed.join(', @img/')}; expected @img/${expected.join(', @img/')}`);
    }
    await cp(join(temporary, 'node_modules'), join(staging, 'dist', 'node_modules'), {
      recursive: true,
      filter: (source) => !UNUSED_AT_RUN_TIME.test(source.replaceAll('\\', '/')),
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** The README in the package has its first picture only: the others would be a third of its size. */
async function leavePicturesOut(staging: string): Promise<void> {
  const readme = join(staging, 'README.md');
  const text = await readFile(readme, 'utf8');
  const picture = /\n *!\[[^\]]*\]\((docs\/images\/[^)]+)\)\n/g;
  const [first, ...others] = [...text.matchAll(picture)];
  const rest = first === undefined ? 0 : first.index + first[0].length;
  await writeFile(readme, text.slice(0, rest) + text.slice(rest).replace(picture, ''));
  for (const [, file] of others) {
    if (file !== undefined && file !== first?.[1]) await rm(join(staging, file), { force: true });
  }
}

/**
 * The chunks that are needed later than at the start are packed as Brotli, a quarter less to download, and unpacked by
 * whoever needs one of them, in some milliseconds. Those of threads are not: each thread would unpack them again.
 */
async function compressPack(staging: string): Promise<void> {
  const file = join(staging, 'dist', 'chunks', 'pack.js');
  const code = await readFile(file);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: code.length };
  await writeFile(`${file}.br`, brotliCompressSync(code, { params }));
  const loader = [
    '"use strict";',
    'const{readFileSync}=require("node:fs"),{brotliDecompressSync}=require("node:zlib");',
    'module._compile(brotliDecompressSync(readFileSync(__filename+".br")).toString(),__filename);',
  ];
  await writeFile(file, `${loader.join('\n')}\n`);
}

async function makePackage(target: TargetName, out: string): Promise<string> {
  const staging = await mkdtemp(join(tmpdir(), 'maskscope-vsix-'));
  try {
    for (const name of PACKED) {
      if (existsSync(join(root, name))) await cp(join(root, name), join(staging, name), { recursive: true });
    }
    for (const name of await readdir(root)) {
      if (/^package\.nls(\..+)?\.json$/.test(name)) await cp(join(root, name), join(staging, name));
    }
    const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Manifest;
    const shipped = Object.entries(manifest).filter(([key]) => !MANIFEST_LEFT_OUT.includes(key));
    await writeFile(join(staging, 'package.json'), JSON.stringify(Object.fromEntries(shipped), null, 2));
    await leavePicturesOut(staging);
    await compressPack(staging);
    await installNativePackages(target, staging);

    const suffix = target === 'universal' ? '' : `-${target}`;
    const packagePath = join(out, `${manifest.name}-${manifest.version}${suffix}.vsix`);
    await createVSIX({
      cwd: staging,
      packagePath,
      dependencies: false,
      allowMissingRepository: true,
      rewriteRelativeLinks: false,
      ...(target === 'universal' ? {} : { target }),
    });
    return packagePath;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    allowNegative: true,
    options: { target: { type: 'string', multiple: true }, build: { type: 'boolean', default: true } },
  });
  const chosen = (values.target ?? targetNames).map((name) => {
    if (!isTarget(name)) throw new CommandError(`unknown target "${name}"; there are ${targetNames.join(', ')}`, 2);
    return name;
  });
  if (values.build) {
    const { status } = spawnSync(execPath, [join(root, 'esbuild.mjs')], { cwd: root, stdio: 'inherit' });
    if (status !== 0) throw new CommandError('the build failed');
  }
  const out = join(root, 'out', 'vsix');
  await mkdir(out, { recursive: true });
  for (const target of chosen) {
    const file = await makePackage(target, out);
    console.log(`${((await stat(file)).size / 1e6).toFixed(2).padStart(6)} MB  ${file}`);
  }
}

await explainErrors('npm run package', main);
