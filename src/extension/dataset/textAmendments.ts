import * as vscode from 'vscode';
import { applyTextEdits, type TextEdit } from '../../core/formats/classMapEdits.ts';
import type { StepUi } from '../batch/stepUi.ts';

/** Changes of one text. */
export interface Amendment {
  readonly document: vscode.TextDocument;
  /** Of {@link document}'s text; they do not overlap. */
  readonly edits: readonly TextEdit[];
}

/** Of the proposed texts in comparisons. */
const SCHEME = 'maskscope-fix';

/** The text of a file, to be amended and saved as it is but for the amendment. */
export async function documentToAmend(uri: vscode.Uri): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(uri);
  const name = vscode.workspace.asRelativePath(uri);
  if (document.isDirty) throw new Error(vscode.l10n.t('{0} has unsaved changes. Save them first.', name));
  // An editor gives a whole file one kind of line end, and what is no UTF-8 other bytes.
  const bytes = Buffer.from(await vscode.workspace.fs.readFile(uri));
  const start = bytes.subarray(0, 3).equals(BOM) ? 3 : 0;
  if (!bytes.subarray(start).equals(Buffer.from(document.getText(), 'utf8'))) {
    await vscode.window.showTextDocument(document);
    throw new Error(
      vscode.l10n.t(
        '{0} is not in UTF-8, or its line ends differ: saving it would change more than what is asked for.',
        name,
      ),
    );
  }
  return document;
}

const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Compares texts with what they would become, and changes and saves them where the user agrees. Undo is the editor's.
 *
 * @param title what is mended
 * @param consent what the user agrees to, in a few words
 * @returns whether they were changed
 */
export async function amendAfterPreview(
  amendments: readonly Amendment[],
  { title, consent, ui }: { readonly title: string; readonly consent: string; readonly ui: StepUi },
): Promise<boolean> {
  const [first] = amendments;
  if (first === undefined) return false;
  const versions = amendments.map(({ document }) => document.version);
  if (!(await agreesTo(amendments, title, consent, ui))) return false;
  if (amendments.some(({ document }, at) => document.version !== versions[at])) {
    throw new Error(vscode.l10n.t('The file has changed in the meantime.'));
  }
  const edit = new vscode.WorkspaceEdit();
  for (const { document, edits } of amendments) {
    for (const { start, end, text } of edits) {
      edit.replace(document.uri, new vscode.Range(document.positionAt(start), document.positionAt(end)), text);
    }
  }
  // It has to be open for the user to undo it.
  await vscode.window.showTextDocument(first.document, { preview: false });
  if (!(await vscode.workspace.applyEdit(edit))) return false;
  for (const { document } of amendments) await document.save();
  return true;
}

/** Shows the comparison as long as the question is open. */
async function agreesTo(
  amendments: readonly Amendment[],
  title: string,
  consent: string,
  ui: StepUi,
): Promise<boolean> {
  const proposed = new Map(
    amendments.map(({ document, edits }) => [
      document.uri.with({ scheme: SCHEME }).toString(),
      applyTextEdits(document.getText(), edits),
    ]),
  );
  const provider = vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: (uri) => proposed.get(uri.toString()) ?? '',
  });
  let comparison: vscode.Tab | undefined;
  try {
    comparison = await compare(amendments, title);
    const answer = await ui.pick({
      ...{ title, canGoBack: false, placeholder: vscode.l10n.t('The comparison shows what would change.') },
      items: [
        {
          value: 'apply',
          label: consent,
          detail: vscode.l10n.t('Changes and saves the text; Undo in its editor takes it back'),
        },
        { value: 'leave', label: vscode.l10n.t('Leave as It Is') },
      ],
    });
    return answer === 'apply';
  } finally {
    // It may have been closed meanwhile.
    const left = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter((tab) => tab === comparison);
    await vscode.window.tabGroups.close(left);
    provider.dispose();
  }
}

/** @returns the tab of the comparison */
async function compare(amendments: readonly Amendment[], title: string): Promise<vscode.Tab | undefined> {
  const sides = amendments.map(({ document: { uri } }) => [uri, uri.with({ scheme: SCHEME })] as const);
  const [first] = sides;
  if (first !== undefined && sides.length === 1) {
    const name = vscode.workspace.asRelativePath(first[0]);
    await vscode.commands.executeCommand('vscode.diff', ...first, `${name}: ${title}`, { preview: true });
  } else {
    const resources = sides.map(([uri, other]) => [uri, uri, other]);
    await vscode.commands.executeCommand('vscode.changes', title, resources);
  }
  return vscode.window.tabGroups.activeTabGroup.activeTab;
}
