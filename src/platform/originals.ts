/** How sharp can be used here, or why not. Masks never pass through it: it is for originals and exports. */
export type SharpStatus =
  | { readonly available: true; readonly version: string; readonly build: 'native' | 'wasm' }
  | { readonly available: false; readonly reason: string };

/** A variable, so that bundles neither contain nor require the package, which not every target has. */
const WASM_BUILD = '@img/sharp-wasm32/sharp.node';

/**
 * Loads sharp at its first use, and only ever in a process of its own: it costs 30 to 46 ms and, on a broken
 * machine, the process. Never rejects.
 *
 * In Electron on Linux the native build meets Electron's own GObject and may crash (lovell/sharp issue 4522); there
 * only the WebAssembly build is loaded, where it is installed.
 */
export async function sharpStatus(): Promise<SharpStatus> {
  try {
    if (process.versions['electron'] !== undefined && process.platform === 'linux') {
      const binding = (await import(WASM_BUILD)) as { libvipsVersion?: () => { semver?: string } };
      return { available: true, version: `libvips ${binding.libvipsVersion?.().semver ?? 'unknown'}`, build: 'wasm' };
    }
    const { default: sharp } = await import('sharp');
    return { available: true, version: sharp.versions.sharp ?? 'unknown', build: 'native' };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { available: false, reason: message.split('\n')[0] ?? message };
  }
}
