import { CLASS_WEIGHTS, classWeights, DEFAULT_BETA, mmsegMetainfo } from '../dataset/classWeights.ts';
import { section } from './classSections.ts';
import type { ReportContext, Section, Table } from './reportDocument.ts';

/** Weights of the classes by every rule, side by side. */
export function weightSection(context: ReportContext): Section {
  const { facts, strings } = context;
  const { classes } = facts.statistics;
  const columns = CLASS_WEIGHTS.map((weighting) => classWeights(classes, weighting));
  const table = (): Table => ({
    caption: strings.weights,
    columns: [
      { label: strings.id, isNumber: true },
      { label: strings.class, isNumber: false },
      ...CLASS_WEIGHTS.map((weighting) => ({ label: strings[weighting], isNumber: true })),
    ],
    rows: (columns[0] ?? []).map(({ key, name }, row) => [
      String(key),
      name ?? context.say('unnamed', { id: key }),
      ...columns.map((weights) => weightText(weights[row]?.weight ?? null) ?? strings.noWeight),
    ]),
  });
  return {
    ...section('weights', strings.weights, [context.say('weightsNote', { beta: DEFAULT_BETA })]),
    figures: [{ title: strings.weights, short: strings.weights, drawing: null, table }],
  };
}

/** Null where no class has a name: there is nothing to write. */
export function metainfoSection(context: ReportContext): Section | null {
  const { classes } = context.facts.statistics;
  if (!classes.some(({ name, isVoid }) => name !== null && !isVoid)) return null;
  return { ...section('metainfo', context.strings.metainfo, []), code: mmsegMetainfo(classes) };
}

/** Six digits are more than the pixels of a dataset support. */
function weightText(weight: number | null): string | null {
  return weight === null ? null : String(Number(weight.toPrecision(6)));
}
