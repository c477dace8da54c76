// Loaded when the built-in preview shows a PNG.
import { open } from 'node:fs/promises';
import * as vscode from 'vscode';
import { recogniseKind } from '../../core/mask/kind.ts';
import { readPngHead } from '../../core/mask/pngHead.ts';
import type { PngHead } from '../../core/mask/pngHead.ts';
import { recogniseByHead, recogniseByPixels } from '../../core/mask/recognise.ts';
import { readPng } from '../../core/png/read.ts';
import { ColourType } from '../../core/png/types.ts';
import { crc32, inflate } from '../../platform/zlib.ts';

/** IHDR and PLTE, with room for a colour profile before them. */
const HEAD_BYTES = 16 * 1024;
/** Decoding so much takes a few milliseconds of the host's thread. */
const MAX_PIXELS = 1 << 20;
/** A small image in a large file is no label map worth a button. */
const MAX_BYTES = 8 << 20;
/** Files on other machines are not fetched for a button when they are larger. */
const MAX_REMOTE_BYTES = 1 << 20;

/** Whether a PNG looks like a label map; reads no more of it than that takes. Rejects for what is no readable PNG. */
export async function isMaskFile(uri: vscode.Uri): Promise<boolean> {
  if (uri.scheme !== 'file') {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > MAX_REMOTE_BYTES) return false;
    const bytes = await vscode.workspace.fs.readFile(uri);
    return isMask(uri, bytes, bytes.length, () => Promise.resolve(bytes));
  }
  const file = await open(uri.fsPath);
  try {
    const { size } = await file.stat();
    const head = Buffer.alloc(Math.min(HEAD_BYTES, size));
    await file.read(head, 0, head.length, 0);
    return await isMask(uri, head, size, async () => {
      const bytes = Buffer.alloc(size);
      await file.read(bytes, 0, size, 0);
      return bytes;
    });
  } finally {
    await file.close();
  }
}

async function isMask(
  uri: vscode.Uri,
  head: Uint8Array,
  size: number,
  readAll: () => Promise<Uint8Array>,
): Promise<boolean> {
  const facts = readPngHead(head);
  if (facts === null) return false;
  if (isPanoptic(uri, facts)) return true;
  const byHead = recogniseByHead(facts, size, MAX_PIXELS);
  if (byHead !== 'pixels') return byHead === 'mask';
  if (size > MAX_BYTES) return false;
  return recogniseByPixels(readPng(await readAll(), inflate, { crc32 })) === 'mask';
}

/** Segments of a panoptic map can be as many and as small as the patches of a photograph; its path tells them apart. */
function isPanoptic(uri: vscode.Uri, { header }: PngHead): boolean {
  const { bitDepth, colourType } = header;
  const isColour = colourType === ColourType.rgb || colourType === ColourType.rgba;
  const workspaceFolder = vscode.workspace.getWorkspaceFolder(uri)?.uri.path;
  return recogniseKind({ path: uri.path, workspaceFolder, bitDepth, isColour }).kind === 'panoptic';
}
