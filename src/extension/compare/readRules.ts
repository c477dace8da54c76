import * as vscode from 'vscode';
import { bindClassMap } from '../../core/formats/bindClassMap.ts';
import { CLASS_MAP_PROBLEMS, type ClassMap } from '../../core/formats/classMap.ts';
import { isPresetName, PRESETS } from '../../core/formats/presets/presets.ts';
import type { PairRules, ReadRules } from '../../protocol/compare.ts';
import type { MaskContext } from '../../protocol/mask.ts';
import { classMapName } from '../dataset/datasetTexts.ts';
import { classMapEvidence } from '../mask/classMapEvidence.ts';
import { factsOf, readClassMap, type ClassMapOrigin } from '../mask/classMaps.ts';
import type { MaskDocument } from '../mask/maskDocument.ts';

/** Reads what the rules of two folders name. Never rejects: a class map that is gone names nothing, which the page tells. */
export async function readRules(rules: PairRules): Promise<ReadRules> {
  const { classMap, voidIds } = rules;
  const map = classMap === null ? null : await mapOf(classMap);
  return { given: rules, classMap: map, voidIds, notices: noticesOf(rules, map) };
}

/** What is said of a mask whose ids are named by these rules, not by what is found beside the mask. */
export function contextUnder({ given, classMap }: ReadRules, document: MaskDocument): MaskContext {
  const mask = classMapEvidence(document);
  if (given.classMap === null || classMap === null || mask === null) return { ...document.context, classMap: null };
  const origin: ClassMapOrigin = isPresetName(given.classMap)
    ? { from: 'preset', preset: given.classMap }
    : // Folders take a class map as it stands, those of MOTS, too.
      { from: 'file', uri: vscode.Uri.file(given.classMap), isMots: false };
  const applied = { origin, why: 'choice', bound: bindClassMap(classMap, mask) } as const;
  return { ...document.context, classMap: factsOf({ applied, unusable: [] }) };
}

function mapOf(source: string): ClassMap | Promise<ClassMap> {
  return isPresetName(source) ? PRESETS[source] : readClassMap(vscode.Uri.file(source));
}

function noticesOf({ classMap, voidIds }: PairRules, map: ClassMap | null): string[] {
  const problem = map?.entries.length === 0 ? map.problems[0] : undefined;
  const name = classMap === null ? '' : classMapName(classMap);
  const names =
    classMap === null
      ? vscode.l10n.t('No class map.')
      : problem === undefined
        ? vscode.l10n.t('Class map: {0}.', name)
        : vscode.l10n.t(
            '{0} could not be used: {1}',
            name,
            vscode.l10n.t(CLASS_MAP_PROBLEMS[problem.code], problem.details),
          );
  if (voidIds === null) return [names];
  return [names, vscode.l10n.t('Void: {0}.', voidIds.join(', ') || vscode.l10n.t('None'))];
}
