import * as vscode from 'vscode';
import type { PairList } from './pairList.ts';

const FILE = 'pairs.json';
const AT = 'maskscope.pairs.at';

interface Stored {
  readonly title: string;
  readonly pairs: readonly (readonly [name: string, mask: string])[];
}

/** The list that the panel shows and the place in it, for the window that comes after this one. */
export class KeptPairs {
  readonly #folder: vscode.Uri;
  readonly #state: vscode.Memento;

  /** @param folder of the workspace's storage */
  constructor(folder: vscode.Uri, state: vscode.Memento) {
    this.#folder = folder;
    this.#state = state;
  }

  /** Never rejects: what cannot be kept is missing in the next window and nowhere else. */
  async keep({ title, pairs }: PairList): Promise<void> {
    const stored: Stored = { title, pairs: pairs.map(({ name, mask }) => [name, mask.toString()]) };
    try {
      await vscode.workspace.fs.createDirectory(this.#folder);
      await vscode.workspace.fs.writeFile(this.#file, Buffer.from(JSON.stringify(stored)));
    } catch {
      await this.keepPlace(0);
    }
  }

  async keepPlace(index: number): Promise<void> {
    await this.#state.update(AT, index);
  }

  /** What an earlier window kept; null where there is nothing that can be read. */
  async recall(): Promise<{ readonly list: PairList; readonly index: number } | null> {
    try {
      const stored = JSON.parse(Buffer.from(await vscode.workspace.fs.readFile(this.#file)).toString()) as Stored;
      const pairs = stored.pairs.map(([name, mask]) => ({ name, mask: vscode.Uri.parse(mask, true) }));
      return pairs.length === 0 ? null : { list: { title: stored.title, pairs }, index: this.#state.get(AT, 0) };
    } catch {
      return null;
    }
  }

  get #file(): vscode.Uri {
    return vscode.Uri.joinPath(this.#folder, FILE);
  }
}
