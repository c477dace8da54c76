// Loaded with the first conversion.
import * as vscode from 'vscode';
import { walkSteps } from '../batch/batchSteps.ts';
import { rememberJournal } from '../batch/journalPlaces.ts';
import { undoAt } from '../batch/undoAt.ts';
import { mayWrite } from '../batch/mayWrite.ts';
import { WINDOW_UI, type StepUi } from '../batch/stepUi.ts';
import { ExportMemory } from '../labelbox/exportMemory.ts';
import { CONVERSIONS_KEY, mayBeExport } from '../labelbox/exportViews.ts';
import { usualFolder, usualMasks } from '../labelbox/originals.ts';
import { menuFiles } from '../mask/menuFiles.ts';
import { activeFile } from '../mask/openAsMask.ts';
import { ConvertPanel } from './convertPanel.ts';
import { askStep } from './convertQuestions.ts';
import { startingFrom, stepsOf, type ConvertAnswers, type KnownOfExport } from './convertSteps.ts';
import { convertTitle } from './optionTexts.ts';

export interface ConvertCommandServices {
  readonly extensionUri: vscode.Uri;
  /** Path of the bundle of the process that converts. */
  readonly script: string;
  readonly log: vscode.LogOutputChannel;
  /** State of the workspace: answers by export, and where journals lie. */
  readonly state: vscode.Memento;
  /** How questions are put; the window's own unless a test answers. */
  readonly ui?: StepUi;
}

/** Exports whose answers are remembered. */
const MOST = 50;

type Remembered = Readonly<Record<string, Partial<ConvertAnswers>>>;

/** The command that makes masks of a Labelbox export. */
export class ConvertCommands {
  readonly #services: ConvertCommandServices;
  readonly #ui: StepUi;

  constructor(services: ConvertCommandServices) {
    this.#services = services;
    this.#ui = services.ui ?? WINDOW_UI;
  }

  /**
   * Asks for the options of a conversion and opens its preview.
   *
   * @param clicked the export that a menu or the editor passes; else the file of the active tab, else one is asked for
   * @param selected all files that are selected in the explorer; of several exports the first is taken, which is told
   * @returns undefined where the user gave up, or nothing can be done here
   */
  async start(clicked?: unknown, selected?: unknown): Promise<ConvertPanel | undefined> {
    const untrusted = vscode.l10n.t('Converting an export writes files, which needs a trusted workspace.');
    if (!(await mayWrite(untrusted))) return undefined;
    const uri = exportOf(menuFiles(clicked, selected)) ?? activeExport() ?? (await pickExport());
    if (uri === undefined) return undefined;
    if (uri.scheme !== 'file') {
      void vscode.window.showErrorMessage(
        vscode.l10n.t('Masks are written to the disk; this export is in a virtual file system.'),
      );
      return undefined;
    }
    const kept = this.#remembered()[uri.toString()];
    const answers = await this.#ask(startingFrom(uri.fsPath, await this.#knownOf(uri), kept));
    if (answers === undefined) return undefined;
    const { extensionUri, script, log, state } = this.#services;
    return new ConvertPanel(
      {
        ...{ extensionUri, script, log },
        changeOptions: (before) => this.#ask(before),
        undo: undoAt,
        onWritten: (root) => void rememberJournal(state, root),
      },
      answers,
    );
  }

  async #ask(initial: ConvertAnswers): Promise<ConvertAnswers | undefined> {
    const answers = await walkSteps(initial, stepsOf, (step, now, place) => askStep(step, now, place, this.#ui));
    if (answers !== undefined) await this.#remember(answers);
    return answers;
  }

  /** What was chosen in the export's editor. */
  async #knownOf(uri: vscode.Uri): Promise<KnownOfExport> {
    const { era, yAxis, choice, originals } = new ExportMemory(this.#services.state).recall(uri);
    const folder = originals === null ? await usualFolder(uri) : vscode.Uri.parse(originals);
    const masks = await usualMasks(uri);
    const pathOf = (one: vscode.Uri | null): string | null => (one?.scheme === 'file' ? one.fsPath : null);
    return { era, yAxis, labels: choice, originals: pathOf(folder), masks: pathOf(masks) };
  }

  #remembered(): Remembered {
    return this.#services.state.get<Remembered>(CONVERSIONS_KEY, {});
  }

  async #remember(answers: ConvertAnswers): Promise<void> {
    const key = vscode.Uri.file(answers.exportFile).toString();
    const others = Object.entries(this.#remembered()).filter(([one]) => one !== key);
    await this.#services.state.update(
      CONVERSIONS_KEY,
      Object.fromEntries([...others, [key, answers] as const].slice(-MOST)),
    );
  }
}

/** Of the files that a menu passes the one to convert. */
function exportOf(files: readonly vscode.Uri[] = []): vscode.Uri | undefined {
  const [first, ...others] = files.filter(({ path }) => mayBeExport(path));
  if (first !== undefined && others.length > 0) {
    const name = vscode.workspace.asRelativePath(first);
    void vscode.window.showInformationMessage(
      vscode.l10n.t('One export is converted at a time; {0} is taken. Convert the others after it.', name),
    );
  }
  return first;
}

function activeExport(): vscode.Uri | undefined {
  const uri = activeFile();
  return uri !== undefined && mayBeExport(uri.path) ? uri : undefined;
}

async function pickExport(): Promise<vscode.Uri | undefined> {
  const filters = { Labelbox: ['json', 'ndjson', 'jsonl', 'csv', 'tsv'] };
  return (await vscode.window.showOpenDialog({ title: convertTitle(), filters }))?.[0];
}
