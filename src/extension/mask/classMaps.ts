// Loaded with the first mask: finds, reads and applies class maps.
import * as vscode from 'vscode';
import { CLASS_MAP_PROBLEMS, MAX_CLASS_MAP_BYTES, bindClassMap } from '../../core/formats/classMap.ts';
import type { ClassMap, ClassMapProblem, ClassMapProblemCode } from '../../core/formats/classMap.ts';
import { CLASS_MAP_FILES, parseClassMap } from '../../core/formats/classMapFile.ts';
import { countedFromOne, isMotsLabels } from '../../core/formats/mots.ts';
import { PRESETS, isPresetName, suggestPreset } from '../../core/formats/presets/presets.ts';
import type { PresetEvidence, PresetName, SuggestedPreset } from '../../core/formats/presets/presets.ts';
import { decodeText } from '../../platform/decodeText.ts';
import type { ClassMapFacts } from '../../protocol/mask.ts';
import type { ChosenClassMap } from './choices.ts';
import { configuredFile, fileOf, foldersAbove } from './classMapFolders.ts';

/** More would be noise: the first lines tell what is wrong. */
const MAX_PROBLEMS_SHOWN = 20;

/** What leaves nothing of a file to use. */
const UNUSABLE: readonly ClassMapProblemCode[] = [
  'notText',
  'tooLarge',
  'unreadable',
  'jsonInvalid',
  'listMissing',
  'nothingFound',
];

/**
 * The class map of a mask, by the first of: the path in the settings, the preset in the settings, what the user
 * picked for the folder, the nearest usable file, a preset that the file suggests. Null where there is none.
 */
export async function findClassMap(
  uri: vscode.Uri,
  mask: PresetEvidence,
  choice: ChosenClassMap | undefined,
): Promise<ClassMapFacts | null> {
  const settings = vscode.workspace.getConfiguration('maskscope.classMap', fileOf(uri));
  const preset = settings.get<string>('preset', 'auto');
  const configured = configuredFile(uri);
  if (configured !== undefined) return factsOfFiles([configured], mask);
  if (isPresetName(preset)) return factsOfPreset(preset, mask);
  if (choice?.from === 'none') return null;
  if (choice?.from === 'file') return factsOfFiles([vscode.Uri.parse(choice.uri)], mask);
  if (choice?.from === 'preset' && isPresetName(choice.preset)) return factsOfPreset(choice.preset, mask);
  const found = await factsOfFiles(await classMapFilesAbove(uri), mask);
  if (found !== null && found.source !== null) return found;
  const suggested = preset === 'none' ? null : suggestPreset(uri.path, mask);
  if (suggested === null) return found;
  const facts = factsOfPreset(suggested.preset, mask, suggested.evidence);
  return found?.unusable === undefined ? facts : { ...facts, unusable: found.unusable };
}

/** Class map files beside the mask and in the folders above it, nearest first. */
export async function classMapFilesAbove(uri: vscode.Uri): Promise<vscode.Uri[]> {
  const candidates = foldersAbove(uri).flatMap((folder) =>
    CLASS_MAP_FILES.map((name) => vscode.Uri.joinPath(folder, name)),
  );
  const exist = await Promise.all(candidates.map(isFile));
  return candidates.filter((_, at) => exist[at]);
}

/** What a preset is called; proper names are not translated. */
export const PRESET_NAMES: Readonly<Record<PresetName, string>> = {
  voc: 'Pascal VOC',
  cityscapesIds: 'Cityscapes ids',
  cityscapesTrainIds: 'Cityscapes trainIds',
  ade20k: 'ADE20K',
  mots: 'MOTS',
};

/** `labelmap.txt in VOC2012`. */
export function nameOfFile(uri: vscode.Uri): string {
  const [folder = '', name = ''] = uri.path.split('/').slice(-2);
  return folder === '' ? name : vscode.l10n.t('{0} in {1}', name, folder);
}

async function isFile(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.File) !== 0;
  } catch {
    return false;
  }
}

/** Of the first file that can be used, with a word on those before it; null where there are no files. */
async function factsOfFiles(files: readonly vscode.Uri[], mask: PresetEvidence): Promise<ClassMapFacts | null> {
  const unusable: string[] = [];
  for (const file of files) {
    const map = await readClassMap(file);
    const problem = map.entries.length === 0 ? map.problems.find(({ code }) => UNUSABLE.includes(code)) : undefined;
    if (problem === undefined) {
      const facts = factsOfFile(file, map, mask);
      return unusable.length === 0 ? facts : { ...facts, unusable };
    }
    unusable.push(vscode.l10n.t('{0} could not be used: {1}', nameOfFile(file), sentenceOf(problem)));
  }
  return unusable.length === 0 ? null : { source: null, matchBy: 'id', entries: [], problems: [], unusable };
}

function sentenceOf({ code, details }: ClassMapProblem): string {
  return vscode.l10n.t(CLASS_MAP_PROBLEMS[code], details);
}

function factsOfFile(file: vscode.Uri, map: ClassMap, mask: PresetEvidence): ClassMapFacts {
  const name = nameOfFile(file);
  if (isMotsLabels({ classMapPath: file.path, divisor: mask.divisor })) {
    return factsOf(
      bindClassMap(countedFromOne(map), mask),
      vscode.l10n.t('{0} (MOTS: the first line is class 1)', name),
    );
  }
  return factsOf(bindClassMap(map, mask), name);
}

function factsOfPreset(
  preset: PresetName,
  mask: PresetEvidence,
  evidence?: SuggestedPreset['evidence'],
): ClassMapFacts {
  const name = PRESET_NAMES[preset];
  const source =
    evidence === 'palette'
      ? vscode.l10n.t('preset: {0} (guessed from the palette)', name)
      : evidence === 'fileName'
        ? vscode.l10n.t('preset: {0} (by the file name)', name)
        : evidence === 'ids'
          ? vscode.l10n.t('preset: {0} (guessed from the ids)', name)
          : vscode.l10n.t('preset: {0}', name);
  return factsOf(bindClassMap(PRESETS[preset], mask), source);
}

function factsOf({ entries, matchBy, problems }: ReturnType<typeof bindClassMap>, source: string): ClassMapFacts {
  return {
    source,
    matchBy,
    entries: entries.map(({ id, name, colour, isVoid }) => ({
      id,
      name,
      ...(colour !== null && { colour }),
      ...(isVoid && { isVoid }),
    })),
    problems: problems.slice(0, MAX_PROBLEMS_SHOWN).map(sentenceOf),
  };
}

async function readClassMap(file: vscode.Uri): Promise<ClassMap> {
  const failed = (problem: ClassMapProblem): ClassMap => ({ entries: [], idsFrom: 'id', problems: [problem] });
  try {
    const { size } = await vscode.workspace.fs.stat(file);
    if (size > MAX_CLASS_MAP_BYTES)
      return failed({ code: 'tooLarge', details: { limit: MAX_CLASS_MAP_BYTES / 2 ** 20 } });
    const text = decodeText(await vscode.workspace.fs.readFile(file));
    if (text === null) return failed({ code: 'notText', details: {} });
    return parseClassMap(file.path.slice(file.path.lastIndexOf('/') + 1), text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return failed({ code: 'unreadable', details: { reason } });
  }
}
