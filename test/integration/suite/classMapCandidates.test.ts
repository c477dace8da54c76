import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { classMapCandidates, type ClassMapCandidates } from '../../../src/extension/mask/classMapCandidates.ts';
import { classMapFilesAbove, searchClassMap } from '../../../src/extension/mask/classMaps.ts';
import type { ChosenClassMap } from '../../../src/extension/mask/choices.ts';
import type { PresetEvidence } from '../../../src/core/formats/presets/presets.ts';
import { PRESETS } from '../../../src/core/formats/presets/presets.ts';
import { makeFolder, write } from './support.ts';

const folder = makeFolder('candidates');
const grey: PresetEvidence = { paletteRgb: null, isColour: false };
const file = vscode.Uri.joinPath(folder, 'set/SegmentationClass/a.png');

async function candidates(
  uri: vscode.Uri,
  mask: PresetEvidence,
  choice?: ChosenClassMap,
  choiceFolder?: vscode.Uri,
): Promise<ClassMapCandidates> {
  const [found, files] = [await searchClassMap(uri, mask, choice), await classMapFilesAbove(uri)];
  return classMapCandidates({ found, files, choice, choiceFolder });
}

const told = ({ files }: ClassMapCandidates) =>
  files.map(({ label, detail, isNow }) => `${isNow ? '* ' : ''}${label}: ${detail ?? ''}`);
const now = ({ automatic, files, presets, none }: ClassMapCandidates) =>
  [automatic, ...files, ...presets, none]
    .filter(({ isNow }) => isNow)
    .map(({ label, detail }) => `${label}: ${detail ?? ''}`);

describe('what may name the classes of a mask', () => {
  before(async () => {
    await write(folder, 'set/b.classes.json', '{ "classes": [{ "id": 0, "name": "b" }] }');
    await write(folder, 'set/a.classes.json', '{ "classes": [');
    await write(folder, 'set/labelmap.txt', 'background:0,0,0::');
    await write(folder, 'classes.txt', 'background');
    await write(folder, 'elsewhere/names.txt', 'background');
  });
  afterEach(async () => {
    const settings = vscode.workspace.getConfiguration('maskscope.classMap');
    for (const name of ['path', 'preset']) await settings.update(name, undefined, vscode.ConfigurationTarget.Global);
  });

  it('is listed nearest first, with what applies now and why the others do not', async () => {
    const listed = await candidates(file, grey);
    const [broken, ...others] = told(listed);
    assert.match(broken ?? '', /^a\.classes\.json in set: Cannot be used: The file is not valid JSON/);
    assert.deepEqual(others, [
      '* b.classes.json in set: Applies now: the nearest, and the first of 3 in its folder',
      'labelmap.txt in set: Comes after b.classes.json in this folder',
      `classes.txt in ${folder.path.split('/').at(-1) ?? ''}: Farther up than b.classes.json in set`,
    ]);
    assert.deepEqual(listed.files[1]?.choice, {
      from: 'file',
      uri: vscode.Uri.joinPath(folder, 'set/b.classes.json').toString(),
    });
    assert.equal(listed.presets.length, Object.keys(PRESETS).length);
    assert.equal(listed.automatic.choice, undefined);
    assert.deepEqual(listed.none.choice, { from: 'none' });
  });

  it('applies because it was chosen, wherever it lies', async () => {
    const uri = vscode.Uri.joinPath(folder, 'elsewhere/names.txt').toString();
    const set = vscode.Uri.joinPath(folder, 'set');
    assert.deepEqual(now(await candidates(file, grey, { from: 'file', uri }, set)), [
      'names.txt in elsewhere: Applies now: chosen by you for the folder set',
    ]);
    assert.deepEqual(now(await candidates(file, grey, { from: 'preset', preset: 'voc' }, set)), [
      'Pascal VOC: Applies now: chosen by you for the folder set',
    ]);
    assert.deepEqual(now(await candidates(file, grey, { from: 'none' }, set)), [
      'No Class Names: Applies now: chosen by you for the folder set',
    ]);
  });

  it('applies because a setting names it', async () => {
    const settings = vscode.workspace.getConfiguration('maskscope.classMap');
    await settings.update('preset', 'ade20k', vscode.ConfigurationTarget.Global);
    assert.deepEqual(now(await candidates(file, grey)), [
      'ADE20K: Applies now: named by the setting maskscope.classMap.preset',
    ]);
    const path = vscode.Uri.joinPath(folder, 'elsewhere/names.txt').fsPath;
    await settings.update('path', path, vscode.ConfigurationTarget.Global);
    assert.deepEqual(now(await candidates(file, grey)), [
      'names.txt in elsewhere: Applies now: named by the setting maskscope.classMap.path',
    ]);
  });

  it('applies because the mask itself suggests it', async () => {
    const alone = makeFolder('suggested');
    const [red, green, blue] = [0, 1, 2].map((channel) =>
      PRESETS.voc.entries
        .slice(0, 21)
        .map(({ colour }) => parseInt(colour?.slice(1 + 2 * channel, 3 + 2 * channel) ?? '', 16)),
    );
    const paletteRgb = Uint8Array.from(
      { length: 63 },
      (_, at) => [red, green, blue][at % 3]?.[Math.floor(at / 3)] ?? 0,
    );
    const inVoc = vscode.Uri.joinPath(alone, 'SegmentationClass/a.png');
    assert.deepEqual(now(await candidates(inVoc, { paletteRgb, isColour: false })), [
      'Pascal VOC: Applies now: guessed from the palette',
    ]);
    const cityscapes = vscode.Uri.joinPath(alone, 'a_gtFine_labelIds.png');
    assert.deepEqual(now(await candidates(cityscapes, grey)), [
      'Cityscapes ids: Applies now: suggested by the file name',
    ]);
    assert.deepEqual(now(await candidates(vscode.Uri.joinPath(alone, 'a.png'), grey)), []);
  });
});
