import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = dirname(dirname(import.meta.dirname));
const KB = 1000;

interface Output {
  readonly bytes: number;
  readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>>;
  readonly imports: readonly { readonly path: string; readonly kind: string }[];
}
const { outputs } = JSON.parse(readFileSync(join(root, 'out', 'meta.json'), 'utf8')) as {
  readonly outputs: Readonly<Record<string, Output>>;
};
const output = (name: string): Output => outputs[`dist/${name}`] ?? { bytes: NaN, inputs: {}, imports: [] };

/** Bytes of a bundle that come from this repository. */
const ownBytes = (name: string) => {
  const { bytes, inputs } = output(name);
  const foreign = Object.entries(inputs).filter(([path]) => path.includes('node_modules/'));
  return bytes - foreign.reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0);
};

describe('the bundles', () => {
  it('were built for production', () => {
    expect(Object.keys(outputs).filter((file) => file.endsWith('.map'))).toEqual([]);
    for (const [file, { bytes }] of Object.entries(outputs)) expect(statSync(join(root, file)).size).toBe(bytes);
  });

  it('activate from at most 100 KB', () => {
    expect(output('extension.js').bytes).toBeLessThanOrEqual(100 * KB);
  });

  it('show a mask with at most 150 KB of our own code', () => {
    expect(ownBytes('webview/mask.js') + ownBytes('webview/mask.css')).toBeLessThanOrEqual(150 * KB);
  });

  it('identify a file at the terminal with at most 100 KB', () => {
    const loaded = new Set<string>();
    const load = (file: string): void => {
      if (loaded.has(file)) return;
      loaded.add(file);
      const { imports } = outputs[file] ?? { imports: [] };
      for (const { path, kind } of imports) if (kind === 'import-statement' && path in outputs) load(path);
    };
    for (const name of ['cli.js', 'run.js', 'identify.js']) load(`dist/${name}`);
    const bytes = [...loaded].map((file) => outputs[file]?.bytes ?? NaN);
    expect(bytes.length).toBeGreaterThan(5);
    expect(bytes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(100 * KB);
  });

  it.each(['identify', 'indices', 'reencode', 'border'])('tell a wrong invocation of %s from a failure', (command) => {
    const script = join(root, 'dist', 'cli.js');
    const { status, stderr } = spawnSync(process.execPath, [script, command], { encoding: 'utf8' });
    expect(stderr).toMatch(/^maskscope: give .*; see maskscope \w+ --help\n$/);
    expect(status).toBe(2);
  });

  it('ask for nothing but vscode, light built-in modules and bundles of their own', () => {
    // That those bundles wait for their first use is seen in the extension host itself, by the integration tests.
    const foreign = output('extension.js')
      .imports.map(({ path }) => path)
      .filter((path) => !/^\.\/[A-Za-z]+\.js$/.test(path));
    expect(foreign.filter((path) => path !== 'vscode' && !path.startsWith('node:'))).toEqual([]);
    expect(foreign).not.toContain('node:sqlite');
  });

  it('draw no toolkit and no pane for editing or training into the first paint', () => {
    const inputs = Object.keys(output('webview/mask.js').inputs);
    expect(inputs.filter((path) => /webview-ui-toolkit|webview\/mask\/(edit|training)\/.*Pane/.test(path))).toEqual([]);
  });
});
