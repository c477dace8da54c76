import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { factsOf, searchClassMap } from '../../../src/extension/mask/classMaps.ts';
import { ClassMapWatcher, foldersAbove } from '../../../src/extension/mask/classMapFolders.ts';
import { Choices } from '../../../src/extension/mask/choices.ts';
import { makeFolder, memento, until, write } from './support.ts';

const folder = makeFolder('classMaps');
const palette = Uint8Array.of(0, 0, 0, 255, 0, 0, 0, 255, 0);
const grey = { paletteRgb: null, isColour: false };
const maskIn = (path: string) => vscode.Uri.joinPath(folder, path, 'mask.png');

const findClassMap = async (...search: Parameters<typeof searchClassMap>) => factsOf(await searchClassMap(...search));

async function setting(name: 'path' | 'preset', value: string | undefined): Promise<void> {
  const settings = vscode.workspace.getConfiguration('maskscope.classMap');
  await settings.update(name, value, vscode.ConfigurationTarget.Global);
}

describe('finding the class map', () => {
  before(async () => {
    await write(folder, 'voc/labelmap.txt', 'cat:0,255,0::\nbackground:0,0,0::\ndog:255,0,0::\n');
    await write(folder, 'voc/classes.txt', 'never');
    await write(folder, 'voc/near/class_names.txt', '\ufeffa\r\nb\r\n');
    await write(folder, 'labelme/labels.txt', '__ignore__\n_background_\ncat\n');
    await write(folder, 'mots/instances/labels.txt', 'a\nb\n');
    await write(folder, 'bad/labelmap.txt', 'a:1,2\nb:1,2,3');
    await write(folder, 'binary/classes.txt', Uint8Array.of(0, 1, 2, 255));
    await write(folder, 'binary/class_names.txt', 'a\n'.repeat(600_000));
    await write(folder, 'binary/labels.txt', '\n\n');
    await write(folder, 'passed/labelmap.txt', 'sky:0,0,255::\n');
    await write(folder, 'passed/sub/labels.txt', Uint8Array.of(0, 1, 2, 255));
    await write(folder, 'json/broken.classes.json', '{ "classes": [');
    await write(folder, 'json/lines.classes.json', '{ "lines": [] }');
    await write(folder, 'json/own.classes.json', '{ "classes": [{ "id": 3, "name": "nose", "aliases": ["코"] }] }');
    await write(folder, 'own/labelmap.txt', 'never:0,0,0::');
    await write(folder, 'own/b.classes.json', '{ "classes": [{ "id": 0, "name": "b" }] }');
    await write(
      folder,
      'own/a.classes.json',
      '{ "classes": [{ "id": 0, "name": "a", "group": "things" }, { "id": 1, "name": "tvmonitor", "aliases": ["tv"] }], "void": [1, 255] }',
    );
    await write(folder, 'own/nearer/labels.txt', 'near');
    await write(folder, 'own/foreign/classes.json', '["cat", "dog"]');
    await write(folder, 'own/broken/classes.json', '{ "classes": [{ "id": "x", "name": "y" }] }');
    await write(
      folder,
      'coco/panoptic_coco_categories.json',
      '[{ "id": 1, "name": "person", "color": [220, 20, 60] }]',
    );
    await write(folder, 'utf16/classes.txt', Buffer.from('\ufeff눈\n코\n', 'utf16le'));
  });
  afterEach(async () => {
    await setting('path', undefined);
    await setting('preset', undefined);
  });

  it('takes the nearest file up the folders, and matches it with the palette', async () => {
    const found = await findClassMap(
      maskIn('voc/SegmentationClass'),
      { paletteRgb: palette, isColour: false },
      undefined,
    );
    assert.deepEqual(found, {
      source: 'labelmap.txt in voc',
      matchBy: 'id',
      entries: [
        { id: 0, name: 'background', colour: '#000000' },
        { id: 1, name: 'dog', colour: '#ff0000' },
        { id: 2, name: 'cat', colour: '#00ff00' },
      ],
      problems: [],
      naming: {
        classes: [
          { id: 0, name: 'background', colour: '#000000' },
          { id: 1, name: 'cat', colour: '#00ff00' },
          { id: 2, name: 'dog', colour: '#ff0000' },
        ],
        findBy: 'colour',
        filler: '#000000',
      },
    });
    const nearer = await findClassMap(maskIn('voc/near'), grey, undefined);
    assert.equal(nearer?.source, 'class_names.txt in near');
    assert.deepEqual(nearer.entries, [
      { id: 0, name: 'a' },
      { id: 1, name: 'b' },
    ]);
  });

  it('takes our own before the others of a folder, the first by name, with its void set', async () => {
    const found = await findClassMap(maskIn('own/SegmentationClass'), grey, undefined);
    assert.equal(found?.source, 'a.classes.json in own');
    assert.deepEqual(found.entries, [
      { id: 0, name: 'a' },
      { id: 1, name: 'tvmonitor', isVoid: true, aliases: ['tv'] },
      { id: 255, name: 'void', isVoid: true },
    ]);
    assert.equal((await findClassMap(maskIn('own/nearer'), grey, undefined))?.source, 'labels.txt in nearer');
  });

  it('passes over a classes.json in a form that is not ours without a word, but not over one with a mistake', async () => {
    const foreign = await findClassMap(maskIn('own/foreign'), grey, undefined);
    assert.equal(foreign?.source, 'a.classes.json in own');
    assert.equal(foreign.unusable, undefined);
    const broken = await findClassMap(maskIn('own/broken'), grey, undefined);
    assert.deepEqual(broken?.unusable, ['classes.json in broken could not be used: The file names no class.']);
  });

  it('reads COCO categories that were chosen, and does not look for them', async () => {
    assert.equal(await findClassMap(maskIn('coco'), grey, undefined), null);
    const uri = vscode.Uri.joinPath(folder, 'coco/panoptic_coco_categories.json').toString();
    const chosen = await findClassMap(maskIn('coco'), grey, { from: 'file', uri });
    assert.deepEqual(chosen?.entries, [{ id: 1, name: 'person', colour: '#dc143c' }]);
  });

  it("reads labelme's labels.txt", async () => {
    const found = await findClassMap(maskIn('labelme/SegmentationClassPNG'), grey, undefined);
    assert.deepEqual(found?.entries, [
      { id: 0, name: '_background_' },
      { id: 1, name: 'cat' },
      { id: 255, name: '__ignore__', isVoid: true },
    ]);
  });

  it('says what is wrong in a file, and uses the rest', async () => {
    const bad = await findClassMap(maskIn('bad'), grey, undefined);
    assert.deepEqual(bad?.problems, ['Line 1: 1,2 is not a colour; expected three numbers from 0 to 255.']);
    assert.deepEqual(
      bad.entries.map(({ name }) => name),
      ['a', 'b'],
    );
    const utf16 = await findClassMap(maskIn('utf16'), grey, undefined);
    assert.deepEqual(
      utf16?.entries.map(({ name }) => name),
      ['눈', '코'],
    );
  });

  it('passes over files of which nothing can be used, and says so', async () => {
    const notText = 'labels.txt in sub could not be used: The file is not text in UTF-8.';
    const found = await findClassMap(maskIn('passed/sub'), grey, undefined);
    assert.equal(found?.source, 'labelmap.txt in passed');
    assert.deepEqual(
      found.entries.map(({ name }) => name),
      ['sky'],
    );
    assert.deepEqual(found.unusable, [notText]);
    const none = await findClassMap(maskIn('binary'), grey, undefined);
    assert.deepEqual(none, {
      source: null,
      matchBy: 'id',
      entries: [],
      problems: [],
      unusable: [
        'class_names.txt in binary could not be used: The file is larger than 1 MB.',
        'classes.txt in binary could not be used: The file is not text in UTF-8.',
        'labels.txt in binary could not be used: The file names no class.',
      ],
    });
  });

  it('reads the class maps in JSON that a setting names', async () => {
    const named = async (file: string) => {
      await setting('path', vscode.Uri.joinPath(folder, 'json', file).fsPath);
      return findClassMap(maskIn('json'), grey, undefined);
    };
    assert.deepEqual((await named('own.classes.json'))?.entries, [{ id: 3, name: 'nose', aliases: ['코'] }]);
    const broken = await named('broken.classes.json');
    assert.equal(broken?.source, null);
    assert.match(
      broken.unusable?.[0] ?? '',
      /^broken\.classes\.json in json could not be used: The file is not valid JSON/,
    );
    assert.deepEqual((await named('lines.classes.json'))?.unusable, [
      'lines.classes.json in json could not be used: The file has no list "classes".',
    ]);
  });

  it('prefers the path in the settings, then the preset there, then what the user picked', async () => {
    const mask = maskIn('voc/near');
    const picked = { from: 'preset', preset: 'ade20k' } as const;
    assert.equal((await findClassMap(mask, grey, picked))?.source, 'preset: ADE20K');
    assert.equal(await findClassMap(mask, grey, { from: 'none' }), null);
    await setting('preset', 'voc');
    assert.equal((await findClassMap(mask, grey, picked))?.source, 'preset: Pascal VOC');
    await setting('path', vscode.Uri.joinPath(folder, 'labelme/labels.txt').fsPath);
    assert.equal((await findClassMap(mask, grey, picked))?.source, 'labels.txt in labelme');
    await setting('path', 'missing.txt');
    const missing = await findClassMap(mask, grey, picked);
    assert.equal(missing?.source, null);
    assert.match(missing.unusable?.[0] ?? '', /could not be used: The file cannot be read: /);
  });

  it('suggests a preset by the file name, unless told not to', async () => {
    const mask = vscode.Uri.joinPath(folder, 'none/a_gtFine_labelTrainIds.png');
    assert.equal((await findClassMap(mask, grey, undefined))?.source, 'preset: Cityscapes trainIds (by the file name)');
    await setting('preset', 'none');
    assert.equal(await findClassMap(mask, grey, undefined), null);
  });

  it('counts the names of a MOTS dataset from 1, and suggests those of MOTS where there are none', async () => {
    const names = (found: Awaited<ReturnType<typeof findClassMap>>) =>
      found?.entries.map(({ id, name }) => `${id} ${name}`);
    const mots = { ...grey, divisor: 1000, ids: [0, 1001, 2014, 10_000] };
    const found = await findClassMap(maskIn('mots/instances/0002'), mots, undefined);
    assert.equal(found?.source, 'labels.txt in instances (MOTS: the first line is class 1)');
    assert.deepEqual(names(found), ['1 a', '2 b']);
    const semantic = await findClassMap(maskIn('mots/instances/0002'), grey, undefined);
    assert.deepEqual(names(semantic), ['0 a', '1 b']);
    const suggested = await findClassMap(maskIn('nameless/instances'), mots, undefined);
    assert.equal(suggested?.source, 'preset: MOTS (guessed from the ids)');
    assert.deepEqual(names(suggested), ['1 car', '2 pedestrian', '10 ignored']);
  });

  it('looks in three folders at most outside the workspace', () => {
    const folders = foldersAbove(vscode.Uri.file('/nowhere/a/b/c/d/e.png')).map(({ path }) => path);
    assert.deepEqual(folders, ['/nowhere/a/b/c/d', '/nowhere/a/b/c', '/nowhere/a/b']);
    assert.deepEqual(
      foldersAbove(vscode.Uri.file('/e.png')).map(({ path }) => path),
      ['/'],
    );
  });

  it('is told when a class map changes or appears', async () => {
    await write(folder, 'watched/mask.png', '');
    const watcher = new ClassMapWatcher();
    let told = 0;
    const subscription = watcher.watch({ uri: maskIn('watched') }, () => told++);
    // A watcher needs a moment to start, which nothing announces.
    let version = 0;
    await until(async () => {
      await write(folder, 'watched/classes.txt', `class ${version++}`);
      return told > 0;
    });
    await delay(400);
    const first = told;
    await write(folder, 'watched/Any.Classes.json', '{ "classes": [] }');
    await until(() => told > first);
    await delay(400);
    const before = told;
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder, 'watched/classes.txt'));
    await until(() => told > before);
    await delay(400);
    const settled = told;
    await write(folder, 'watched/train_log.txt', 'epoch 1');
    await delay(400);
    assert.equal(told, settled);
    subscription.dispose();
    watcher.dispose();
  });

  it('is told of changes to a file that was named, until the mask is closed', async () => {
    const mask = { uri: maskIn('named') };
    const named = await write(folder, 'elsewhere/my names.txt', 'version 0');
    const watcher = new ClassMapWatcher();
    let told = 0;
    const subscription = watcher.watch(mask, () => told++);
    watcher.watchNamed(mask, { from: 'file', uri: named.toString() });
    let version = 1;
    await until(async () => {
      await write(folder, 'elsewhere/my names.txt', `version ${version++}`);
      return told > 0;
    });
    watcher.watchNamed(mask, { from: 'none' });
    await delay(400);
    const before = told;
    await write(folder, 'elsewhere/my names.txt', 'changed');
    await delay(400);
    assert.equal(told, before);
    subscription.dispose();
    watcher.dispose();
  });

  it('is told while changes go on without a pause', async () => {
    await write(folder, 'busy/mask.png', '');
    const watcher = new ClassMapWatcher();
    let told = 0;
    const subscription = watcher.watch({ uri: maskIn('busy') }, () => told++);
    const end = Date.now() + 10_000;
    for (let line = 0; told === 0 && Date.now() < end; line++) {
      await write(folder, 'busy/classes.txt', `class ${line}`);
      await delay(50);
    }
    assert.ok(told > 0);
    subscription.dispose();
    watcher.dispose();
  });
});

describe('choices', () => {
  const file = vscode.Uri.file('/data/SegmentationClass/a.png');
  const sibling = vscode.Uri.file('/data/SegmentationClass/b.png');

  it('hold for a file, or for a folder and all below it', async () => {
    const choices = new Choices(memento());
    let told = 0;
    choices.onDidChange(() => told++);
    await choices.setKind(file, 'folder', { kind: 'panoptic' });
    assert.deepEqual(choices.kindOf(sibling), { kind: 'panoptic', folder: 'SegmentationClass' });
    await choices.setKind(file, 'file', { kind: 'classInstance', divisor: 256 });
    assert.deepEqual(choices.kindOf(file), { kind: 'classInstance', divisor: 256 });
    assert.deepEqual(choices.kindOf(sibling), { kind: 'panoptic', folder: 'SegmentationClass' });
    assert.equal(choices.kindOf(vscode.Uri.file('/data/other/a.png')), undefined);
    await choices.setKind(file, 'file', undefined);
    assert.equal(choices.kindOf(sibling), undefined);
    assert.equal(told, 3);
  });

  it('move with their file or folder', async () => {
    const choices = new Choices(memento());
    await choices.setKind(file, 'file', { kind: 'instance' });
    await choices.setKind(sibling, 'folder', { kind: 'panoptic' });
    await choices.setClassMap(file, { from: 'file', uri: 'file:///data/SegmentationClass/names.txt' });
    let told = 0;
    choices.onDidChange(() => told++);
    const renamed = vscode.Uri.file('/data/SegmentationClass/눈 a.png');
    await choices.move([{ oldUri: file, newUri: renamed }]);
    assert.deepEqual(choices.kindOf(renamed), { kind: 'instance' });
    assert.deepEqual(choices.kindOf(file), { kind: 'panoptic', folder: 'SegmentationClass' });
    const folders = { oldUri: vscode.Uri.file('/data/SegmentationClass'), newUri: vscode.Uri.file('/data/masks') };
    await choices.move([folders]);
    assert.deepEqual(choices.kindOf(vscode.Uri.file('/data/masks/눈 a.png')), { kind: 'instance' });
    assert.deepEqual(choices.kindOf(vscode.Uri.file('/data/masks/b.png')), { kind: 'panoptic', folder: 'masks' });
    const inFolder = { from: 'file', uri: 'file:///data/masks/names.txt' };
    assert.deepEqual(choices.classMapOf(vscode.Uri.file('/data/masks/b.png')), inFolder);
    assert.equal(choices.kindOf(sibling), undefined);
    await choices.move([folders]);
    assert.equal(told, 2);
  });

  it('are shared by the versions of a file in Git', async () => {
    const choices = new Choices(memento());
    await choices.setClassMap(file, { from: 'preset', preset: 'voc' });
    const committed = file.with({ scheme: 'git', query: JSON.stringify({ path: file.fsPath, ref: 'HEAD' }) });
    assert.deepEqual(choices.classMapOf(committed), { from: 'preset', preset: 'voc' });
  });
});
