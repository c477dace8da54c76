import { escapeHtml } from '../formats/escapeHtml.ts';
import { spellControls } from '../formats/spellControls.ts';
import type { Drawing, Shape } from './drawing.ts';
import type { Figure, ReportDocument, Section, Table } from './reportDocument.ts';

/** More marks than these are cells, whose values the table has. */
const MOST_TIPS = 600;

/** The look of exported reports: on paper, in light and dark, and where the system chooses the colours. */
const STYLE = `
:root{color-scheme:light dark;--bar:#3b6fb6;--heat:#1f5fa8;--rule:#8886;--paper:#fff;--ink:#1c1c1c;--dim:#5a5a5a}
@media(prefers-color-scheme:dark){:root{--bar:#7fb0ee;--heat:#8fc1ff;--paper:#1b1b1b;--ink:#e6e6e6;--dim:#a8a8a8}}
body{max-width:62rem;margin:2rem auto;padding:0 1rem;font:15px/1.45 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
h1{font-size:1.5rem}h2{margin:2.2rem 0 .4rem;font-size:1.15rem;border-bottom:1px solid var(--rule)}h3{font-size:1rem;margin:1rem 0 .3rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem}dt{color:var(--dim)}dd{margin:0;overflow-wrap:anywhere}
p{color:var(--dim);margin:.3rem 0}svg{max-width:100%;height:auto;display:block}figure{margin:.6rem 0}figcaption{font-size:.85rem;overflow-wrap:anywhere}
.many{display:flex;flex-wrap:wrap;gap:.8rem}.many figure{width:11rem;margin:0}
svg text{font:12px system-ui,sans-serif;fill:currentColor}svg .tick,svg .value{font-size:11px}svg .chart-title{font-weight:600}
.bar{fill:var(--bar)}.heat{fill:var(--heat)}.frame{fill:none;stroke:currentColor;stroke-opacity:.5}.axis{stroke:currentColor}.grid{stroke:currentColor;stroke-opacity:.18}
.whole{stroke:currentColor;stroke-width:2}.dot{fill:var(--paper);stroke:var(--bar);stroke-width:1.6}.dot-0,.dot-2{fill:var(--bar)}.swatch{stroke:currentColor;stroke-opacity:.5}.mark{fill:transparent}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}caption{text-align:start;font-weight:600;padding:.4rem 0}th,td{padding:.15rem .6rem;border-bottom:1px solid var(--rule);text-align:start}.n{text-align:end}
details{overflow-x:auto}pre{padding:.6rem;border:1px solid var(--rule);overflow-x:auto;white-space:pre-wrap;overflow-wrap:anywhere}
@media print{body{max-width:none;margin:0;font-size:11px}figure,tr{break-inside:avoid}h2,h3{break-after:avoid}*{print-color-adjust:exact}}
@media(forced-colors:active){.bar,.heat,.dot-0,.dot-2{fill:CanvasText}.dot{stroke:CanvasText}.swatch{forced-color-adjust:none}}
`;

/**
 * The report as one page of HTML that loads nothing and runs nothing. Every text goes through {@link escaped}.
 *
 * @param language BCP 47, of the texts
 * @param tableTitle of the part that opens, `Table: {title}`
 */
export function reportHtml(report: ReportDocument, language: string, tableTitle: (title: string) => string): string {
  const facts = report.facts.map(({ label, value }) => `<dt>${escaped(label)}</dt><dd>${escaped(value)}</dd>`);
  const policy = "default-src 'none'; style-src 'unsafe-inline'";
  return `<!DOCTYPE html>
<html lang="${escaped(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(report.title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escaped(report.title)}</h1>
<dl>${facts.join('')}</dl>
${paragraphs(report.notes)}
${report.sections.map((section) => sectionHtml(section, tableTitle)).join('\n')}
</body>
</html>
`;
}

function sectionHtml(section: Section, tableTitle: (title: string) => string): string {
  const { id, title, notes, legend, figures, code } = section;
  const isMany = id === 'heat';
  const parts = [
    `<h2>${escaped(title)}</h2>`,
    paragraphs(notes),
    legend === null ? '' : svg(legend, ''),
    ...(isMany ? ['<div class="many">'] : []),
    ...figures.map((figure) => figureHtml(figure, figures.length > 1 && !isMany, tableTitle)),
    ...(isMany ? ['</div>'] : []),
    code === null ? '' : `<pre>${escaped(code)}</pre>`,
  ];
  return `<section>\n${parts.filter((part) => part !== '').join('\n')}\n</section>`;
}

function figureHtml(
  { title, drawing, table }: Figure,
  isTitled: boolean,
  tableTitle: (title: string) => string,
): string {
  if (drawing === null) return tableHtml(table());
  const heading = isTitled ? `<h3>${escaped(title)}</h3>` : '';
  const made = table();
  const caption = isTitled || made.caption === title ? '' : `<figcaption>${escaped(title)}</figcaption>`;
  const details = `<details><summary>${escaped(tableTitle(made.caption))}</summary>${tableHtml(made)}</details>`;
  return `<figure>${heading}${svg(drawing, title)}${caption}${details}</figure>`;
}

function tableHtml({ caption, columns, rows }: Table): string {
  const cell = (tag: 'td' | 'th', text: string, isNumber: boolean, scope = ''): string =>
    `<${tag}${scope}${isNumber ? ' class="n"' : ''}>${escaped(text)}</${tag}>`;
  const head = columns.map(({ label, isNumber }) => cell('th', label, isNumber, ' scope="col"')).join('');
  const body = rows.map(
    (row) => `<tr>${row.map((one, at) => cell('td', one, columns[at]?.isNumber === true)).join('')}</tr>`,
  );
  return `<table><caption>${escaped(caption)}</caption><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table>`;
}

function svg({ width, height, shapes, marks }: Drawing, title: string): string {
  const all = marks();
  const tips = (all.length > MOST_TIPS ? [] : all).map(
    ({ x, y, width: w, height: h, tip }) =>
      `<rect class="mark" x="${x}" y="${y}" width="${w}" height="${h}"><title>${escaped(tip)}</title></rect>`,
  );
  const label = title === '' ? ' aria-hidden="true"' : ` role="img" aria-label="${escaped(title)}"`;
  const size = `viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size}${label}>${shapes.map(shapeHtml).join('')}${tips.join('')}</svg>`;
}

function shapeHtml({ tag, attributes, text }: Shape): string {
  const listed = Object.entries(attributes).map(([name, value]) => ` ${name}="${escaped(String(value))}"`);
  return `<${tag}${listed.join('')}>${text === undefined ? '' : escaped(text)}</${tag}>`;
}

function paragraphs(notes: readonly string[]): string {
  return notes.map((note) => `<p>${escaped(note)}</p>`).join('\n');
}

/** The only way of a text into the page. */
function escaped(text: string): string {
  return escapeHtml(spellControls(text));
}
