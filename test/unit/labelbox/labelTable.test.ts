import { describe, expect, it } from 'vitest';
import { LABEL_STATES, type Label, type LabelObject, type Row } from '../../../src/core/labelbox/model.ts';
import {
  EVERYTHING,
  withoutUnknown,
  type TableEntry,
  type TableQuery,
} from '../../../src/core/labelbox/table/entry.ts';
import { LabelTable } from '../../../src/core/labelbox/table/labelTable.ts';
import { queryTable } from '../../../src/core/labelbox/table/queryTable.ts';
import { summariseTable } from '../../../src/core/labelbox/table/summariseTable.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';

function objectOf(name: string): LabelObject {
  return {
    ...{ featureId: null, className: { written: name, name }, colour: null, order: null, mask: null },
    ...{ geometry: { kind: 'point', x: 0, y: 0 }, classifications: [] },
  };
}

function labelOf(facts: Partial<Label>): Label {
  return {
    ...{ id: null, state: 'labelled', projectName: null, createdBy: null, createdAt: null, updatedAt: null },
    ...{ secondsToLabel: null, reviews: [], reviewScore: null, agreement: null, benchmarkAgreement: null },
    ...{ benchmarkId: null, viewUrl: null, objects: [], classifications: [], classMasks: [] },
    ...facts,
  };
}

function rowOf(index: number, facts: Partial<Row>): Row {
  return {
    ...{ index, place: { offset: 100 * index, length: 99, line: index + 1 }, dataRowId: null, externalId: null },
    ...{ globalKey: null, imageUrl: null, media: 'image', size: null, exifRotation: null, datasetName: null },
    ...{ projectName: null, state: facts.labels === undefined ? 'notLabelled' : 'labelled', labels: [] },
    ...facts,
  };
}

const CLASSES = ['eye', 'nose', 'mouth', 'eyebrow'];

/** Rows of which some have several labels, some none, and some the data row of another. */
function randomRows(seeded: SeededRandom, count: number): Row[] {
  const random = (): number => seeded.next();
  const pick = <T>(values: readonly T[]): T => seeded.choice(values);
  const maybe = <T>(value: T): T | null => (random() < 0.25 ? null : value);
  return Array.from({ length: count }, (_, index) => {
    const labels = Array.from({ length: pick([0, 1, 1, 1, 2, 3]) }, () =>
      labelOf({
        state: pick(LABEL_STATES.filter((state) => state !== 'notImage' && state !== 'notLabelled')),
        createdBy: maybe(pick(['anna', 'Minsu', 'tomas'])),
        createdAt: maybe(Math.floor(random() * 4)),
        secondsToLabel: maybe(Math.floor(random() * 5)),
        reviewScore: maybe(pick([-1, 0, 1, 2])),
        objects: CLASSES.filter(() => random() < 0.6).map(objectOf),
      }),
    );
    return rowOf(index, {
      ...{
        externalId: maybe(`face_${Math.floor(random() * 30)}`),
        dataRowId: maybe(`row${Math.floor(random() * 40)}`),
      },
      ...(labels.length > 0 ? { labels, state: 'labelled' as const } : {}),
    });
  });
}

/** What the query asks for, found by looking at every entry. */
function naively(table: LabelTable, query: TableQuery): number[] {
  const all = Array.from({ length: table.size }, (_, entry) => table.entry(entry));
  const namesOf = ({ classes }: TableEntry): string[] => classes.map((number) => table.classes[number]?.name ?? '');
  const text = query.text.toLowerCase();
  const shown = all.filter(
    (one) =>
      table.isChosen(one.entry) &&
      (query.states.length === 0 || query.states.includes(one.state)) &&
      query.present.every((name) => namesOf(one).includes(name)) &&
      query.missing.every((name) => !namesOf(one).includes(name)) &&
      (query.labellers.length === 0 || query.labellers.includes(one.labeller ?? '')) &&
      {
        any: true,
        approved: (one.review ?? 0) > 0,
        rejected: (one.review ?? 0) < 0,
        undecided: one.review === 0,
        none: one.review === null,
      }[query.review] &&
      { any: true, with: one.findings > 0, without: one.findings === 0 }[query.findings] &&
      [one.name, one.dataRowId, one.labeller].some((value) => text === '' || value?.toLowerCase().includes(text)),
  );
  const { sort } = query;
  if (sort === null) return shown.map(({ entry }) => entry);
  const collator = new Intl.Collator('en', { numeric: true });
  const keyOf = (one: TableEntry): number | string | null => {
    if (sort.column === 'state') return LABEL_STATES.indexOf(one.state);
    if (sort.column === 'classes') return `${one.classes.length} ${namesOf(one).sort(collator.compare).join('\n')}`;
    return one[sort.column];
  };
  const compare = (a: TableEntry, b: TableEntry): number => {
    const [x, y] = [keyOf(a), keyOf(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null) || a.entry - b.entry;
    const order = typeof x === 'number' && typeof y === 'number' ? x - y : collator.compare(String(x), String(y));
    return (sort.descending ? -order : order) || a.entry - b.entry;
  };
  return shown.sort(compare).map(({ entry }) => entry);
}

describe('the table of an export', () => {
  it('answers random queries as a look at every entry does', () => {
    const seeded = new SeededRandom(4);
    const random = (): number => seeded.next();
    const pick = <T>(values: readonly T[]): T => seeded.choice(values);
    const some = <T>(values: readonly T[]): T[] => values.filter(() => random() < 0.25);
    for (let round = 0; round < 60; round++) {
      const table = new LabelTable(pick(['newest', 'bestReviewed', 'all']));
      const rows = randomRows(seeded, 80);
      for (const row of rows) {
        table.add(row);
        if (random() < 0.3) table.addFinding(row.index, pick(['error', 'warning', 'information']));
      }
      const names = [...CLASSES, 'elbow'];
      for (let i = 0; i < 8; i++) {
        const column = pick([
          ...(['row', 'name', 'state', 'classes', 'objects', 'labeller', 'seconds', 'createdAt'] as const),
          ...(['review', 'findings'] as const),
        ]);
        const query: TableQuery = {
          text: pick(['', '', 'FACE_1', 'row2', 'minsu']),
          states: some(LABEL_STATES),
          present: random() < 0.5 ? [] : some(names),
          missing: random() < 0.5 ? [] : some(names),
          labellers: random() < 0.6 ? [] : some(['anna', 'Minsu', '']),
          review: pick(['any', 'any', 'approved', 'rejected', 'undecided', 'none']),
          findings: pick(['any', 'any', 'with', 'without']),
          sort: pick([null, { column, descending: false }, { column, descending: true }]),
        };
        expect([...queryTable(table, query)]).toEqual(naively(table, query));
      }
    }
  });

  it('filters by the same class in a file that names its classes in another order', () => {
    const query: TableQuery = { ...EVERYTHING, missing: ['nose'] };
    for (const order of [
      ['eye', 'nose'],
      ['nose', 'eye'],
    ]) {
      const table = new LabelTable('newest');
      for (const [index, name] of order.entries()) {
        table.add(rowOf(index, { labels: [labelOf({ objects: [objectOf(name)] })] }));
      }
      expect([...queryTable(table, query)]).toEqual([order.indexOf('eye')]);
    }
  });

  it('takes off filters for what a file does not have, and says which', () => {
    const query: TableQuery = { ...EVERYTHING, present: ['eye', 'ear'], missing: ['nose', 'tail'], labellers: ['kim'] };
    expect(withoutUnknown(query, ['nose', 'eye'], ['', 'anna'])).toEqual({
      query: { ...query, present: ['eye'], missing: ['nose'], labellers: [] },
      dropped: ['ear', 'tail', 'kim'],
    });
    expect(withoutUnknown(query, ['nose', 'eye', 'ear', 'tail'], ['kim']).query).toBe(query);
  });

  it('lets the newest or best reviewed label of an image count, over rows of one data row too', () => {
    const table = new LabelTable('newest');
    const label = (createdAt: number, reviewScore: number | null, objects: readonly string[]): Label =>
      labelOf({ createdAt, reviewScore, objects: objects.map(objectOf) });
    table.add(rowOf(0, { dataRowId: 'a', labels: [label(10, 2, ['eye']), label(20, null, ['nose'])] }));
    table.add(rowOf(1, { dataRowId: 'b', labels: [label(1, null, [])] }));
    table.add(rowOf(2, { dataRowId: 'a', labels: [label(15, -1, ['mouth'])] }));
    // A row without labels never goes before one with.
    table.add(rowOf(3, { dataRowId: 'b' }));
    const chosen = (): number[] => [...queryTable(table, EVERYTHING)];
    expect(chosen()).toEqual([1, 2]);
    expect(table.entry(1)).toMatchObject({ row: 0, label: 1, alternatives: 3, objects: 1 });
    table.choice = 'bestReviewed';
    expect(chosen()).toEqual([0, 2]);
    table.choice = 'all';
    expect(chosen()).toEqual([0, 1, 2, 3, 4]);
    expect(table.severalLabels).toBe(2);
    expect(table.entryOfRow(3)).toBe(4);
    expect(table.entryOfRow(9)).toBe(null);
  });

  it('passes over skipped labels, and knows rows of one image without a data row by their address', () => {
    const table = new LabelTable('newest');
    const skipped = labelOf({ createdAt: 30, state: 'skipFlag' });
    const labelled = labelOf({ createdAt: 10, objects: [objectOf('eye')] });
    table.add(rowOf(0, { dataRowId: 'a', labels: [labelled, skipped] }));
    const shown = { externalId: 'one.jpg', imageUrl: 'https://h/1' };
    table.add(rowOf(1, { ...shown, labels: [labelled] }));
    table.add(rowOf(2, { ...shown, labels: [labelOf({ createdAt: 20, objects: [objectOf('nose')] })] }));
    table.add(rowOf(3, { ...shown, externalId: 'two.jpg', labels: [skipped] }));
    expect([...queryTable(table, EVERYTHING)]).toEqual([0, 3, 4]);
    table.choice = 'all';
    expect([...queryTable(table, EVERYTHING)]).toEqual([0, 1, 2, 3, 4]);
  });

  it('counts missing classes among labelled rows alone', () => {
    const table = new LabelTable('newest');
    const withClasses = (names: readonly string[], seconds: number | null): Label =>
      labelOf({
        createdBy: 'anna',
        secondsToLabel: seconds,
        createdAt: Date.UTC(2019, 9, 7),
        objects: names.map(objectOf),
      });
    table.add(rowOf(0, { labels: [withClasses(['eye', 'eye', 'nose'], 10)] }));
    table.add(rowOf(1, { labels: [withClasses(['eye'], 30)] }));
    table.add(rowOf(2, { labels: [withClasses([], 20)] }));
    table.add(rowOf(3, { labels: [labelOf({ state: 'skipFlag', createdBy: 'anna', secondsToLabel: 4 })] }));
    table.add(rowOf(4, {}));
    const summary = summariseTable(table);
    expect(summary.labelled).toBe(3);
    expect(summary.classes).toEqual([
      { class: 0, name: 'eye', objects: 3, entries: 2, missing: 1 },
      { class: 1, name: 'nose', objects: 1, entries: 1, missing: 2 },
    ]);
    expect(summary.kinds).toEqual([['point', 4]]);
    expect(summary.labellers).toEqual([{ name: 'anna', labels: 4, meanSeconds: 16, medianSeconds: 15 }]);
    expect(summary.months).toEqual([['2019-10', 3]]);
    expect(summary.states).toEqual([
      ['labelled', 3],
      ['skipFlag', 1],
      ['notLabelled', 1],
    ]);
  });

  it('counts objects of the labels that count', () => {
    const table = new LabelTable('newest');
    const box = (name: string): LabelObject => ({
      ...objectOf(name),
      geometry: { kind: 'box', x: 0, y: 0, width: 1, height: 1 },
    });
    const label = (createdAt: number, objects: readonly LabelObject[]): Label => labelOf({ createdAt, objects });
    table.add(
      rowOf(0, {
        labels: [label(1, [box('eye'), box('eye'), box('eye')]), label(2, [objectOf('nose'), box('eye'), box('eye')])],
      }),
    );
    table.add(rowOf(1, { labels: [label(1, [box('nose')])] }));
    const counts = (): unknown => {
      const { classes, kinds } = summariseTable(table);
      return [classes.map(({ name, objects, entries }) => [name, objects, entries]), kinds];
    };
    expect(counts()).toEqual([
      [
        ['eye', 2, 1],
        ['nose', 2, 2],
      ],
      [
        ['box', 3],
        ['point', 1],
      ],
    ]);
    table.choice = 'all';
    expect(counts()).toEqual([
      [
        ['eye', 5, 2],
        ['nose', 2, 2],
      ],
      [
        ['box', 6],
        ['point', 1],
      ],
    ]);
  });

  it('holds 100,000 rows and sorts them by name as numbers count', () => {
    const table = new LabelTable('newest');
    const count = 100_000;
    for (let i = 0; i < count; i++) table.add(rowOf(i, { externalId: `face_${count - i}.jpg`, labels: [labelOf({})] }));
    const entries = queryTable(table, { ...EVERYTHING, sort: { column: 'name', descending: false } });
    expect(entries).toHaveLength(count);
    expect([...entries.subarray(0, 12)].map((entry) => table.nameOf(entry))).toEqual(
      Array.from({ length: 12 }, (_, i) => `face_${i + 1}.jpg`),
    );
  });
});
