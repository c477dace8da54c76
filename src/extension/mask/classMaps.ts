// Loaded with the first mask: finds, reads and applies class maps.
import * as vscode from 'vscode';
import { bindClassMap, type BoundClassMap } from '../../core/formats/bindClassMap.ts';
import { CLASS_MAP_PROBLEMS } from '../../core/formats/classMap.ts';
import type { ClassMap, ClassMapEntry, ClassMapProblem } from '../../core/formats/classMap.ts';
import {
  classMapByteLimit,
  classMapFilesAmong,
  isOfOthers,
  parseClassMap,
  unusableBecause,
  withoutEntries,
} from '../../core/formats/classMapFile.ts';
import { countedFromOne, isMotsLabels } from '../../core/formats/mots.ts';
import { PRESETS, isPresetName, suggestPreset } from '../../core/formats/presets/presets.ts';
import type { PresetEvidence, PresetName, SuggestedPreset } from '../../core/formats/presets/presets.ts';
import { decodeText } from '../../platform/decodeText.ts';
import type { ClassEntry, ClassMapFacts } from '../../protocol/mask.ts';
import type { ChosenClassMap } from './choices.ts';
import { configuredFile, fileOf, foldersAbove } from './classMapFolders.ts';

/** More would be noise: the first lines tell what is wrong. */
const MAX_PROBLEMS_SHOWN = 20;

/** Why a class map applies: a setting, what the user picked, the folders, or what the file suggests. */
export type ClassMapReason = 'pathSetting' | 'presetSetting' | 'choice' | 'nearest' | SuggestedPreset['evidence'];

export type ClassMapOrigin =
  | { readonly from: 'file'; readonly uri: vscode.Uri; readonly isMots: boolean }
  | { readonly from: 'preset'; readonly preset: PresetName };

/** The class map that applies to a mask. */
export interface AppliedClassMap {
  readonly origin: ClassMapOrigin;
  readonly why: ClassMapReason;
  readonly bound: BoundClassMap;
}

/** A class map file that would have come first, and a translated sentence on why it cannot be used. */
export interface UnusableFile {
  readonly uri: vscode.Uri;
  readonly sentence: string;
}

export interface FoundClassMap {
  readonly applied: AppliedClassMap | null;
  readonly unusable: readonly UnusableFile[];
}

/**
 * The class map of a mask, by the first of: the path in the settings, the preset in the settings, what the user
 * picked for the folder, the nearest usable file, a preset that the file suggests.
 */
export async function searchClassMap(
  uri: vscode.Uri,
  mask: PresetEvidence,
  choice: ChosenClassMap | undefined,
): Promise<FoundClassMap> {
  const settings = vscode.workspace.getConfiguration('maskscope.classMap', fileOf(uri));
  const preset = settings.get<string>('preset', 'auto');
  const configured = configuredFile(uri);
  if (configured !== undefined) return firstUsable([configured], mask, 'pathSetting');
  if (isPresetName(preset)) return found(presetFor(preset, mask, 'presetSetting'));
  if (choice?.from === 'none') return found(null);
  if (choice?.from === 'file') return firstUsable([vscode.Uri.parse(choice.uri)], mask, 'choice');
  if (choice?.from === 'preset' && isPresetName(choice.preset)) return found(presetFor(choice.preset, mask, 'choice'));
  const nearest = await firstUsable(await classMapFilesAbove(uri), mask, 'nearest');
  if (nearest.applied !== null || preset === 'none') return nearest;
  const suggested = suggestPreset(uri.path, mask);
  if (suggested === null) return nearest;
  return { ...nearest, applied: presetFor(suggested.preset, mask, suggested.evidence) };
}

/**
 * What the settings name for the masks of a folder: a file by its path, or a preset; null where they leave it to what is
 * found, and where the file is on no disk.
 */
export function configuredClassMap(folder: vscode.Uri): string | null {
  const file = configuredFile(folder);
  if (file !== undefined) return file.scheme === 'file' ? file.fsPath : null;
  const preset = vscode.workspace.getConfiguration('maskscope.classMap', folder).get<string>('preset', 'auto');
  return isPresetName(preset) ? preset : null;
}

/** The file that applies; undefined where a preset or nothing does. */
export function appliedFile({ applied }: FoundClassMap): vscode.Uri | undefined {
  return applied?.origin.from === 'file' ? applied.origin.uri : undefined;
}

/** What the page shows of a search; null where there is nothing to say. */
export function factsOf({ applied, unusable }: FoundClassMap): ClassMapFacts | null {
  const sentences = unusable.map(({ uri, sentence }) =>
    vscode.l10n.t('{0} could not be used: {1}', nameOfFile(uri), sentence),
  );
  const passedOver = sentences.length === 0 ? {} : { unusable: sentences };
  if (applied === null) {
    return sentences.length === 0 ? null : { source: null, matchBy: 'id', entries: [], problems: [], ...passedOver };
  }
  const { entries, matchBy, naming, problems } = applied.bound;
  return {
    source: sourceOf(applied),
    matchBy,
    entries: entries.map(entryFacts),
    // What the palette is to blame for is told by the page, which edits it.
    problems: (naming?.problems ?? problems).slice(0, MAX_PROBLEMS_SHOWN).map(sentenceOf),
    ...(naming !== undefined && {
      naming: { classes: naming.classes.map(entryFacts), findBy: naming.findBy, filler: naming.filler },
    }),
    ...passedOver,
  };
}

function entryFacts({ id, name, colour, isVoid, aliases }: ClassMapEntry): ClassEntry {
  return { id, name, ...(colour !== null && { colour }), ...(isVoid && { isVoid }), ...(aliases && { aliases }) };
}

/** Class map files beside the mask and in the folders above it, nearest first. */
export async function classMapFilesAbove(uri: vscode.Uri): Promise<vscode.Uri[]> {
  const files = await Promise.all(
    foldersAbove(uri).map(async (folder) =>
      (await classMapsIn(folder)).map((name) => vscode.Uri.joinPath(folder, name)),
    ),
  );
  return files.flat();
}

/** The class maps of folders, by what their modification time was: listing a folder of 100,000 masks takes a while. */
const listings = new Map<string, { readonly mtime: number; readonly names: readonly string[] }>();
const MAX_LISTINGS = 500;
/** File systems count times in steps of up to two seconds, within which another file may appear unnoticed. */
const SETTLED_MS = 2000;

async function classMapsIn(folder: vscode.Uri): Promise<readonly string[]> {
  const key = folder.toString();
  try {
    const { mtime } = await vscode.workspace.fs.stat(folder);
    const known = listings.get(key);
    if (known?.mtime === mtime) return known.names;
    const children = await vscode.workspace.fs.readDirectory(folder);
    const names = classMapFilesAmong(
      children.flatMap(([name, type]) => ((type & vscode.FileType.File) === 0 ? [] : [name])),
    );
    if (listings.size >= MAX_LISTINGS) listings.clear();
    // Some file systems that are not on a disk know no times.
    if (mtime > 0 && Date.now() - mtime > SETTLED_MS) listings.set(key, { mtime, names });
    return names;
  } catch {
    return [];
  }
}

/** What a preset is called; proper names are not translated. */
export const PRESET_NAMES: Readonly<Record<PresetName, string>> = {
  voc: 'Pascal VOC',
  cityscapesIds: 'Cityscapes ids',
  cityscapesTrainIds: 'Cityscapes trainIds',
  ade20k: 'ADE20K',
  mots: 'MOTS',
  binary: 'Binary',
};

/** `labelmap.txt in VOC2012`. */
export function nameOfFile(uri: vscode.Uri): string {
  const [folder = '', name = ''] = uri.path.split('/').slice(-2);
  return folder === '' ? name : vscode.l10n.t('{0} in {1}', name, folder);
}

/** `labelmap.txt in VOC2012`, or `preset: Pascal VOC (guessed from the palette)`. */
export function sourceOf({ origin, why }: Pick<AppliedClassMap, 'origin' | 'why'>): string {
  if (origin.from === 'file') {
    const name = nameOfFile(origin.uri);
    return origin.isMots ? vscode.l10n.t('{0} (MOTS: the first line is class 1)', name) : name;
  }
  const name = PRESET_NAMES[origin.preset];
  switch (why) {
    case 'palette':
      return vscode.l10n.t('preset: {0} (guessed from the palette)', name);
    case 'fileName':
      return vscode.l10n.t('preset: {0} (by the file name)', name);
    case 'ids':
      return vscode.l10n.t('preset: {0} (guessed from the ids)', name);
    default:
      return vscode.l10n.t('preset: {0}', name);
  }
}

/** Names of ids as a file gives them, applied to a mask. */
export function bindFile(map: ClassMap, mask: PresetEvidence, isMots: boolean): BoundClassMap {
  return bindClassMap(isMots ? countedFromOne(map) : map, mask);
}

function found(applied: AppliedClassMap | null): FoundClassMap {
  return { applied, unusable: [] };
}

function presetFor(preset: PresetName, mask: PresetEvidence, why: ClassMapReason): AppliedClassMap {
  return { origin: { from: 'preset', preset }, why, bound: bindClassMap(PRESETS[preset], mask) };
}

/** The first file that can be used, with a word on those before it. */
async function firstUsable(
  files: readonly vscode.Uri[],
  mask: PresetEvidence,
  why: ClassMapReason,
): Promise<FoundClassMap> {
  const unusable: UnusableFile[] = [];
  for (const uri of files) {
    const map = await readClassMap(uri);
    const problem = unusableBecause(map);
    if (problem === null) {
      const isMots = isMotsLabels({ classMapPath: uri.path, divisor: mask.divisor });
      return { applied: { origin: { from: 'file', uri, isMots }, why, bound: bindFile(map, mask, isMots) }, unusable };
    }
    if (why !== 'nearest' || !isOfOthers(lastPart(uri), problem)) unusable.push({ uri, sentence: sentenceOf(problem) });
  }
  return { applied: null, unusable };
}

function lastPart({ path }: vscode.Uri): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** A problem of a class map in the user's language. */
export function sentenceOf({ code, details }: ClassMapProblem): string {
  return vscode.l10n.t(CLASS_MAP_PROBLEMS[code], details);
}

/** Never rejects: a file that cannot be read is a class map without entries, and its problem. */
export async function readClassMap(file: vscode.Uri): Promise<ClassMap> {
  const limit = classMapByteLimit(file.path);
  try {
    const { size } = await vscode.workspace.fs.stat(file);
    if (size > limit) return withoutEntries({ code: 'tooLarge', details: { limit: limit / 2 ** 20 } });
    const text = decodeText(await vscode.workspace.fs.readFile(file));
    if (text === null) return withoutEntries({ code: 'notText', details: {} });
    return parseClassMap(lastPart(file), text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return withoutEntries({ code: 'unreadable', details: { reason } });
  }
}
