import type { ClassMap } from '../classMap.ts';

/** The classes of MOTS and KITTI-MOTS (mots_tools); they publish no colours. 10 is the ignored region. */
export const mots: ClassMap = {
  entries: [
    { id: 1, name: 'car', colour: null, isVoid: false },
    { id: 2, name: 'pedestrian', colour: null, isVoid: false },
    { id: 10, name: 'ignored', colour: null, isVoid: true },
  ],
  idsFrom: 'id',
  problems: [],
};
