import type { Era, YAxis } from './model.ts';

/** Why the axis points where it does; English sentences with `{name}` placeholders, keys of the l10n bundle. */
export const Y_AXIS_REASONS = {
  chosen: 'Chosen by you.',
  eraUp: 'Exports of this kind ({era}) count y from the bottom of the image.',
  eraDown: 'Exports of this kind ({era}) count y from the top of the image.',
  window:
    'The newest label is of {date}: from September 2018 to May 2019 exports changed from counting y upwards to downwards. Look at the preview and choose.',
} as const;

export type YAxisReason = keyof typeof Y_AXIS_REASONS;

export interface YAxisDecision {
  /** `ask`: the export does not say; whoever opens it chooses with a preview. */
  readonly choice: YAxis | 'ask';
  readonly reason: YAxisReason;
  readonly details: Readonly<Record<string, string>>;
}

/** Labelbox's description of its exports still named the bottom left until this day. */
const LAST_UP = Date.UTC(2018, 8, 26);
/** The first export known to count from the top is of this month. */
const FIRST_DOWN = Date.UTC(2019, 4, 1);

/**
 * Where y = 0 is. E1 to E3 counted from the bottom, E4 and later count from the top; of E1 to E4 within the months of
 * the change the export does not say.
 *
 * @param newest date of the newest label, in milliseconds since 1970; null where no label has one
 * @param chosen what the user decided; goes before everything
 */
export function decideYAxis(era: Era, newest: number | null, chosen: YAxis | null = null): YAxisDecision {
  if (chosen !== null) return { choice: chosen, reason: 'chosen', details: {} };
  if (era === 'E5' || era === 'v2') return { choice: 'down', reason: 'eraDown', details: { era } };
  if (newest !== null && newest >= LAST_UP && newest < FIRST_DOWN) {
    return { choice: 'ask', reason: 'window', details: { date: new Date(newest).toISOString().slice(0, 10) } };
  }
  return era === 'E4'
    ? { choice: 'down', reason: 'eraDown', details: { era } }
    : { choice: 'up', reason: 'eraUp', details: { era } };
}
