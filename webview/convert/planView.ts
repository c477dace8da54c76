import type { ConvertPlanFacts } from '../../src/protocol/convert.ts';
import { findingLine } from '../batch/findingView.ts';
import { dataTable } from '../ui/dataTable.ts';
import { element } from '../ui/element.ts';
import { fill } from '../ui/texts.ts';
import type { RuleGroup } from './convertRows.ts';
import type { ConvertWording } from './convertWording.ts';

type Cell = string | number;

/** What a preview amounts to: classes, overlaps, rows left out, findings by rule. */
export class PlanView {
  readonly element: HTMLElement;
  readonly #wording: ConvertWording;
  readonly #onRule: (rule: string) => void;
  readonly #notes = element('div', { class: 'notes' });
  readonly #findings = element('div', { class: 'groups' });
  readonly #tables = element('div', { class: 'plan-tables' });

  /** @param onRule shows the rows with findings of a rule */
  constructor(wording: ConvertWording, onRule: (rule: string) => void) {
    this.#wording = wording;
    this.#onRule = onRule;
    this.element = element('div', { class: 'plan' }, this.#notes, this.#tables, this.#findings);
  }

  clear(): void {
    for (const part of [this.#notes, this.#findings, this.#tables]) part.replaceChildren();
  }

  setPlan({ classes, overlaps, leftOut, notes }: ConvertPlanFacts): void {
    const { strings } = this.#wording;
    this.#notes.replaceChildren(...notes.map((note) => element('p', { class: 'note' }, note)));
    const { id, class: name, pixels, objects, rows, overlapPair, wonByFirst, wonBySecond, reason } = strings;
    this.#tables.replaceChildren(
      ...this.#table(
        strings.classes,
        [id, name, pixels, objects, rows],
        classes.map((one) => [String(one.id), one.name, one.pixels, one.objects, one.rows]),
      ),
      ...this.#table(
        strings.overlaps,
        [overlapPair, pixels, wonByFirst, wonBySecond],
        overlaps.map((one) => [`${one.first} × ${one.second}`, one.pixels, one.wonByFirst, one.wonBySecond]),
      ),
      ...this.#table(
        strings.leftOut,
        [reason, rows],
        leftOut.map((one) => [one.reason, one.rows]),
      ),
    );
  }

  setGroups(groups: readonly RuleGroup[]): void {
    const { strings } = this.#wording;
    if (groups.length === 0) return this.#findings.replaceChildren();
    const lines = groups.map(({ first, name, rows }) => {
      const show = element('button', { type: 'button', class: 'link' }, strings.showRows);
      show.setAttribute('aria-label', `${strings.showRows}: ${first.message}`);
      show.addEventListener('click', () => this.#onRule(first.rule));
      const count = rows === 1 ? strings.inOneRow : fill(strings.inRows, this.#wording.number(rows));
      const message = rows === 1 ? `${name}: ${first.message}` : fill(strings.example, name, first.message);
      return findingLine({ ...first, message }, strings, ' ', element('span', { class: 'chip' }, count), ' ', show);
    });
    this.#findings.replaceChildren(element('h2', {}, strings.findings), ...lines);
  }

  /** A table under its heading; numbers at the end of their cells; nothing without lines. */
  #table(title: string, heads: readonly string[], lines: readonly (readonly Cell[])[]): HTMLElement[] {
    if (lines.length === 0) return [];
    const rows = lines.map((line) =>
      line.map((value) => (typeof value === 'number' ? this.#wording.number(value) : value)),
    );
    const isNumeric = (lines[0] ?? []).map((value) => typeof value === 'number');
    return [element('section', {}, element('h2', {}, title), dataTable({ title, heads, isNumeric, rows }))];
  }
}
