import { MAX_NAME_LENGTH, cleanName, isVoidName } from './classMap.ts';
import type { ClassMapEntry } from './classMap.ts';
import { classMapFormat, classMapFormatOf } from './classMapFile.ts';
import { editsFor, type ClassMapText } from './classMapEdits.ts';
import type { ClassMapFix } from './classMapLint.ts';

/** Why a class cannot have a name; English sentences with `{name}` placeholders, keys of the l10n bundle. */
export const CLASS_NAME_PROBLEMS = {
  empty: 'Enter a name.',
  invisible: 'The name holds a control or direction character, which nobody would see.',
  tooLong: 'The name is longer than {limit} characters.',
  taken: 'Another class has this name already.',
  colon: 'In {file} a colon ends the name.',
  comment: 'In {file} a line that begins with # is a comment.',
  notHeld: 'In {file} this name would change the id of another class, or could not be read back.',
  caseTwin: 'The name of another class, {name}, differs only in upper and lower case.',
  alias: 'The class {name} has this as another name already.',
  becomesVoid: 'In {file} the name alone says that training ignores a class: with this name it would.',
  becomesClass: 'In {file} the name alone says that training ignores a class: with this name it would not.',
} as const;

export type ClassNameProblemCode = keyof typeof CLASS_NAME_PROBLEMS;

/** An error forbids the name; a warning is for a person to judge. */
export interface ClassNameProblem {
  readonly severity: 'error' | 'warning';
  readonly code: ClassNameProblemCode;
  readonly details: Readonly<Record<string, string | number>>;
}

/** The class that is to get a name: one of the entries, or a new one of an id that has none. */
export type NamedClass = { readonly entry: number } | { readonly id: number; readonly colour: string | null };

/** The change of a class map that gives a class a name. */
export function namingFix(named: NamedClass, name: string): ClassMapFix {
  return 'entry' in named ? { kind: 'rename', ...named, name } : { kind: 'add', ...named, name };
}

/**
 * The gravest problem with a new name for a class; null where there is none, also for the name that it has. The blanks
 * around a name do not count.
 *
 * @param source the file that holds the class map; null where the names are yet to be written in our own format
 */
export function classNameProblem(
  entries: readonly ClassMapEntry[],
  named: NamedClass,
  text: string,
  source: ClassMapText | null,
): ClassNameProblem | null {
  const name = text.trim();
  const file = source?.fileName ?? '';
  const error = (code: ClassNameProblemCode, details = {}): ClassNameProblem => ({ severity: 'error', code, details });
  const warning = (code: ClassNameProblemCode, details = {}): ClassNameProblem => ({
    severity: 'warning',
    code,
    details,
  });
  if (name === '') return error('empty');
  if (name.length > MAX_NAME_LENGTH) return error('tooLong', { limit: MAX_NAME_LENGTH });
  if (cleanName(name).name !== name) return error('invisible');
  const own = 'entry' in named ? entries[named.entry] : undefined;
  if (own?.name === name) return null;
  const ownId = own?.id ?? ('id' in named ? named.id : null);
  const others = entries.filter(({ id }) => id !== ownId);
  if (others.some((entry) => entry.name === name)) return error('taken');
  if (source !== null && editsFor(source, namingFix(named, name)) === null)
    return error(limitOf(source, name), { file });
  const twin = others.find((entry) => entry.name.toLowerCase() === name.toLowerCase());
  if (twin !== undefined) return warning('caseTwin', { name: twin.name });
  const holder = others.find(({ aliases = [] }) => aliases.includes(name));
  if (holder !== undefined) return warning('alias', { name: holder.name });
  const isByName = source !== null && classMapFormat(source.fileName) !== 'json';
  if (isByName && isVoidName(name) !== (own?.isVoid ?? false)) {
    return warning(isVoidName(name) ? 'becomesVoid' : 'becomesClass', { file });
  }
  return null;
}

function limitOf({ fileName, text }: ClassMapText, name: string): ClassNameProblemCode {
  if (classMapFormatOf(fileName, text) !== 'labelmap') return 'notHeld';
  return name.includes(':') ? 'colon' : name.startsWith('#') ? 'comment' : 'notHeld';
}
