import type { BatchFix, FindingFacts } from '../../src/protocol/batch.ts';
import type { BatchStrings } from '../../src/protocol/batchStrings.ts';
import { pushButton } from '../ui/controls.ts';
import { element, type Child } from '../ui/element.ts';
import { icon } from '../ui/icons.ts';

/** A finding with its severity, what to do, and the button that mends it; `more` follows the advice. */
export function findingView(
  finding: Omit<FindingFacts, 'rule'>,
  strings: BatchStrings,
  onFix: (fix: BatchFix) => void,
  ...more: readonly Child[]
): HTMLElement {
  const { fix } = finding;
  const line = findingLine(finding, strings, ...more);
  if (fix !== null) line.append(pushButton({ label: fixLabel(fix, strings), onClick: () => onFix(fix) }));
  return line;
}

/** A finding with its severity and what to do; `more` follows the advice. */
export function findingLine(
  { severity, message, advice }: Pick<FindingFacts, 'severity' | 'message' | 'advice'>,
  strings: Readonly<Record<FindingFacts['severity'], string>>,
  ...more: readonly Child[]
): HTMLElement {
  return element(
    'div',
    { class: `finding ${severity}` },
    icon(severity === 'information' ? 'info' : severity),
    element(
      'div',
      { class: 'finding-text' },
      element('span', { class: 'spoken' }, `${strings[severity]}: `),
      element('span', { class: 'finding-message' }, message),
      advice === '' ? null : element('span', { class: 'finding-advice' }, ` ${advice}`),
      ...more,
    ),
  );
}

function fixLabel(fix: BatchFix, strings: BatchStrings): string {
  return {
    byColour: strings.fixByColour,
    byIndex: strings.fixByIndex,
    swapRedAndBlue: strings.fixSwap,
    asStored: strings.fixAsStored,
    repairEdges: strings.fixRepair,
    raw16: strings.fixRaw16,
    again: strings.fixAgain,
  }[fix];
}
