import { CLASS_MAP_PROBLEMS } from '../core/formats/classMap.ts';

/** Texts on how a palette names ids, in English; passed on as those of `maskStrings.ts`. */
export const NAMING_STRINGS = {
  /** With the named placeholders of a {@link CLASS_MAP_PROBLEMS}. */
  namingAbsent: CLASS_MAP_PROBLEMS.coloursNotInPalette,
  namingSeveral: CLASS_MAP_PROBLEMS.colourOfSeveralIds,
  namesLost: '{0} finds names by colour. These would be lost: {1}',
  namesChange: '{0} finds names by colour. These would change: {1}',
  namesGained: '{0} finds names by colour. These would be new: {1}',
  namesReopened:
    '{0} finds names by colour if the palette has more than half of its colours, else by the order of its classes. Once saved and opened again, the mask would have other names: {1}',
  noticeReopened:
    'Once saved and opened again, this mask would have other names: {1}. {0} finds names by colour if the palette has more than half of its colours, else by the order of its classes.',
  noticeRenumbered: 'Classes stand at other ids here than in {0} (in brackets): {1}',
  reencode: 'Re-encode Masks…',
  trainingRenumbered: 'The ids are those of this file. In {0} classes have others (in brackets): {1}',
} as const;
