import * as vscode from 'vscode';
import { BACK, wholeNumber, type Back, type StepPlace } from './batchSteps.ts';

/** One answer of a list; a separator where it has no value. */
export interface StepItem {
  /** Undefined: a heading. */
  readonly value?: string;
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
}

/** What a question has in common. */
export interface StepQuestion {
  readonly title: string;
  /** Undefined for a question within a step. */
  readonly place?: StepPlace | undefined;
  readonly canGoBack: boolean;
  readonly placeholder: string;
}

/** How questions are put to the user; tests answer in the user's place. */
export interface StepUi {
  /** Resolves with the value of an item, {@link BACK}, or undefined to give up. `active` is the value at the cursor. */
  pick(
    question: StepQuestion & { readonly items: readonly StepItem[]; readonly active?: string | undefined },
  ): Promise<string | Back | undefined>;
  /** `problemOf` says what is wrong with a text; null where it is fine. `noteOf` says what a text that is fine means. */
  input(
    question: StepQuestion & {
      readonly value: string;
      readonly problemOf: (text: string) => string | null;
      readonly noteOf?: (text: string) => string;
    },
  ): Promise<string | Back | undefined>;
  /** Absolute paths; empty where the user gave up. */
  open(options: {
    readonly title: string;
    readonly folder: string;
    readonly what:
      | 'folder'
      | 'folders'
      | 'pngs'
      | 'png'
      | 'classMap'
      | 'names'
      | 'table'
      | 'image'
      | 'swatches'
      | 'scores'
      | 'export'
      | 'font';
  }): Promise<readonly string[]>;
}

/** The answers with what was picked or typed; Back and giving up pass through. */
export async function answered<Answers>(
  asked: Promise<string | Back | undefined>,
  take: (answer: string) => Answers,
): Promise<Answers | Back | undefined> {
  const answer = await asked;
  return answer === undefined || answer === BACK ? answer : take(answer);
}

/** What is wrong with a number that was typed; null where nothing is. */
export function numberProblem(text: string, least: number, most: number): string | null {
  if (wholeNumber(text, least, most) !== null) return null;
  return vscode.l10n.t('Enter a whole number from {0} to {1}.', least, most);
}

/** The window's own quick picks, input boxes and dialogs. */
export const WINDOW_UI: StepUi = {
  pick({ items, active, placeholder, ...question }) {
    const picker = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly value?: string }>();
    picker.items = items.map(({ value, label, description, detail }) => ({
      label,
      ...(value === undefined ? { kind: vscode.QuickPickItemKind.Separator } : { value }),
      ...(description === undefined ? {} : { description }),
      ...(detail === undefined ? {} : { detail }),
    }));
    const at = active === undefined ? undefined : picker.items.find(({ value }) => value === active);
    if (at !== undefined) picker.activeItems = [at];
    picker.placeholder = placeholder;
    picker.matchOnDescription = true;
    return shown(picker, question, () => picker.selectedItems[0]?.value);
  },
  input({ value, problemOf, noteOf, placeholder, ...question }) {
    const box = vscode.window.createInputBox();
    box.value = value;
    box.prompt = placeholder;
    const check = (): boolean => {
      const problem = problemOf(box.value);
      const note = problem === null ? noteOf?.(box.value) : undefined;
      const severity = vscode.InputBoxValidationSeverity.Info;
      box.validationMessage = note === undefined ? (problem ?? '') : { message: note, severity };
      return problem === null;
    };
    box.onDidChangeValue(check);
    return shown(box, question, () => (check() ? box.value : undefined));
  },
  async open({ title, folder, what }) {
    const isFolder = what === 'folder' || what === 'folders';
    const filters = isFolder ? undefined : filtersOf(what);
    const found = await vscode.window.showOpenDialog({
      title,
      defaultUri: vscode.Uri.file(folder),
      canSelectFolders: isFolder,
      canSelectFiles: !isFolder,
      canSelectMany: what === 'folders' || what === 'pngs',
      ...(filters === undefined ? {} : { filters }),
    });
    return (found ?? []).filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => fsPath);
  },
};

/** Files that a dialog offers. */
function filtersOf(
  what: 'pngs' | 'png' | 'classMap' | 'names' | 'table' | 'image' | 'swatches' | 'scores' | 'export' | 'font',
): Record<string, string[]> {
  switch (what) {
    case 'classMap':
      return { [vscode.l10n.t('Class maps')]: ['txt', 'json'] };
    case 'names':
      return { [vscode.l10n.t('Lists of names')]: ['txt', 'lst', 'list', 'csv'] };
    case 'table':
      return { [vscode.l10n.t('Tables')]: ['csv', 'tsv', 'txt'] };
    case 'image':
      return { [vscode.l10n.t('Images')]: ['jpg', 'jpeg', 'png', 'webp', 'avif', 'gif', 'bmp', 'tif', 'tiff'] };
    case 'font':
      return { [vscode.l10n.t('Fonts')]: ['ttf', 'otf', 'ttc', 'otc'] };
    case 'swatches':
      return { [vscode.l10n.t('Swatches')]: ['csv', 'txt', 'json', 'gpl'] };
    case 'scores':
      return { [vscode.l10n.t('Tables')]: ['json', 'csv', 'tsv', 'txt'] };
    case 'export':
      return { Labelbox: ['json', 'ndjson', 'jsonl', 'csv', 'tsv'] };
    case 'pngs':
    case 'png':
      return { PNG: ['png'] };
  }
}

/** Shows a quick pick or input box until it is answered, hidden, or the Back button is pressed. */
function shown(
  input: vscode.QuickPick<vscode.QuickPickItem> | vscode.InputBox,
  { title, place, canGoBack }: Omit<StepQuestion, 'placeholder'>,
  answerOf: () => string | undefined,
): Promise<string | Back | undefined> {
  input.title = title;
  input.step = place?.number;
  input.totalSteps = place?.total;
  // Opening a dialog or looking at a file must not lose the answers.
  input.ignoreFocusOut = true;
  input.buttons = canGoBack ? [vscode.QuickInputButtons.Back] : [];
  return new Promise((resolve) => {
    input.onDidAccept(() => {
      const answer = answerOf();
      if (answer === undefined) return;
      resolve(answer);
      input.dispose();
    });
    input.onDidTriggerButton((button) => {
      if (button !== vscode.QuickInputButtons.Back) return;
      resolve(BACK);
      input.dispose();
    });
    input.onDidHide(() => {
      resolve(undefined);
      input.dispose();
    });
    input.show();
  });
}
