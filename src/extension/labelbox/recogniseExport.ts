// Loaded when a text editor shows JSON, NDJSON or CSV.
import { open } from 'node:fs/promises';
import * as vscode from 'vscode';
import { recogniseHead } from '../../core/labelbox/recogniseHead.ts';

/** Rows of an export may be long; this holds the first one of nearly all. */
const HEAD_BYTES = 64 * 1024;
/** Files on other machines are not fetched for a button when they are larger. */
const MAX_REMOTE_BYTES = 1 << 20;

/** Whether a file looks like a Labelbox export; reads no more of it than {@link HEAD_BYTES}. */
export async function isExportFile(uri: vscode.Uri): Promise<boolean> {
  if (uri.scheme !== 'file') {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > MAX_REMOTE_BYTES) return false;
    return recogniseHead((await vscode.workspace.fs.readFile(uri)).subarray(0, HEAD_BYTES), decode);
  }
  const file = await open(uri.fsPath);
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    return recogniseHead(head.subarray(0, bytesRead), decode);
  } finally {
    await file.close();
  }
}

function decode(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}
