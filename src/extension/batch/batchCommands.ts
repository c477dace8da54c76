// Loaded with the first batch.
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { UndoableBatch } from '../../jobs/undo.ts';
import { activeFile } from '../mask/openAsMask.ts';
import { isPng, menuFiles } from '../mask/menuFiles.ts';
import { BatchPanel, type BatchServices } from './batchPanel.ts';
import { askStep } from './batchQuestions.ts';
import {
  BACK,
  DEFAULT_REENCODE,
  firstInput,
  kindOf,
  remembered,
  startingFrom,
  stepsOf,
  walkSteps,
  withInputs,
  withPaletteOfFolder,
  type BatchAnswers,
  type BatchKind,
  type RememberedBatch,
} from './batchSteps.ts';
import { askAboutInterrupted } from './interruptedBatches.ts';
import { rememberJournal, rememberedJournals } from './journalPlaces.ts';
import { mayWrite } from './mayWrite.ts';
import type { MendingOrder } from './mendingOrder.ts';
import { namesNear, PALETTE_OF_PRESET, palettesNear, type PalettePlaces } from './palettePlaces.ts';
import { WINDOW_UI, type StepUi } from './stepUi.ts';
import { describeTime, undoLastBatch, type UndoReport } from './undoBatches.ts';
import { forgetWriting, rememberWriting, type WritingBatch } from './writingBatches.ts';

export interface BatchCommandServices {
  readonly extensionUri: vscode.Uri;
  readonly script: string;
  readonly log: vscode.LogOutputChannel;
  /** State of the workspace: the answers of the last batch, and where journals lie. */
  readonly state: vscode.Memento;
  /** Is called after a batch or its undo wrote files. */
  readonly masksWritten: () => void;
  /** How questions are put; the window's own unless a test answers. */
  readonly ui?: StepUi;
}

const MEMORY = 'maskscope.batch.';

/** The commands that write many masks, and the one that takes them back. */
export class BatchCommands {
  readonly #services: BatchCommandServices;
  readonly #ui: StepUi;

  constructor(services: BatchCommandServices) {
    this.#services = services;
    this.#ui = services.ui ?? WINDOW_UI;
  }

  /**
   * Asks for the options of a batch and opens its preview.
   *
   * @param clicked, selected what a menu passes
   * @returns undefined where the user gave up, or nothing can be done here
   */
  async start(kind: BatchKind, clicked?: unknown, selected?: unknown): Promise<BatchPanel | undefined> {
    if (!(await mayWrite(untrustedText()))) return undefined;
    const given = menuFiles(clicked, selected);
    if (given?.some(({ scheme }) => scheme !== 'file') === true || (given === undefined && !hasDisk())) {
      void vscode.window.showErrorMessage(
        vscode.l10n.t('Batches need files on disk; these are in a virtual file system.'),
      );
      return undefined;
    }
    const paths = given?.map(({ fsPath }) => fsPath) ?? [];
    const memory = this.#services.state.get<RememberedBatch>(MEMORY + kind);
    const initial: BatchAnswers = {
      ...startingFrom(kind, memory),
      ...{ inputs: [], workingFolder: workingFolderOf(given?.[0]), isRepeated: false, names: null },
    };
    const begun = withPaletteOfFolder(withInputs(initial, paths), memory);
    const answers = await this.#ask(begun, given === undefined, memory);
    if (answers === undefined) return undefined;
    await this.#services.state.update(MEMORY + kind, remembered(answers));
    return new BatchPanel(this.#panelServices(), answers);
  }

  /**
   * Opens the preview of a batch whose options are known, over the files themselves. Only a palette that is not known is
   * asked for, and what follows from it.
   *
   * @returns undefined where the user gave up, or nothing can be done here
   */
  async mend({ paths, work, classMap }: MendingOrder): Promise<BatchPanel | undefined> {
    if (!(await mayWrite(untrustedText()))) return undefined;
    const [first] = paths;
    if (first === undefined) return undefined;
    const palette = classMap === null ? null : (PALETTE_OF_PRESET[classMap] ?? classMap);
    const options: Omit<BatchAnswers, 'work'> = {
      ...{ inputs: [], workingFolder: workingFolderOf(vscode.Uri.file(first)), isRepeated: false, names: palette },
      target: { kind: 'inPlace' },
    };
    if (work.kind === 'specks') return new BatchPanel(this.#panelServices(), withInputs({ ...options, work }, paths));
    const begun = withInputs({ ...options, work: { ...DEFAULT_REENCODE, ...work, palette }, names: null }, paths);
    const answers = palette === null ? await this.#ask(begun, false) : begun;
    return answers === undefined ? undefined : new BatchPanel(this.#panelServices(), answers);
  }

  /** Undoes a batch: the last one in a folder of a menu, else in the workspace. */
  async undo(clicked?: unknown, root: string | null = null): Promise<UndoReport | null> {
    if (!(await mayWrite(untrustedText()))) return null;
    const { script, log, state } = this.#services;
    const workspace = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
    const folders =
      root !== null
        ? [root]
        : clicked instanceof vscode.Uri
          ? [isPng(clicked) ? dirname(clicked.fsPath) : clicked.fsPath]
          : [...workspace.map(({ uri }) => uri.fsPath), ...rememberedJournals(state)];
    if (folders.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('There is no batch to undo.'));
      return null;
    }
    const report = await undoLastBatch(folders, root, { script, log, choose: (batches) => this.#choose(batches) });
    if (report !== null) {
      BatchPanel.tellUndone(report);
      this.#services.masksWritten();
    }
    return report;
  }

  /** Tells of a batch that the window before this one could not finish, and does what the user chooses. */
  async tellInterrupted({ root, answers }: WritingBatch): Promise<BatchPanel | undefined> {
    const { script, log } = this.#services;
    const choice = await askAboutInterrupted(root, { script, log: (text) => log.warn(`batch: ${text}`) });
    if (choice === 'finish') return new BatchPanel(this.#panelServices(), answers);
    if (choice === 'undo') await this.undo(undefined, root);
    return undefined;
  }

  /** @param memory the batch before, whose palette is the default for masks of the same folder */
  async #ask(initial: BatchAnswers, asksFiles: boolean, memory?: RememberedBatch): Promise<BatchAnswers | undefined> {
    const palettes = new Map<string, Promise<PalettePlaces>>();
    const palettesFor = (answers: BatchAnswers): Promise<PalettePlaces> => {
      const first = firstInput(answers);
      const places = palettes.get(first) ?? palettesNear(placeIn(first), this.#services.state);
      palettes.set(first, places);
      return places;
    };
    const context = { ui: this.#ui, palettesFor, suggestions: suggestions() };
    const answers = await walkSteps(
      initial,
      (now) => stepsOf(now, asksFiles),
      async (step, now, place) => {
        const answer = await askStep(step, now, place, context);
        return step !== 'files' || answer === undefined || answer === BACK
          ? answer
          : withPaletteOfFolder(answer, memory);
      },
    );
    if (answers === undefined || answers.work.kind === 'reencode') return answers;
    return { ...answers, names: namesNear(await palettesFor(answers)) };
  }

  #panelServices(): BatchServices {
    const { extensionUri, script, log, state, masksWritten } = this.#services;
    return {
      ...{ extensionUri, script, log },
      changeOptions: async (answers) => {
        const changed = await this.#ask(answers, false);
        if (changed !== undefined) await state.update(MEMORY + kindOf(changed.work), remembered(changed));
        return changed;
      },
      undo: (root) => this.undo(undefined, root),
      onWrite: async (answers, root) => {
        await rememberJournal(state, root);
        await rememberWriting(state, { root, answers });
      },
      onWritten: (root) => {
        void forgetWriting(state, root);
        masksWritten();
      },
    };
  }

  async #choose(batches: readonly UndoableBatch[]): Promise<UndoableBatch | undefined> {
    const picked = await this.#ui.pick({
      title: vscode.l10n.t('Undo Last Batch'),
      canGoBack: false,
      placeholder: vscode.l10n.t('Which batch?'),
      items: batches.map((batch, at) => ({
        value: String(at),
        label: vscode.workspace.asRelativePath(batch.root),
        description: describeTime(batch),
        detail: batch.command,
      })),
    });
    return picked === undefined || picked === BACK ? undefined : batches[Number(picked)];
  }
}

/** Whether anything here lies on a disk: without a folder, files can still be chosen. */
function hasDisk(): boolean {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.length === 0 || folders.some(({ uri }) => uri.scheme === 'file');
}

/** Where names of files start from: the workspace folder, else the folder of what was clicked. */
function workingFolderOf(clicked: vscode.Uri | undefined): string {
  const own = clicked === undefined ? undefined : vscode.workspace.getWorkspaceFolder(clicked);
  const folder = own ?? vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file');
  if (folder !== undefined) return folder.uri.fsPath;
  return clicked === undefined ? process.cwd() : dirname(clicked.fsPath);
}

/** A place from whose folder class maps are looked for upwards: a folder's own come first. */
function placeIn(path: string): vscode.Uri {
  const uri = vscode.Uri.file(path);
  return isPng(uri) ? uri : vscode.Uri.joinPath(uri, 'mask.png');
}

/** What is likely meant without a click: the folder of the open mask, the mask itself, the workspace. */
function suggestions(): { readonly path: string; readonly label: string }[] {
  const active = activeFile();
  const isMask = active !== undefined && isPng(active) && active.scheme === 'file';
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  return [
    ...(isMask
      ? [
          { path: dirname(active.fsPath), label: vscode.l10n.t('Folder of the Open Mask') },
          { path: active.fsPath, label: vscode.l10n.t('The Open Mask Alone') },
        ]
      : []),
    ...folders.map(({ uri, name }) => ({ path: uri.fsPath, label: vscode.l10n.t('Workspace Folder {0}', name) })),
  ];
}

/** Why batches are refused in Restricted Mode. */
function untrustedText(): string {
  return vscode.l10n.t('Batches write files, which needs a trusted workspace.');
}
