/** Opens by itself where a folder or name says "mask". */
export const MASK_VIEW = 'maskscope.mask';
/** The same editor, offered for every PNG. */
export const ANY_PNG_VIEW = 'maskscope.mask.any';
/** VS Code's own. */
export const PREVIEW_VIEW = 'imagePreview.previewEditor';

/** The view that a click on a file opens where it is a mask's: by the selectors of the manifest, in any case. */
export function maskViewOf(path: string): typeof MASK_VIEW | typeof ANY_PNG_VIEW {
  const opensByItself = /\/segmentation(class|object)\/[^/]*\.png$|\.mask\.png$/i.test(path);
  return opensByItself ? MASK_VIEW : ANY_PNG_VIEW;
}
