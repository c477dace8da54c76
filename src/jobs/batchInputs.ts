import { accessSync, constants, existsSync, lstatSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fillTemplate } from '../core/png/errors.ts';
import type { BatchFile, BatchTarget } from './batchTypes.ts';
import { InputTree, type LeftOut } from './inputTree.ts';

/** Why a batch cannot begin: English sentences with `{name}` placeholders, keys of the l10n bundle. */
export const INPUT_PROBLEMS = {
  noFiles: 'There is no PNG file in what you gave.',
  onlyResults:
    'There is no PNG file in what you gave, but for results of an earlier batch: {list}. Give that folder itself to work on them.',
  collision:
    'These would be written to one place: {list}. Give the folder that holds them instead, so that relative paths are kept.',
  notAFolder: 'The output {path} is not a folder.',
  deadLink: 'The output {path} is a link that leads nowhere; remove it, or choose another folder.',
  notUtf8: 'The name of the folder {path} is not UTF-8; rename it.',
  notWritable: 'You have no permission to write to {path}; choose another folder.',
  cannotCreate: 'The folder {path} cannot be created: {problem}. Nothing was written.',
  noSpace:
    'No space is left in {path} for the journal, which needs {needed} bytes ({free} are free). Nothing was written; free some space and run the same command again.',
  interrupted:
    'An interrupted batch is in the way: {command}. Run that command again to finish it, or take it back with: maskscope undo {root}',
  journalGone:
    'The interrupted batch in {root} was finished, undone or deleted after the preview. Nothing was written; preview again.',
  foreignJournal: 'The journal {path} names files that are not of this batch.',
} as const;

export type InputProblemCode = keyof typeof INPUT_PROBLEMS;

/** The inputs cannot be worked on together; nothing was written. */
export class InputProblem extends Error {
  override readonly name = 'InputProblem';
  readonly code: InputProblemCode;
  readonly details: Readonly<Record<string, string | number>>;

  constructor(code: InputProblemCode, details: Readonly<Record<string, string | number>> = {}) {
    super(fillTemplate(INPUT_PROBLEMS[code], details));
    this.code = code;
    this.details = details;
  }
}

/** An input as it was found. */
export interface FoundFile extends BatchFile {
  /** Absolute, as found: a link stays one. */
  readonly path: string;
}

export interface FoundInputs {
  readonly files: readonly FoundFile[];
  /** Where the journal lies: the folder of the output, or the innermost folder that holds all inputs. */
  readonly root: string;
  readonly leftOut: LeftOut;
}

/**
 * Lists the files of a batch: files as they are given, and the `*.png` of folders with all that is in them, by name.
 * What is not entered, the output folder apart: see {@link InputTree}.
 *
 * @param inputs files and folders
 * @param workingFolder what relative ones start from
 * @throws InputProblem when there is none, the output folder cannot be written, or two would be written to one place (by
 *   name, or by a name that some file systems take for the same)
 */
export function findInputs(inputs: readonly string[], workingFolder: string, target: BatchTarget): FoundInputs {
  const outputFolder = target.kind === 'folder' ? realTarget(target.folder) : null;
  const tree = new InputTree(outputFolder);
  const files: FoundFile[] = [];
  const bases: string[] = [];
  const seen = new Set<string>();
  const add = (path: string, base: string, name: string, source = realOf(path)): void => {
    if (seen.has(path)) return;
    seen.add(path);
    const inside = relative(base, path).split(sep).join('/');
    const output = outputFolder === null ? source : join(outputFolder, inside);
    files.push({ index: files.length, name, relative: inside, source, output, path });
  };

  for (const input of inputs) {
    const path = resolve(workingFolder, input);
    const facts = statSync(path, { throwIfNoEntry: false });
    if (facts?.isDirectory() === true) {
      const base = realpathSync(path);
      bases.push(base);
      try {
        for (const { path: found, isLink } of tree.pngsIn(base)) {
          // No link leads to where a folder without links is listed.
          add(found, base, join(input, relative(base, found)), isLink ? realOf(found) : found);
        }
      } catch (error) {
        // Node reads names as UTF-8 and cannot find again what is none.
        const { code, path: folder = '' } = error as NodeJS.ErrnoException;
        if (code === 'ENOENT' && folder.includes('\uFFFD')) throw new InputProblem('notUtf8', { path: folder });
        throw error;
      }
    } else {
      // One that is missing or no file gets its finding when it is read.
      const base = realOf(dirname(path));
      bases.push(base);
      add(join(base, basename(path)), base, input);
    }
  }
  const { leftOut } = tree;
  if (files.length === 0) {
    const list = leftOut.results.map(({ folder }) => folder).join(', ');
    throw list === '' ? new InputProblem('noFiles') : new InputProblem('onlyResults', { list });
  }
  if (outputFolder !== null) {
    requireWritable(outputFolder);
    refuseCollisions(files);
  }
  return { files, root: outputFolder ?? commonFolder(bases), leftOut };
}

/** Case-insensitive file systems, and those that normalise names, see one place where we see two. */
function refuseCollisions(files: readonly FoundFile[]): void {
  const owners = new Map<string, FoundFile>();
  const collisions: string[] = [];
  for (const file of files) {
    const place = file.output.normalize('NFC').toLowerCase();
    const owner = owners.get(place);
    if (owner === undefined) owners.set(place, file);
    else collisions.push(`${owner.name} and ${file.name}`);
  }
  if (collisions.length === 0) return;
  const more = collisions.length > 5 ? `, and ${collisions.length - 5} more` : '';
  throw new InputProblem('collision', { list: collisions.slice(0, 5).join('; ') + more });
}

function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** The real path of a folder that need not exist yet. */
function realTarget(folder: string): string {
  if (existsSync(folder)) {
    if (!statSync(folder).isDirectory()) throw new InputProblem('notAFolder', { path: folder });
    return realpathSync(folder);
  }
  if (isDeadLink(folder)) throw new InputProblem('deadLink', { path: folder });
  const parent = dirname(folder);
  return parent === folder ? folder : join(realTarget(parent), basename(folder));
}

/** What does not exist to those who follow it, and is there. In a folder that may not be searched nobody can tell. */
function isDeadLink(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

/**
 * Whoever may not make files in a folder finds out before thousands are previewed.
 *
 * @param folder absolute; need not exist yet
 * @throws InputProblem `notWritable`, `notAFolder`
 */
export function requireWritable(folder: string): void {
  let nearest = folder;
  while (!existsSync(nearest) && dirname(nearest) !== nearest) nearest = dirname(nearest);
  if (existsSync(nearest) && !statSync(nearest).isDirectory()) throw new InputProblem('notAFolder', { path: nearest });
  try {
    accessSync(nearest, constants.W_OK | constants.X_OK);
  } catch {
    throw new InputProblem('notWritable', { path: nearest });
  }
}

function commonFolder(folders: readonly string[]): string {
  let common = folders[0] ?? '/';
  for (const folder of folders) {
    while (!isInside(folder, common)) common = dirname(common);
  }
  return common;
}

/** Whether a path lies in a folder or is the folder itself; both absolute and without links. */
export function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/** The real place of a path whose last parts may not exist yet: what links in between lead to. */
export function placeOf(path: string): string {
  if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) return realOf(path);
  const parent = dirname(path);
  return parent === path ? path : join(placeOf(parent), basename(path));
}

/** The folders on the way to `files` that do not exist yet, outermost first. */
export function missingFolders(files: readonly string[]): string[] {
  const missing = new Set<string>();
  for (const file of files) {
    const chain: string[] = [];
    for (let folder = dirname(file); !missing.has(folder) && !existsSync(folder); folder = dirname(folder)) {
      chain.push(folder);
    }
    for (const folder of chain.reverse()) missing.add(folder);
  }
  return [...missing];
}
