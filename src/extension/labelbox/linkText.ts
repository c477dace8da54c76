import * as vscode from 'vscode';
import type { UrlSummary } from '../../core/labelbox/summary.ts';
import { numberText } from '../page/numberText.ts';
import { linkKind } from './findingText.ts';

const DAY = 86_400_000;

/**
 * What the links of one kind are worth now, in a sentence.
 *
 * @param now milliseconds since 1970
 */
export function linkSentence(summary: UrlSummary, now: number): string {
  const { links, expired, firstExpiry, lastExpiry } = summary;
  const kind = linkKind(summary.kind);
  const days = (time: number): string => numberText(Math.max(0, Math.floor(Math.abs(now - time) / DAY)));
  if (expired > 0 && lastExpiry !== null) {
    const newest = lastExpiry <= now ? lastExpiry : (firstExpiry ?? lastExpiry);
    return vscode.l10n.t(
      '{kind}: {expired} of {links} links expired {days} days ago; re-export or choose a local folder.',
      { kind, expired: numberText(expired), links: numberText(links), days: days(newest) },
    );
  }
  if (firstExpiry !== null) {
    return vscode.l10n.t('{kind}: {links} links; the first expires in {days} days.', {
      ...{ kind, links: numberText(links), days: days(firstExpiry) },
    });
  }
  return vscode.l10n.t('{kind}: {links} links; they do not tell when they expire.', { kind, links: numberText(links) });
}
