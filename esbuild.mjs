// Bundles the extension host, the job process, the CLI and the webviews into dist/.
//   node esbuild.mjs            production: minified, no source maps
//   node esbuild.mjs --watch    development: source maps, rebuilt on change
//
// The host stays small at activation: every `await import('./feature.ts')` in src/extension becomes a bundle of its
// own (dist/feature.js) that is loaded at the first use. What such bundles have in common with each other, with the
// programs beside the host and with the command line is split into chunks (dist/chunks), so that it is packed once.
// extension.js alone is one file, which a slow disk gives at once: it has its own copy of the modules it imports, so
// a feature must not rely on module state or classes shared with it.
import { chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { argv, exit } from 'node:process';
import esbuild from 'esbuild';

const unknown = argv.slice(2).find((option) => !['--watch', '--development'].includes(option));
if (unknown !== undefined) {
  console.error(`esbuild.mjs: unknown option ${unknown}; there are --watch and --development`);
  exit(2);
}
const watch = argv.includes('--watch');
const development = watch || argv.includes('--development');

/** Bundles that dynamic imports ask for: source file → bundle name. */
const features = new Map();

/** Names the bundle of a dynamic import after its file; an error where two have one name. */
function nameFeature(source) {
  const name = basename(source, '.ts');
  const taken = { extension: HOST, ...PROGRAMS, ...Object.fromEntries([...features].map((pair) => pair.reverse())) };
  const other = taken[name];
  if (other !== undefined && resolve(other) !== source) {
    throw new Error(`Two bundles would be named ${name}.js: ${source} and ${other}`);
  }
  if (other === undefined) features.set(source, name);
  return name;
}

const onDynamicImport = (name, resolved) => ({
  name,
  setup(build) {
    build.onResolve({ filter: /^\.\.?\// }, ({ kind, path, resolveDir }) =>
      kind === 'dynamic-import' ? resolved(nameFeature(resolve(resolveDir, path))) : undefined,
    );
  },
});

const shared = {
  bundle: true,
  minify: !development,
  sourcemap: development ? 'linked' : false,
  sourcesContent: false,
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
};

// The oldest supported VS Code (1.100) runs extensions on Node 20.
const node = {
  ...shared,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode', 'sharp'],
  // A bundle is CommonJS: import() of a sibling becomes a plain require at the same place.
  supported: { 'dynamic-import': false },
};

const sources = (folder, names) => Object.fromEntries(names.map((name) => [name, `${folder}/${name}.ts`]));

/** What the host starts by the path of a file, and the command line. */
const PROGRAMS = {
  job: 'src/jobs/main.ts',
  cli: 'src/cli/main.ts',
  ...sources('src/jobs', [
    'batchProcess',
    'batchWorker',
    'labelboxProcess',
    'labelboxConvertProcess',
    'downloadProcess',
    'splitProcess',
  ]),
  ...sources('src/jobs/dataset', ['datasetProcess']),
  ...sources('src/jobs/colours', ['coloursProcess']),
  ...sources('src/jobs/compare', ['compareProcess']),
  ...sources('src/jobs/pairs', ['pairsProcess']),
};

const HOST = 'src/extension/extension.ts';

/** Only to find the dynamic imports of all of them, and of what these import. */
const search = {
  ...node,
  entryPoints: { extension: HOST, ...PROGRAMS },
  outdir: 'dist',
  write: false,
  plugins: [onDynamicImport('find-features', () => undefined)],
};

const host = {
  ...node,
  entryPoints: { extension: HOST },
  outdir: 'dist',
  plugins: [onDynamicImport('features-beside-host', (name) => ({ path: `./${name}.js`, external: true }))],
};

/** What is loaded for one file at the terminal stays in files of its own; most of the rest is packed into one. */
const QUICK = ['cli', 'run', 'identify'].map((name) => `dist/${name}.js`);
const PACK = 'dist/chunks/pack.js';
/** What reads thousands of masks, in many threads, each of which loads all it needs anew: a pack a third as large. */
const THREADED = ['scan', 'check', 'stats', 'compare', 'scanWorker', 'compareWorker', 'pairsWorker', 'coloursWorker'];
const THREADS_PACK = 'dist/chunks/threads.js';

/** The pack of each chunk that no quick program imports, and of each feature that needs one of them at once. */
function packsOf(outputs) {
  const statics = (file) =>
    (outputs[file]?.imports ?? []).filter(({ kind }) => kind === 'import-statement').map(({ path }) => path);
  const importedBy = (files) => {
    const imported = new Set();
    const add = (file) => {
      if (imported.has(file)) return;
      imported.add(file);
      statics(file).forEach(add);
    };
    files.forEach(add);
    return imported;
  };
  const quick = importedBy(QUICK);
  const threads = importedBy(THREADED.map((name) => `dist/${name}.js`));
  const chunks = Object.keys(outputs).filter((file) => file.startsWith('dist/chunks/') && !quick.has(file));
  const late = [...features.values()].map((name) => `dist/${name}.js`);
  const files = [
    ...chunks,
    ...late.filter((file) => !quick.has(file) && statics(file).some((path) => chunks.includes(path))),
  ];
  return new Map(files.map((file) => [file, threads.has(file) ? THREADS_PACK : PACK]));
}

const modulePath = (folder, file) => {
  const path = relative(folder, file).replaceAll('\\', '/');
  return path.startsWith('.') ? path : `./${path}`;
};

/** Text of ASCII alone takes half the memory and is read a little sooner; esbuild leaves other text in regular expressions. */
function ascii(code) {
  return code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A file of many modules, each of which runs when it is first asked for: 150 small files take a tenth more to pack. */
function packed(modules) {
  const entries = [...modules].map(([name, code]) => `${JSON.stringify(name)}(exports,module){${ascii(code)}\n}`);
  return `"use strict";const made={},of=name=>{let module=made[name];if(!module){made[name]=module={exports:{}};parts[name](module.exports,module)}return module.exports},parts={${entries.join(',')}};module.exports=of;`;
}

/** esbuild splits ES modules only; what it makes is then turned into CommonJS file by file. */
const asCommonJs = {
  name: 'as-common-js',
  setup(build) {
    build.onEnd(async ({ errors, outputFiles = [], metafile }) => {
      if (errors.length > 0) return;
      const { minify } = shared;
      const { target, supported } = node;
      const sourcemap = development ? 'inline' : false;
      const packs = development ? new Map() : packsOf(metafile.outputs);
      const modules = new Map([...packs.values()].map((pack) => [pack, new Map()]));
      /** `require` of a file of ours: of a packed one through the pack, and from there as seen from its folder. */
      const required = (target, file) => {
        const from = packs.has(file) ? 'dist/chunks' : dirname(file);
        const pack = packs.get(target);
        if (pack === undefined) return `require("${modulePath(from, target)}")`;
        const module = JSON.stringify(basename(target, '.js'));
        return packs.get(file) === pack ? `of(${module})` : `require("${modulePath(from, pack)}")(${module})`;
      };
      await Promise.all(
        outputFiles.map(async ({ path, text }) => {
          const options = {
            format: 'cjs',
            platform: 'node',
            sourcefile: basename(path),
            minify,
            target,
            sourcemap,
            supported,
          };
          const file = relative(import.meta.dirname, path).replaceAll('\\', '/');
          const pack = packs.get(file);
          const { code: plain } = await esbuild.transform(text, options);
          const code = plain.replace(/require\("(\.\.?\/[^"]+\.js)"\)/g, (_, name) =>
            required(join(dirname(file), name).replaceAll('\\', '/'), file),
          );
          modules.get(pack)?.set(basename(file, '.js'), code);
          if (pack !== undefined && file.startsWith('dist/chunks/')) return;
          // The host asks for a feature by a file of its name.
          const own = pack !== undefined ? `module.exports=${required(file, 'dist/stub')};` : code;
          const program = file === 'dist/cli.js' ? `#!/usr/bin/env node\n${own}` : own;
          metafile.outputs[file].bytes = Buffer.byteLength(program);
          await mkdir(dirname(path), { recursive: true });
          await writeFile(path, program);
        }),
      );
      const sizes = new Map();
      for (const [pack, ofPack] of modules) {
        const text = packed(new Map([...ofPack].sort(([a], [b]) => (a < b ? -1 : 1))));
        await writeFile(pack, text);
        sizes.set(pack, Buffer.byteLength(text));
      }
      mergeOutputs(metafile.outputs, packs, sizes);
    });
  },
};

/** Tells of what is packed as the one file that it is in. */
function mergeOutputs(outputs, packs, sizes) {
  const files = [...packs.keys()];
  const merged = [...sizes].map(([pack, bytes]) => {
    const own = files.filter((file) => packs.get(file) === pack);
    const inputs = Object.assign({}, ...own.map((file) => outputs[file].inputs));
    const imports = own.flatMap((file) => outputs[file].imports).filter(({ path }) => packs.get(path) !== pack);
    return [pack, { bytes, inputs, imports, exports: [] }];
  });
  for (const [file, pack] of packs) {
    if (file.startsWith('dist/chunks/')) delete outputs[file];
    else Object.assign(outputs[file], { inputs: {}, imports: [{ path: pack, kind: 'import-statement' }] });
  }
  Object.assign(outputs, Object.fromEntries(merged));
  for (const output of Object.values(outputs)) {
    for (const one of output.imports) one.path = packs.get(one.path) ?? one.path;
  }
}

/** Programs, and the features that {@link search} found. */
const split = () => ({
  ...node,
  entryPoints: { ...PROGRAMS, ...Object.fromEntries([...features].map(([source, name]) => [name, source])) },
  outdir: 'dist',
  chunkNames: 'chunks/[hash]',
  format: 'esm',
  splitting: true,
  supported: {},
  sourcemap: development ? 'inline' : false,
  write: false,
  plugins: [asCommonJs],
});

const webview = {
  ...shared,
  platform: 'browser',
  format: 'iife',
  target: 'es2022',
  entryPoints: {
    mask: 'webview/mask/main.ts',
    panes: 'webview/mask/panes.ts',
    review: 'webview/review/main.ts',
    batch: 'webview/batch/main.ts',
    labelbox: 'webview/labelbox/main.ts',
    report: 'webview/report/main.ts',
    gallery: 'webview/gallery/main.ts',
    convert: 'webview/convert/main.ts',
    split: 'webview/split/main.ts',
    colours: 'webview/colours/main.ts',
    compare: 'webview/compare/main.ts',
    toolkit: 'webview/ui/toolkit.ts',
  },
  outdir: 'dist/webview',
  loader: { '.glsl': 'text', '.vert': 'text', '.frag': 'text' },
};

/** Says when a bundle was rebuilt, and gives the CLI its executable bit. */
const report = {
  name: 'report',
  setup(build) {
    build.onEnd(async ({ errors, metafile }) => {
      for (const file of Object.keys(metafile?.outputs ?? {})) {
        if (file === 'dist/cli.js') await chmod(file, 0o755);
        if (watch) console.log(`${errors.length === 0 ? 'built' : 'failed'} ${file}`);
      }
    });
  },
};

/** Builds once or starts watching; returns the metafile of the first build. */
async function bundle(options) {
  const withReport = { ...options, plugins: [...(options.plugins ?? []), report] };
  if (!watch) return (await esbuild.build(withReport)).metafile;
  const context = await esbuild.context(withReport);
  const { metafile } = await context.rebuild();
  await context.watch();
  return metafile;
}

process.chdir(import.meta.dirname);
await mkdir('dist/webview', { recursive: true });
// The repository's own package.json says "module"; the bundles are CommonJS.
await writeFile(join('dist', 'package.json'), '{ "type": "commonjs" }\n');

const inputs = {};
const outputs = {};
const collect = (metafile) => {
  Object.assign(inputs, metafile.inputs);
  Object.assign(outputs, metafile.outputs);
};

try {
  await esbuild.build(search);
  for (const metafile of await Promise.all([host, split(), webview].map(bundle))) collect(metafile);
  // Deleting what is stale after the build, rather than everything before it, keeps a running window alive.
  const kept = new Set(['dist/package.json', ...Object.keys(outputs)]);
  for (const entry of await readdir('dist', { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (entry.isFile() && !kept.has(file)) await rm(file, { force: true });
  }
  await mkdir('out', { recursive: true });
  await writeFile('out/meta.json', JSON.stringify({ inputs, outputs }));
  if (!watch) {
    for (const [file, { bytes }] of Object.entries(outputs)) {
      if (!file.endsWith('.map')) console.log(`${(bytes / 1024).toFixed(1).padStart(8)} KB  ${file}`);
    }
  }
} catch (error) {
  // esbuild has printed its own errors.
  if (error.errors === undefined) console.error(error);
  exit(1);
}
