import { expect } from 'vitest';
import type { MaskEditor } from './maskEditor.ts';

/** What a page was told of the edits last. */
export interface ToldEdits {
  readonly generation: number;
  readonly revision: number;
  readonly edits: number;
  readonly applied: number;
  /** Messages of the host so far, by type. */
  readonly messages: Readonly<Record<string, number>>;
}

declare global {
  interface Window {
    maskscopeApi: { postMessage(message: unknown): void };
    maskscopeTold: ToldEdits;
  }
}

/** To be run in every frame: lets tests post the messages that a page posts, and keeps what it was told. */
export const LISTENING_SCRIPT = `(() => {
  let acquire;
  const told = { generation: 0, revision: 0, edits: 0, applied: 0, messages: {} };
  const listen = ({ data }) => {
    told.messages[data.type] = (told.messages[data.type] ?? 0) + 1;
    if (data.type === 'open') {
      Object.assign(told, { generation: data.generation, revision: data.editing.revision });
      Object.assign(told, { edits: data.editing.edits.length, applied: data.editing.applied });
    }
    if (data.type === 'edits') {
      Object.assign(told, { revision: data.revision, edits: data.kept + data.added.length, applied: data.applied });
    }
  };
  Object.defineProperty(window, 'acquireVsCodeApi', {
    configurable: true,
    get: () => acquire,
    set(original) {
      window.addEventListener('message', listen);
      window.maskscopeTold = told;
      acquire = () => (window.maskscopeApi = original());
    },
  });
})()`;

export function toldEdits(editor: MaskEditor): Promise<ToldEdits> {
  return editor.frame.locator('body').evaluate(() => window.maskscopeTold);
}

/** Posts what a page posts when every pixel of one id becomes another id. Resolves once it was applied. */
export async function mergeIds(editor: MaskEditor, from: number, to: number): Promise<void> {
  const before = await toldEdits(editor);
  await postMerge(editor, from, to, before.revision);
  await expect.poll(async () => (await toldEdits(editor)).applied).toBe(before.applied + 1);
}

/** The same without waiting, as a page does that knows this revision. */
export async function postMerge(editor: MaskEditor, from: number, to: number, revision: number): Promise<void> {
  await editor.frame.locator('body').evaluate(
    (_, ids) => {
      const table = Uint16Array.from({ length: 256 }, (__, id) => (id === ids.from ? ids.to : id));
      const { generation } = window.maskscopeTold;
      const label = `Merge ${ids.from} into ${ids.to}`;
      const edit = { kind: 'lut', table };
      window.maskscopeApi.postMessage({ type: 'edit', generation, revision: ids.revision, label, edit });
    },
    { from, to, revision },
  );
}
