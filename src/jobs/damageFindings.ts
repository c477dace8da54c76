import { DAMAGE_SENTENCES, damageDetails, recogniseDamage, type DamageKind } from '../core/mask/damage.ts';
import type { Mask } from '../core/mask/mask.ts';
import type { ColouredId } from '../core/mask/remapColours.ts';
import { fillTemplate } from '../core/png/errors.ts';
import type { Finding } from './batchTypes.ts';

/** What to do about damage: English sentences, keys of the l10n bundle. */
export const DAMAGE_FIXES: Readonly<Record<DamageKind, string>> = {
  adaptivePalette: 'With --by colour each colour gets its own id back.',
  renumberedPalette: 'With --by colour each colour gets its own id back.',
  blendedEdges: "Look at the colours, then decide them with --unknown-colour '#rrggbb=ID' or --unknown=nearest.",
  compressedEdges: "Look at the colours, then decide them with --unknown-colour '#rrggbb=ID' or --unknown=nearest.",
  inventedIds: 'Take the masks from before the resize, and resize them by nearest neighbour.',
  truncatedVoid: 'What the ids were cannot be known from this file; take the masks from their source again.',
  channelSums: "Decide each colour with --unknown-colour '#rrggbb=ID'.",
  swappedChannels: 'With --by colour --swap-red-blue the colours are read the other way round.',
};

/**
 * Classic damage in a mask, as warnings.
 *
 * @param colours what the mask's colours should be; empty where nothing is known
 */
export function damageFindings(mask: Mask, colours: readonly ColouredId[], histogram: Uint32Array): Finding[] {
  return recogniseDamage(mask, colours, histogram).map((damage) => {
    const details = damageDetails(damage);
    return {
      rule: damage.kind,
      severity: 'warning',
      message: fillTemplate(DAMAGE_SENTENCES[damage.kind], details),
      advice: DAMAGE_FIXES[damage.kind],
      details,
    };
  });
}
