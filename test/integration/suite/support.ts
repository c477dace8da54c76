import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { crc32, deflateSync } from 'node:zlib';
import * as vscode from 'vscode';

/** Three classes in 8 × 4 pixels, palette of black, red and green. */
export function mask(ids: readonly number[] = [0, 0, 1, 1, 2, 2, 0, 0]): Uint8Array {
  const palette = Uint8Array.of(0, 0, 0, 255, 0, 0, 0, 255, 0);
  return palettedPng(
    8,
    4,
    Uint8Array.from({ length: 32 }, (_, at) => ids[at % ids.length] ?? 0),
    palette,
  );
}

/** An 8-bit paletted PNG, written here so that the tests do not lean on the code they test. */
export function palettedPng(width: number, height: number, ids: Uint8Array, palette: Uint8Array): Buffer {
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) rows.set(ids.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  return png(width, height, [8, 3], [chunk('PLTE', palette), chunk('IDAT', deflateSync(rows))]);
}

/** A black 16-bit grey PNG of 2 × 1 pixels. */
export function grey16(): Buffer {
  return png(2, 1, [16, 0], [chunk('IDAT', deflateSync(Buffer.alloc(5)))]);
}

function png(width: number, height: number, [bitDepth, colourType]: [number, number], chunks: Buffer[]): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([bitDepth, colourType, 0, 0, 0], 8);
  const signature = Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  return Buffer.concat([signature, chunk('IHDR', header), ...chunks, chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** The extension under test. */
export function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension('maskscope.maskscope');
  if (found === undefined) throw new Error('the extension is not installed');
  return found;
}

/** State that lasts as long as the test. */
export function memento(): vscode.Memento {
  const values = new Map<string, unknown>();
  return {
    keys: () => [...values.keys()],
    get: <T>(key: string, otherwise?: T) => (values.has(key) ? values.get(key) : otherwise) as T,
    update(key, value) {
      values.set(key, value);
      return Promise.resolve();
    },
  };
}

/** A folder of its own for one suite. */
export function makeFolder(name: string): vscode.Uri {
  return vscode.Uri.file(mkdtempSync(join(tmpdir(), `maskscope-${name}-`)));
}

export async function write(folder: vscode.Uri, path: string, content: Uint8Array | string): Promise<vscode.Uri> {
  const uri = vscode.Uri.joinPath(folder, path);
  await vscode.workspace.fs.writeFile(uri, typeof content === 'string' ? Buffer.from(content) : content);
  return uri;
}

/** Waits for something that happens in its own time. */
export async function until(happened: () => boolean | Promise<boolean>, timeout = 10_000): Promise<void> {
  const end = Date.now() + timeout;
  while (!(await happened())) {
    if (Date.now() > end) throw new Error(`waited ${timeout} ms in vain for: ${happened.toString()}`);
    await delay(40);
  }
}

export function activeViewType(): string | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputCustom ? input.viewType : undefined;
}

type Message = 'showInformationMessage' | 'showWarningMessage';

/** Answers messages in the user's place until `end` is called, and keeps their texts. */
export function played(
  name: Message,
  answer: string | undefined,
): { readonly shown: string[]; readonly end: () => void } {
  const shown: string[] = [];
  const window = vscode.window as unknown as Record<Message, unknown>;
  const before = window[name];
  window[name] = (text: string) => {
    shown.push(text);
    return Promise.resolve(answer);
  };
  return { shown, end: () => (window[name] = before) };
}

export async function closeAll(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}
