import * as vscode from 'vscode';
import type { ListedHost } from '../../core/labelbox/downloadList.ts';
import type { HostQuestion } from '../../platform/download/hostGuard.ts';
import { numberText } from '../page/numberText.ts';

const KEY = 'maskscope.downloads.hosts';

/** A host that the user has agreed to. */
interface AgreedHost {
  readonly host: string;
  /** It was in a private network then. One that only now is there is asked for again. */
  readonly isPrivate: boolean;
}

/** Agreements to requests, kept for the workspace. */
export class HostConsent {
  readonly #state: vscode.Memento;
  #last: Promise<unknown> = Promise.resolve();

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  get hosts(): readonly AgreedHost[] {
    return this.#state.get<readonly AgreedHost[]>(KEY, []);
  }

  /** Whether requests may be sent; asked once for each host, and never two at a time. */
  agreed(question: HostQuestion, listed: ListedHost | null): Promise<boolean> {
    const answer = this.#last.then(() => this.#decide(question, listed));
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  async revoke(hosts: readonly string[]): Promise<void> {
    await this.#state.update(
      KEY,
      this.hosts.filter(({ host }) => !hosts.includes(host)),
    );
  }

  async #decide({ host, privateAddress, redirectedFrom }: HostQuestion, listed: ListedHost | null): Promise<boolean> {
    const isPrivate = privateAddress !== null;
    if (this.hosts.some((one) => one.host === host && (one.isPrivate || !isPrivate))) return true;
    const details = [
      ...(listed === null
        ? []
        : [
            vscode.l10n.t('The export leads there to {0} images and {1} masks.', {
              ...{ 0: numberText(listed.images), 1: numberText(listed.masks) },
            }),
          ]),
      ...(redirectedFrom === null ? [] : [vscode.l10n.t('{0} redirects there.', redirectedFrom)]),
      ...(isPrivate ? [vscode.l10n.t('It is this machine or in a private network: {0}.', privateAddress)] : []),
      vscode.l10n.t('The answer is remembered for this workspace.'),
    ];
    const allow = vscode.l10n.t('Allow');
    const answer = await vscode.window.showWarningMessage(
      vscode.l10n.t('Send requests to {0}?', host),
      { modal: true, detail: details.join('\n') },
      allow,
    );
    if (answer !== allow) return false;
    await this.#state.update(KEY, [...this.hosts.filter((one) => one.host !== host), { host, isPrivate }]);
    return true;
  }
}

/** Lists the hosts that were agreed to, and takes agreements back. */
export async function manageHosts(consent: HostConsent): Promise<void> {
  const { hosts } = consent;
  if (hosts.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No host has been agreed to in this workspace.'));
    return;
  }
  const picked = await vscode.window.showQuickPick(
    hosts.map(({ host }) => host),
    {
      canPickMany: true,
      title: vscode.l10n.t('Hosts of Downloads'),
      placeHolder: vscode.l10n.t('Choose the hosts whose agreement you take back'),
    },
  );
  if (picked !== undefined) await consent.revoke(picked);
}
