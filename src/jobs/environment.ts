import { sharpStatus } from '../platform/originals.ts';
import type { Environment } from './jobRequests.ts';

/** What this process runs on. */
export async function environment(): Promise<Environment> {
  return {
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    sharp: await sharpStatus(),
  };
}
