import { describe, expect, it } from 'vitest';
import { readClassMapText } from '../../../src/core/formats/classMapEdits.ts';
import { classNameProblem } from '../../../src/core/formats/classMapNames.ts';
import { PRESETS } from '../../../src/core/formats/presets/presets.ts';

/** The problem of a new name for an entry of a text: `severity code`. */
function problem(fileName: string, text: string, entry: number, name: string): string | null {
  const source = readClassMapText(fileName, text);
  const found = classNameProblem(source.map.entries, { entry }, name, source);
  return found && `${found.severity} ${found.code}`;
}

describe('a new name for a class', () => {
  const own =
    '{"classes":[{"id":0,"name":"background"},{"id":1,"name":"cat"},{"id":2,"name":"tv","aliases":["tvmonitor"]}]}';

  it.each([
    ['dog', null],
    ['tv/monitor', null],
    ['a:b # c', null],
    ['고양이', null],
    [' cat ', null],
    ['cat', null],
    ['', 'error empty'],
    [' \t', 'error empty'],
    ['a\nb', 'error invisible'],
    ['a\u202eb', 'error invisible'],
    ['x'.repeat(257), 'error tooLong'],
    ['tv', 'error taken'],
    ['TV', 'warning caseTwin'],
    ['tvmonitor', 'warning alias'],
  ])('%j in our own JSON: %s', (name, expected) => {
    expect(problem('a.classes.json', own, 1, name)).toBe(expected);
  });

  it.each([
    ['dog', null],
    ['tv/monitor', null],
    ['a:b', 'error colon'],
    ['#a', 'error comment'],
    ['_background_', 'error notHeld'],
    ['ignored', 'warning becomesVoid'],
  ])('%j in a labelmap: %s', (name, expected) => {
    expect(
      problem('labelmap.txt', 'sky:0,0,0::\nbackground:9,9,9::\ncat:1,2,3::\n'.replace('background', 'b'), 2, name),
    ).toBe(expected);
  });

  it('knows that a list tells void by the name', () => {
    expect(problem('labels.txt', 'a\nignored\n', 1, 'rim')).toBe('warning becomesClass');
    expect(problem('labels.txt', '__ignore__\na\n', 1, 'rim')).toBe('error notHeld');
    expect(problem('labels.txt', 'a\nb\n', 0, '__ignore__')).toBe('error notHeld');
  });

  it('may be the first name of an id', () => {
    const source = readClassMapText('labels.txt', 'a\n\nc\n');
    const named = (id: number, name: string) =>
      classNameProblem(source.map.entries, { id, colour: null }, name, source)?.code ?? null;
    expect([named(1, 'b'), named(1, 'c'), named(5, 'f')]).toEqual([null, 'taken', null]);
  });

  it('is checked in a preset too, where any name can be written', () => {
    const { entries } = PRESETS.voc;
    expect(classNameProblem(entries, { entry: 20 }, 'tv:monitor', null)).toBeNull();
    expect(classNameProblem(entries, { entry: 20 }, 'cat', null)).toMatchObject({ code: 'taken' });
  });
});
