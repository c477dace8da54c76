import { LIST_FILES } from '../core/labelbox/layouts.ts';
import type { PlanFinding } from '../core/labelbox/planRules.ts';
import { isClassesJson } from '../core/formats/classMapFile.ts';
import type { Prepared } from './labelboxConvertPrepare.ts';
import type { ConvertRequest } from './labelboxConvertTypes.ts';

/** That a disk has too little room for what is to be written; bytes. */
export interface MissingSpace extends Readonly<Record<string, string | number>> {
  readonly root: string;
  readonly needed: number;
  readonly free: number;
}

interface PreviewFacts {
  readonly space: MissingSpace | null;
  /** Labels of rows of which another label counts. */
  readonly unusedLabels: number;
  /** Of what becomes masks, in order. */
  readonly names: readonly string[];
  readonly isCancelled: boolean;
}

/** What is to be said about a conversion as a whole, after its preview. */
export function planFindings(
  { layout, sources, rule }: ConvertRequest,
  { selected: { cut }, outputs }: Prepared,
  { space, unusedLabels, names, isCancelled }: PreviewFacts,
): PlanFinding[] {
  const findings: PlanFinding[] = [];
  if (space !== null) findings.push({ rule: 'spaceShort', details: space });
  if (cut !== null) findings.push({ rule: 'exportCut', details: { line: cut.line, offset: cut.offset } });
  if (unusedLabels > 0) findings.push({ rule: 'labelsUnused', details: { count: unusedLabels } });
  if (layout === 'coco' && sources.includes('polygons')) findings.push({ rule: 'cocoAreas', details: { rule } });
  if (isCancelled) return findings;
  const path = LIST_FILES[layout];
  if (path?.endsWith('.txt') === true && names.length > 0) {
    const made = new Set(names);
    const before = outputs.ownText(path)?.split('\n') ?? [];
    const leaving = before.filter((name) => name !== '' && !made.has(name));
    if (leaving.length > 0) findings.push({ rule: 'namesLeave', details: { path, ...counted(leaving) } });
  }
  // Ids of any class map in the folder are those of masks in it.
  const staying = outputs.leftBehind((file) => !isClassesJson(file));
  if (staying.length > 0) findings.push({ rule: 'filesStay', details: counted(staying) });
  return findings;
}

/** Names that a sentence lists. */
const LISTED = 5;

function counted(names: readonly string[]): { readonly count: number; readonly names: string } {
  return { count: names.length, names: names.slice(0, LISTED).join(', ') + (names.length > LISTED ? ' …' : '') };
}
