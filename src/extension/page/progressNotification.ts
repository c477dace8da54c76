import * as vscode from 'vscode';
import type { BatchProgress } from '../../jobs/batchTypes.ts';
import { numberText } from './numberText.ts';

/** A cancellable notification with counts, rate and time left, for one phase after the other. */
export class ProgressNotification {
  readonly #onCancel: () => void;
  #report: ((progress: BatchProgress<string>) => void) | null = null;
  #end: (() => void) | null = null;

  constructor(onCancel: () => void) {
    this.#onCancel = onCancel;
  }

  begin(title: string): void {
    this.end();
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    this.#end = end;
    // The phase may be over before the window asks what to wait for.
    const isCurrent = (): boolean => this.#end === end;
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    void vscode.window.withProgress(options, (progress, token) => {
      if (!isCurrent()) return ended;
      token.onCancellationRequested(() => {
        if (isCurrent()) this.#onCancel();
      });
      let percent = 0;
      this.#report = ({ done, total, rate, timeLeft }) => {
        const now = total === 0 ? 100 : (100 * done) / total;
        const left = timeLeft === null ? '' : `, ${vscode.l10n.t('{0} s left', numberText(Math.ceil(timeLeft)))}`;
        const counts = vscode.l10n.t('{0} of {1}, {2} a second', ...[done, total, Math.round(rate)].map(numberText));
        progress.report({ message: counts + left, increment: now - percent });
        percent = now;
      };
      return ended;
    });
  }

  report(progress: BatchProgress<string>): void {
    this.#report?.(progress);
  }

  end(): void {
    this.#report = null;
    this.#end?.();
    this.#end = null;
  }
}
