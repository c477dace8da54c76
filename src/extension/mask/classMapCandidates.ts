// What may name the classes of a mask, and why; shown where the user chooses.
import * as vscode from 'vscode';
import { PRESETS, type PresetName } from '../../core/formats/presets/presets.ts';
import type { ChosenClassMap } from './choices.ts';
import { PRESET_NAMES, nameOfFile, type ClassMapReason, type FoundClassMap } from './classMaps.ts';

/** What decides about the class names of a mask. */
export interface ClassMapSituation {
  readonly found: FoundClassMap;
  /** Class map files beside the mask and above, nearest first. */
  readonly files: readonly vscode.Uri[];
  readonly choice: ChosenClassMap | undefined;
  /** The folder that the choice was made for. */
  readonly choiceFolder: vscode.Uri | undefined;
}

/** One line of the quick pick. */
export interface ClassMapCandidate {
  readonly label: string;
  readonly description: string;
  /** Why it applies now, or why it does not; absent where that goes without saying. */
  readonly detail?: string;
  /** This one applies now. */
  readonly isNow: boolean;
  /** What choosing it means; undefined leaves it to the folders and what the file suggests. */
  readonly choice: ChosenClassMap | undefined;
}

export interface ClassMapCandidates {
  readonly automatic: ClassMapCandidate;
  readonly files: readonly ClassMapCandidate[];
  readonly presets: readonly ClassMapCandidate[];
  readonly none: ClassMapCandidate;
}

/** Everything that can be chosen, with what applies now and why. */
export function classMapCandidates(situation: ClassMapSituation): ClassMapCandidates {
  const { found, files, choice } = situation;
  const origin = found.applied?.origin;
  const now = found.applied === null ? undefined : nowBecause(found.applied.why, situation);
  const applied = origin?.from === 'file' ? origin.uri : undefined;
  const isApplied = (uri: vscode.Uri): boolean => uri.toString() === applied?.toString();
  // A file that a setting or choice names may lie anywhere.
  const others = applied === undefined || files.some(isApplied) ? [] : [applied];
  const fileOf = (uri: vscode.Uri): ClassMapCandidate => {
    const detail = isApplied(uri) ? now : whyNot(uri, situation);
    return {
      label: nameOfFile(uri),
      description: vscode.workspace.asRelativePath(uri),
      ...(detail !== undefined && { detail }),
      isNow: isApplied(uri),
      choice: { from: 'file', uri: uri.toString() },
    };
  };
  const presetOf = (preset: PresetName): ClassMapCandidate => {
    const isNow = origin?.from === 'preset' && origin.preset === preset;
    return {
      label: PRESET_NAMES[preset],
      description: vscode.l10n.t('{0} ids', PRESETS[preset].entries.length),
      ...(isNow && now !== undefined && { detail: now }),
      isNow,
      choice: { from: 'preset', preset },
    };
  };
  const isNone = found.applied === null && choice?.from === 'none';
  return {
    automatic: {
      label: vscode.l10n.t('Automatic'),
      description: vscode.l10n.t('the nearest class map, else what the file suggests'),
      isNow: false,
      choice: undefined,
    },
    files: [...others, ...files].map(fileOf),
    presets: (Object.keys(PRESETS) as PresetName[]).map(presetOf),
    none: {
      label: vscode.l10n.t('No Class Names'),
      description: '',
      ...(isNone && { detail: nowBecause('choice', situation) }),
      isNow: isNone,
      choice: { from: 'none' },
    },
  };
}

function nowBecause(why: ClassMapReason, { choiceFolder, files, found }: ClassMapSituation): string {
  switch (why) {
    case 'pathSetting':
      return vscode.l10n.t('Applies now: named by the setting {0}', 'maskscope.classMap.path');
    case 'presetSetting':
      return vscode.l10n.t('Applies now: named by the setting {0}', 'maskscope.classMap.preset');
    case 'choice':
      return vscode.l10n.t('Applies now: chosen by you for the folder {0}', lastPart(choiceFolder));
    case 'fileName':
      return vscode.l10n.t('Applies now: suggested by the file name');
    case 'palette':
      return vscode.l10n.t('Applies now: guessed from the palette');
    case 'ids':
      return vscode.l10n.t('Applies now: guessed from the ids');
    case 'nearest': {
      const uri = found.applied?.origin.from === 'file' ? found.applied.origin.uri : undefined;
      const beside = files.filter((file) => folderOf(file) === (uri && folderOf(uri))).length;
      return beside > 1
        ? vscode.l10n.t('Applies now: the nearest, and the first of {0} in its folder', beside)
        : vscode.l10n.t('Applies now: the nearest');
    }
  }
}

function whyNot(uri: vscode.Uri, { found, files }: ClassMapSituation): string | undefined {
  const unusable = found.unusable.find((file) => file.uri.toString() === uri.toString());
  if (unusable !== undefined) return vscode.l10n.t('Cannot be used: {0}', unusable.sentence);
  const { applied } = found;
  if (applied?.why !== 'nearest' || applied.origin.from !== 'file') return undefined;
  const now = applied.origin.uri;
  if (folderOf(uri) === folderOf(now)) return vscode.l10n.t('Comes after {0} in this folder', lastPart(now));
  const isAfter =
    files.findIndex((file) => file.toString() === uri.toString()) >
    files.findIndex((file) => file.toString() === now.toString());
  return isAfter ? vscode.l10n.t('Farther up than {0}', nameOfFile(now)) : undefined;
}

function folderOf({ path }: vscode.Uri): string {
  return path.slice(0, path.lastIndexOf('/'));
}

function lastPart(uri: vscode.Uri | undefined): string {
  return uri?.path.slice(uri.path.lastIndexOf('/') + 1) ?? '';
}
