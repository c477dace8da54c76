/** What is put before or behind a name to tell a mask from its original. */
export interface StemWord {
  readonly place: 'before' | 'behind';
  /** With its separator, as written. */
  readonly text: string;
}

const ORIGINAL_WORDS = 'images?|imgs?|im|originals?|photo|rgb|leftImg8bit|sat';
const MASK_WORDS =
  'masks?|labels?|lbl|gt|groundtruth|segs?|segmentation|semantic|annot|annotation|L|' +
  '(?:gtFine_)?label(?:Train)?Ids|(?:gtFine_)?instanceIds|matte|class|category';

const PATTERNS = {
  original: patternsOf(ORIGINAL_WORDS),
  mask: patternsOf(MASK_WORDS),
} as const;
/** No word is longer; the rest of a name is not searched. */
const LONGEST = 24;

/** The word that a name carries as an original or mask would; null where it carries none. */
export function stemWord(stem: string, role: 'original' | 'mask'): StemWord | null {
  const { before, behind } = PATTERNS[role];
  const end = behind.exec(stem.slice(-LONGEST));
  if (end !== null && end[0].length < stem.length) return { place: 'behind', text: end[0] };
  const start = before.exec(stem.slice(0, LONGEST));
  return start !== null && start[0].length < stem.length ? { place: 'before', text: start[0] } : null;
}

/** A name without a word; unchanged where it does not carry that word. */
export function withoutWord(stem: string, word: StemWord | null): string {
  if (word === null || stem.length <= word.text.length) return stem;
  if (word.place === 'behind') return stem.endsWith(word.text) ? stem.slice(0, -word.text.length) : stem;
  return stem.startsWith(word.text) ? stem.slice(word.text.length) : stem;
}

const NUMBERED_MASK = /[-_.](?:mask|seg|segmentation|instance|object)[-_.]?\d{1,6}$/i;

/** A name without the number of one of several masks: `a` for `a_mask_12`; unchanged where it has none. */
export function withoutNumber(stem: string): string {
  const [ending = ''] = NUMBERED_MASK.exec(stem.slice(-LONGEST)) ?? [];
  return ending.length < stem.length ? stem.slice(0, stem.length - ending.length) : stem;
}

/** The word that more than half of the names carry; null where there is none. */
export function commonWord(stems: readonly string[], role: 'original' | 'mask'): StemWord | null {
  const counts = new Map<string, { readonly word: StemWord; count: number }>();
  for (const stem of stems) {
    const word = stemWord(stem, role);
    if (word === null) continue;
    const key = `${word.place} ${word.text}`;
    const counted = counts.get(key);
    if (counted === undefined) counts.set(key, { word, count: 1 });
    else counted.count++;
  }
  for (const { word, count } of counts.values()) if (2 * count > stems.length) return word;
  return null;
}

function patternsOf(words: string) {
  return { before: new RegExp(`^(?:${words})[-_. ]`, 'i'), behind: new RegExp(`[-_. ](?:${words})$`, 'i') };
}
