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

  it('load nothing but vscode and light built-in modules at activation', () => {
    const { imports } = output('extension.js');
    const atOnce = imports.filter(({ kind }) => kind !== 'dynamic-import').map(({ path }) => path);
    expect(atOnce.filter((path) => path !== 'vscode' && !path.startsWith('node:'))).toEqual([]);
    expect(atOnce).not.toContain('node:sqlite');
  });

  it('draw no toolkit into the first paint', () => {
    expect(Object.keys(output('webview/mask.js').inputs).filter((path) => path.includes('webview-ui-toolkit'))).toEqual(
      [],
    );
  });
});
