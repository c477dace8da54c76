import { DAMAGE_SENTENCES, damageDetails, type ChannelSum, type Damage, type DamageKind } from '../core/mask/damage.ts';
import type { Mask, MaskEncoding } from '../core/mask/mask.ts';
import { fillTemplate } from '../core/png/errors.ts';
import type { BatchFile, Finding, SuggestedFix } from './batchTypes.ts';
import { commandText } from './commandText.ts';
import type { ReencodeOptions } from './reencode.ts';

/** What to do about damage: English sentences, keys of the l10n bundle. */
export const DAMAGE_FIXES: Readonly<Record<DamageKind, string>> = {
  adaptivePalette: 'With --by colour each colour gets its own id back.',
  renumberedPalette: 'With --by colour each colour gets its own id back.',
  blendedEdges: 'With --repair edges each of these pixels becomes one of the classes beside it.',
  compressedEdges: 'With --repair edges each of these pixels becomes one of the classes beside it.',
  inventedIds:
    'If these are no thin classes, such as contours: with --repair edges each of these pixels becomes one of the classes beside it. Where they may be a class they are kept and counted.',
  truncatedVoid: 'What the ids were cannot be known from this file; take the masks from their source again.',
  uncolouredVoid: 'With --by index every pixel keeps its id, which gets its colour from the palette.',
  clampedVoid: 'If so, take the masks from their source again; nothing is remapped.',
  channelSums: "Decide each colour with --unknown-colour '#rrggbb=ID': one of the two classes, or the void.",
  swappedChannels: 'With --by colour --swap-red-blue the colours are read the other way round.',
};

/** Instead of these where the options at hand mend the damage. */
export const DAMAGE_MENDED = 'This run mends it.';

/**
 * Classic damage in a mask: warnings, and information where the options mend it.
 *
 * @param loses whether different ids become one: what loses ids mends nothing
 */
export function damageFindings(
  damages: readonly Damage[],
  { encoding }: Pick<Mask, 'encoding'>,
  options: ReencodeOptions,
  file: BatchFile,
  loses: boolean,
): Finding[] {
  const isVoid = (damage: Damage): boolean => damage.kind === 'clampedVoid' && damage.id === options.voidId;
  return damages
    .filter((damage) => !isVoid(damage))
    .map((damage): Finding => {
      const details = damageDetails(damage, options.colours);
      const message = fillTemplate(DAMAGE_SENTENCES[damage.kind], details);
      const about = { rule: damage.kind, message, details };
      const fix = fixOf(damage, encoding, options);
      const isInForce = fix !== null && isChosen(fix, options);
      if (isInForce && loses) return { ...about, severity: 'warning', advice: '' };
      if (isInForce) return { ...about, severity: 'information', advice: DAMAGE_MENDED };
      const advice = [DAMAGE_FIXES[damage.kind], ...(fix === null ? [] : commandOf(fix, options, file))].join(' ');
      return { ...about, severity: 'warning', advice, ...(fix === null ? {} : { fix }) };
    });
}

/** Null where the ids cannot be had back from the file. */
function fixOf(damage: Damage, encoding: MaskEncoding, options: ReencodeOptions): SuggestedFix | null {
  switch (damage.kind) {
    case 'adaptivePalette':
    case 'renumberedPalette':
      return { by: 'colour' };
    case 'swappedChannels':
      return { by: 'colour', isSwapped: true };
    case 'blendedEdges':
    case 'compressedEdges':
      return encoding === 'grey' || options.classId !== null ? { repair: 'edges' } : { by: 'colour', repair: 'edges' };
    case 'inventedIds':
      return { repair: 'edges' };
    case 'channelSums': {
      const open = damage.sums.filter(({ colour }) => !options.choices.some(([chosen]) => chosen === colour));
      return { decide: open.map((sum) => ({ colour: sum.colour, candidates: idsOfParts(sum, options) })) };
    }
    case 'uncolouredVoid':
      return { by: 'index' };
    case 'truncatedVoid':
    case 'clampedVoid':
      return null;
  }
}

function idsOfParts({ parts }: ChannelSum, { colours, voidId }: ReencodeOptions): number[] {
  const ids = parts.map((part) => {
    const colour = Number.parseInt(part.slice(1), 16);
    return colours.find(({ red, green, blue }) => ((red << 16) | (green << 8) | blue) === colour)?.id;
  });
  return [...new Set([...ids, voidId ?? undefined])].filter((id) => id !== undefined);
}

function isChosen({ by, isSwapped, repair, decide }: SuggestedFix, options: ReencodeOptions): boolean {
  return (
    (by === undefined || by === options.by) &&
    (isSwapped === undefined || isSwapped === options.isSwapped) &&
    (repair === undefined || repair === options.repair) &&
    (decide === undefined || decide.length === 0)
  );
}

/** The command that shows what the fix would do to the file; none where the palette has no name. */
function commandOf(fix: SuggestedFix, options: ReencodeOptions, { name }: BatchFile): string[] {
  if (options.paletteName === undefined) return [];
  const isSwapped = fix.isSwapped ?? options.isSwapped;
  const choices = fix.decide?.map(({ colour }) => `${colour}=ID`) ?? [];
  const words = [
    ...[
      'reencode',
      name.startsWith('-') ? `./${name}` : name,
      '--palette',
      options.paletteName,
      '--by',
      fix.by ?? options.by,
    ],
    ...(isSwapped ? ['--swap-red-blue'] : []),
    ...((fix.repair ?? options.repair) === 'edges' ? ['--repair', 'edges'] : []),
    ...choices.flatMap((choice) => ['--unknown-colour', choice]),
    '--dry-run',
  ];
  return [commandText(words)];
}
