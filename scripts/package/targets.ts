/** Which of the locked runtime packages npm selects for a platform. */
export interface NativeSelection {
  readonly os: string;
  readonly cpu: string;
  readonly libc?: 'glibc' | 'musl';
}

/** Packaging targets as the Marketplace names them; null packs no native code. */
export const TARGETS = {
  'linux-x64': { os: 'linux', cpu: 'x64', libc: 'glibc' },
  'linux-arm64': { os: 'linux', cpu: 'arm64', libc: 'glibc' },
  'alpine-x64': { os: 'linux', cpu: 'x64', libc: 'musl' },
  'alpine-arm64': { os: 'linux', cpu: 'arm64', libc: 'musl' },
  'darwin-x64': { os: 'darwin', cpu: 'x64' },
  'darwin-arm64': { os: 'darwin', cpu: 'arm64' },
  'win32-x64': { os: 'win32', cpu: 'x64' },
  'win32-arm64': { os: 'win32', cpu: 'arm64' },
  universal: null,
} as const satisfies Record<string, NativeSelection | null>;

export type TargetName = keyof typeof TARGETS;
export const targetNames = Object.keys(TARGETS) as TargetName[];
export const isTarget = (name: string): name is TargetName => Object.hasOwn(TARGETS, name);

/** The packages below `@img` that a target must pack, no more and no fewer. */
export function nativePackages({ os, cpu, libc }: NativeSelection): string[] {
  const system = libc === 'musl' ? 'linuxmusl' : os;
  // On Windows libvips is part of the package itself.
  const library = os === 'win32' ? [] : [`sharp-libvips-${system}-${cpu}`];
  return ['colour', `sharp-${system}-${cpu}`, ...library];
}
