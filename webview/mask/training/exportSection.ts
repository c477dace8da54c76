import { idExportProblem, type IdExportProblem, type IdFormat } from '../../../src/core/mask/idExport.ts';
import { element, setAttribute, setText } from '../../ui/element.ts';
import { fill } from '../../ui/texts.ts';
import type { OpenMask } from '../maskModel.ts';
import type { Wording } from '../wording.ts';

export interface ExportSection {
  readonly element: HTMLElement;
  /** @param largestId of those that occur */
  show(open: OpenMask, largestId: number): void;
}

/** Buttons that write the ids to a file; those that cannot say why, and keep their place in the tab order. */
export function exportSection(wording: Wording, exportIds: (format: IdFormat) => void): ExportSection {
  const { strings } = wording;
  const labels: Readonly<Record<IdFormat, string>> = {
    grey8: strings.exportGrey8,
    grey16: strings.exportGrey16,
    npy: strings.exportNpy,
  };
  const hint = element('p', { class: 'training-hint', id: 'export-hint' }, strings.trainingExportHint);
  const reasons = element('p', { class: 'training-hint', id: 'export-reasons' });
  const formats: readonly IdFormat[] = ['grey8', 'grey16', 'npy'];
  const buttons = formats.map((format) => {
    const button = element('button', { type: 'button', class: 'push', 'data-format': format }, labels[format]);
    button.addEventListener('click', () => {
      if (button.getAttribute('aria-disabled') !== 'true') {
        exportIds(format);
      }
    });
    return { format, button };
  });
  return {
    element: element(
      'section',
      { class: 'training-export' },
      element('h3', {}, strings.trainingExport),
      hint,
      element('div', { class: 'training-buttons' }, ...buttons.map(({ button }) => button)),
      reasons,
    ),
    show({ mask, context }, largestId) {
      const problems = new Set<IdExportProblem>();
      for (const { format, button } of buttons) {
        const problem = idExportProblem(mask, context.kind.kind, format, largestId);
        setAttribute(button, 'aria-disabled', problem === null ? null : 'true');
        setAttribute(button, 'aria-describedby', problem === null ? hint.id : reasons.id);
        if (problem !== null) {
          problems.add(problem);
        }
      }
      setText(reasons, [...problems].map((problem) => reasonOf(problem, largestId, wording)).join(' '));
      reasons.hidden = problems.size === 0;
    },
  };
}

function reasonOf(problem: IdExportProblem, largestId: number, { strings }: Wording): string {
  switch (problem) {
    case 'idsAbove255':
      return fill(strings.exportIdsAbove255, largestId);
    case 'coloursNotIds':
      return strings.exportColours;
    case 'segmentsNotGrey':
      return strings.exportSegmentsNotGrey;
    case 'segmentsNot8Bit':
      return strings.exportSegmentsNot8Bit;
  }
}
