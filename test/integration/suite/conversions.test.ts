import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { BACK, type Back } from '../../../src/extension/batch/batchSteps.ts';
import type { StepUi } from '../../../src/extension/batch/stepUi.ts';
import { ConvertCommands } from '../../../src/extension/convert/convertCommands.ts';
import type { ConvertPanel, ConvertPhase } from '../../../src/extension/convert/convertPanel.ts';
import { decodeIndependently } from '../../fixtures/independentDecoder.ts';
import { activeViewType, closeAll, extension, makeFolder, memento, until, write } from './support.ts';

/** Answers questions in the user's place, in order, and keeps their steps and the values at the cursor. */
function scripted(answers: readonly (string | Back)[]): { readonly ui: StepUi; readonly asked: string[] } {
  const left = [...answers];
  const asked: string[] = [];
  const ui: StepUi = {
    pick({ place, active, items }) {
      asked.push(`${place?.number}/${place?.total} ${active}`);
      const answer = left.shift();
      const values = items.map(({ value }) => value);
      if (typeof answer === 'string') assert.ok(values.includes(answer), `${answer} is not among ${values.join()}`);
      return Promise.resolve(answer);
    },
    input({ problemOf }) {
      const answer = left.shift();
      if (typeof answer === 'string') assert.equal(problemOf(answer), null);
      return Promise.resolve(answer);
    },
    open: () => Promise.resolve([]),
  };
  return { ui, asked };
}

type Show = 'showInformationMessage' | 'showWarningMessage';

/** Answers messages in the user's place until `end`, and keeps their texts. */
function answering(answer: (buttons: readonly unknown[]) => unknown): { shown: string[]; end: () => void } {
  const window = vscode.window as unknown as Record<Show, unknown>;
  const names: readonly Show[] = ['showInformationMessage', 'showWarningMessage'];
  const before = names.map((name) => window[name]);
  const shown: string[] = [];
  for (const name of names) {
    window[name] = (text: string, ...rest: readonly unknown[]) => {
      shown.push(text);
      return Promise.resolve(answer(rest));
    };
  }
  return { shown, end: () => names.forEach((name, at) => (window[name] = before[at])) };
}

/** A rectangle of whole pixels from x0, y0 to before x1, y1. */
const rectangle = (title: string, [x0, y0, x1, y1]: readonly [number, number, number, number]): object => ({
  ...{ featureId: title, schemaId: 's', title, value: title, color: '#ff0000' },
  polygon: [
    { x: x0, y: y0 },
    { x: x1, y: y0 },
    { x: x1, y: y1 },
    { x: x0, y: y1 },
  ],
});
const row = (name: string, objects: readonly object[]): object => ({
  ...{ ID: name, 'DataRow ID': `${name}row`, 'Labeled Data': 'https://example.invalid/a.jpg' },
  ...{ 'External ID': `${name}.jpg`, Label: { objects, classifications: [] }, 'Created By': 'anna', Skipped: false },
});
/** Of 8 × 6 pixels; the second row's classes claim 2 pixels both. */
const ROWS = [
  row('first', [rectangle('eye', [1, 1, 5, 4]), rectangle('nose', [5, 3, 7, 5])]),
  row('second', [rectangle('eye', [0, 0, 3, 2]), rectangle('nose', [2, 0, 4, 2])]),
];
/** Polygons, pixel centres, VOC, nearest class map, overlaps left out, newest labels, no originals; then where. */
const ANSWERS = ['polygons', 'centre', 'voc', 'nearest', 'error', 'newest', 'none'];
const OPTIONS = ['size', '8x6', 'yAxis', 'down'];

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

describe('conversions of exports', () => {
  const log = vscode.window.createOutputChannel('Conversions under test', { log: true });
  const panels: ConvertPanel[] = [];
  const state = memento();
  const convert = async (
    uri: vscode.Uri,
    answers: readonly (string | Back)[],
  ): Promise<{ readonly panel: ConvertPanel; readonly asked: readonly string[] }> => {
    const { ui, asked } = scripted(answers);
    const { extensionUri, extensionPath } = extension();
    const script = join(extensionPath, 'dist', 'labelboxConvertProcess.js');
    const panel = await new ConvertCommands({ extensionUri, script, log, state, ui }).start(uri);
    assert.ok(panel !== undefined);
    panels.push(panel);
    return { panel, asked };
  };
  const reaches = (panel: ConvertPanel, phase: ConvertPhase): Promise<void> =>
    until(() => panel.phase === phase, 30_000);

  afterEach(async () => {
    for (const panel of panels.splice(0)) panel.dispose();
    await closeAll();
  });
  after(() => log.dispose());

  it('preview, write ids as drawn by hand, open, and are undone', async function () {
    this.timeout(90_000);
    const folder = makeFolder('convert');
    const uri = await write(folder, 'faces.json', JSON.stringify(ROWS));
    const output = join(folder.fsPath, 'faces-masks');
    const { panel, asked } = await convert(uri, [...ANSWERS, ...OPTIONS, output]);
    assert.deepEqual(asked.slice(0, 3), ['1/8 polygons', '2/8 centre', '3/8 voc']);
    await reaches(panel, 'previewed');
    assert.equal(existsSync(output), false);

    let answer: unknown = 'Open a Mask';
    const { shown, end } = answering((buttons) => (buttons.includes(answer) ? answer : undefined));
    try {
      await panel.receive({ type: 'write', run: panel.run });
      await reaches(panel, 'done');
      await until(() => activeViewType()?.startsWith('maskscope.mask') === true, 20_000);
      assert.match(shown[0] ?? '', /^1 mask and its files \(4 in all\) are in /);

      const map = JSON.parse(readFileSync(join(output, 'faces.classes.json'), 'utf8')) as {
        readonly classes: readonly { readonly id: number; readonly name: string }[];
      };
      const idOf = (name: string): number => map.classes.find((one) => one.name === name)?.id ?? -1;
      const [eye, nose] = [idOf('eye'), idOf('nose')];
      assert.ok(eye > 0 && nose > 0 && eye !== nose);
      const { samples } = decodeIndependently(readFileSync(join(output, 'SegmentationClass', 'first.png')));
      const [o, e, n] = [0, eye, nose];
      assert.deepEqual(samples, [
        ...[o, o, o, o, o, o, o, o],
        ...[o, e, e, e, e, o, o, o],
        ...[o, e, e, e, e, o, o, o],
        ...[o, e, e, e, e, n, n, o],
        ...[o, o, o, o, o, n, n, o],
        ...[o, o, o, o, o, o, o, o],
      ]);
      assert.equal(existsSync(join(output, 'SegmentationClass', 'second.png')), false);

      answer = 'Undo';
      await panel.receive({ type: 'undo' });
      await reaches(panel, 'undone');
      assert.deepEqual(
        existsSync(output) ? filesBelow(output).filter((file) => !file.startsWith('.maskscope')) : [],
        [],
      );
    } finally {
      end();
    }
  });

  it('remember the answers of an export, and go back', async function () {
    this.timeout(60_000);
    const folder = makeFolder('convert-memory');
    const uri = await write(folder, 'faces.json', JSON.stringify(ROWS));
    const output = join(folder.fsPath, 'faces-masks');
    const first: readonly (string | Back)[] = [
      'polygons',
      'opencv-4.6',
      BACK,
      'pillow-9.4',
      'flat',
      'nearest',
      'smallerOnTop',
      'all',
      'none',
    ];
    const { panel } = await convert(uri, [...first, output]);
    await reaches(panel, 'previewed');
    const { asked } = await convert(uri, ['masks', 'flat', 'nearest', 'toVoid', 'newest', 'none', 'none', output]);
    assert.deepEqual(asked, [
      ...['1/8 polygons', '2/8 flat', '3/8 nearest', '4/8 smallerOnTop', '5/8 all', '6/8 none', '7/8 none'],
      `8/8 ${output}`,
    ]);
  });

  it('stop while they write, and are finished by the same answers', async function () {
    this.timeout(120_000);
    const folder = makeFolder('convert-stopped');
    const objects = [rectangle('eye', [1, 1, 5, 4])];
    const rows = Array.from({ length: 400 }, (_, at) => row(`row${at}`, objects));
    const uri = await write(folder, 'many.json', JSON.stringify(rows));
    const output = join(folder.fsPath, 'many-masks');
    const { panel } = await convert(uri, [...ANSWERS, ...OPTIONS, output]);
    await reaches(panel, 'previewed');
    const masks = (): string[] => filesBelow(output).filter((file) => file.startsWith('SegmentationClass'));
    const { shown, end } = answering(() => undefined);
    try {
      await panel.receive({ type: 'write', run: panel.run });
      await panel.receive({ type: 'cancel' });
      await reaches(panel, 'done');
      await until(() => shown.length === 1);
      assert.match(shown[0] ?? '', /^Stopped after /);
      assert.ok(masks().length < 400);
      await panel.receive({ type: 'previewAgain' });
      await reaches(panel, 'previewed');
      await panel.receive({ type: 'write', run: panel.run });
      await reaches(panel, 'done');
      await until(() => shown.length === 2);
      assert.match(shown[1] ?? '', /^400 masks and their files /);
      assert.equal(masks().length, 400);
    } finally {
      end();
    }
  });

  it('say what is wrong with a file that is no export', async function () {
    this.timeout(60_000);
    const folder = makeFolder('convert-wrong');
    const uri = await write(folder, 'other.json', '{"a": 1}');
    const { panel } = await convert(uri, [...ANSWERS, join(folder.fsPath, 'other-masks')]);
    await reaches(panel, 'failed');
    assert.deepEqual(readdirSync(folder.fsPath), ['other.json']);
  });

  it('write nothing after a preview that was replaced', async function () {
    this.timeout(60_000);
    const folder = makeFolder('convert-stale');
    const uri = await write(folder, 'faces.json', JSON.stringify(ROWS));
    const { panel } = await convert(uri, [...ANSWERS, ...OPTIONS, join(folder.fsPath, 'faces-masks')]);
    const { run } = panel;
    await reaches(panel, 'previewed');
    await panel.receive({ type: 'previewAgain' });
    await panel.receive({ type: 'write', run });
    await reaches(panel, 'previewed');
    await panel.receive({ type: 'write', run });
    assert.equal(panel.phase, 'previewed');
    assert.deepEqual(readdirSync(folder.fsPath), ['faces.json']);
  });
});
