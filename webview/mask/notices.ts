import { isPhotographicGrey } from '../../src/core/mask/photograph.ts';
import type { MaskContext } from '../../src/protocol/mask.ts';
import { fill } from '../ui/texts.ts';
import { formatIds, type IdRow } from './classRows.ts';
import type { OpenMask } from './maskModel.ts';
import type { Notice } from './noticeBar.ts';
import { paletteProblems, renumberedClasses, reopenedNotice } from './paletteNames.ts';
import type { Wording } from './wording.ts';

export interface NoticeActions {
  chooseKind(): void;
  chooseClassMap(): void;
  reencode(): void;
  openWithPreview(): void;
  resolveDisk(choice: 'reload' | 'keep'): void;
}

/** Grey values up to this part of white cannot be told from black on a screen. */
const LOOKS_BLACK = 0.16;
/** A photograph has more grey values than this; saves reading the pixels of most masks again. */
const FEWEST_SHADES = 64;
/** Ids listed in a sentence; beyond, the class panel tells. */
const LONGEST_LIST = 120;

/** What there is to say about a mask once its pixels are counted. */
export function maskNotices(
  open: OpenMask,
  rows: readonly IdRow[],
  wording: Wording,
  actions: NoticeActions,
): Notice[] {
  const { strings } = wording;
  const { mask, context } = open;
  const notices: Notice[] = [];
  notices.push(...diskNotices(context, wording, actions));
  const { kind, reason, divisor } = context.kind;
  const kindTexts = {
    semantic: null,
    instance: strings.noticeInstance,
    classInstance:
      divisor === undefined || mask.encoding === 'colour'
        ? strings.noticeClassInstanceColour
        : strings.noticeClassInstance,
    panoptic: strings.noticePanoptic,
  };
  const kindText = kindTexts[kind];
  if (kindText !== null) {
    notices.push({
      key: `kind-${kind}`,
      severity: 'info',
      text: fill(kindText, reason),
      actions: [{ label: strings.kindChange, run: () => actions.chooseKind() }],
    });
  }

  const used = rows.filter(({ usage }) => usage !== 'unused');
  const largest = used.at(-1)?.id ?? 0;
  const white = 2 ** mask.bitDepth - 1;
  const looksBlack = mask.encoding === 'grey' && largest > 0 && largest <= white * LOOKS_BLACK;
  if (!looksBlack && used.some(({ isDrawnOtherwise }) => isDrawnOtherwise)) {
    notices.push({ key: 'drawn', severity: 'info', text: strings.noticeDrawn });
  }
  if (looksBlack) {
    notices.push({
      key: 'black',
      severity: 'info',
      text: fill(strings.noticeBlack, wording.number(largest), wording.number(white)),
    });
  }
  if (mask.encoding === 'grey' && used.length >= FEWEST_SHADES && isPhotographicGrey(mask.ids)) {
    notices.push({
      key: 'grey-photograph',
      severity: 'info',
      text: strings.noticeGreyPhotograph,
      actions: [{ label: strings.openWithPreview, run: () => actions.openWithPreview() }],
    });
  }

  const outside = used.filter(({ usage }) => usage === 'outside');
  if (outside.length > 0) {
    const pixels = outside.reduce((sum, row) => sum + row.pixels, 0);
    const entries = open.colours.outsideFrom;
    notices.push({
      key: 'outside',
      severity: 'warning',
      text: fill(
        strings.noticeOutside,
        wording.number(pixels),
        entries,
        shorten(formatIds(outside.map(({ id }) => id))),
      ),
    });
  }

  const renumbered = renumberedClasses(open);
  if (renumbered !== null) {
    const { source, list } = renumbered;
    notices.push({
      key: 'renumbered',
      severity: 'info',
      text: fill(strings.noticeRenumbered, source, list),
      actions: [{ label: strings.reencode, run: () => actions.reencode() }],
    });
  }
  const counts = Object.fromEntries(used.map(({ id, pixels }) => [id, pixels]));
  for (const text of reopenedNotice(open, { ...counts, length: largest + 1 }, wording)) {
    notices.push({ key: 'reopened', severity: 'warning', text });
  }

  const problems = [...(context.classMap?.problems ?? []), ...paletteProblems(open, wording)];
  if (problems.length > 0) {
    notices.push({
      key: 'class-map',
      severity: 'warning',
      text: fill(strings.noticeClassMap, problems.join(' ')),
      actions: [{ label: strings.classMapChoose, run: () => actions.chooseClassMap() }],
    });
  }
  const unusable = context.classMap?.unusable ?? [];
  if (unusable.length > 0) {
    notices.push({
      key: 'class-map-unusable',
      severity: 'warning',
      text: unusable.join(' '),
      actions: [{ label: strings.classMapChoose, run: () => actions.chooseClassMap() }],
    });
  }
  return notices;
}

/** How the file on the disk differs from the open one, and why that is so where it should not. */
function diskNotices({ disk, saveProblem }: MaskContext, { strings }: Wording, actions: NoticeActions): Notice[] {
  if (saveProblem !== null && disk !== 'changed') {
    const text = fill(strings.noticeNotSaved, saveProblem);
    return [{ key: 'not-saved', severity: 'warning', text, isPinned: true }];
  }
  switch (disk) {
    case 'same':
      return [];
    case 'changed':
      return [
        {
          key: 'disk-changed',
          severity: 'warning',
          text: strings.noticeDiskChanged,
          isPinned: true,
          actions: [
            { label: strings.diskReload, run: () => actions.resolveDisk('reload') },
            { label: strings.diskKeep, run: () => actions.resolveDisk('keep') },
          ],
        },
      ];
    case 'deleted':
      return [{ key: 'disk-deleted', severity: 'warning', text: strings.noticeDiskDeleted, isPinned: true }];
  }
}

const shorten = (text: string): string => (text.length > LONGEST_LIST ? `${text.slice(0, LONGEST_LIST)} …` : text);
