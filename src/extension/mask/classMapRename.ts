// Loaded when a class is renamed.
import * as vscode from 'vscode';
import { bindClassMap, type BoundClassMap } from '../../core/formats/bindClassMap.ts';
import { hexOf, type ClassMap, type ClassMapEntry } from '../../core/formats/classMap.ts';
import { applyTextEdits, editsFor, readClassMapText, type ClassMapText } from '../../core/formats/classMapEdits.ts';
import { writeClassMap } from '../../core/formats/classMapFile.ts';
import { CLASS_NAME_PROBLEMS, classNameProblem, namingFix, type NamedClass } from '../../core/formats/classMapNames.ts';
import { splitClassInstance } from '../../core/mask/classInstance.ts';
import { countedFromOne } from '../../core/formats/mots.ts';
import { PRESETS, type PresetEvidence } from '../../core/formats/presets/presets.ts';
import { workspaceEdit } from '../classMap/classMapQuickFixes.ts';
import type { Choices } from './choices.ts';
import { shownClassMapEvidence } from './classMapEvidence.ts';
import { tellIfOverruled } from './classMapPicker.ts';
import { newClassMapFile, openFile } from './classMapPlaces.ts';
import { PRESET_NAMES, bindFile, nameOfFile, searchClassMap, type FoundClassMap } from './classMaps.ts';
import type { MaskDocument } from './maskDocument.ts';

/** A class as the user means it: by its id, in an RGB mask by its colour. */
export interface MeantClass {
  readonly id: number;
  readonly colour?: string | undefined;
}

/** What a class is called now, and where another name for it would be written. */
export interface Naming {
  /** Null where no file holds the names yet. */
  readonly file: { readonly document: vscode.TextDocument; readonly source: ClassMapText } | null;
  readonly entries: readonly ClassMapEntry[];
  readonly named: NamedClass;
  /** Empty where the class has no name. */
  readonly name: string;
}

/**
 * Asks for another name for a class of a mask, and writes it into the class map in use; where that is a preset or
 * there is none, into a new file beside the folder of the masks, after asking.
 *
 * @param id of a pixel of the class; without one, and in RGB masks, whose classes are colours, the class is asked for
 */
export async function renameClass(document: MaskDocument, choices: Choices, id?: number): Promise<void> {
  const mask = await shownClassMapEvidence(document);
  if (mask === null) {
    const message = vscode.l10n.t(
      'The ids of {0} are objects: they have numbers, not names.',
      document.context.fileName,
    );
    void vscode.window.showInformationMessage(message);
    return;
  }
  const found = await searchClassMap(document.uri, mask, choices.classMapOf(document.uri));
  const { divisor } = document.kind;
  const classId = id === undefined || divisor === undefined ? id : splitClassInstance(id, divisor).classId;
  const meant = classId === undefined || mask.isColour ? await pickClass(found) : { id: classId };
  if (meant === undefined) return;
  const naming = await namingOf(found, mask, meant);
  if (naming === null) return tellCannotBeNamed(found, meant);
  const name = await askForName(naming, meant);
  if (name === undefined || name === naming.name) return;
  if (naming.file !== null) return writeName(naming.file, naming, name);
  await writeNewFile(document.uri, choices, found, naming, name);
}

async function pickClass({ applied }: FoundClassMap): Promise<MeantClass | undefined> {
  const entries = applied?.bound.entries ?? [];
  if (entries.length === 0) {
    const message = vscode.l10n.t('No class has a name yet. Choose class names, or name a class in the class panel.');
    void vscode.window.showInformationMessage(message);
    return undefined;
  }
  const isByColour = applied?.bound.matchBy === 'colour';
  const items = entries.map(({ id, colour, name }) => ({
    label: name,
    description: isByColour ? (colour ?? '') : String(id),
    meant: isByColour ? { id, colour: colour ?? undefined } : { id },
  }));
  const title = vscode.l10n.t('Which class gets another name?');
  return (await vscode.window.showQuickPick(items, { title, matchOnDescription: true }))?.meant;
}

/**
 * Where a name for a class would be written, as the file stands in the editor, saved or not. Null where the file
 * cannot name it: a labelmap has no ids, so that a new line may count for another one.
 */
export async function namingOf(
  { applied }: FoundClassMap,
  mask: PresetEvidence,
  meant: MeantClass,
): Promise<Naming | null> {
  if (applied === null || applied.origin.from === 'preset') {
    const entries = applied?.origin.from === 'preset' ? PRESETS[applied.origin.preset].entries : [];
    return namingIn(entries, applied?.bound ?? null, mask, meant, null);
  }
  const { uri, isMots } = applied.origin;
  const document = await vscode.workspace.openTextDocument(uri);
  const source = readClassMapText(uri.path.slice(uri.path.lastIndexOf('/') + 1), document.getText());
  const { map } = source;
  const counted = isMots ? countedFromOne(map) : map;
  const naming = namingIn(counted.entries, bindClassMap(counted, mask), mask, meant, { document, source });
  if (naming === null || 'entry' in naming.named) return naming && { ...naming, entries: map.entries };
  const inFile = map.idsFrom === 'position' ? map.entries.length : meant.id - (isMots ? 1 : 0);
  const named = { ...naming.named, id: inFile };
  return isNamedBy(source, named, (after) => bindFile(after, mask, isMots), meant.id)
    ? { ...naming, entries: map.entries, named }
    : null;
}

function namingIn(
  entries: readonly ClassMapEntry[],
  bound: BoundClassMap | null,
  { paletteRgb, isColour }: PresetEvidence,
  { id, colour }: MeantClass,
  file: Naming['file'],
): Naming | null {
  const shown = bound?.entries.find((entry) =>
    bound.matchBy === 'colour' ? entry.colour === colour : entry.id === id,
  );
  if (shown !== undefined) {
    // Where colours decide about ids, the entry of the file has another one.
    const same = entries.indexOf(shown);
    const entry = same >= 0 ? same : entries.findIndex((one) => one.name === shown.name && one.colour === shown.colour);
    return { file, entries, named: { entry }, name: shown.name };
  }
  if (isColour || id < 0) return null;
  const [red, green, blue] = paletteRgb?.subarray(3 * id, 3 * id + 3) ?? [];
  const own = red === undefined || green === undefined || blue === undefined ? null : hexOf(red, green, blue);
  return { file, entries, named: { id, colour: own }, name: '' };
}

/** Whether a new class in a text would be that of the id. */
function isNamedBy(
  source: ClassMapText,
  named: NamedClass,
  bind: (map: ClassMap) => BoundClassMap,
  id: number,
): boolean {
  const name = `class ${id} of ${source.map.entries.length}`;
  const edits = editsFor(source, namingFix(named, name));
  if (edits === null) return false;
  const { map } = readClassMapText(source.fileName, applyTextEdits(source.text, edits));
  return bind(map).entries.some((entry) => entry.id === id && entry.name === name);
}

async function tellCannotBeNamed({ applied }: FoundClassMap, { id }: MeantClass): Promise<void> {
  const file = applied?.origin.from === 'file' ? applied.origin.uri : undefined;
  const message =
    file === undefined
      ? vscode.l10n.t('The class {0} cannot be named here. Choose class names first.', id)
      : vscode.l10n.t('The class {0} has no line in {1}, and a new one would not name it.', id, nameOfFile(file));
  const open = vscode.l10n.t('Open');
  const buttons = file === undefined ? [] : [open];
  const answer = await vscode.window.showWarningMessage(message, ...buttons);
  if (answer === open && file !== undefined) await openFile(file);
}

async function askForName(naming: Naming, { id, colour }: MeantClass): Promise<string | undefined> {
  const { file, name } = naming;
  const where = file === null ? '' : nameOfFile(file.document.uri);
  const title =
    name === ''
      ? vscode.l10n.t('Name the class {0}', id)
      : vscode.l10n.t('Rename the class {0}', `${colour ?? id} ${name}`);
  const answer = await vscode.window.showInputBox({
    title,
    ...(where !== '' && { prompt: vscode.l10n.t('Written into {0}', where) }),
    value: name,
    validateInput: (text) => validation(naming, text),
  });
  return answer?.trim();
}

function validation({ entries, named, file }: Naming, text: string): vscode.InputBoxValidationMessage | undefined {
  const problem = classNameProblem(entries, named, text, file?.source ?? null);
  if (problem === null) return undefined;
  const { Error, Warning } = vscode.InputBoxValidationSeverity;
  const message = vscode.l10n.t(CLASS_NAME_PROBLEMS[problem.code], problem.details);
  return { message, severity: problem.severity === 'error' ? Error : Warning };
}

/**
 * Writes a name into the file as one edit of its text. A file without unsaved changes is saved; one with them is left
 * to the user.
 *
 * @throws Error with a translated sentence where the file changed meanwhile or cannot be written
 */
export async function writeName(file: NonNullable<Naming['file']>, naming: Naming, name: string): Promise<void> {
  const { document, source } = file;
  const where = nameOfFile(document.uri);
  const edits = document.getText() === source.text ? editsFor(source, namingFix(naming.named, name)) : null;
  if (edits === null) throw new Error(vscode.l10n.t('{0} has changed in the meantime. Try again.', where));
  const wasDirty = document.isDirty;
  const isWritten =
    (await vscode.workspace.applyEdit(workspaceEdit(document, edits))) && (wasDirty || (await document.save()));
  if (!isWritten) throw new Error(vscode.l10n.t('{0} could not be written. Check its permissions.', where));
  void told(document, naming.name, name, wasDirty);
}

async function told(document: vscode.TextDocument, before: string, name: string, isDirty: boolean): Promise<void> {
  const where = nameOfFile(document.uri);
  const done =
    before === ''
      ? vscode.l10n.t('{0} is written into {1}.', name, where)
      : vscode.l10n.t('{0} is called {1} now in {2}.', before, name, where);
  const undo = vscode.l10n.t('Undo it there, not in the mask.');
  const unsaved = vscode.l10n.t('The file has unsaved changes; masks show the name once it is saved.');
  const [open, save] = [vscode.l10n.t('Open'), vscode.l10n.t('Save')];
  const buttons = isDirty ? [save, open] : [open];
  const answer = await vscode.window.showInformationMessage(
    [done, undo, ...(isDirty ? [unsaved] : [])].join(' '),
    ...buttons,
  );
  if (answer === open) await openFile(document.uri);
  if (answer === save) await document.save();
}

async function writeNewFile(
  mask: vscode.Uri,
  choices: Choices,
  { applied }: FoundClassMap,
  naming: Naming,
  name: string,
): Promise<void> {
  const uri = await newClassMapFile(mask);
  const preset = applied?.origin.from === 'preset' ? PRESET_NAMES[applied.origin.preset] : undefined;
  const question =
    preset === undefined
      ? vscode.l10n.t('No file holds class names yet. Write {0}?', nameOfFile(uri))
      : vscode.l10n.t(
          '{0} is a preset, which cannot be changed. Write its classes to {1}, and rename there?',
          preset,
          nameOfFile(uri),
        );
  const write = vscode.l10n.t('Write the File');
  const detail = vscode.workspace.asRelativePath(uri);
  if ((await vscode.window.showInformationMessage(question, { modal: true, detail }, write)) !== write) return;
  const { named } = naming;
  const first = 'id' in named ? [{ id: named.id, name, colour: named.colour, isVoid: false }] : [];
  const entries = naming.entries.length === 0 ? first : naming.entries;
  const { text } = writeClassMap(uri.path, { entries, idsFrom: 'id', problems: [] });
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  const document = await vscode.workspace.openTextDocument(uri);
  if (naming.entries.length === 0) void told(document, '', name, false);
  else {
    const source = readClassMapText(uri.path.slice(uri.path.lastIndexOf('/') + 1), document.getText());
    const renamed =
      'id' in named ? named : { entry: source.map.entries.findIndex(sameAs(naming.entries[named.entry])) };
    await writeName({ document, source }, { ...naming, named: renamed }, name);
  }
  // What was picked before would hold against the new file.
  if (choices.classMapOf(mask) !== undefined) await choices.setClassMap(mask, { from: 'file', uri: uri.toString() });
  await tellIfOverruled(mask);
}

function sameAs(entry: ClassMapEntry | undefined): (other: ClassMapEntry) => boolean {
  return ({ id, name }) => id === entry?.id && name === entry.name;
}
