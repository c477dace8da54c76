import { PNG } from 'pngjs';

/** The distinct ids of a 16-bit grey PNG in ascending order, decoded by pngjs. */
export function fromPng16(bytes: Buffer): number[] {
  const { data } = PNG.sync.read(bytes, { skipRescale: true });
  const samples = new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2);
  const ids = new Set<number>();
  for (let at = 0; at < samples.length; at += 4) ids.add(samples[at] ?? 0);
  return [...ids].sort((a, b) => a - b);
}
