import type { ClassKey } from '../dataset/classNaming.ts';
import type { ClassStatistics, DatasetStatistics } from '../dataset/statistics.ts';
import { isVoidName } from '../formats/classMap.ts';
import { fillTemplate } from '../png/errors.ts';
import type { LineLabel } from './barChart.ts';
import { channelSection, type ChannelStatistics } from './channels.ts';
import { balanceSection, heatSection, regionSizesSection, togetherSection } from './classSections.ts';
import type { Drawing } from './drawing.ts';
import { paletteSection, sizeSection } from './fileSections.ts';
import type { ReportStringKey, ReportStrings } from './reportStrings.ts';
import { splitSection } from './splitSection.ts';
import { metainfoSection, weightSection } from './weightSection.ts';

/** How a report shows what it shows. */
export interface ReportView {
  readonly isLogarithmic: boolean;
  readonly sort: 'pixels' | 'images' | 'map' | 'name';
}

/** What a report is made of. */
export interface ReportFacts {
  /** Name of the dataset's folder. */
  readonly name: string;
  /** Path of the class map, or the name of its preset; null where there is none. */
  readonly classMap: string | null;
  /** The split that {@link statistics} are of; null: all pairs. */
  readonly split: string | null;
  readonly statistics: DatasetStatistics;
  /** Of all pairs: what splits are compared with. */
  readonly whole: DatasetStatistics;
  /** Null where nobody asked for them. */
  readonly channels: ChannelStatistics | null;
}

/** A chart's values in words and numbers, for those who do not see it, and for copying. */
export interface Table {
  readonly caption: string;
  readonly columns: readonly { readonly label: string; readonly isNumber: boolean }[];
  readonly rows: readonly (readonly string[])[];
}

export interface Figure {
  readonly title: string;
  /** What the switch of its table calls it. */
  readonly short: string;
  /** Null where the table is the whole of it. */
  readonly drawing: Drawing | null;
  /** Made when it is asked for. */
  readonly table: () => Table;
}

export type SectionId =
  | 'balance'
  | 'splits'
  | 'weights'
  | 'channels'
  | 'metainfo'
  | 'together'
  | 'heat'
  | 'regions'
  | 'maskSizes'
  | 'originalSizes'
  | 'palettes';

export interface Section {
  readonly id: SectionId;
  readonly title: string;
  readonly notes: readonly string[];
  /** Explains the shades; null where there are none. */
  readonly legend: Drawing | null;
  readonly figures: readonly Figure[];
  /** Text to be copied as it is; null where there is none. */
  readonly code: string | null;
}

/** A report without a page: pages make elements of it, exports text. */
export interface ReportDocument {
  readonly title: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly notes: readonly string[];
  readonly sections: readonly Section[];
}

/** What sections are made with. */
export class ReportContext {
  readonly facts: ReportFacts;
  readonly view: ReportView;
  readonly strings: ReportStrings;
  readonly #whole: Intl.NumberFormat;
  readonly #compact: Intl.NumberFormat;
  readonly #share: Intl.NumberFormat;

  /** @param locale BCP 47 */
  constructor(facts: ReportFacts, view: ReportView, strings: ReportStrings, locale: string) {
    this.facts = facts;
    this.view = view;
    this.strings = strings;
    this.#whole = new Intl.NumberFormat(locale);
    this.#compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
    this.#share = new Intl.NumberFormat(locale, { style: 'percent', maximumSignificantDigits: 3 });
  }

  say(key: ReportStringKey, details: Readonly<Record<string, string | number>> = {}): string {
    return fillTemplate(this.strings[key], details);
  }

  number = (value: number): string => this.#whole.format(value);

  /** `1.2M`, for axes. */
  compact = (value: number): string => this.#compact.format(value);

  /** A share of 0 … 1 as percent. */
  share = (value: number): string => this.#share.format(value);

  /** Classes that are shown, in the chosen order: those that a class map names or a mask has. */
  readonly classes = (): ClassStatistics[] => {
    const { classes } = this.facts.statistics;
    const shown = classes.filter(({ name, images }) => name !== null || images > 0);
    const { sort } = this.view;
    if (sort === 'map') return shown;
    if (sort === 'name') return shown.sort((a, b) => compareText(this.nameOf(a), this.nameOf(b)));
    return shown.sort((a, b) => b[sort] - a[sort]);
  };

  nameOf({ key, name, isVoid }: Pick<ClassStatistics, 'key' | 'name' | 'isVoid'>): string {
    const own = name ?? this.say('unnamed', { id: key });
    // Many class maps call it so themselves.
    return isVoid && own !== this.strings.void && !isVoidName(own) ? `${own} (${this.strings.void})` : own;
  }

  labelOf = (one: ClassStatistics): LineLabel => ({ name: this.nameOf(one), colour: safeColour(one.colour) });
}

/** The report of a dataset or of one of its splits. */
export function reportDocument(context: ReportContext): ReportDocument {
  const { facts, number } = context;
  const say = context.say.bind(context);
  const { statistics, split, classMap, name } = facts;
  const { pairs, masks, counted, broken, originals, pixels, voidPixels } = statistics;
  const hasClasses = counted > 0;
  const listed: [ReportStringKey, string][] = [
    ['scope', split === null ? say('wholeDataset') : say('splitOf', { split })],
    ['pairs', number(pairs)],
    ['originals', number(originals)],
    ['masks', number(masks)],
    ['masksCounted', number(counted)],
    ...(broken === 0 ? [] : [['masksBroken', number(broken)] as [ReportStringKey, string]]),
    ['labelledPixels', number(pixels - voidPixels)],
    ['voidPixels', number(voidPixels)],
    ['classMap', classMap ?? say('noClassMap')],
  ];
  const classSections = hasClasses
    ? [
        balanceSection(context),
        splitSection(context),
        weightSection(context),
        metainfoSection(context),
        togetherSection(context),
        heatSection(context),
        regionSizesSection(context),
      ]
    : [];
  const fileSections = [
    sizeSection(context, 'maskSizes'),
    sizeSection(context, 'originalSizes'),
    paletteSection(context),
    channelSection(context),
  ];
  return {
    title: say('title', { name }),
    facts: listed.map(([label, value]) => ({ label: say(label), value })),
    notes: hasClasses ? [] : [say('nothingCounted')],
    sections: [...classSections, ...fileSections].filter((section) => section !== null),
  };
}

/** `#rrggbb` and nothing else becomes an attribute. */
export function safeColour(colour: string | null): string | null {
  return colour !== null && /^#[0-9a-f]{6}$/i.test(colour) ? colour : null;
}

/** Counts of a split by class. */
export function countsOf(
  statistics: DatasetStatistics,
  split: string,
): ReadonlyMap<ClassKey, { pixels: number; images: number }> {
  return new Map(statistics.splits.find((one) => one.split === split)?.classes ?? []);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
