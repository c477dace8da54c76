import * as vscode from 'vscode';
import type { MaskEditor } from './maskEditor.ts';

/** The open mask editors, and which of them the user looks at. Commands and status items ask here. */
export class MaskEditors implements vscode.Disposable {
  readonly #editors = new Set<MaskEditor>();
  readonly #changed = new vscode.EventEmitter<MaskEditor | undefined>();
  /** Fires when another editor became active, or the active one has news for the status bar. */
  readonly onDidChangeActive = this.#changed.event;
  readonly #listed = new vscode.EventEmitter<void>();
  /** An editor was opened or closed. */
  readonly onDidChangeAll = this.#listed.event;
  #active: MaskEditor | undefined;
  readonly #contextKeys = new Map<string, boolean>();

  get active(): MaskEditor | undefined {
    return this.#active;
  }

  /** The one that was active last and is still open: what a command means that is run from elsewhere. */
  get latest(): MaskEditor | undefined {
    return this.all.at(-1);
  }

  /** In the order in which they were active. */
  get all(): readonly MaskEditor[] {
    return [...this.#editors];
  }

  add(editor: MaskEditor): void {
    this.#editors.add(editor);
    this.update(editor);
    this.#listed.fire();
  }

  remove(editor: MaskEditor): void {
    this.#editors.delete(editor);
    this.update(editor);
    this.#listed.fire();
  }

  /** Looks again at an editor. One that lost the focus gives up only what it owns. */
  update(editor: MaskEditor): void {
    if (editor.isActive && this.#editors.delete(editor)) {
      this.#editors.add(editor);
      this.#active = editor;
    } else if (this.#active === editor) this.#active = undefined;
    else return;
    // Key bindings are off while the user types into a field of the page.
    this.#setContext('maskscope.textFocus', this.#active?.textFocus ?? false);
    this.#setContext('maskscope.classFilter', this.#active?.classFilter ?? false);
    this.#changed.fire(this.#active);
  }

  dispose(): void {
    this.#changed.dispose();
    this.#listed.dispose();
  }

  #setContext(key: string, value: boolean): void {
    if (value === (this.#contextKeys.get(key) ?? false)) return;
    this.#contextKeys.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  }
}
