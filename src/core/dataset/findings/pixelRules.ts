import { DAMAGE_SENTENCES } from '../../mask/damage.ts';
import type { RuleTable } from './rules.ts';

/** Ids, palettes and regions of masks. */
export const PIXEL_RULES = {
  idWithoutClass: {
    severity: 'error',
    message: 'The class map has no class for: {list}.',
    advice: 'Correct the mask, or add the class to the class map.',
  },
  backgroundUnnamed: {
    severity: 'information',
    message: 'The class map names no background, but masks have id {id}: {count}.',
    advice: 'Add it to the class map, so that nobody takes it for a mistake.',
  },
  voidUnnamed: {
    severity: 'information',
    message: 'The class map names no void, but masks have id {id}, which training ignores by convention: {count}.',
    advice: 'Add it to the class map as void.',
  },
  idOutsidePalette: {
    severity: 'error',
    message: 'Ids beyond the {entries} entries of the palette: {list}.',
    advice: 'Re-encode the mask by id onto a whole palette; readers fail on such ids or clamp them.',
  },
  classMapUnusable: {
    severity: 'error',
    message: 'The class map {source} cannot be used, and names nothing. {problem}',
    advice: 'Mend it or take it away, or choose another class map: names and void may be others than meant.',
  },
  classMapProblem: {
    severity: 'warning',
    message: 'A part of the class map counts otherwise than it may be meant. {problem}',
    advice: 'Open the class map: it tells all of its problems, with fixes.',
  },
  classMapPartial: {
    severity: 'information',
    message:
      'The class map lies beside a part of the masks and names none here, because it may not be meant for the rest.',
    advice: 'Scan that folder by itself, or choose the class map for the whole dataset.',
  },
  classUnused: {
    severity: 'warning',
    message: 'Classes of the class map that no mask has: {list}.',
    advice: 'Take them out of the class map, or find the masks that have them: a model cannot learn them from these.',
  },
  colourAtOtherId: {
    severity: 'error',
    message: 'Colours stand at other ids than in the rest of the dataset: {list}.',
    advice: 'Re-encode the mask by colour: each colour gets its own id back.',
  },
  palettesDiffer: {
    severity: 'information',
    message: 'Palettes in use, though ids agree: {palettes}. Masks without the usual one: {files}.',
    advice: 'Re-encode the masks by id onto one palette, so that a class looks the same in all of them.',
  },
  duplicateEntries: {
    severity: 'warning',
    message: 'Several ids in use have the same colour: {list}.',
    advice: 'Give each of them a colour of its own, or merge them if they are one class: nobody can see them apart.',
  },
  allBackground: {
    severity: 'warning',
    message: 'The mask has no class but the background.',
    advice: 'Look whether it was labelled; if nothing is to be seen in the original, it is right.',
  },
  allVoid: {
    severity: 'warning',
    message: 'The mask has nothing but void, which training ignores.',
    advice: 'Take it out of the splits, or label it: a loss over no pixels is not a number.',
  },
  specks: {
    severity: 'information',
    message: 'Regions of fewer than {below} pixels: {regions}, of {list}.',
    advice: 'Fill them with what surrounds them, if nothing so small is meant.',
  },
  voidMissing: {
    severity: 'warning',
    message: 'The mask has no void, but {percent} % of the masks with objects have it.',
    advice: 'Draw the border again, with the same width as in the other masks.',
  },
  notBinary: {
    severity: 'warning',
    message: 'A binary mask has other values than {usual}: {list}.',
    advice: 'Re-encode it with a threshold; otherwise each value counts as a class, or all but 0 as the object.',
  },
  classAreaOutlier: {
    severity: 'information',
    message: '{name} covers {percent} % of the mask; where it occurs it usually covers about {usual} %.',
    advice: 'Look whether the mask belongs to the original, and the outline is right.',
  },
  blendedEdges: {
    severity: 'error',
    message: DAMAGE_SENTENCES.blendedEdges,
    advice: 'Repair the edges: each of these pixels becomes one of the classes beside it.',
  },
  compressedEdges: {
    severity: 'error',
    message: DAMAGE_SENTENCES.compressedEdges,
    advice: 'Repair the edges: each of these pixels becomes one of the classes beside it. Store masks as PNG only.',
  },
  inventedIds: {
    severity: 'warning',
    message: DAMAGE_SENTENCES.inventedIds,
    advice: 'If these are no thin classes, repair the edges, and resize masks by nearest neighbour only.',
  },
  truncatedVoid: {
    severity: 'error',
    message: DAMAGE_SENTENCES.truncatedVoid,
    advice: 'Take the mask from its source again; what its ids were cannot be known from this file.',
  },
  uncolouredVoid: {
    severity: 'warning',
    message: DAMAGE_SENTENCES.uncolouredVoid,
    advice: 'Re-encode the mask by id: every pixel keeps its id, which gets its colour.',
  },
  clampedVoid: {
    severity: 'warning',
    message: DAMAGE_SENTENCES.clampedVoid,
    advice: 'If so, take the mask from its source again; nothing is remapped.',
  },
  channelSums: {
    severity: 'error',
    message: DAMAGE_SENTENCES.channelSums,
    advice: 'Re-encode the mask by colour and decide each sum: one of the two classes, or the void.',
  },
  swappedChannels: {
    severity: 'error',
    message: DAMAGE_SENTENCES.swappedChannels,
    advice: 'Re-encode the mask by colour, with red and blue exchanged.',
  },
} as const satisfies RuleTable;
