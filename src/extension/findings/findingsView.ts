/** The tree of findings. */
export const FINDINGS_VIEW = 'maskscope.findings';
