import type { ClassMap } from '../classMap.ts';

/** Black and white masks, as thresholds, matting tools and salient object datasets (DUTS, ISIC) write them: 255 is no void. */
export const binary: ClassMap = {
  entries: [
    { id: 0, name: 'background', colour: '#000000', isVoid: false },
    { id: 255, name: 'foreground', colour: '#ffffff', isVoid: false },
  ],
  idsFrom: 'id',
  problems: [],
};
