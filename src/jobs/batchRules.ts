import { RemapError } from '../core/mask/remapErrors.ts';
import { fillTemplate, PngError, PNG_PROBLEMS } from '../core/png/errors.ts';
import { FolderError } from '../platform/makeFolder.ts';
import { FileError } from '../platform/readFile.ts';
import type { Finding, FindingSeverity } from './batchTypes.ts';

interface Rule {
  readonly severity: FindingSeverity;
  readonly message: string;
  readonly advice: string;
}

/** What can be wrong with a file of a batch: English sentences with `{name}` placeholders, keys of the l10n bundle. */
export const BATCH_RULES = {
  unreadable: { severity: 'error', message: '{problem}', advice: 'Correct or remove the file; the others go on.' },
  danglingLink: {
    severity: 'error',
    message: 'A symbolic link to a file that does not exist: {path}.',
    advice: 'Restore that file or remove the link; the others go on.',
  },
  gitLfs: { severity: 'error', message: '{problem}', advice: '' },
  noPermission: {
    severity: 'error',
    message: 'You have no permission to write here: {path}.',
    advice: 'Change the permissions, or write to another folder with -o.',
  },
  notTakenBack: {
    severity: 'error',
    message: 'You have no permission to change this file, or the folder that it lies in.',
    advice: 'Change the permissions and undo again. The file is as it was.',
  },
  writeFailed: {
    severity: 'error',
    message: 'The file cannot be written: {problem}.',
    advice: 'The file is as it was. Correct the cause and run the same command again.',
  },
  folderNotMade: {
    severity: 'error',
    message: 'The folder {path} cannot be created: {problem}.',
    advice: 'Choose another folder with -o.',
  },
  noSpace: {
    severity: 'error',
    message: 'No space is left on the device.',
    advice: 'The file is as it was. Free some space and run the same command again.',
  },
  noMemory: {
    severity: 'error',
    message: 'There is not enough memory for this image.',
    advice: 'Run it by itself, or on a machine with more memory.',
  },
  changedMeanwhile: {
    severity: 'error',
    message: 'The file changed after the preview and was left alone.',
    advice: 'Run the command again to see what it would do to the new file.',
  },
  outputChanged: {
    severity: 'error',
    message: 'The result differs from the previewed one; a file that it depends on changed.',
    advice: 'Run the command again and look at the preview.',
  },
  alreadyDone: {
    severity: 'information',
    message: 'The same command has written this file already.',
    advice: 'Give --again to do it once more.',
  },
  unsavedEdits: {
    severity: 'error',
    message: 'The file is open with unsaved changes and was left alone.',
    advice: 'Save or revert it, then run the command again.',
  },
  readonlySetting: {
    severity: 'error',
    message: 'The setting "files.readonlyInclude" of VS Code makes the file read-only; it was left alone.',
    advice: 'Change the setting, or write into another folder.',
  },
  leftAlone: { severity: 'error', message: '{problem}', advice: 'Correct it and run the command once more.' },
  changedSince: {
    severity: 'error',
    message: 'The file changed after the batch and was left alone.',
    advice: 'Give --force to lose that change.',
  },
  originalMissing: {
    severity: 'error',
    message: 'The saved original {path} is gone.',
    advice: 'Restore the file from a backup or from version control.',
  },
  originalDamaged: {
    severity: 'error',
    message: 'The saved original {path} is not what was saved.',
    advice: 'Restore the file from a backup or from version control.',
  },
  outputExists: {
    severity: 'error',
    message: 'The output {path} exists and is different.',
    advice: 'Remove it, or choose another folder with -o.',
  },
  outputOutside: {
    severity: 'error',
    message: 'The file would lie outside of the folder: {path}.',
    advice: 'Remove the link that leads there.',
  },
  sameFile: {
    severity: 'error',
    message: 'Input and output are the same file.',
    advice: 'Choose another folder with -o, or write over the files with --in-place.',
  },
  annexed: {
    severity: 'error',
    message: 'The file is stored by git-annex at {path}, whose content must not change.',
    advice: 'Run "git annex unlock" on it first, or write to another folder with -o.',
  },
  hardLinked: {
    severity: 'warning',
    message:
      'The file has other hard links ({others}). It becomes a file of its own; other names keep the old bytes unless they are in the batch too.',
    advice: 'Undo gives every name its bytes back, but they stay separate files.',
  },
  readOnly: {
    severity: 'information',
    message: 'The file is read-only. It is replaced all the same, and stays read-only.',
    advice: '',
  },
  linked: { severity: 'information', message: 'A symbolic link: {path} is written.', advice: '' },
  duplicate: {
    severity: 'information',
    message: 'The same file as {other}, through a link; it is written once.',
    advice: '',
  },
  workerEnded: {
    severity: 'error',
    message: 'The process that worked on this file ended: {problem}.',
    advice: 'The file is as it was. Run it by itself to see whether it is the cause.',
  },
  photograph: {
    severity: 'error',
    message: 'This is no mask: it has {colours} distinct colours, like a photograph.',
    advice: 'Take it out of the input.',
  },
  outsidePalette: {
    severity: 'warning',
    message: 'Ids beyond the palette of {entries} entries: {ids}. They are kept.',
    advice: 'If a reader cut them off at the palette, take the masks from their source again.',
  },
  idsWithoutClass: {
    severity: 'warning',
    message: 'Ids with no class in {classes}: {list}.',
    advice: 'They are kept. Add them to the class map, or look whether the masks are of other classes.',
  },
  coloursMeet: {
    severity: 'warning',
    message: 'Ids in use get one colour of the palette: {colours}.',
    advice: 'They stay different ids, but nobody can tell them apart by colour. Choose a palette whose colours differ.',
  },
  unknownAssigned: {
    severity: 'warning',
    message: 'As you chose, colours of no class become ids ({pixels} pixels): {colours}.',
    advice: '',
  },
  sharedAssigned: {
    severity: 'warning',
    message: 'As you chose, colours of more than one class become ids ({pixels} pixels): {colours}.',
    advice: '',
  },
  knownAssigned: {
    severity: 'warning',
    message: 'As you chose, colours of a class become other ids ({pixels} pixels): {colours}.',
    advice: '',
  },
  idsMerged: {
    severity: 'warning',
    message: 'Ids of one colour become one id, as you chose ({pixels} pixels): {colours}.',
    advice: 'They cannot be told apart afterwards; with --by index each keeps its id.',
  },
  idsMeet: {
    severity: 'warning',
    message: 'Different ids of the mask become one ({pixels} pixels): {ids}.',
    advice:
      "They cannot be told apart afterwards. Name the id of each colour with --unknown-colour '#rrggbb=ID', or keep all ids with --by index.",
  },
  orderUnknown: {
    severity: 'error',
    message: 'The colours fit with red and blue swapped too, and other files of this run are swapped.',
    advice:
      'If this file is swapped as well, give --swap-red-blue; if its colours are right, run it by itself or give --no-swap.',
  },
  repairUndecided: {
    severity: 'error',
    message: '{pixels} damaged pixels have no class within reach; the edges cannot be repaired.',
    advice: 'Take the mask from its source again, or leave --repair out.',
  },
  repairDoubtful: {
    severity: 'warning',
    message: 'Pixels that lie between two classes like invented ids, but are of classes, are kept: {ids}.',
    advice: 'Look at them; whether they were invented cannot be known from this file.',
  },
  idsUnknown: { severity: 'error', message: '{problem}', advice: 'Say what becomes of them.' },
  idsTooLarge: {
    severity: 'error',
    message: '{problem}',
    advice: 'Write raw ids of 16 bits with --raw 16, or renumber the ids first.',
  },
  idsBeyondDepth: {
    severity: 'error',
    message: '{problem}',
    advice: 'Ask for more bits with --depth, which is 8 unless told otherwise, or renumber the ids first.',
  },
  coloursUnknown: {
    severity: 'error',
    message: '{problem}',
    advice: "Name the id of each with --unknown-colour '#rrggbb=ID', or of all with --unknown=void, nearest or ID.",
  },
  idsWithoutColour: {
    severity: 'error',
    message: '{problem}',
    advice:
      'Ids beyond the palette have no colour to name: use --by index if the ids are right, or give all an id with --unknown=void or ID.',
  },
  coloursShared: {
    severity: 'error',
    message: '{problem}',
    advice: "Name the id with --unknown-colour '#rrggbb=ID', or give a class map whose colours differ.",
  },
  idsShareColour: {
    severity: 'error',
    message: '{problem}',
    advice: "Use --by index if the ids are right; to make them one, name its id with --unknown-colour '#rrggbb=ID'.",
  },
  binaryAmbiguous: {
    severity: 'error',
    message: '{problem}',
    advice: 'Say where the object is: --binary-rule alpha (what is opaque) or brightness (what is white).',
  },
  notBinary: {
    severity: 'error',
    message: '{problem}',
    advice:
      'Give --threshold {middle} (the object is where the value is that or more; any other will do), or, if the colours are those of classes, leave --class out and give a class map.',
  },
  alphaTellsNothing: { severity: 'error', message: '{problem}', advice: 'Give --binary-rule brightness.' },
  brightnessTellsNothing: { severity: 'error', message: '{problem}', advice: 'Give --binary-rule alpha.' },
  thresholdTooLarge: { severity: 'error', message: '{problem}', advice: 'Give a smaller --threshold.' },
  thresholdDecides: {
    severity: 'warning',
    message:
      'At the threshold {threshold}, of the pixels that are neither full nor none {object} become the object and {background} the background: {list}.',
    advice: '',
  },
  wrongSource: { severity: 'error', message: '{problem}', advice: 'Take the file out of the input.' },
  greyHasNoColours: {
    severity: 'error',
    message: 'The pixels are ids without colours (grey): --by colour does not apply.',
    advice: 'Use --by index.',
  },
  greyWithAlpha: {
    severity: 'error',
    message: 'The file has ids and transparency (grey + alpha), which a mask cannot keep.',
    advice: 'For a binary mask give the id of its object with --class.',
  },
  keepsNoIds: {
    severity: 'error',
    message: 'Reading the result back gave other ids; nothing was written.',
    advice: 'Please report this with the file.',
  },
  needsClassMap: {
    severity: 'error',
    message: 'The pixels are colours, which only a class map or a palette gives ids: --by index does not apply.',
    advice: 'Use --by colour.',
  },
  instancesMissing: {
    severity: 'error',
    message: 'The instance mask {path} cannot be read: {problem}.',
    advice: 'Give the folder of instance masks with --instances; they have the same relative paths.',
  },
  instancesDiffer: {
    severity: 'error',
    message: 'The instance mask is {width} × {height}, the mask {maskWidth} × {maskHeight}.',
    advice: 'Give instance masks of the same size.',
  },
  instancesIncomplete: {
    severity: 'warning',
    message: '{pixels} pixels of classes have no instance (0, or 255 in masks of 8 bits).',
    advice:
      'They count with the nearest object of their class. Look at the instance mask if that is not what you expect.',
  },
  colourOfVoid: {
    severity: 'information',
    message: 'Entry {id} of the palette was {before}; it is now {after}.',
    advice: '',
  },
  borderIdTaken: {
    severity: 'warning',
    message: 'Id {id} has {pixels} pixels already; the border cannot be told from them.',
    advice: 'If they are of a class, choose an id without pixels with --void.',
  },
  borderThere: {
    severity: 'warning',
    message: 'The mask has {pixels} pixels of id {id} beside objects already, like a border.',
    advice: 'If an earlier border is to be replaced, undo it, or take it away with --remove first.',
  },
  backgroundIdTaken: {
    severity: 'warning',
    message: 'Id {id} has {pixels} pixels already; the background cannot be told from them.',
    advice: 'If they are of a class, choose an id without pixels with --background-becomes.',
  },
  specksLeft: {
    severity: 'information',
    message: 'Specks that nothing larger surrounds: {regions}. They stay.',
    advice: '',
  },
  tooManySpecks: {
    severity: 'error',
    message: 'The mask is all specks: they are too many to be filled.',
    advice: 'Look at the mask; it is noise, or its ids are no classes.',
  },
  pixelsAreColours: {
    severity: 'error',
    message: 'The pixels are colours, not ids.',
    advice: 'Re-encode the mask first: maskscope reencode --by colour.',
  },
} as const satisfies Record<string, Rule>;

export type BatchRule = keyof typeof BATCH_RULES;

/** A finding with its sentences filled. */
export function finding(rule: BatchRule, details: Readonly<Record<string, string | number>> = {}): Finding {
  const { severity, message, advice } = BATCH_RULES[rule];
  return { rule, severity, message: fillTemplate(message, details), advice: fillTemplate(advice, details), details };
}

/**
 * The finding for a mask whose ids cannot be changed as asked; null for other errors.
 *
 * @param bitDepth of the result
 */
export function refusalOf(error: unknown, bitDepth = 8): Finding | null {
  if (!(error instanceof RemapError)) return null;
  const { code, details, values } = error;
  const hasIds = code === 'coloursUnknown' && values.some(({ value }) => !value.startsWith('#'));
  if (code === 'idsTooLarge' && bitDepth < 8) {
    return finding('idsBeyondDepth', { ...details, problem: error.message });
  }
  return finding(hasIds ? 'idsWithoutColour' : code, { ...details, problem: error.message });
}

/** The finding for an error about one file; null for errors that are faults of the program. */
export function findingOf(error: unknown, phase: 'read' | 'write'): Finding | null {
  if (error instanceof PngError) {
    const { code, details, offset } = error;
    const where = offset === undefined ? '' : ` (byte ${offset})`;
    const problem = fillTemplate(PNG_PROBLEMS[code], details) + where;
    if (code === 'lfsPointer') return finding('gitLfs', { ...details, code, problem });
    return finding('unreadable', { ...details, code, ...(offset === undefined ? {} : { offset }), problem });
  }
  if (error instanceof FileError) {
    return finding('unreadable', { ...error.details, code: error.code, problem: error.message });
  }
  if (error instanceof RangeError && /allocation|array length|array buffer/i.test(error.message)) {
    return finding('noMemory');
  }
  if (error instanceof FolderError && !isFull(error.code) && !isForbidden(error.code)) {
    return finding('folderNotMade', { path: error.path, problem: error.reason });
  }
  const { code, message, path = '' } = error as NodeJS.ErrnoException;
  if (code === undefined || !/^E[A-Z0-9]+$/.test(code)) return null;
  if (isFull(code)) return finding('noSpace');
  if (phase === 'read') return finding('unreadable', { problem: message });
  if (isForbidden(code)) return finding('noPermission', { path });
  return finding('writeFailed', { problem: message });
}

/** Whether an error of the file system says that nothing more fits. */
export function isFull(code: string | undefined): boolean {
  return code === 'ENOSPC' || code === 'EDQUOT';
}

/** Whether an error of the file system says that this user may not write there. */
export function isForbidden(code: string | undefined): boolean {
  return code === 'EACCES' || code === 'EPERM' || code === 'EROFS';
}
