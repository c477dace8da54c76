import type { BatchFix, FindingFacts } from '../../src/protocol/batch.ts';
import type { BatchStrings } from '../../src/protocol/batchStrings.ts';
import { pushButton } from '../ui/controls.ts';
import { element, type Child } from '../ui/element.ts';
import { icon } from '../ui/icons.ts';

/** A finding with its severity, what to do, and the button that mends it; `more` follows the advice. */
export function findingView(
  { severity, message, advice, fix }: Omit<FindingFacts, 'rule'>,
  strings: BatchStrings,
  onFix: (fix: BatchFix) => void,
  ...more: readonly Child[]
): HTMLElement {
  const name = { error: strings.error, warning: strings.warning, information: strings.information }[severity];
  return element(
    'div',
    { class: `finding ${severity}` },
    icon(severity === 'information' ? 'info' : severity),
    element(
      'div',
      { class: 'finding-text' },
      element('span', { class: 'spoken' }, `${name}: `),
      element('span', { class: 'finding-message' }, message),
      advice === '' ? null : element('span', { class: 'finding-advice' }, ` ${advice}`),
      ...more,
    ),
    fix === null ? null : pushButton({ label: fixLabel(fix, strings), onClick: () => onFix(fix) }),
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
