import type { IdChange, IdChangeProblem, IdChangeWarning } from '../../../src/core/mask/idChange.ts';
import type { MaskStrings } from '../../../src/protocol/maskStrings.ts';
import { fill } from '../../ui/texts.ts';
import { formatIds } from '../classRows.ts';

/** Why ids cannot be changed as asked, in a sentence. */
export function problemWords(problem: IdChangeProblem, strings: MaskStrings): string {
  switch (problem.code) {
    case 'outOfRange':
      return fill(strings.idsOutOfRange, problem.id, problem.limit);
    case 'sameId':
      return strings.idsSame;
    case 'unusedId':
      return fill(strings.idsUnused, problem.id);
    case 'namedTwice':
      return fill(strings.idsTwice, problem.id);
    case 'leavesRange':
      return fill(strings.idsLeave, formatIds(problem.ids), problem.limit);
    case 'landsOnVoid':
      return fill(strings.idsOnVoid, formatIds(problem.ids));
    case 'nothing':
      return strings.idsNothing;
  }
}

export function warningWords({ code, ids }: IdChangeWarning, strings: MaskStrings): string {
  return fill(code === 'leavesVoid' ? strings.idsLeaveVoid : strings.idsBecomeVoid, formatIds(ids));
}

/** What undo calls a change of ids. */
export function changeLabel(change: IdChange, strings: MaskStrings): string {
  switch (change.kind) {
    case 'merge':
      return fill(strings.labelMerge, change.from, change.into);
    case 'swap':
      return fill(strings.labelSwap, change.one, change.other);
    case 'shift':
      return fill(strings.labelShift, change.by);
    case 'remap':
      return fill(strings.labelRemap, change.pairs.length);
  }
}
