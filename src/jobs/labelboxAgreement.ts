import type { Label } from '../core/labelbox/model.ts';

/** How far labels of the same image agree on a class. */
export interface ClassAgreementFacts {
  readonly name: string;
  readonly pairs: number;
  readonly mean: number;
  readonly lowest: number;
  readonly lowestEntry: number;
}

export interface AgreementFacts {
  readonly images: number;
  readonly leftOut: number;
  readonly classes: readonly ClassAgreementFacts[];
}

export type LabelOfEntry = readonly [entry: number, label: Label];
