/** The views of datasets in the side bar. */
export const CLASSES_VIEW = 'maskscope.classes';
export const DATASET_VIEW = 'maskscope.dataset';
export const SPLITS_VIEW = 'maskscope.splits';
