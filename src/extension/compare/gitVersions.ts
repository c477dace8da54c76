import * as vscode from 'vscode';
import type { ComparedFile } from './masksPanel.ts';

/** What is used of the API of the built-in Git extension (vscode/extensions/git/src/api/git.d.ts), version 1. */
interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): GitApi;
}

interface GitApi {
  toGitUri(uri: vscode.Uri, ref: string): vscode.Uri;
  getRepository(uri: vscode.Uri): GitRepository | null;
  /** Opens the repository that a folder lies in. */
  openRepository(root: vscode.Uri): Promise<GitRepository | null>;
}

interface GitRepository {
  log(options: { readonly maxEntries: number; readonly path: string }): Promise<
    readonly {
      readonly hash: string;
      readonly message: string;
      readonly authorDate?: Date;
      readonly authorName?: string;
    }[]
  >;
}

/** Commits of a file that are offered. */
const MOST_COMMITS = 200;
/** Digits of a commit that tell it from others. */
const SHORT_HASH = 8;

/** The version of a file that the user chooses; undefined where the user gave up or there is none, which is then told. */
export async function chooseGitVersion(file: vscode.Uri): Promise<ComparedFile | undefined> {
  const name = file.path.slice(file.path.lastIndexOf('/') + 1);
  const refuse = (message: string): undefined => void vscode.window.showInformationMessage(message);
  const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
  const git = extension?.isActive === true ? extension.exports : await extension?.activate();
  if (git?.enabled !== true && !vscode.workspace.isTrusted) {
    const manage = vscode.l10n.t('Manage Trust');
    const message = vscode.l10n.t(
      'Git is off in Restricted Mode. Trust this folder to compare a mask with its versions in Git.',
    );
    if ((await vscode.window.showInformationMessage(message, manage)) === manage) {
      await vscode.commands.executeCommand('workbench.trust.manage');
    }
    return undefined;
  }
  if (git?.enabled !== true) {
    return refuse(vscode.l10n.t('There is no Git here: the built-in Git extension is missing or switched off.'));
  }
  const api = git.getAPI(1);
  // One that was made since the window opened, or lies deep in the folder, is not open by itself.
  const repository = api.getRepository(file) ?? (await api.openRepository(vscode.Uri.joinPath(file, '..')));
  if (repository === null) return refuse(vscode.l10n.t('{0} is in no Git repository that is open.', name));
  const commits = await repository.log({ maxEntries: MOST_COMMITS, path: file.fsPath }).catch(() => []);
  if (commits.length === 0) return refuse(vscode.l10n.t('{0} is in no commit yet.', name));
  const item = (label: string, ref: string, facts: Partial<vscode.QuickPickItem> = {}) => ({ label, ref, ...facts });
  const dates = new Intl.DateTimeFormat(vscode.env.language, { dateStyle: 'medium', timeStyle: 'short' });
  const items = [
    item('HEAD', 'HEAD', { description: vscode.l10n.t('the last commit') }),
    item(vscode.l10n.t('Index'), '', { description: vscode.l10n.t('what is staged') }),
    item(vscode.l10n.t('Commits'), '', { kind: vscode.QuickPickItemKind.Separator }),
    ...commits.map(({ hash, message, authorDate, authorName = '' }) =>
      item(message.split('\n', 1)[0] ?? '', hash, {
        description: hash.slice(0, SHORT_HASH),
        detail: [authorName, authorDate === undefined ? '' : dates.format(authorDate)].filter(Boolean).join(', '),
      }),
    ),
  ];
  const title = vscode.l10n.t('Compare {0} with', name);
  const picked = await vscode.window.showQuickPick(items, { title, matchOnDescription: true, matchOnDetail: true });
  if (picked === undefined) return undefined;
  const short = picked.ref === 'HEAD' ? 'HEAD' : picked.ref.slice(0, SHORT_HASH);
  return {
    uri: api.toGitUri(file, picked.ref),
    label: `${vscode.workspace.asRelativePath(file)} (${short === '' ? vscode.l10n.t('Index') : short})`,
  };
}
