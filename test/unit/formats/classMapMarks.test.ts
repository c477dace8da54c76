import { describe, expect, it } from 'vitest';
import { readClassMapText } from '../../../src/core/formats/classMapEdits.ts';
import { classMapMarks, isSurelyClassMap } from '../../../src/core/formats/classMapMarks.ts';
import { describeShared } from '../../fixtures/describeShared.ts';
import { listShared, readShared } from '../../fixtures/sharedData.ts';

/** Rule, severity, and the marked piece of the text; with `<` the related one. */
function marked(fileName: string, text: string): string[] {
  return classMapMarks(readClassMapText(fileName, text)).map(({ rule, severity, span, related }) => {
    const piece = ({ start, end }: { start: number; end: number }) => text.slice(start, end);
    return `${rule} ${severity}: ${piece(span)}${related === undefined ? '' : ` < ${piece(related)}`}`;
  });
}

describe('marks of a class map', () => {
  it('stand at the lines of a labelmap', () => {
    const text = '\ufeff# head\r\nbackground:0,0,0::\r\n  cat :1,2,3::\r\ncat:1,2,3:a:b:c\r\nCat:x\r\n';
    expect(marked('labelmap.txt', text)).toEqual([
      'nameBlanks warning: cat :1,2,3::',
      'nameDuplicate error: cat:1,2,3:a:b:c < cat :1,2,3::',
      'colourDuplicate warning: cat:1,2,3:a:b:c < cat :1,2,3::',
      'fieldsTooMany warning: cat:1,2,3:a:b:c',
      'nameCaseTwin warning: Cat:x < cat :1,2,3::',
      'colourInvalid warning: Cat:x',
    ]);
  });

  it('stand at the lines of a list of names', () => {
    expect(marked('labels.txt', '\n\ncat\n\n# dog\n')).toEqual([
      'nameMissing information: ',
      'nameMissing information: ',
      'backgroundMissing information: cat',
      'nameMissing information: ',
      'commentCounted warning: # dog',
    ]);
  });

  it('stand at the classes of our own JSON, whose form the schema checks', () => {
    const text =
      '{"classes": [\n {"id": 1, "name": "a"},\n {"id": 1, "name": "b", "colour": 7},\n {"id": 256, "name": "c"}]}';
    expect(marked('a.classes.json', text)).toEqual([
      'backgroundMissing information: {"classes": [',
      'idDuplicate error: {"id": 1, "name": "b", "colour": 7} < {"id": 1, "name": "a"}',
      'idBeyondPalette warning: {"id": 256, "name": "c"}',
    ]);
    expect(marked('classes.json', text)).toContain('hexInvalid warning: {"classes": [');
  });

  it('leave out that COCO has no background', () => {
    expect(marked('train.json', '[{"id": 1, "name": "a"}]')).toEqual([]);
  });
});

describe('what is surely a class map of masks', () => {
  it.each([
    ['a.classes.json', '{"classes":[{"id":1,"name":"a"}]}', true],
    ['classes.json', '["a", "b"]', false],
    ['labelmap.txt', 'cat:1,2,3::', true],
    ['labelmap.txt', 'This maps labels\nto other labels', false],
    ['labels.txt', '__ignore__\n_background_\ncat', true],
    ['classes.txt', 'person\nbicycle', false],
    ['train.json', '[{"id": 1, "name": "a"}]', false],
  ])('%s %j: %s', (fileName, text, is) => {
    expect(isSurelyClassMap(readClassMapText(fileName, text))).toBe(is);
  });
});

describeShared('data', 'class maps of real datasets', () => {
  const files = listShared('data').filter((path) =>
    /\/(?:labelmap|class_names|label_names|labels)\.txt$|\/panoptic_coco_categories\.json$/.test(path),
  );

  it('are there', () => {
    expect(files.length).toBeGreaterThan(7);
  });

  it.each(files)('are sound: %s', (path) => {
    const fileName = path.slice(path.lastIndexOf('/') + 1);
    const rules = classMapMarks(readClassMapText(fileName, Buffer.from(readShared(path)).toString('utf8')));
    // The background of MOTS has no line.
    const expected = path.includes('mots_dataset') ? ['backgroundMissing'] : [];
    expect(rules.map(({ rule }) => rule)).toEqual(expected);
  });
});
