import * as vscode from 'vscode';
import type { DatasetRule } from '../../core/dataset/findings/rules.ts';
import type { DatasetFinding } from '../../core/dataset/findings/finding.ts';
import type { RuleSeverities } from '../../core/dataset/findings/findDatasetProblems.ts';
import type { RuleCount } from '../../jobs/dataset/datasetMessages.ts';
import type { FindingPage, FindingSource, ListedFinding, ListedRule } from '../findings/findingSource.ts';
import type { FindingsTree } from '../findings/findingsTree.ts';
import type { Dataset } from './dataset.ts';
import { DatasetProblems } from './datasetProblems.ts';
import type { Datasets } from './datasets.ts';
import type { FindingReference } from './findingReference.ts';
import { adviceText, findingMessage, ruleTitle } from './findingTexts.ts';
import { FINDING_SETTINGS, severitiesOf } from './severities.ts';

/** A finding of a dataset, or of lists in a folder, as a command is given it. */
export interface DatasetFindingNode {
  /** In whose folder the paths of the finding start. */
  readonly dataset: Pick<Dataset, 'folder'>;
  readonly finding: DatasetFinding;
}

/** A finding as the tree shows it; a click leads to its line, its pixel, or its file. */
export function listedFinding(node: DatasetFindingNode): ListedFinding {
  const { path, pair, place, rule } = node.finding;
  const [message, advice] = [findingMessage(node.finding), adviceText(node.finding)];
  const where = place !== undefined && 'line' in place ? vscode.l10n.t('line {0}', place.line) : null;
  const reference: FindingReference = { folder: node.dataset.folder.toString(), rule, path };
  return {
    // What a rule's sentences have in common comes last: in a narrow view it is cut off.
    ...(path === null
      ? { label: message, description: pair ?? '', tooltip: advice }
      : {
          label: path.slice(path.lastIndexOf('/') + 1),
          description: where === null ? message : `${where} · ${message}`,
          tooltip: `${advice}\n${path}`,
        }),
    command: { command: 'maskscope.revealDatasetFinding', title: '', arguments: [node] },
    about: reference,
  };
}

/** What is wrong with one dataset, checked anew after every scan and where the severities change. */
export class DatasetFindings implements FindingSource, vscode.Disposable {
  readonly isFolder = true;
  readonly #dataset: Dataset;
  readonly #log: vscode.LogOutputChannel;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeFindings = this.#changed.event;
  readonly #problems: DatasetProblems;
  readonly #subscriptions: vscode.Disposable[];
  #rules: readonly RuleCount[] = [];
  #run = 0;

  constructor(dataset: Dataset, log: vscode.LogOutputChannel) {
    this.#dataset = dataset;
    this.#log = log;
    this.#problems = new DatasetProblems(dataset.folder);
    this.#subscriptions = [
      dataset.onDidChange((change) => {
        if (change === 'found') void this.#check();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(FINDING_SETTINGS, dataset.folder) && dataset.overview !== null)
          void this.#check();
      }),
    ];
    if (dataset.overview !== null) void this.#check();
  }

  get uri(): vscode.Uri {
    return this.#dataset.folder;
  }

  get rules(): readonly ListedRule[] {
    const folder = this.#dataset.folder.toString();
    return this.#rules.map(({ rule, severity, count, fixable, pairs }) => ({
      ...{ rule, severity, count, title: ruleTitle(rule) },
      about: { folder, rule, path: null } satisfies FindingReference,
      context: ['datasetRule', ...(fixable > 0 ? ['fixable'] : []), ...(pairs > 0 ? ['pairs'] : [])].join(' '),
    }));
  }

  async page(rule: string, count: number): Promise<FindingPage> {
    const { total, findings } = await this.#findings(rule as DatasetRule, count);
    const listed = findings.map((finding) => ({
      ...listedFinding({ dataset: this.#dataset, finding }),
      ...(finding.fix === undefined ? {} : { context: 'datasetFinding fixable' }),
    }));
    return { findings: listed, kept: total, total };
  }

  rest(): string {
    return '';
  }

  dispose(): void {
    this.#run++;
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#problems.dispose();
    this.#changed.dispose();
  }

  async #check(): Promise<void> {
    const run = ++this.#run;
    try {
      // Of a scan that was stopped half of the masks would be missed.
      const isWhole = this.#dataset.overview?.isCancelled === false;
      const rules = isWhole ? await this.#dataset.ask('check', { severities: this.#severities }) : [];
      if (run !== this.#run) return;
      this.#rules = rules;
      this.#changed.fire();
      await this.#problems.show(
        rules,
        async (rule, count) => (await this.#findings(rule, count)).findings,
        () => run === this.#run,
      );
    } catch (error) {
      this.#log.warn(
        `findings of ${this.#dataset.folder.toString()}: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  #findings(rule: DatasetRule, count: number) {
    return this.#dataset.ask('findings', { severities: this.#severities, rule, from: 0, count });
  }

  get #severities(): RuleSeverities {
    return severitiesOf(this.#dataset.folder);
  }
}

/** Keeps the findings of all open datasets in the tree. */
export class FindingsOfDatasets implements vscode.Disposable {
  readonly #datasets: Datasets;
  readonly #tree: FindingsTree;
  readonly #log: vscode.LogOutputChannel;
  readonly #sources = new Map<Dataset, DatasetFindings>();
  readonly #subscriptions: vscode.Disposable[];

  constructor(datasets: Datasets, tree: FindingsTree, log: vscode.LogOutputChannel) {
    this.#datasets = datasets;
    this.#tree = tree;
    this.#log = log;
    this.#subscriptions = [
      datasets.onDidChange(() => this.#update()),
      datasets.onDidChangeActive((active) => {
        this.#update();
        const source = active === null ? undefined : this.#sources.get(active);
        if (source !== undefined) tree.reveal(source);
      }),
    ];
    this.#update();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    for (const dataset of [...this.#sources.keys()]) this.#forget(dataset);
  }

  #update(): void {
    const open = new Set(this.#datasets.all);
    for (const dataset of [...this.#sources.keys()]) if (!open.has(dataset)) this.#forget(dataset);
    for (const dataset of open) {
      if (this.#sources.has(dataset)) continue;
      const source = new DatasetFindings(dataset, this.#log);
      this.#sources.set(dataset, source);
      this.#tree.add(source);
    }
  }

  #forget(dataset: Dataset): void {
    const source = this.#sources.get(dataset);
    this.#sources.delete(dataset);
    if (source === undefined) return;
    this.#tree.remove(source);
    source.dispose();
  }
}
