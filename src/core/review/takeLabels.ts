import type { ReviewFile } from './reviewFile.ts';
import type { ReviewSubject } from './reviewState.ts';
import type { ReviewTag, Verdict } from './tag.ts';

/** What becomes of a reviewer's tags when verdicts are taken over. */
export interface LabelPlan {
  /** Pairs that had no tag of the reviewer, or one of other pixels, whose reason and note stay where the verdict does. */
  readonly added: readonly LabelledPair[];
  /** Pairs whose verdict turns; reason and note of the old one go. */
  readonly turned: readonly LabelledPair[];
  /** Pairs that have the verdict already. */
  readonly same: number;
}

export interface LabelledPair {
  readonly subject: ReviewSubject;
  readonly verdict: Verdict;
  /** Of the reviewer, maybe stale. */
  readonly before: ReviewTag | undefined;
}

/** Compares verdicts with a reviewer's tags. They are taken to be about the masks as they are now. */
export function planLabels(
  subjects: readonly ReviewSubject[],
  file: ReviewFile | undefined,
  labels: ReadonlyMap<string, Verdict>,
): LabelPlan {
  const added: LabelledPair[] = [];
  const turned: LabelledPair[] = [];
  let same = 0;
  for (const subject of subjects) {
    const verdict = labels.get(subject.name);
    if (verdict === undefined) continue;
    const before = file?.tags.get(subject.name);
    if (before === undefined || before.hash !== subject.hash) added.push({ subject, verdict, before });
    else if (before.verdict !== verdict) turned.push({ subject, verdict, before });
    else same++;
  }
  return { added, turned, same };
}
