import * as vscode from 'vscode';
import { activeFile } from '../mask/openAsMask.ts';
import { isPng, menuFiles } from '../mask/menuFiles.ts';
import type { MaskEditorHost } from '../mask/register.ts';
import { failureMessage } from '../mask/jobFailure.ts';
import { PAIRS_VIEW, type PairList } from './pairList.ts';
import type { PairPanel } from './pairPanel.ts';

/** The one tab of this window in which pairs are looked at one after the other. */
export interface PairViewer {
  /** The open panel. */
  readonly panel: PairPanel | undefined;
  /**
   * Opens the panel, or shows other pairs in the open one, which may hold on to its own. Rejects where there are none.
   *
   * @returns undefined where the user kept what the panel shows
   */
  show(list: PairList, index: number): Promise<PairPanel | undefined>;
  /** Shows other pairs in the open panel, where it is, without asking whoever holds on to its own. */
  replace(list: PairList, index: number): Promise<void>;
  /** The panel of an earlier window is there again. */
  readonly onDidRestore: vscode.Event<PairPanel>;
}

/** The panel of pairs and its commands. */
export function registerPairs(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  masks: MaskEditorHost,
): [PairViewer, ...vscode.Disposable[]] {
  const restored = new vscode.EventEmitter<PairPanel>();
  let panel: PairPanel | undefined;
  const kept = async () => {
    const { KeptPairs } = await import('./keptPairs.ts');
    return new KeptPairs(context.storageUri ?? context.globalStorageUri, context.workspaceState);
  };
  // One after the other: what opens the panel would not know of another one that is on its way.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(action: () => Promise<Result>): Promise<Result> => {
    const result = last.then(action);
    last = result.catch(() => undefined);
    return result;
  };
  const keep = async (list: PairList, index: number): Promise<void> => {
    const memory = await kept();
    await memory.keep(list);
    await memory.keepPlace(index);
  };
  const open = async (list: PairList, index: number, tab?: vscode.WebviewPanel): Promise<PairPanel> => {
    const [{ PairPanel, closeOtherTabs }, memory] = await Promise.all([import('./pairPanel.ts'), kept()]);
    if (tab === undefined) await closeOtherTabs();
    const made = new PairPanel(masks, list, index, tab);
    panel = made;
    made.onDidShow(() => void memory.keepPlace(made.index));
    made.onDidClose(() => {
      if (panel === made) panel = undefined;
    });
    return made;
  };
  const viewer: PairViewer = {
    get panel() {
      return panel;
    },
    onDidRestore: restored.event,
    show: (list, index) =>
      inTurn(async () => {
        if (list.pairs.length === 0) throw new Error(vscode.l10n.t('There is no mask to show.'));
        if (panel !== undefined && !(await panel.mayLeave())) {
          panel.reveal();
          return undefined;
        }
        await keep(list, index);
        if (panel === undefined) return open(list, index);
        panel.setList(list, index);
        panel.reveal();
        return panel;
      }),
    replace: (list, index) =>
      inTurn(async () => {
        if (panel === undefined) return;
        await keep(list, index);
        panel.setList(list, index);
      }),
  };
  const told = async (action: () => Promise<unknown>): Promise<void> => {
    try {
      await action();
    } catch (error) {
      log.error(failureMessage(error));
      void vscode.window.showErrorMessage(failureMessage(error));
    }
  };
  /** From the mask of an editor the step leads to its neighbour in the folder. */
  const step = (by: number) =>
    told(async () => {
      if (panel?.isActive === true) return panel.step(by);
      const file = activeFile();
      if (file === undefined || !isPng(file)) return panel?.step(by);
      const list = await siblings(file);
      return viewer.show(list, indexOf(list, file) + by);
    });
  const browse = (clicked?: unknown, selected?: unknown) =>
    told(async () => {
      const files = menuFiles(clicked, selected)?.filter(isPng) ?? [];
      if (files.length > 1) {
        const pairs = files.map((mask) => ({ name: vscode.workspace.asRelativePath(mask), mask }));
        return viewer.show({ title: vscode.l10n.t('Selected masks'), pairs }, 0);
      }
      const file = files[0] ?? activeFile();
      if (file === undefined || !isPng(file)) throw new Error(vscode.l10n.t('Open a mask first.'));
      const list = await siblings(file);
      return viewer.show(list, indexOf(list, file));
    });
  const commands = { browsePairs: browse, nextPair: () => step(1), previousPair: () => step(-1) };
  return [
    viewer,
    restored,
    { dispose: () => panel?.dispose() },
    ...Object.entries(commands).map(([name, run]) => vscode.commands.registerCommand(`maskscope.${name}`, run)),
    vscode.window.registerWebviewPanelSerializer(PAIRS_VIEW, {
      deserializeWebviewPanel: (tab) =>
        told(() =>
          inTurn(async () => {
            const found = panel === undefined ? await (await kept()).recall() : null;
            if (found === null) tab.dispose();
            else restored.fire(await open(found.list, found.index, tab));
          }),
        ),
    }),
  ];
}

async function siblings(file: vscode.Uri): Promise<PairList> {
  const { siblingMasks } = await import('./siblingMasks.ts');
  return siblingMasks(file);
}

function indexOf({ pairs }: PairList, file: vscode.Uri): number {
  return pairs.findIndex(({ mask }) => mask.toString() === file.toString());
}
