import type { Pair } from '../pairs.ts';
import type { BrokenRecord, IdRecord, ImageRecord, MaskRecord } from '../records.ts';
import type { DisplacedColour } from '../../mask/damage.ts';
import type { NamedClass } from '../classNaming.ts';
import type { DatasetFinding } from './finding.ts';
import type { DatasetRule } from './rules.ts';

/** An id of a semantic mask, and its class. */
export interface ClassedId extends IdRecord, Omit<NamedClass, 'colour'> {
  readonly isBackground: boolean;
  /** It comes from damage that is a finding of its own: other rules leave it alone. */
  readonly isDamaged: boolean;
}

/** A pair and what the scan knows of its files. */
export interface VisitedPair {
  readonly pair: Pair;
  /** Null where there is none, or it is broken. */
  readonly mask: MaskRecord | null;
  /** The mask or the original, as far as they cannot be read. */
  readonly broken: readonly BrokenRecord[];
  readonly image: ImageRecord | null;
  /** Ids of the mask by their classes, ascending by id; empty unless the mask is semantic. */
  readonly ids: readonly ClassedId[];
  /** Colours of a semantic mask's palette that stand at other ids than in the class map. */
  readonly displaced: readonly DisplacedColour[];
}

/** What a check says of a finding; what it leaves out is null. */
export type FindingFacts = Partial<Omit<DatasetFinding, 'rule' | 'severity'>>;

/** Takes findings as they come up. */
export type Report = (rule: DatasetRule, facts: FindingFacts) => void;

/** A family of rules. All pairs pass twice, in the same order. */
export interface DatasetCheck {
  /** First pass: what is usual in the dataset. */
  survey?(visited: VisitedPair): void;
  /** Second pass: what is wrong with one pair. */
  visit?(visited: VisitedPair, report: Report): void;
  /** In the end: what concerns several files. */
  finish?(report: Report): void;
}

/** A semantic mask, whose ids are classes. */
export function semanticMask({ mask }: VisitedPair): MaskRecord | null {
  return mask?.kind === 'semantic' ? mask : null;
}
