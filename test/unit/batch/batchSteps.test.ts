import { describe, expect, it } from 'vitest';
import {
  BACK,
  DEFAULT_DRAW,
  DEFAULT_REENCODE,
  decisionsOf,
  defaultWork,
  firstInput,
  isFixOffered,
  remembered,
  sizeOf,
  startingFrom,
  stepsOf,
  walkSteps,
  wholeNumber,
  withDecisions,
  withFix,
  withInputs,
  withPaletteOfFolder,
  type BatchAnswers,
} from '../../../src/extension/batch/batchSteps.ts';
import type { BatchFix } from '../../../src/protocol/batch.ts';

const answers = (work: BatchAnswers['work'] = DEFAULT_REENCODE): BatchAnswers => ({
  ...{ work, inputs: ['masks'], workingFolder: '/data', target: { kind: 'inPlace' }, isRepeated: false, names: null },
});
const draw = (mode: 'union' | 'objects'): BatchAnswers['work'] => ({
  kind: 'border',
  options: { ...DEFAULT_DRAW, mode },
});

describe('the steps of a batch', () => {
  it('are three for what is common', () => {
    expect(stepsOf(answers(), false)).toEqual(['palette', 'how', 'where']);
    expect(stepsOf(answers(draw('union')), false)).toEqual(['mode', 'iterations', 'where']);
    expect(stepsOf(answers(defaultWork('remove')), false)).toEqual(['within', 'where']);
  });

  it('are more where something is missing', () => {
    expect(stepsOf(answers(), true)[0]).toBe('files');
    expect(stepsOf(answers(draw('objects')), false)).toEqual(['mode', 'instances', 'iterations', 'where']);
    const rawByColour = { ...DEFAULT_REENCODE, raw: 8 as const, palette: null };
    expect(stepsOf(answers(rawByColour), false)).toEqual(['palette', 'how', 'rawPalette', 'where']);
    expect(stepsOf(answers({ ...rawByColour, by: 'index' }), false)).toEqual(['palette', 'how', 'where']);
  });

  it('go back to the question before, with its answer as the default', async () => {
    const asked: string[] = [];
    const script = [1, 2, BACK, BACK, 10, 20, 30];
    const result = await walkSteps<readonly number[], string>(
      [],
      () => ['a', 'b', 'c'],
      (step, now, { number, total }) => {
        asked.push(`${step} ${number}/${total} ${now.join()}`);
        const next = script.shift();
        return Promise.resolve(next === BACK ? BACK : [...now, next as number]);
      },
    );
    expect(asked).toEqual([
      'a 1/3 ',
      'b 2/3 1',
      'c 3/3 1,2',
      'b 2/3 1,2',
      'a 1/3 1,2',
      'b 2/3 1,2,10',
      'c 3/3 1,2,10,20',
    ]);
    expect(result).toEqual([1, 2, 10, 20, 30]);
  });

  it('end where the user gives up, and change with the answers', async () => {
    expect(
      await walkSteps(
        'x',
        () => ['a'],
        () => Promise.resolve(undefined),
      ),
    ).toBeUndefined();
    const asked: string[] = [];
    await walkSteps<string, string>(
      'short',
      (now) => (now === 'long' ? ['a', 'b', 'c'] : ['a', 'c']),
      (step, _now, { total }) => {
        asked.push(`${step}/${total}`);
        return Promise.resolve('long');
      },
    );
    expect(asked).toEqual(['a/2', 'b/3', 'c/3']);
  });
});

describe('what is remembered', () => {
  it('are options, not decisions about colours of other files', () => {
    const decided = withDecisions(answers(), { unknown: 'void', choices: [['#FF0000', 3]] });
    expect(remembered(decided).work).toEqual(DEFAULT_REENCODE);
    const byId = answers({ ...DEFAULT_REENCODE, by: 'index', palette: 'ade20k' });
    expect(startingFrom('reencode', remembered(byId)).work).toEqual(byId.work);
  });

  it('holds a palette for masks of the same folder alone, and other options for all', () => {
    const batch = { ...answers({ ...DEFAULT_REENCODE, by: 'index', palette: '/data/pets/labelmap.txt' }) };
    const memory = remembered(batch);
    const next = (inputs: readonly string[]): BatchAnswers['work'] =>
      withPaletteOfFolder({ ...answers(startingFrom('reencode', memory).work), inputs }, memory).work;
    expect(next(['masks'])).toEqual(batch.work);
    expect(next(['masks/1.png'])).toEqual(batch.work);
    expect(next(['cars'])).toEqual({ ...batch.work, palette: null });
    expect(next(['cars/1.PNG'])).toEqual({ ...batch.work, palette: null });
    const old = { work: memory.work, target: memory.target };
    expect(withPaletteOfFolder(batch, old).work).toEqual({ ...batch.work, palette: null });
    expect(withPaletteOfFolder(batch, undefined).work).toEqual({ ...batch.work, palette: null });
  });

  it('is dropped where it is of another kind, and filled where a version did not know an option', () => {
    expect(startingFrom('remove', remembered(answers())).work).toEqual(defaultWork('remove'));
    const old = JSON.parse('{"kind":"reencode","palette":"five","by":"index"}') as BatchAnswers['work'];
    expect(startingFrom('reencode', { work: old, target: { kind: 'inPlace' } }).work).toEqual({
      ...DEFAULT_REENCODE,
      palette: 'five',
      by: 'index',
    });
  });
});

describe('fixes', () => {
  const fixes: readonly BatchFix[] = ['byColour', 'byIndex', 'swapRedAndBlue', 'repairEdges', 'raw16', 'again'];

  it.each(fixes)('change something where they are offered, and are not offered again: %s', (fix) => {
    const starts = [
      answers(),
      answers({ ...DEFAULT_REENCODE, by: 'index' }),
      answers({ ...DEFAULT_REENCODE, classId: 3 }),
    ];
    const offered = starts.filter((start) => isFixOffered(start, fix));
    expect(offered.length).toBeGreaterThan(0);
    for (const start of offered) {
      const fixed = withFix(start, fix);
      expect(fixed).not.toEqual(start);
      expect(isFixOffered(fixed, fix)).toBe(false);
    }
  });

  it('are not for borders, nor by colour without a palette', () => {
    expect(fixes.filter((fix) => isFixOffered(answers(draw('union')), fix))).toEqual(['again']);
    const raw = answers({ ...DEFAULT_REENCODE, by: 'index', raw: 8, palette: null });
    expect(fixes.filter((fix) => isFixOffered(raw, fix))).toEqual(['repairEdges', 'raw16', 'again']);
  });

  it('leave decisions about colours to batches by colour', () => {
    expect(decisionsOf(answers())).toEqual({ unknown: 'error', choices: [] });
    expect(decisionsOf(answers({ ...DEFAULT_REENCODE, by: 'index' }))).toBeUndefined();
    expect(decisionsOf(answers(draw('union')))).toBeUndefined();
  });
});

describe('what is typed', () => {
  it.each([
    ['512x512', { width: 512, height: 512 }],
    [' 640 × 480 ', { width: 640, height: 480 }],
    ['640 480', { width: 640, height: 480 }],
    ['0x5', null],
    ['70000x5', null],
    ['512', null],
    ['-1x5', null],
  ])('is a size: %s', (text, size) => expect(sizeOf(text)).toEqual(size));

  it.each([
    ['0', 0],
    ['255', 255],
    ['256', null],
    ['1.5', null],
    ['', null],
    ['1e2', null],
  ])('is an id: %s', (text, id) => expect(wholeNumber(text, 0, 255)).toBe(id));

  it('names inputs from the working folder', () => {
    const named = withInputs(answers(), ['/data/a/b.png', '/data', '/database/c', '/other']);
    expect(named.inputs).toEqual(['a/b.png', '/data', '/database/c', '/other']);
    expect(firstInput(named)).toBe('/data/a/b.png');
    expect(firstInput(withInputs(answers(), ['/other']))).toBe('/other');
  });
});
