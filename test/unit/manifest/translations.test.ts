import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SWATCH_PROBLEMS } from '../../../src/core/colours/swatches.ts';
import { PATTERN_PROBLEMS } from '../../../src/core/dataset/layouts/pattern.ts';
import { SPLIT_LIST_PROBLEMS } from '../../../src/core/dataset/splitLists.ts';
import { DATASET_RULE_TITLES } from '../../../src/core/dataset/findings/ruleTitles.ts';
import { DOWNLOAD_FLAWS } from '../../../src/core/download/flaws.ts';
import { DOWNLOAD_PROBLEMS } from '../../../src/core/download/problems.ts';
import { CRASHED, NOT_IMAGE } from '../../../src/core/dataset/findings/brokenFiles.ts';
import { DATASET_RULES } from '../../../src/core/dataset/findings/rules.ts';
import { BMP_PROBLEMS } from '../../../src/core/formats/bmp.ts';
import { CLASS_MAP_PROBLEMS } from '../../../src/core/formats/classMap.ts';
import { CLASS_MAP_RULES } from '../../../src/core/formats/classMapLint.ts';
import { CLASS_MAP_LOSSES } from '../../../src/core/formats/classMapLoss.ts';
import { CLASS_NAME_PROBLEMS } from '../../../src/core/formats/classMapNames.ts';
import { COCO_RLE_PROBLEMS } from '../../../src/core/formats/cocoRle.ts';
import { CONVERT_RULES, NESTED_PROBLEMS } from '../../../src/core/labelbox/convertRules.ts';
import { NOT_EXPORTS, TELL_TALES } from '../../../src/core/labelbox/era.ts';
import { PLAN_RULES } from '../../../src/core/labelbox/planRules.ts';
import { LABELBOX_RULES } from '../../../src/core/labelbox/rules.ts';
import { Y_AXIS_REASONS } from '../../../src/core/labelbox/yAxis.ts';
import { DAMAGE_SENTENCES } from '../../../src/core/mask/damage.ts';
import { DIFFERING_PALETTES } from '../../../src/core/mask/damagePalettes.ts';
import { BACKUP_PROBLEMS } from '../../../src/core/mask/editBackup.ts';
import { EDIT_PROBLEMS } from '../../../src/core/mask/edits.ts';
import { KIND_REASONS } from '../../../src/core/mask/kind.ts';
import { REMAP_PROBLEMS } from '../../../src/core/mask/remapErrors.ts';
import { PNG_PROBLEMS } from '../../../src/core/png/errors.ts';
import { RASTER_PROBLEMS } from '../../../src/core/raster/errors.ts';
import { REVIEW_PROBLEMS } from '../../../src/core/review/problems.ts';
import { SPLIT_PROBLEMS } from '../../../src/core/split/problems.ts';
import { REPORT_STRINGS } from '../../../src/core/report/reportStrings.ts';
import { INPUT_PROBLEMS } from '../../../src/jobs/batchInputs.ts';
import { BATCH_RULES } from '../../../src/jobs/batchRules.ts';
import { DAMAGE_FIXES, DAMAGE_MENDED } from '../../../src/jobs/damageFindings.ts';
import { COMPARE_PROBLEMS } from '../../../src/jobs/compare/compareProblem.ts';
import { COLOURS_PROBLEMS } from '../../../src/jobs/colours/coloursProblem.ts';
import { DATASET_PROBLEMS } from '../../../src/jobs/dataset/datasetProblem.ts';
import { DOWNLOAD_FAILURES } from '../../../src/jobs/downloadMessages.ts';
import { CONVERT_PROBLEMS } from '../../../src/jobs/labelboxConvertTypes.ts';
import { SWAPPED_FILES } from '../../../src/jobs/swappedFiles.ts';
import { PAIR_RULES, windowAdviceOf, type PairRule } from '../../../src/jobs/pairs/pairRules.ts';
import { PALETTE_PROBLEMS } from '../../../src/jobs/paletteSource.ts';
import { FILE_PROBLEMS } from '../../../src/core/formats/fileProblems.ts';
import { BATCH_STRINGS, WINDOW_ADVICE, WINDOW_MESSAGES } from '../../../src/protocol/batchStrings.ts';
import { GALLERY_STRINGS, REPORT_PAGE_STRINGS } from '../../../src/protocol/datasetPageStrings.ts';
import { COLOURS_STRINGS } from '../../../src/protocol/coloursStrings.ts';
import { CONVERT_STRINGS } from '../../../src/protocol/convertStrings.ts';
import { COMPARE_STRINGS } from '../../../src/protocol/compareStrings.ts';
import { REVIEW_STRINGS } from '../../../src/protocol/reviewStrings.ts';
import { PICTURES_STRINGS } from '../../../src/protocol/picturesStrings.ts';
import { SPLIT_STRINGS } from '../../../src/protocol/splitStrings.ts';
import { LABELBOX_STRINGS, RULE_TITLES } from '../../../src/protocol/labelboxStrings.ts';
import { MASK_STRINGS } from '../../../src/protocol/maskStrings.ts';
import { ROOT, hostTexts } from './sourceTexts.ts';

const readJson = <T>(file: string) => JSON.parse(readFileSync(ROOT + file, 'utf8')) as T;
const korean = readJson<Record<string, string>>('l10n/bundle.l10n.ko.json');
const manifest = readFileSync(`${ROOT}package.json`, 'utf8');
const english = readJson<Record<string, string>>('package.nls.json');
const koreanManifest = readJson<Record<string, string>>('package.nls.ko.json');

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([whole]) => whole).sort();
const links = (text: string) => [...text.matchAll(/\]\((command:[\w.]+)\)/g)].map(([, link]) => link);
const hasHangul = (text: string) => /[\uac00-\ud7a3]/.test(text);
/** Texts that are the same in every language hold no words but `id`: names, numbers, signs. */
const hasWords = (text: string) =>
  /[a-z]{2}/.test(text.replace(/\{\w+\}|#hex|\bCityscapes trainIds\b|\bCityscapes\b|\bids?\b/gi, ''));

const { texts, computed } = hostTexts();
const sentences = [
  ...texts,
  ...Object.values(PNG_PROBLEMS),
  ...Object.values(PATTERN_PROBLEMS),
  ...Object.values(COMPARE_PROBLEMS),
  ...Object.values(BMP_PROBLEMS),
  ...Object.values(DATASET_PROBLEMS),
  ...Object.values(DOWNLOAD_PROBLEMS),
  ...Object.values(DOWNLOAD_FLAWS),
  ...Object.values(DOWNLOAD_FAILURES),
  ...Object.values(CLASS_MAP_PROBLEMS),
  ...Object.values(CLASS_MAP_LOSSES),
  ...Object.values(CLASS_MAP_RULES),
  ...Object.values(CLASS_NAME_PROBLEMS),
  ...Object.values(REMAP_PROBLEMS),
  ...Object.values(EDIT_PROBLEMS),
  ...Object.values(BACKUP_PROBLEMS),
  ...Object.values(DAMAGE_SENTENCES),
  DIFFERING_PALETTES,
  SWAPPED_FILES,
  ...Object.values(KIND_REASONS),
  ...Object.values(FILE_PROBLEMS),
  ...Object.values(TELL_TALES),
  ...Object.values(NOT_EXPORTS),
  ...Object.values(Y_AXIS_REASONS),
  ...Object.values(LABELBOX_RULES).map(({ message }): string => message),
  ...[...Object.values(CONVERT_RULES), ...Object.values(PLAN_RULES)]
    .flatMap(({ message, advice }): string[] => [message, advice])
    .filter((text) => text !== ''),
  ...(Object.keys(PAIR_RULES) as PairRule[])
    .flatMap((rule): string[] => [PAIR_RULES[rule].message, windowAdviceOf(rule)])
    .filter((text) => text !== ''),
  ...Object.values(NESTED_PROBLEMS),
  ...Object.values(CONVERT_PROBLEMS),
  ...Object.values(RASTER_PROBLEMS),
  ...Object.values(SPLIT_PROBLEMS),
  ...Object.values(REVIEW_PROBLEMS),
  ...Object.values(COCO_RLE_PROBLEMS),
  ...Object.values(PATTERN_PROBLEMS),
  ...Object.values(SPLIT_LIST_PROBLEMS),
  ...Object.values(BATCH_RULES)
    .flatMap(({ message, advice }): string[] => [message, advice])
    .filter((text) => text.replace(/\{\w+\}/g, '') !== ''),
  ...Object.values(DATASET_RULES)
    .flatMap(({ message, advice }): string[] => [message, advice])
    .filter((text) => text !== '{problem}'),
  CRASHED,
  NOT_IMAGE,
  ...Object.values(DAMAGE_FIXES),
  DAMAGE_MENDED,
  ...Object.values(INPUT_PROBLEMS),
  ...Object.values(PALETTE_PROBLEMS).filter((text) => text !== PALETTE_PROBLEMS.unusable),
  ...Object.values(BATCH_STRINGS),
  ...Object.values(WINDOW_ADVICE),
  ...Object.values(WINDOW_MESSAGES),
  ...Object.values(CONVERT_STRINGS),
  ...Object.values(COMPARE_STRINGS),
  ...Object.values(SPLIT_STRINGS),
  ...Object.values(REVIEW_STRINGS),
  ...Object.values(PICTURES_STRINGS),
  ...Object.values(COLOURS_STRINGS),
  ...Object.values(COLOURS_PROBLEMS),
  ...Object.values(SWATCH_PROBLEMS),
  ...Object.values(LABELBOX_STRINGS),
  ...Object.values(RULE_TITLES),
  ...Object.values(DATASET_RULE_TITLES),
  ...Object.values(MASK_STRINGS),
  ...Object.values(REPORT_STRINGS),
  ...Object.values(REPORT_PAGE_STRINGS),
  ...Object.values(GALLERY_STRINGS),
];

describe('texts of the host and the webview', () => {
  it('are found', () => {
    expect(texts.size).toBeGreaterThan(50);
  });

  it('are literals, but for the tables that are tested here', () => {
    expect([...new Set(computed)].sort()).toEqual([
      'src/extension/batch/findingTexts.ts',
      'src/extension/classMap/classMapDiagnostics.ts',
      'src/extension/colours/coloursTexts.ts',
      'src/extension/compare/foldersPanel.ts',
      'src/extension/compare/readRules.ts',
      'src/extension/convert/findingTexts.ts',
      'src/extension/dataset/datasetTexts.ts',
      'src/extension/dataset/findingTexts.ts',
      'src/extension/downloads/downloadTask.ts',
      'src/extension/downloads/downloadTexts.ts',
      'src/extension/labelbox/findingText.ts',
      'src/extension/mask/choosePalette.ts',
      'src/extension/mask/classMapRename.ts',
      'src/extension/mask/classMapSaveAs.ts',
      'src/extension/mask/classMaps.ts',
      'src/extension/mask/diagnoseMask.ts',
      'src/extension/mask/editBackups.ts',
      'src/extension/mask/encodeEdits.ts',
      'src/extension/mask/maskDocument.ts',
      'src/extension/page/pageHtml.ts',
      'src/extension/pictures/pairFindingText.ts',
      'src/extension/review/reviewTexts.ts',
      'src/extension/splits/failureTexts.ts',
    ]);
  });

  it('have a Korean translation', () => {
    expect(sentences.filter((text) => korean[text] === undefined)).toEqual([]);
    expect(sentences.filter((text) => hasWords(text) && !hasHangul(korean[text] ?? ''))).toEqual([]);
  });

  it('keep their placeholders in Korean', () => {
    const differing = sentences.filter((text) => placeholders(text).join() !== placeholders(korean[text] ?? '').join());
    expect(differing).toEqual([]);
  });

  it('give no placeholder a Korean particle in two forms, and spell ids in one way', () => {
    const all = [...Object.values(korean), ...Object.values(koreanManifest)];
    const particles = /\((?:를|을|는|은|으|이|가|와|과|로)\)/;
    expect(all.filter((text) => particles.test(text))).toEqual([]);
    // Placeholders and keys of JSON stay as they are.
    const words = (text: string) => text.replace(/\{\w+\}|"\w+"/g, '');
    expect(all.filter((text) => /(?<![A-Za-z])[iI]d(?![A-Za-z])/.test(words(text)))).toEqual([]);
  });

  it('are all still in use', () => {
    const used = new Set(sentences);
    expect(Object.keys(korean).filter((text) => !used.has(text))).toEqual([]);
  });
});

describe('texts of the manifest', () => {
  const used = new Set([...manifest.matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key));

  it('exist, and nothing else does', () => {
    expect([...used].sort()).toEqual(Object.keys(english).sort());
  });

  it('exist in Korean, and are Korean', () => {
    expect(Object.keys(koreanManifest).sort()).toEqual(Object.keys(english).sort());
    const untranslated = Object.entries(koreanManifest).filter(
      ([key, text]) => key !== 'displayName' && !key.endsWith('.media') && !hasHangul(text),
    );
    expect(untranslated).toEqual([]);
  });

  it('link to the same commands in both languages', () => {
    const declared = [...manifest.matchAll(/"command": "([\w.]+)"/g)].map(([, command]) => `command:${command}`);
    for (const [key, text] of Object.entries(english)) {
      expect(links(koreanManifest[key] ?? '')).toEqual(links(text));
      for (const link of links(text)) expect(declared).toContain(link);
    }
  });
});
