import { fillTemplate } from '../png/errors.ts';
import type { ImageFlaw } from './imageKind.ts';

/** What is the matter with a file that is there; English sentences with `{name}` placeholders, keys of the l10n bundle. */
export const DOWNLOAD_FLAWS = {
  noEnd: 'The image has no end; the server has it so. Look at it.',
  trailingData: 'Something follows the end of the image; the server has it so.',
  sizeDiffers: 'The file has {bytes} bytes, but {expected} were downloaded. Delete it to download it again.',
} as const satisfies Readonly<Record<ImageFlaw | 'sizeDiffers', string>>;

/** A flaw as plain data. */
export interface DownloadFlaw {
  readonly code: keyof typeof DOWNLOAD_FLAWS;
  readonly details: Readonly<Record<string, string | number>>;
}

/** The English sentence of a flaw. */
export function flawText({ code, details }: DownloadFlaw): string {
  return fillTemplate(DOWNLOAD_FLAWS[code], details);
}
