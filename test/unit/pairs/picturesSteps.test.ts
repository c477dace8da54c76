import { describe, expect, it } from 'vitest';
import {
  defaultAnswers,
  requestOf,
  stepsOf,
  type PicturesAnswers,
  type PicturesKind,
} from '../../../src/extension/pictures/picturesSteps.ts';

const SOURCE = { kind: 'dataset', folder: '/data/VOC', layout: {}, names: null } as const;

function answers(kind: PicturesKind, own: Partial<PicturesAnswers> = {}): PicturesAnswers {
  return { ...defaultAnswers(kind, { source: SOURCE, classMap: null }), ...own };
}

describe('the steps to pictures', () => {
  it('ask for a legend and its font only where there is one, and for background and void where no class is named', () => {
    const usual = ['style', 'legend', 'font', 'classes', 'grounds', 'format', 'sizes', 'where'];
    expect(stepsOf(answers('overlay'))).toEqual(usual);
    expect(stepsOf(answers('overlay', { legend: 'none', only: ['cat'] }))).toEqual([
      ...['style', 'legend', 'classes', 'format', 'sizes', 'where'],
    ]);
    expect(stepsOf(answers('overlay', { blend: 'jet' }))).toEqual([
      ...['style', 'classes', 'grounds', 'format', 'sizes', 'where'],
    ]);
    expect(stepsOf(answers('sheet'))).toContain('font');
  });

  it('lead to what the command line is asked for', () => {
    const font = '/fonts/own.ttf';
    const published = answers('overlay', { blend: 'jet', grounds: 'both', font });
    const { task, command } = requestOf(published);
    expect(task).toMatchObject({
      ...{ blend: 'jet', legend: 'none', font },
      classes: { only: null, hasBackground: true, hasVoid: true },
    });
    expect(command).toMatch(/ --with-background --with-void .* --blend jet --font \/fonts\/own\.ttf /);
    // A class that is named is drawn whatever it is: nothing else comes with it.
    const named = requestOf(answers('sheet', { only: ['cat'], grounds: 'both' })).task;
    expect(named).toMatchObject({ classes: { only: ['cat'], hasBackground: false, hasVoid: false } });
  });

  it('tell originals that were chosen to the job, and leave the command as it can be typed', () => {
    const chosen = { files: { 'masks/a.png': '/else/a.jpg' }, folders: {} };
    const request = requestOf(answers('overlay', { source: { ...SOURCE, chosen } }));
    expect(request.source).toMatchObject({ chosen });
    expect(request.command).not.toContain('/else/');
  });
});
