import * as vscode from 'vscode';
import { PAIR_RULES, windowAdviceOf, type PairFinding, type PairRule } from '../../jobs/pairs/pairRules.ts';
import { withProblem } from '../convert/findingTexts.ts';

/** What is wrong with a pair and what to do, translated. */
export function pairFindingText({ rule, details }: PairFinding): string {
  const { message } = PAIR_RULES[rule];
  const advice = windowAdviceOf(rule);
  const told = vscode.l10n.t(message, withCause(details));
  return advice === '' ? told : `${told} ${vscode.l10n.t(advice)}`;
}

/** Why a sheet lacks a pair is a finding itself. */
function withCause(details: PairFinding['details']): PairFinding['details'] {
  const cause = String(details['cause']);
  if (!isRule(cause) || PAIR_RULES[cause].message.includes('{problem}')) return withProblem(details);
  return { ...details, problem: pairFindingText({ rule: cause, details: { ...details, cause: '' } }) };
}

function isRule(text: string): text is PairRule {
  return Object.hasOwn(PAIR_RULES, text);
}
