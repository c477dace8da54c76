import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The version in the package.json above the running script. */
export function readVersion(): string {
  let folder = dirname(realpathSync(process.argv[1] ?? '.'));
  for (;;) {
    const version = versionIn(join(folder, 'package.json'));
    if (version !== null) return version;
    const parent = dirname(folder);
    if (parent === folder) return 'unknown';
    folder = parent;
  }
}

function versionIn(file: string): string | null {
  let manifest: { name?: unknown; version?: unknown };
  try {
    manifest = JSON.parse(readFileSync(file, 'utf8')) as typeof manifest;
  } catch {
    return null;
  }
  return manifest.name === 'maskscope' && typeof manifest.version === 'string' ? manifest.version : null;
}
