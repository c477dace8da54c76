import * as vscode from 'vscode';
import { moved } from '../mask/choices.ts';
import { CONVERSIONS_KEY, DECISIONS_KEY, EXPORT_VIEW } from './exportViews.ts';

type Renames = readonly { readonly oldUri: vscode.Uri; readonly newUri: vscode.Uri }[];
type Kept = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A tab that shows an export as one. */
interface ShownExport {
  readonly from: string;
  readonly to: vscode.Uri;
  readonly column: vscode.ViewColumn;
  readonly isActive: boolean;
  /** The same group shows the file as text, too. */
  readonly isTextBeside: boolean;
}

/** A tab that has not been replaced by then stays as it is. */
const PATIENCE_MS = 5000;

/**
 * Where a file or folder is renamed, VS Code opens text editors in place of the editors of exports, which are no file's
 * default. This opens exports again as such; what was decided about them is under the new names before that, and no
 * longer under the old ones afterwards.
 */
export class RenamedExports implements vscode.Disposable {
  readonly #state: vscode.Memento;
  readonly #log: vscode.LogOutputChannel;
  readonly #subscriptions: vscode.Disposable;
  #shown: readonly ShownExport[] = [];

  constructor(state: vscode.Memento, log: vscode.LogOutputChannel) {
    this.#state = state;
    this.#log = log;
    this.#subscriptions = vscode.Disposable.from(
      vscode.workspace.onWillRenameFiles((event) => {
        this.#shown = shownExports(event.files);
        event.waitUntil(this.#change(event.files, false));
      }),
      vscode.workspace.onDidRenameFiles(({ files }) => {
        const shown = this.#shown;
        this.#shown = [];
        void this.#finish(files, shown).catch((error: unknown) => this.#log.error(String(error)));
      }),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  async #finish(files: Renames, shown: readonly ShownExport[]): Promise<void> {
    await this.#change(files, true);
    for (const one of shown) await reopen(one);
  }

  async #change(files: Renames, isDone: boolean): Promise<void> {
    const addressOf = (address: string): string | undefined =>
      files.map(({ oldUri, newUri }) => moved(address, oldUri, newUri)).find((one) => one !== undefined);
    for (const key of [DECISIONS_KEY, CONVERSIONS_KEY]) {
      const kept = Object.entries(this.#state.get<Kept>(key, {}));
      const renamed = kept.flatMap(([address, value]) => {
        const now = addressOf(address);
        return now === undefined ? [] : [[now, withAddresses(value, addressOf)] as const];
      });
      if (renamed.length === 0) continue;
      const others = isDone ? kept.filter(([address]) => addressOf(address) === undefined) : kept;
      await this.#state.update(key, Object.fromEntries([...others, ...(isDone ? [] : renamed)]));
    }
  }
}

function shownExports(files: Renames): ShownExport[] {
  return vscode.window.tabGroups.all.flatMap(({ tabs, viewColumn: column }) =>
    tabs.flatMap(({ input, isActive }) => {
      if (!(input instanceof vscode.TabInputCustom) || input.viewType !== EXPORT_VIEW) return [];
      const from = input.uri.toString();
      const to = files.map(({ oldUri, newUri }) => moved(from, oldUri, newUri)).find((one) => one !== undefined);
      const isTextBeside = tabs.some((tab) => isText(tab, from));
      return to === undefined ? [] : [{ from, to: vscode.Uri.parse(to), column, isActive, isTextBeside }];
    }),
  );
}

async function reopen({ from, to, column, isActive, isTextBeside }: ShownExport): Promise<void> {
  const tabs = (): readonly vscode.Tab[] =>
    vscode.window.tabGroups.all.find(({ viewColumn }) => viewColumn === column)?.tabs ?? [];
  const isReplaced = (): boolean =>
    !tabs().some(({ input }) => input instanceof vscode.TabInputCustom && input.uri.toString() === from);
  if (!(await untilTabs(isReplaced))) return;
  const replacement = isTextBeside ? undefined : tabs().find((tab) => isText(tab, to.toString()));
  const options = { viewColumn: column, preview: false, preserveFocus: true, background: !isActive };
  await vscode.commands.executeCommand('vscode.openWith', to, EXPORT_VIEW, options);
  const left = tabs().find((tab) => isText(tab, to.toString()));
  if (replacement !== undefined && left !== undefined) await vscode.window.tabGroups.close(left, true);
}

function isText({ input }: vscode.Tab, address: string): boolean {
  return input instanceof vscode.TabInputText && input.uri.toString() === address;
}

/** Whether something is so of the tabs, at the latest after {@link PATIENCE_MS}. */
function untilTabs(holds: () => boolean): Promise<boolean> {
  if (holds()) return Promise.resolve(true);
  return new Promise((resolve) => {
    const end = (result: boolean): void => {
      subscription.dispose();
      clearTimeout(timer);
      resolve(result);
    };
    const subscription = vscode.window.tabGroups.onDidChangeTabs(() => {
      if (holds()) end(true);
    });
    const timer = setTimeout(() => end(holds()), PATIENCE_MS);
  });
}

/** The folder of originals may have been renamed with the export. */
function withAddresses(
  value: Readonly<Record<string, unknown>>,
  addressOf: (address: string) => string | undefined,
): Readonly<Record<string, unknown>> {
  const { originals } = value;
  const now = typeof originals === 'string' ? addressOf(originals) : undefined;
  return now === undefined ? value : { ...value, originals: now };
}
