import type { DatasetFacts } from '../facts.ts';
import type { DatasetCheck, Report } from './check.ts';
import { inWords, MOST_RELATED } from './finding.ts';

/** Files that have one name but for their extension, and names that are one where case does not count. */
export class NameCheck implements DatasetCheck {
  readonly #facts: DatasetFacts;

  constructor(facts: DatasetFacts) {
    this.#facts = facts;
  }

  finish(report: Report): void {
    const files = filesOf(this.#facts);
    for (const same of groupsOf(files, ({ path }) => stemOf(path))) {
      // An original and its own mask may lie side by side.
      if (new Set(same.map(({ owner }) => owner)).size > 1) reportGroup('nameCollision', same, report);
    }
    for (const same of groupsOf(files, ({ path }) => path.normalize('NFC').toLowerCase())) {
      if (new Set(same.map(({ path }) => path)).size > 1) reportGroup('nameCaseTwin', same, report);
    }
    // An original and a mask that would be a pair but for case or the encoding of an accent.
    const halves = this.#facts.layout.pairs.flatMap(({ name, original, mask }): OwnedFile[] =>
      (original === null) === (mask === null) ? [] : [{ path: original ?? mask ?? '', owner: name }],
    );
    for (const same of groupsOf(halves, ({ owner }) => owner.normalize('NFC').toLowerCase())) {
      reportGroup('nameCaseTwin', same, report);
    }
  }
}

interface OwnedFile {
  readonly path: string;
  /** Name of its pair; of files of no pair their path. */
  readonly owner: string;
}

function filesOf({ layout: { pairs, unpaired } }: DatasetFacts): OwnedFile[] {
  const paired = pairs.flatMap(({ name, original, mask, others }) =>
    [original, mask, ...others.map(({ path }) => path)].flatMap((path) =>
      path === null ? [] : [{ path, owner: name }],
    ),
  );
  return [...paired, ...unpaired.map((path) => ({ path, owner: `${path}/` }))];
}

function* groupsOf(files: readonly OwnedFile[], keyOf: (file: OwnedFile) => string): Generator<OwnedFile[]> {
  const firsts = new Map<string, OwnedFile | OwnedFile[]>();
  for (const file of files) {
    const key = keyOf(file);
    const known = firsts.get(key);
    if (known === undefined) firsts.set(key, file);
    else if (Array.isArray(known)) known.push(file);
    else firsts.set(key, [known, file]);
  }
  for (const group of firsts.values()) if (Array.isArray(group)) yield group;
}

function reportGroup(rule: 'nameCollision' | 'nameCaseTwin', files: readonly OwnedFile[], report: Report): void {
  const paths = files.map(({ path }) => path).sort();
  const [path = null, ...related] = paths;
  const details = { list: inWords(paths), count: paths.length };
  report(rule, { path, details, related: related.slice(0, MOST_RELATED) });
}

function stemOf(path: string): string {
  const dot = path.lastIndexOf('.');
  return dot > path.lastIndexOf('/') + 1 ? path.slice(0, dot) : path;
}
