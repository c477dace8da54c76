import type { RuleTable } from './rules.ts';

/** What several files say together: duplicates, and split lists. */
export const SET_RULES = {
  duplicateOriginals: {
    severity: 'warning',
    message: 'The same original occurs {count} times: {list}.',
    advice: 'Keep one of them, or keep them in one split.',
  },
  duplicateOriginalsAcrossSplits: {
    severity: 'error',
    message: 'The same original is in several splits ({splits}): {list}.',
    advice: 'Keep one of them, or keep them in one split: results on what was trained on mean nothing.',
  },
  conflictingMasks: {
    severity: 'error',
    message: 'The same original has masks that differ: {list}.',
    advice: 'Decide which mask is right, and remove the other pair.',
  },
  duplicateMasks: {
    severity: 'warning',
    message: 'The same mask occurs {count} times, with originals that differ: {list}.',
    advice: 'Look whether a mask was copied to the wrong name.',
  },
  duplicateMasksAcrossSplits: {
    severity: 'warning',
    message: 'The same mask is in several splits ({splits}), with originals that differ: {list}.',
    advice: 'Look whether it is one scene or a mask under the wrong name, and keep one scene in one split.',
  },
  nearDuplicates: {
    severity: 'information',
    message:
      'Masks are nearly the same, {count}: {list}. At most {distance} of the 256 cells of a grid differ from the next one; mirrored or turned: {flipped}.',
    advice: 'Keep one of them, or keep them in one split: split by near-duplicate groups.',
  },
  nearDuplicatesAcrossSplits: {
    severity: 'warning',
    message:
      'Masks in several splits ({splits}) are nearly the same, {count}: {list}. At most {distance} of the 256 cells of a grid differ from the next one; mirrored or turned: {flipped}.',
    advice: 'Keep them in one split: split by near-duplicate groups.',
  },
  nearDuplicatesUnchecked: {
    severity: 'information',
    message: 'So many masks are alike that {count} of the comparisons for near-duplicates were left out.',
    advice: 'What was found is right, but more masks may be nearly the same.',
  },
  splitOverlap: {
    severity: 'error',
    message: 'Names in both {first} and {second}: {count} ({list}).',
    advice: 'Keep each name in one of them: results on what was trained on mean nothing.',
  },
  listUnreadable: {
    severity: 'warning',
    message: 'It has the name of a split list, but counts as none. {problem}',
    advice: 'Save it as text in UTF-8, one name a line; or give it another name, if it is no list.',
  },
  listEntryAbsent: {
    severity: 'error',
    message: 'Lines that name nothing in the dataset: {count}, such as {text}.',
    advice: 'Correct the lines, remove them, or add the files.',
  },
  listEntryOutside: {
    severity: 'error',
    message: 'Lines that lead out of the dataset: {count}, such as {text}.',
    advice: 'Write paths that begin in the folder of the dataset.',
  },
  listDuplicate: {
    severity: 'warning',
    message: 'Lines that repeat a name: {count}; the first name is {name}, in the lines {list}.',
    advice: 'Keep one line of each; repeated names count more often in training and in results.',
  },
  inNoList: {
    severity: 'warning',
    message: 'Pairs that no split list names: {count} of {total}, such as {list}.',
    advice: 'Add them to a list, if they are to be used.',
  },
  trainvalDiffers: {
    severity: 'warning',
    message: 'The list is not train and val together. Missing: {missing}; in neither: {extra}. Among them: {list}.',
    advice: 'Write it again from the two lists.',
  },
  neighbouringFrames: {
    severity: 'warning',
    message:
      'Frames of {split} that are at most {within} away from one of {train}: {count} ({percent} %), such as {name} beside {nearest}.',
    advice: 'Split by sequence, so that the frames of one stay together.',
  },
} as const satisfies RuleTable;
