import * as vscode from 'vscode';
import { bearer, keyHost } from '../../core/download/apiKey.ts';
import { fieldsOf } from '../../core/formats/json.ts';
import type { Authorization } from '../../platform/download/request.ts';

const KEY = 'maskscope.labelbox.apiKey';
const LABELBOX = 'api.labelbox.com';

/** The API key: in the secret storage alone, for one host. */
export class ApiKeys {
  readonly #secrets: vscode.SecretStorage;

  constructor(secrets: vscode.SecretStorage) {
    this.#secrets = secrets;
  }

  /** Null without a key, or where what is stored is none. Rejects where the storage cannot be read. */
  async authorization(): Promise<Authorization | null> {
    const text = await this.#secrets.get(KEY);
    if (text === undefined) return null;
    const { host, value } = fieldsOf(parsed(text)) ?? {};
    return typeof host === 'string' && typeof value === 'string' ? { host, value } : null;
  }

  /** Asks for the host and its key; whatever was stored is replaced. */
  async set(): Promise<boolean> {
    const title = vscode.l10n.t('Set Labelbox API Key');
    const host = await vscode.window.showInputBox({
      title,
      value: LABELBOX,
      prompt: vscode.l10n.t('The host that gets the key, by https only'),
      ignoreFocusOut: true,
      validateInput: (text) => (keyHost(text) === null ? vscode.l10n.t('Enter a host such as {0}.', LABELBOX) : null),
    });
    if (host === undefined) return false;
    const key = await vscode.window.showInputBox({
      title,
      password: true,
      prompt: vscode.l10n.t('The key for {0}. It is kept in the secret storage of VS Code.', host),
      ignoreFocusOut: true,
      validateInput: (text) => (bearer(text) === null ? vscode.l10n.t('This is no API key.') : null),
    });
    if (key === undefined) return false;
    await this.store(host, key);
    void vscode.window.showInformationMessage(vscode.l10n.t('The key for {0} is stored.', host));
    return true;
  }

  /** @throws RangeError where the host or the key is none */
  async store(host: string, key: string): Promise<void> {
    const authorization = { host: keyHost(host), value: bearer(key) };
    if (authorization.host === null || authorization.value === null) throw new RangeError('No host or no key');
    await this.#secrets.store(KEY, JSON.stringify(authorization));
  }

  async forget(): Promise<void> {
    await this.#secrets.delete(KEY);
    void vscode.window.showInformationMessage(vscode.l10n.t('The API key was forgotten.'));
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
