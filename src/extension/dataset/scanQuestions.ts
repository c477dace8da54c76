import * as vscode from 'vscode';
import type { LayoutCandidate } from '../../core/dataset/layout.ts';
import type { LayoutPattern } from '../../core/dataset/layouts/pattern.ts';
import { isPresetName, PRESETS, type PresetName } from '../../core/formats/presets/presets.ts';
import { BACK, type Back } from '../batch/batchSteps.ts';
import type { StepItem, StepUi } from '../batch/stepUi.ts';
import { PRESET_NAMES, configuredClassMap } from '../mask/classMaps.ts';
import { numberText } from '../page/numberText.ts';
import { pairsText } from './countTexts.ts';
import type { Dataset, DatasetChoice } from './dataset.ts';
import { classMapName, layoutName } from './datasetTexts.ts';

const PATTERN = 'pattern';
const AUTOMATIC = 'automatic';
const FILE = 'file';
const STEPS = 2;

/**
 * Asks how a folder is to be read: shows the layouts that fit for confirmation, then the class maps.
 *
 * @param before what was chosen earlier; null where nothing was
 * @returns undefined where the user gave up
 * @throws Error with a translated message where the folder cannot be listed or has no image
 */
export async function askScan(
  ui: StepUi,
  dataset: Dataset,
  before: DatasetChoice | null,
): Promise<DatasetChoice | undefined> {
  const name = dataset.folder.path.replace(/^.*\//, '');
  const title = vscode.l10n.t('Scan {0}', name);
  const recognising = { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Recognising the layout') };
  const found = await vscode.window.withProgress(recognising, () => dataset.layouts());
  const withPairs = found.candidates.filter(({ pairs }) => pairs > 0);
  let layout: DatasetChoice['layout'] | undefined;
  for (;;) {
    layout = await askLayout(
      ui,
      title,
      dataset,
      withPairs.length > 0 ? withPairs : found.candidates,
      layout ?? before?.layout ?? {},
    );
    if (layout === undefined) return undefined;
    const classMap = await askClassMap(ui, title, dataset, found.classMaps, before?.classMap ?? null);
    if (classMap !== BACK) return classMap === undefined ? undefined : { layout, classMap: classMap.source };
  }
}

async function askLayout(
  ui: StepUi,
  title: string,
  dataset: Dataset,
  candidates: readonly LayoutCandidate[],
  before: DatasetChoice['layout'],
): Promise<DatasetChoice['layout'] | undefined> {
  let pattern = before.pattern ?? null;
  let byPattern = pattern === null ? null : await dataset.layouts(pattern).catch(() => null);
  for (;;) {
    const own = byPattern?.candidates ?? [];
    const items: StepItem[] = [
      ...own.map((one) => ({ ...candidateItem(one), value: 'own' })),
      ...candidates.map(candidateItem),
      { value: PATTERN, label: vscode.l10n.t('Pattern…'), detail: vscode.l10n.t('Say where originals and masks lie') },
    ];
    const [likeliest] = candidates;
    const answer = await ui.pick({
      ...{ title, place: { number: 1, total: STEPS }, canGoBack: false, items },
      placeholder: vscode.l10n.t('How is the dataset laid out?'),
      active: own.length > 0 ? 'own' : (before.kind ?? likeliest?.kind ?? PATTERN),
    });
    if (answer === undefined || answer === BACK) return undefined;
    if (answer === 'own' && pattern !== null) return { pattern };
    const picked = candidates.find(({ kind }) => kind === answer);
    if (picked !== undefined && picked.kind !== 'pattern') return { kind: picked.kind };
    const given = await askPattern(ui, title, pattern ?? patternBy(likeliest));
    if (given === undefined) return undefined;
    if (given === BACK) continue;
    try {
      byPattern = await dataset.layouts(given);
      pattern = given;
    } catch (error) {
      void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
    }
  }
}

/** What a recognised layout would be as a pattern, to be mended; the usual one where nothing was recognised. */
function patternBy(candidate: LayoutCandidate | undefined): LayoutPattern {
  return { originals: candidate?.originals ?? 'images/{name}.jpg', masks: candidate?.masks ?? 'masks/{name}.png' };
}

async function askPattern(ui: StepUi, title: string, before: LayoutPattern): Promise<LayoutPattern | Back | undefined> {
  const problemOf = (text: string): string | null =>
    text.split('{name}').length === 2
      ? null
      : vscode.l10n.t('Write {0} once, where the name of the pair stands.', '{name}');
  const ask = (placeholder: string, value: string): Promise<string | Back | undefined> =>
    ui.input({ title, canGoBack: true, placeholder, value, problemOf });
  for (;;) {
    const originals = await ask(
      vscode.l10n.t('Where originals lie, for instance {0}', 'raw/{name}.jpg'),
      before.originals,
    );
    if (originals === undefined || originals === BACK) return originals;
    const masks = await ask(vscode.l10n.t('Where masks lie, for instance {0}', 'seg/{name}_mask.png'), before.masks);
    if (masks === undefined) return undefined;
    if (masks !== BACK) return { originals, masks };
    before = { ...before, originals };
  }
}

function candidateItem(candidate: LayoutCandidate): StepItem {
  const { kind, originals, masks, pairs, withoutClassMask, missingMasks, missingOriginals, unpaired } = candidate;
  const lacking: readonly (readonly [number, (count: string) => string])[] = [
    [missingMasks, (count) => vscode.l10n.t('{0} without a mask', count)],
    [missingOriginals, (count) => vscode.l10n.t('{0} without an original', count)],
    [withoutClassMask, (count) => vscode.l10n.t('{0} with masks of objects only', count)],
    [unpaired, (count) => vscode.l10n.t('{0} images of no pair', count)],
  ];
  const parts = lacking.flatMap(([count, text]) => (count === 0 ? [] : [text(numberText(count))]));
  return {
    value: kind,
    label: layoutName(kind),
    description: [pairsText(pairs), ...parts].join(' · '),
    detail: [originals, masks].filter((one) => one !== null).join('  +  '),
  };
}

async function askClassMap(
  ui: StepUi,
  title: string,
  dataset: Dataset,
  files: readonly string[],
  before: string | null,
): Promise<{ readonly source: string | null } | Back | undefined> {
  const first = configuredClassMap(dataset.folder) ?? files[0];
  const others = before === null || files.includes(before) || isPresetName(before) ? files : [before, ...files];
  const items: StepItem[] = [
    {
      value: AUTOMATIC,
      label: vscode.l10n.t('Automatic'),
      description: first === undefined ? vscode.l10n.t('what the masks suggest') : classMapName(first),
    },
    ...others.map((path) => ({
      value: path,
      label: classMapName(path),
      description: vscode.workspace.asRelativePath(path),
    })),
    { value: FILE, label: vscode.l10n.t('Choose a File…') },
    { label: vscode.l10n.t('Presets') },
    ...(Object.keys(PRESETS) as PresetName[]).map((preset) => ({
      value: preset,
      label: PRESET_NAMES[preset],
      description: vscode.l10n.t('{0} ids', PRESETS[preset].entries.length),
    })),
  ];
  for (;;) {
    const answer = await ui.pick({
      ...{ title, place: { number: 2, total: STEPS }, canGoBack: true, items },
      placeholder: vscode.l10n.t('Which class map names the ids?'),
      active: before ?? AUTOMATIC,
    });
    if (answer === undefined || answer === BACK) return answer;
    if (answer === AUTOMATIC) return { source: null };
    if (answer !== FILE) return { source: answer };
    const [picked] = await ui.open({ title, folder: dataset.folder.fsPath, what: 'classMap' });
    if (picked !== undefined) return { source: picked };
  }
}
