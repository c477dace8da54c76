import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DATASET_RULES, type DatasetRule } from '../../../../src/core/dataset/findings/rules.ts';

const text = readFileSync(new URL('../../../../docs/findings.md', import.meta.url), 'utf8');
const sections = new Map(
  text
    .split(/^### /m)
    .slice(1)
    .map((section) => [section.split('\n', 1)[0] ?? '', section.replace(/^.*\n/, '').split(/^## /m)[0]?.trim() ?? '']),
);

describe('docs/findings.md', () => {
  it('has a section for every rule, and no other, in their order', () => {
    expect([...sections.keys()]).toEqual(Object.keys(DATASET_RULES));
  });

  it.each(Object.keys(DATASET_RULES) as DatasetRule[])('says of %s how severe it is, and more', (rule) => {
    const { severity } = DATASET_RULES[rule];
    const section = sections.get(rule) ?? '';
    expect(section.startsWith(`_${severity.charAt(0).toUpperCase()}${severity.slice(1)}._ `)).toBe(true);
    expect(section.length).toBeGreaterThan(60);
  });

  it('links to its own sections only', () => {
    const anchors = new Set([...sections.keys()].map((rule) => `#${rule.toLowerCase()}`));
    const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => target ?? '');
    expect(links.filter((target) => !anchors.has(target))).toEqual([]);
    expect(links.length).toBeGreaterThan(0);
  });
});
