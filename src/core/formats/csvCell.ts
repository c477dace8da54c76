/** A cell of CSV (RFC 4180); one that a spreadsheet would take for a formula gets an apostrophe. */
export function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/.test(text) ? `'${text}` : text;
  return exactCsvCell(safe);
}

/** A cell of CSV (RFC 4180) that programs read back as it was; for tables that are not meant for spreadsheets. */
export function exactCsvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
