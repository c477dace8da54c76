import type { TableEntry } from '../../src/core/labelbox/table/entry.ts';
import type { Original } from '../../src/protocol/labelbox.ts';

/** Decodes an original, turned as its EXIF orientation says; null where it is no image that this browser knows. */
export async function decodeOriginal(original: Original): Promise<ImageBitmap | HTMLImageElement | null> {
  try {
    if (original.kind === 'bytes') return await createImageBitmap(new Blob([original.bytes], { type: original.type }));
    const image = new Image();
    image.src = original.uri;
    await image.decode();
    return image;
  } catch {
    return null;
  }
}

/** Thumbnails on their way at a time. */
const MOST_WAITING = 2;

interface Wanted {
  readonly row: TableEntry;
  readonly cell: HTMLElement;
}

/** Draws thumbnails of rows that are in view, a few at a time; those that have left the view are not asked for. */
export class Thumbnails {
  readonly #ask: (row: TableEntry) => Promise<Original | null>;
  #wanted: Wanted[] = [];
  #waiting = 0;

  constructor(ask: (row: TableEntry) => Promise<Original | null>) {
    this.#ask = ask;
  }

  request(cell: HTMLElement, row: TableEntry): void {
    this.#wanted.push({ cell, row });
    this.#send();
  }

  #send(): void {
    while (this.#waiting < MOST_WAITING) {
      const wanted = this.#wanted.pop();
      if (wanted === undefined) return;
      if (!isStill(wanted)) continue;
      this.#waiting++;
      void this.#draw(wanted).finally(() => {
        this.#waiting--;
        this.#send();
      });
    }
  }

  async #draw(wanted: Wanted): Promise<void> {
    const original = await this.#ask(wanted.row).catch(() => null);
    if (original === null || !isStill(wanted)) return;
    const image = await decodeOriginal(original);
    if (image === null || !isStill(wanted)) return;
    const canvas = document.createElement('canvas');
    const box = { width: wanted.cell.clientWidth, height: wanted.cell.clientHeight };
    const scale = Math.min(box.width / image.width, box.height / image.height);
    const ratio = window.devicePixelRatio || 1;
    canvas.width = Math.max(1, Math.round(image.width * scale * ratio));
    canvas.height = Math.max(1, Math.round(image.height * scale * ratio));
    canvas.style.width = `${canvas.width / ratio}px`;
    canvas.style.height = `${canvas.height / ratio}px`;
    const context = canvas.getContext('2d');
    if (context === null) return;
    context.imageSmoothingQuality = 'high';
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    if (image instanceof ImageBitmap) image.close();
    wanted.cell.replaceChildren(canvas);
  }
}

/** The cell is on the page and still belongs to the row. */
function isStill({ cell, row }: Wanted): boolean {
  return cell.isConnected && cell.dataset['entry'] === String(row.entry);
}
