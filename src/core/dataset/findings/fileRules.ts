import type { RuleTable } from './rules.ts';

/** Files: whether they are there, can be read, fit each other and are of the right kind. */
export const FILE_RULES = {
  noMasks: {
    severity: 'error',
    message: 'There is no mask in the dataset; images: {count}.',
    advice: 'Look whether its folder is linked, forbidden or not checked out, or say where masks lie in the layout.',
  },
  folderForbidden: {
    severity: 'error',
    message:
      'The folder may not be listed: what lies in it is missing here, and the dataset may be read as another one.',
    advice: 'Change its permissions.',
  },
  folderLinked: {
    severity: 'information',
    message: 'The folder is a link, which is not followed: what lies in it is no part of the dataset.',
    advice:
      'Nothing is to be done where that is meant; else put the files themselves there, or scan the folder it leads to.',
  },
  maskMissing: {
    severity: 'error',
    message: 'The original has no mask.',
    advice: 'Add the mask, or take the original out of the dataset and its split lists.',
  },
  originalMissing: {
    severity: 'warning',
    message: 'The mask has no original.',
    advice: 'Add the original, or take the mask out of the dataset.',
  },
  splitUnlabelled: {
    severity: 'information',
    message: 'No original of the split {split} has a mask: {count}.',
    advice: 'Nothing is to be done where its masks are kept back, as those of benchmarks are.',
  },
  mostlyUnlabelled: {
    severity: 'information',
    message: 'Most originals that are in no split have no mask: {count} of {total}.',
    advice: 'Nothing is to be done where only a part of the originals is labelled.',
  },
  originalsAbsent: {
    severity: 'information',
    message: 'No mask has an original: {count}.',
    advice: 'If the originals lie elsewhere, say where in the layout of the dataset.',
  },
  unpairedFiles: {
    severity: 'information',
    message: 'Images that belong to no pair: {count}.',
    advice: 'If they are originals or masks, look at their names and at the layout of the dataset.',
  },
  brokenFile: {
    severity: 'error',
    message: '{problem}',
    advice: 'Take the file from its source again; training code fails on it, or reads wrong ids.',
  },
  originalUnreadable: {
    severity: 'information',
    message: 'The size of the original cannot be read from its header.',
    advice: 'Open it in a viewer; whether the mask fits was not checked.',
  },
  photograph: {
    severity: 'error',
    message: 'The file is a photograph, not a mask.',
    advice: 'Put the mask in its place; an original may have been copied over it.',
  },
  maskFormat: {
    severity: 'error',
    message: 'The mask is a {format} file. Only masks in PNG are read: it is counted nowhere.',
    advice: 'Save it as PNG with the same ids. From JPEG they do not come back: take the mask from its source.',
  },
  idsTooMany: {
    severity: 'error',
    message: 'The mask has {distinct} ids or colours, more than classes have: it is counted nowhere.',
    advice:
      'Lossy compression, smooth resizing and depth maps make such files. Take the mask from its source, or re-encode it with edges repaired.',
  },
  sizesDiffer: {
    severity: 'error',
    message: 'The mask is {maskWidth} × {maskHeight}, its original {width} × {height}.',
    advice: 'Find the original that was labelled; stretching the mask would not make it fit.',
  },
  sizesTurned: {
    severity: 'error',
    message: 'The mask is {maskWidth} × {maskHeight}, its original {width} × {height}: one of them is turned by 90°.',
    advice: 'Turn the mask or the original, without interpolation.',
  },
  sizesScaled: {
    severity: 'error',
    message: 'The mask is {maskWidth} × {maskHeight}, exactly {factor} of its original of {width} × {height}.',
    advice: 'Scale one of them to the other: masks by nearest neighbour only.',
  },
  exifTurned: {
    severity: 'warning',
    message:
      'The mask fits the original as it is displayed, {maskWidth} × {maskHeight}. It is stored as {width} × {height}, with the EXIF orientation {orientation}.',
    advice:
      'Store the pixels of the original as they are displayed; readers that ignore the orientation get another size.',
  },
  exifIgnored: {
    severity: 'warning',
    message:
      'The original has the EXIF orientation {orientation}: readers that follow it turn the original, but not the mask.',
    advice:
      'Look at the pair in an overlay, then store the pixels of the original as the mask has them, without orientation.',
  },
  imageSizeOutlier: {
    severity: 'information',
    message: '{width} × {height} pixels are unusual here; most images have about {usual} pixels in all.',
    advice: 'Look whether the image belongs to the dataset, or is a thumbnail or a scan of several.',
  },
  colourMask: {
    severity: 'error',
    message: 'An RGB mask among masks of ids.',
    advice: 'Re-encode it by colour, so that each pixel is the id of its class.',
  },
  alphaMask: {
    severity: 'warning',
    message: 'The mask has transparency; most masks here have none.',
    advice: 'Re-encode it without transparency; readers may expand it to four channels.',
  },
  deepMask: {
    severity: 'warning',
    message: 'The mask has 16 bits a pixel; most masks here have 8.',
    advice: 'Re-encode it by id to 8 bits.',
  },
  encodingDiffers: {
    severity: 'information',
    message: 'The mask is stored as {encoding}; most masks here are stored as {usual}.',
    advice: 'Re-encode it, so that code which reads one kind of file reads all of them.',
  },
  nameCollision: {
    severity: 'warning',
    message: 'Files have the same name but for the extension: {list}.',
    advice: 'Rename or remove one of them; split lists name files without extension.',
  },
  nameCaseTwin: {
    severity: 'warning',
    message: 'Names differ only in upper and lower case, or in how accents are encoded: {list}.',
    advice: 'Rename one of them; on Windows and macOS they are one file.',
  },
} as const satisfies RuleTable;
