import { splitNamed } from './splitWords.ts';

/** The video or series that a pair is a frame of. */
export interface FramePlace {
  readonly sequence: string;
  /** 0 and up. */
  readonly frame: number;
}

/** More digits are no frame's number, and would not be exact. */
const MOST_DIGITS = 15;
/** `0001TP_006690`, `seq01-0005`, `Seq05VD_f00930`, `aachen_000000_000019`: what stands before the last separator. */
const NUMBERED = /^(.+)[-_. ](?:f|frame|slice|z|t)?(\d{1,15})$/i;
/** `frame000123`, `clip2_frame_12`: a word says that the number counts frames. */
const FRAME_WORD = /(?:^|[-_. ])(?:frame|frm)[-_. ]?(\d{1,15})$/i;
const SEQUENCE_WORD = /(?:^|[^a-z])(?:seq|sequence|video|vid|clip|scene|shot|drive|cam|camera|take|track)(?![a-z])/i;
/** A camera writes the date before the time of day. */
const DATE = /(?:19|20)\d\d[-_.]?(?:0[1-9]|1[0-2])[-_.]?(?:0[1-9]|[12]\d|3[01])$/;
const YEAR = /(?:^|\D)(?:19|20)\d\d$/;
/** Longer names are no names of frames, and no pattern is to look for one in them. */
const LONGEST = 200;

/**
 * Sequence and frame of each pair, by its name alone; null where the name tells of none.
 *
 * - A word for frames before the number says so: `frame_000123`, `clip2_frame_12`.
 * - A number behind a name that is numbered itself counts frames: `aachen_000000_000019` is frame 19 of `aachen_000000`,
 *   `seq01-0005` frame 5 of `seq01`, `0001TP_006690` frame 6690 of `0001TP`. So does one behind a word for a sequence.
 * - A number behind a plain word counts a dataset (`ADE_train_00000001`, `IMG_1234`) or a class (`Abyssinian_100`).
 * - Behind a year or a date stands the number of a photograph (`2007_000032` in Pascal VOC) or a time of day.
 * - Nothing but a number counts the frames of its folder where the layout has a folder for each video (DAVIS), where
 *   the folder is numbered or has a word for a sequence, or where several folders count from anew. Folders of splits are
 *   none of these: `train/000001` counts the dataset.
 *
 * @param names of pairs, each once
 * @param areVideos the layout has a folder for each video
 */
export function sequencesOf(names: readonly string[], areVideos = false): readonly (FramePlace | null)[] {
  const taken = names.map(partsOf);
  const countAnew = areVideos || foldersCountAnew(taken);
  return taken.map((name) => (name.stem.length > LONGEST ? null : placeOf(name, countAnew)));
}

interface NameParts {
  /** The folders of the name without that of the split, parts separated by `/`. */
  readonly folder: string;
  readonly stem: string;
}

function partsOf(name: string): NameParts {
  const slash = name.lastIndexOf('/');
  if (slash < 0) return { folder: '', stem: name };
  const folders = name.slice(0, slash).split('/');
  const kept = folders.filter((folder) => splitNamed(folder) === null);
  return { folder: kept.join('/'), stem: name.slice(slash + 1) };
}

function placeOf({ folder, stem }: NameParts, countAnew: boolean): FramePlace | null {
  const within = (sequence: string): string => (folder === '' ? sequence : `${folder}/${sequence}`);
  if (isNumber(stem)) {
    const isSequence = folder !== '' && (countAnew || saysSequence(folder.slice(folder.lastIndexOf('/') + 1)));
    return isSequence ? { sequence: folder, frame: Number(stem) } : null;
  }
  const counted = FRAME_WORD.exec(stem);
  if (counted !== null) {
    const before = stem.slice(0, counted.index);
    const number = Number(counted[1]);
    if (before === '' && folder !== '') return { sequence: folder, frame: number };
    return { sequence: within(before === '' ? 'frame' : before), frame: number };
  }
  const [, series = '', number] = NUMBERED.exec(stem) ?? [];
  if (number === undefined || !saysSequence(series)) return null;
  return { sequence: within(series), frame: Number(number) };
}

/** Whether what stands before a number, or the folder of numbers, is one of several series. */
function saysSequence(series: string): boolean {
  if (YEAR.test(series) || DATE.test(series)) return false;
  if (series.split(/[-_. ]/).some((word) => splitNamed(word) !== null)) return false;
  return /\d/.test(series) || SEQUENCE_WORD.test(series);
}

/** Whether two folders hold the same number: a number of the whole dataset occurs once. */
function foldersCountAnew(names: readonly NameParts[]): boolean {
  const folders = new Map<string, string>();
  for (const { folder, stem } of names) {
    if (folder === '' || !isNumber(stem)) continue;
    const first = folders.get(stem);
    if (first !== undefined && first !== folder) return true;
    folders.set(stem, folder);
  }
  return false;
}

function isNumber(stem: string): boolean {
  return stem.length <= MOST_DIGITS && /^\d+$/.test(stem);
}
