// What we find in real Labelbox exports, against what an independent program finds in them.
//   node test/labelboxConformance.ts           writes docs/labelbox-conformance.md
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import { markdownTable } from './fixtures/markdownTable.ts';
import { EXPORTS, expectedFacts, foundFacts, hasPython, type ExportFacts } from './unit/labelbox/exportFacts.ts';

export const TABLE_FILE = join(import.meta.dirname, '..', 'docs', 'labelbox-conformance.md');
const PREFIX = 'data/labelbox/';

/** The text of docs/labelbox-conformance.md. */
export async function renderTable(): Promise<string> {
  const expected = expectedFacts(EXPORTS);
  const rows: string[][] = [];
  for (const [i, file] of EXPORTS.entries()) {
    const wanted = expected[i] ?? { era: null };
    const found = await foundFacts(file);
    const cell = (of: (facts: ExportFacts) => string): string => {
      const [a, b] = [of(wanted), of(found)];
      return a === b ? a : `**${a} / ${b}**`;
    };
    rows.push([
      `\`${file.replace(PREFIX, '')}\``,
      cell(({ era }) => era ?? 'no export'),
      cell(({ rows: count }) => text(count)),
      cell(({ states }) => counts(states)),
      cell(({ objects }) => counts(objects)),
      cell(({ outlines, points }) => (outlines === undefined ? '–' : `${outlines} / ${points}`)),
    ]);
  }
  const heading = ['file', 'era', 'rows', 'states', 'objects', 'outlines / points'];
  return `# Conformance of the Labelbox readers

Real exports, and import payloads that are none: what \`maskscope labelbox summary\` finds, against what an independent
program (\`test/unit/labelbox/exports.py\`) counts. Where the two differ, both are shown in bold: **expected / found**.
Written by \`node test/labelboxConformance.ts\`; a test keeps it true.

${markdownTable(heading, rows)}
`;
}

function text(count: number | undefined): string {
  return count === undefined ? '–' : String(count);
}

function counts(record: Readonly<Record<string, number>> | undefined): string {
  if (record === undefined) return '–';
  return (
    Object.entries(record)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ') || 'none'
  );
}

if (argv[1] === import.meta.filename) {
  if (EXPORTS.length === 0 || !hasPython) throw new Error('No exports, or no Python, to compare with');
  writeFileSync(TABLE_FILE, await renderTable());
  console.log(`wrote ${TABLE_FILE}`);
}
