import type * as vscode from 'vscode';
import { DECISIONS_KEY } from './exportViews.ts';
import { CHOICES, type Choice } from '../../core/labelbox/choice.ts';
import { ERAS, type Era, type YAxis } from '../../core/labelbox/model.ts';

/** What the user has decided about one export. */
export interface ExportDecisions {
  /** Null: as detected. */
  readonly era: Era | null;
  readonly yAxis: YAxis | null;
  readonly choice: Choice;
  /** Folder of originals as a URI; null: the setting's, or one beside the export. */
  readonly originals: string | null;
}

const UNDECIDED: ExportDecisions = { era: null, yAxis: null, choice: 'newest', originals: null };
/** Exports that are remembered. */
const MOST = 200;

/** Decisions about exports, kept in the workspace's state by file. */
export class ExportMemory {
  readonly #state: vscode.Memento;

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  recall(uri: vscode.Uri): ExportDecisions {
    const kept = this.#all()[uri.toString()];
    if (kept === undefined) return UNDECIDED;
    return {
      era: ERAS.find((era) => era === kept.era) ?? null,
      yAxis: kept.yAxis === 'up' || kept.yAxis === 'down' ? kept.yAxis : null,
      choice: CHOICES.find((choice) => choice === kept.choice) ?? 'newest',
      originals: typeof kept.originals === 'string' ? kept.originals : null,
    };
  }

  async remember(uri: vscode.Uri, decisions: ExportDecisions): Promise<void> {
    const { [uri.toString()]: before, ...others } = this.#all();
    const all = [...Object.entries(others), [uri.toString(), { ...before, ...decisions }] as const].slice(-MOST);
    await this.#state.update(DECISIONS_KEY, Object.fromEntries(all));
  }

  #all(): Readonly<Record<string, Partial<ExportDecisions>>> {
    return this.#state.get<Readonly<Record<string, Partial<ExportDecisions>>>>(DECISIONS_KEY, {});
  }
}
