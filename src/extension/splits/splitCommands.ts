// Loaded with the first split.
import { readdirSync } from 'node:fs';
import { basename, dirname, extname } from 'node:path';
import * as vscode from 'vscode';
import type { DatasetRule } from '../../core/dataset/findings/rules.ts';
import { splitNamed } from '../../core/dataset/splitWords.ts';
import type { NamesFacts } from '../../jobs/splitMessages.ts';
import { walkSteps } from '../batch/batchSteps.ts';
import { rememberJournal } from '../batch/journalPlaces.ts';
import { undoAt } from '../batch/undoAt.ts';
import { mayWrite } from '../batch/mayWrite.ts';
import type { StepUi } from '../batch/stepUi.ts';
import type { Dataset } from '../dataset/dataset.ts';
import { severitiesOf } from '../dataset/severities.ts';
import type { Datasets } from '../dataset/datasets.ts';
import { SPLITS_VIEW } from '../dataset/datasetViewIds.ts';
import { ruleTitle } from '../dataset/findingTexts.ts';
import { folderToScan, scanFolder } from '../dataset/scanFolder.ts';
import type { FindingsTree } from '../findings/findingsTree.ts';
import { FINDINGS_VIEW } from '../findings/findingsView.ts';
import { numberText } from '../page/numberText.ts';
import { ProgressNotification } from '../page/progressNotification.ts';
import { splitFailureText } from './failureTexts.ts';
import { ListAudit } from './listAudits.ts';
import { splitTitle } from './optionTexts.ts';
import { SplitChild, SplitStopped } from './splitChild.ts';
import { SplitPanel } from './splitPanel.ts';
import { askStep } from './splitQuestions.ts';
import { startingFrom, stepsOf, type SplitAnswers, type SplitOrigin } from './splitSteps.ts';

export interface SplitCommandServices {
  readonly extensionUri: vscode.Uri;
  /** Path of the bundle of the process that splits. */
  readonly script: string;
  readonly log: vscode.LogOutputChannel;
  /** State of the workspace: answers by what was split, and where journals lie. */
  readonly state: vscode.Memento;
  readonly datasets: Datasets;
  readonly findings: FindingsTree;
  readonly ui: StepUi;
  /** Is called after lists were written. */
  readonly listsWritten: () => void;
}

/** What the workspace's state keeps of splits: answers by the URI of what was split. */
const SPLITS_KEY = 'maskscope.splits';
/** Of so many of them. */
const MOST = 50;

type Remembered = Readonly<Record<string, Partial<SplitAnswers>>>;

/** Rules of a dataset that judge its split lists. */
const LIST_RULES: ReadonlySet<DatasetRule> = new Set([
  ...(['splitOverlap', 'listEntryAbsent', 'listEntryOutside', 'listDuplicate'] as const),
  ...(['inNoList', 'trainvalDiffers', 'neighbouringFrames'] as const),
  ...(['duplicateOriginalsAcrossSplits', 'duplicateMasksAcrossSplits', 'nearDuplicatesAcrossSplits'] as const),
]);

/** The commands that make split lists, and judge those that others made. */
export class SplitCommands implements vscode.Disposable {
  readonly #services: SplitCommandServices;
  /** By folder. */
  readonly #audits = new Map<string, ListAudit>();

  constructor(services: SplitCommandServices) {
    this.#services = services;
  }

  /**
   * Asks for the options of a split and opens its preview.
   *
   * @param chosen a file of names, or a dataset; null: the user chooses
   * @returns undefined where the user gave up, or nothing can be done here
   */
  async generate(chosen: vscode.Uri | Dataset | null): Promise<SplitPanel | undefined> {
    const untrusted = vscode.l10n.t('Splits are written to files, which needs a trusted workspace.');
    if (!(await mayWrite(untrusted))) return undefined;
    const origin = await this.#originOf(chosen ?? (await this.#choose()));
    if (origin === undefined) return undefined;
    const child = this.#start();
    try {
      const names = await this.#look(child, origin);
      const answers = await this.#ask(startingFrom(origin, names, this.#remembered()[keyOf(origin)]), names);
      if (answers === undefined) child.kill();
      return answers === undefined ? undefined : this.#panel(child, names, answers);
    } catch (error) {
      child.kill();
      if (error instanceof SplitStopped) return undefined;
      throw new Error(splitFailureText(error), { cause: error });
    }
  }

  /** Scans what changed in a dataset, and says what is wrong with its lists. */
  async auditDataset(dataset: Dataset): Promise<void> {
    this.#services.datasets.open(dataset);
    const { lists } = await vscode.window.withProgress({ location: { viewId: SPLITS_VIEW } }, () => dataset.scan());
    const name = basename(dataset.folder.path);
    if (lists.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('There are no split lists in {0}.', name));
      return;
    }
    const severities = severitiesOf(dataset.folder);
    const rules = (await dataset.ask('check', { severities })).filter(({ rule }) => LIST_RULES.has(rule));
    void tellJudged(name, lists.length, rules);
  }

  /** Says what is wrong with list files: those of an open dataset by what the dataset holds, others by themselves. */
  async auditFiles(files: readonly vscode.Uri[]): Promise<void> {
    const [first] = files;
    if (first === undefined) return;
    const dataset = this.#services.datasets.of(first);
    if (dataset !== null) return this.auditDataset(dataset);
    if (first.scheme !== 'file') return tellVirtual();
    const folder = dirname(first.fsPath);
    // One list says little: it is held against those beside it.
    const names = files.length > 1 ? files.map(({ fsPath }) => basename(fsPath)) : listsBeside(first.fsPath);
    const audit = this.#auditOf(vscode.Uri.file(folder));
    try {
      const { lists } = await audit.judge(names);
      this.#services.findings.reveal(audit);
      void tellJudged(basename(folder), lists.length, audit.rules);
    } catch (error) {
      throw new Error(splitFailureText(error), { cause: error });
    }
  }

  dispose(): void {
    for (const audit of this.#audits.values()) {
      this.#services.findings.remove(audit);
      audit.dispose();
    }
    this.#audits.clear();
  }

  #start(): SplitChild {
    return new SplitChild(this.#services.script, this.#services.log);
  }

  #panel(child: SplitChild, names: NamesFacts, answers: SplitAnswers): SplitPanel {
    const { extensionUri, log, state, listsWritten } = this.#services;
    return new SplitPanel(
      {
        ...{ extensionUri, log, onWritten: listsWritten },
        start: () => this.#start(),
        changeOptions: (before, known) => this.#ask(before, known),
        undo: undoAt,
        onWrite: (root) => rememberJournal(state, root),
      },
      ...([child, names, answers] as const),
    );
  }

  async #ask(initial: SplitAnswers, names: NamesFacts): Promise<SplitAnswers | undefined> {
    const answers = await walkSteps(
      initial,
      (now) => stepsOf(now, names),
      (step, now, place) => askStep(step, now, names, place, this.#services.ui),
    );
    if (answers !== undefined) await this.#remember(answers);
    return answers;
  }

  /** Reads what is split, with a notification that counts and cancels. */
  async #look(child: SplitChild, { source, dataset }: SplitOrigin): Promise<NamesFacts> {
    const notification = new ProgressNotification(() => child.kill());
    child.onProgress = (progress) => notification.report(progress);
    notification.begin(vscode.l10n.t('Reading the names of {0}', basename(source)));
    try {
      return (await child.ask({ type: 'look', source, dataset }, 'names')).names;
    } finally {
      notification.end();
    }
  }

  /** A dataset that is open, another one, or a file of names. */
  async #choose(): Promise<vscode.Uri | Dataset | undefined> {
    const { datasets, ui } = this.#services;
    const title = splitTitle();
    const answer = await ui.pick({
      ...{ title, canGoBack: false, placeholder: vscode.l10n.t('What is split?') },
      items: [
        ...datasets.all.map(({ folder }) => ({
          value: folder.toString(),
          label: basename(folder.path),
          description: vscode.workspace.asRelativePath(folder),
        })),
        {
          value: 'names',
          label: vscode.l10n.t('List of Names…'),
          detail: vscode.l10n.t('A file with one name a line'),
        },
        { value: 'folder', label: vscode.l10n.t('Scan Another Dataset…') },
      ],
    });
    if (answer === 'names') {
      const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
      const [path] = await ui.open({ title, folder, what: 'names' });
      return path === undefined ? undefined : vscode.Uri.file(path);
    }
    if (answer === 'folder') {
      const folder = await folderToScan(ui, undefined);
      return folder === undefined ? undefined : scanFolder(ui, datasets, folder);
    }
    return datasets.all.find(({ folder }) => folder.toString() === answer);
  }

  async #originOf(chosen: vscode.Uri | Dataset | undefined): Promise<SplitOrigin | undefined> {
    if (chosen === undefined) return undefined;
    if ('folder' in chosen) return { source: chosen.folder.fsPath, dataset: chosen.reading };
    if (chosen.scheme === 'file') return { source: chosen.fsPath, dataset: null };
    tellVirtual();
    return Promise.resolve(undefined);
  }

  #auditOf(folder: vscode.Uri): ListAudit {
    const known = this.#audits.get(folder.toString());
    if (known !== undefined) return known;
    const judge = async (lists: readonly string[]) => {
      const child = this.#start();
      try {
        const severities = severitiesOf(folder);
        return (await child.ask({ type: 'judge', lists, severities }, 'judged')).judged;
      } finally {
        child.kill();
      }
    };
    const audit = new ListAudit(folder, judge, this.#services.log);
    this.#audits.set(folder.toString(), audit);
    this.#services.findings.add(audit);
    return audit;
  }

  #remembered(): Remembered {
    return this.#services.state.get<Remembered>(SPLITS_KEY, {});
  }

  async #remember(answers: SplitAnswers): Promise<void> {
    const key = keyOf(answers);
    const others = Object.entries(this.#remembered()).filter(([one]) => one !== key);
    await this.#services.state.update(
      SPLITS_KEY,
      Object.fromEntries([...others, [key, answers] as const].slice(-MOST)),
    );
  }
}

function keyOf({ source }: SplitOrigin): string {
  return vscode.Uri.file(source).toString();
}

/** The list itself and, where it is called after a split, the other lists of its folder that are, too. */
function listsBeside(path: string): string[] {
  const [name, extension] = [basename(path), extname(path)];
  const isSplit = (file: string): boolean =>
    extname(file) === extension && splitNamed(basename(file, extension)) !== null;
  if (!isSplit(name)) return [name];
  return readdirSync(dirname(path)).filter(isSplit);
}

function tellVirtual(): void {
  const message = vscode.l10n.t('Lists are read from the disk; this one is in a virtual file system.');
  void vscode.window.showErrorMessage(message);
}

/** One message: how many lists were judged, and what is wrong with them. */
async function tellJudged(
  place: string,
  lists: number,
  rules: readonly { readonly rule: string; readonly count: number }[],
): Promise<void> {
  const judged = vscode.l10n.t('Split lists judged in {0}: {1}.', place, numberText(lists));
  if (rules.length === 0) {
    void vscode.window.showInformationMessage(`${judged} ${vscode.l10n.t('Nothing is wrong with them.')}`);
    return;
  }
  const found = rules.map(({ rule, count }) => `${ruleTitle(rule as DatasetRule)} (${numberText(count)})`).join(', ');
  const show = vscode.l10n.t('Show Findings');
  const message = `${judged} ${vscode.l10n.t('Found: {0}.', found)}`;
  if ((await vscode.window.showWarningMessage(message, show)) === show) {
    await vscode.commands.executeCommand(`${FINDINGS_VIEW}.focus`);
  }
}
