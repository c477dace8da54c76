import { escapeControls } from '../core/identify/report.ts';

/**
 * Columns side by side, each as wide as its widest cell; control characters of strangers' names are escaped.
 *
 * @param right columns that are set flush right
 */
export function textTable(rows: readonly (readonly string[])[], right: readonly number[] = []): string[] {
  const clean = rows.map((row) => row.map((cell) => escapeControls(cell)));
  const widths: number[] = [];
  for (const row of clean) row.forEach((cell, at) => (widths[at] = Math.max(widths[at] ?? 0, cell.length)));
  return clean.map((row) =>
    row
      .map((cell, at) => {
        if (right.includes(at)) return cell.padStart(widths[at] ?? 0);
        return at === row.length - 1 ? cell : cell.padEnd(widths[at] ?? 0);
      })
      .join('  ')
      .trimEnd(),
  );
}

/** Lines as they may be printed. */
export function printableLines(lines: readonly string[]): string {
  return `${lines.map((line) => escapeControls(line)).join('\n')}\n`;
}
