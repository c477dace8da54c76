import type { SplitStrings } from './splitStrings.ts';

/** The texts of the page of an export of pairs, in English; it is the page of splits. */
export const PICTURES_STRINGS: SplitStrings = {
  options: 'Options',
  actions: 'Actions',
  summary: 'Summary',
  previewProgress: 'Looking at pairs: {0} of {1}, {2} a second',
  writeProgress: 'Exporting pairs: {0} of {1}, {2} a second',
  timeLeft: '{0} s left',
  error: 'Error',
  warning: 'Warning',
  information: 'Note',
};
