/** The editor of Labelbox exports. */
export const EXPORT_VIEW = 'maskscope.labelbox';
/** Rows of exports as text documents: `maskscope-row:/NAME.json?KEY`. */
export const ROW_SCHEME = 'maskscope-row';
/** Where the workspace's state keeps what was decided about exports, and how they were converted, by their addresses. */
export const DECISIONS_KEY = 'maskscope.labelbox.decisions';
export const CONVERSIONS_KEY = 'maskscope.labelbox.conversions';

/** Files that may be exports, by their names. */
export function mayBeExport(path: string): boolean {
  return /\.(?:json|ndjson|jsonl|csv|tsv)$/i.test(path);
}
