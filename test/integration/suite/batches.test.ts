import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { BatchCommands } from '../../../src/extension/batch/batchCommands.ts';
import type { BatchPanel, BatchPhase } from '../../../src/extension/batch/batchPanel.ts';
import { BACK, type Back } from '../../../src/extension/batch/batchSteps.ts';
import type { StepUi } from '../../../src/extension/batch/stepUi.ts';
import { unsavedFiles } from '../../../src/extension/batch/unsavedFiles.ts';
import { takeInterrupted, type WritingBatch } from '../../../src/extension/batch/writingBatches.ts';
import { writability } from '../../../src/extension/mask/writability.ts';
import { hashesOf } from '../../fixtures/batchTree.ts';
import { shiftedMask, smallFace, writeDifferingMasks } from '../../fixtures/differingMasks.ts';
import { decodeIndependently } from '../../fixtures/independentDecoder.ts';
import { whileHeld } from '../../fixtures/processTree.ts';
import { closeAll, extension, makeFolder, memento, until, write } from './support.ts';

/** What the questions were, and the cursor's place in them. */
interface Asked {
  readonly placeholder: string;
  readonly active: string | undefined;
  readonly step: string;
}

/** Answers questions in the user's place, in order. */
function scripted(answers: readonly (string | Back)[]): { readonly ui: StepUi; readonly asked: Asked[] } {
  const left = [...answers];
  const asked: Asked[] = [];
  const next = (): string | Back | undefined => left.shift();
  const ui: StepUi = {
    pick({ placeholder, active, place, items }) {
      asked.push({ placeholder, active, step: place === undefined ? '' : `${place.number}/${place.total}` });
      const answer = next();
      const values = items.map(({ value }) => value);
      if (typeof answer === 'string') assert.ok(values.includes(answer), `${answer} is not among ${values.join()}`);
      return Promise.resolve(answer);
    },
    input({ placeholder, value, place, problemOf }) {
      asked.push({ placeholder, active: value, step: place === undefined ? '' : `${place.number}/${place.total}` });
      const answer = next();
      if (typeof answer === 'string') assert.equal(problemOf(answer), null);
      return Promise.resolve(answer);
    },
    open: () => Promise.resolve([]),
  };
  return { ui, asked };
}

type Show = 'showInformationMessage' | 'showWarningMessage' | 'showErrorMessage';

/** Answers messages in the user's place, and keeps their texts. */
function answering(answers: Partial<Record<Show, string>>): { readonly shown: string[]; readonly end: () => void } {
  const window = vscode.window as unknown as Record<Show, unknown>;
  const names: readonly Show[] = ['showInformationMessage', 'showWarningMessage', 'showErrorMessage'];
  const before = names.map((name) => window[name]);
  const shown: string[] = [];
  for (const name of names) {
    window[name] = (text: string, ...rest: readonly unknown[]) => {
      const detail = rest.find((one): one is { detail?: string } => typeof one === 'object' && one !== null);
      shown.push(detail?.detail === undefined ? text : `${text}\n${detail.detail}`);
      return Promise.resolve(answers[name]);
    };
  }
  return { shown, end: () => names.forEach((name, at) => (window[name] = before[at])) };
}

describe('batches', () => {
  const log = vscode.window.createOutputChannel('Batches under test', { log: true });
  const panels: BatchPanel[] = [];
  const state = memento();
  const commandsWith = (ui: StepUi, memory = state): BatchCommands =>
    new BatchCommands({
      ...{ extensionUri: extension().extensionUri, log, state: memory, ui, masksWritten: () => undefined },
      script: join(extension().extensionPath, 'dist', 'batchProcess.js'),
    });
  const reencode = async (
    folder: vscode.Uri,
    answers: readonly (string | Back)[] = ['five', 'colour', 'inPlace'],
  ): Promise<{ readonly panel: BatchPanel; readonly asked: readonly Asked[] }> => {
    const { ui, asked } = scripted(answers);
    const panel = await commandsWith(ui).start('reencode', folder);
    assert.ok(panel !== undefined);
    panels.push(panel);
    return { panel, asked };
  };
  const reaches = (panel: BatchPanel, phase: BatchPhase): Promise<void> => until(() => panel.phase === phase, 30_000);
  const masksIn = (name: string, count: number): vscode.Uri => {
    const folder = makeFolder(name);
    writeDifferingMasks(folder.fsPath, count);
    return folder;
  };

  afterEach(async () => {
    for (const panel of panels.splice(0)) panel.dispose();
    await closeAll();
  });
  after(() => log.dispose());

  it('preview, write, and undo byte for byte', async function () {
    this.timeout(90_000);
    const folder = masksIn('batch-whole', 40);
    const before = hashesOf(folder.fsPath);
    const { panel, asked } = await reencode(folder);
    assert.deepEqual(
      asked.map(({ step }) => step),
      ['1/3', '2/3', '3/3'],
    );
    await reaches(panel, 'previewed');
    assert.deepEqual(hashesOf(folder.fsPath), before);

    const { shown, end } = answering({ showWarningMessage: 'Undo' });
    try {
      await panel.receive({ type: 'write', run: panel.run });
      await reaches(panel, 'done');
      await until(() => shown.length > 0);
      assert.deepEqual(shown, ['40 files written, 0 unchanged, 0 refused.']);
      const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, 'face_0002.png'));
      assert.deepEqual(decodeIndependently(bytes).samples, [...smallFace(2)]);
      assert.notDeepEqual(hashesOf(folder.fsPath), before);

      const report = await commandsWith(scripted([]).ui).undo(folder);
      assert.deepEqual({ restored: report?.restored, refused: report?.refused }, { restored: 40, refused: 0 });
      assert.match(shown[1] ?? '', /40 files get their old bytes back/);
      assert.deepEqual(hashesOf(folder.fsPath), before);
      assert.equal(panel.phase, 'undone');
      await panel.receive({ type: 'write', run: panel.run });
      assert.equal(panel.phase, 'undone');
      assert.equal(await commandsWith(scripted([]).ui).undo(folder), null);
      assert.equal(shown.at(-1), 'There is no batch to undo.');
    } finally {
      end();
    }
  });

  it('write nothing that the preview did not show', async function () {
    this.timeout(60_000);
    const folder = masksIn('batch-stale', 5);
    const before = hashesOf(folder.fsPath);
    const { panel } = await reencode(folder);
    const { run } = panel;
    await panel.receive({ type: 'write', run });
    await reaches(panel, 'previewed');
    await panel.receive({ type: 'decide', decisions: { unknown: 'nearest', choices: [] } });
    await panel.receive({ type: 'write', run });
    await reaches(panel, 'previewed');
    await panel.receive({ type: 'write', run });
    assert.equal(panel.phase, 'previewed');
    assert.deepEqual(hashesOf(folder.fsPath), before);
  });

  it('remember the answers, and go back', async function () {
    this.timeout(60_000);
    const folder = masksIn('batch-memory', 2);
    await reencode(folder, ['ade20k', BACK, 'cityscapes', 'index', 'depth', '4', 'inPlace']);
    const { asked } = await reencode(folder, ['cityscapes', 'index', 'inPlace']);
    assert.deepEqual(
      asked.map(({ active }) => active),
      ['cityscapes', 'index', 'inPlace'],
    );
  });

  it('are asked for again with the answers so far, and keep them where the user gives up', async function () {
    this.timeout(60_000);
    const { panel, asked } = await reencode(masksIn('batch-change', 3), [
      ...['five', 'colour', 'inPlace'],
      ...['voc', 'index', 'beside'],
    ]);
    await reaches(panel, 'previewed');
    const { run } = panel;
    await panel.receive({ type: 'changeOptions' });
    assert.deepEqual(
      asked.slice(3).map(({ active }) => active),
      ['five', 'colour', 'inPlace'],
    );
    assert.ok(panel.run > run);
    await reaches(panel, 'previewed');
    const again = panel.run;
    await panel.receive({ type: 'changeOptions' });
    assert.equal(panel.run, again);
  });

  it('ask for masks where no menu gave any', async function () {
    this.timeout(60_000);
    const [workspace] = vscode.workspace.workspaceFolders ?? [];
    const faces = join(workspace?.uri.fsPath ?? '', 'faces', 'SegmentationClass');
    const { ui, asked } = scripted(['folders', 'voc', 'index', 'beside']);
    const panel = await commandsWith({ ...ui, open: () => Promise.resolve([faces]) }).start('reencode');
    assert.ok(panel !== undefined);
    panels.push(panel);
    assert.deepEqual(
      asked.map(({ step }) => step),
      ['1/4', '2/4', '3/4', '4/4'],
    );
    await reaches(panel, 'previewed');
  });

  it('are undone from the message that tells of them', async function () {
    this.timeout(60_000);
    const folder = masksIn('batch-message', 4);
    const before = hashesOf(folder.fsPath);
    const { panel } = await reencode(folder);
    await reaches(panel, 'previewed');
    const { shown, end } = answering({ showInformationMessage: 'Undo Last Batch', showWarningMessage: 'Undo' });
    try {
      await panel.receive({ type: 'write', run: panel.run });
      await until(() => shown.includes('4 files are as before the batch, 0 were left alone.'), 30_000);
    } finally {
      end();
    }
    assert.deepEqual(hashesOf(folder.fsPath), before);
  });

  it('stop at once when the preview is cancelled', async function () {
    this.timeout(60_000);
    const { panel } = await reencode(masksIn('batch-cancel', 200));
    await panel.receive({ type: 'cancel' });
    assert.equal(panel.phase, 'stopped');
    assert.equal(panel.processId, undefined);
    await panel.receive({ type: 'previewAgain' });
    await reaches(panel, 'previewed');
  });

  it('stop in the middle of the writing, and are finished by another run', async function () {
    this.timeout(120_000);
    const folder = masksIn('batch-middle', 400);
    const { panel } = await reencode(folder);
    await reaches(panel, 'previewed');
    const { shown, end } = answering({});
    try {
      await whileHeld([panel.processId ?? 0], async () => {
        await panel.receive({ type: 'write', run: panel.run });
        await panel.receive({ type: 'cancel' });
      });
      await until(() => shown.length > 0, 30_000);
      assert.equal(panel.phase, 'done');
      const [, written, left] =
        /^(\d+) files written, 0 unchanged, 0 refused, (\d+) not reached\.$/.exec(shown[0] ?? '') ?? [];
      assert.equal(Number(written) + Number(left), 400);
      assert.ok(Number(left) > 0);
      await panel.receive({ type: 'previewAgain' });
      await reaches(panel, 'previewed');
      await panel.receive({ type: 'write', run: panel.run });
      await reaches(panel, 'done');
    } finally {
      end();
    }
    for (const number of [1, 2, 7]) {
      const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, `face_000${number}.png`));
      assert.deepEqual(decodeIndependently(bytes).samples, [...smallFace(number)]);
    }
  });

  it('that a window could not finish are told by the next one, and finished or undone', async function () {
    this.timeout(120_000);
    const folder = masksIn('batch-window', 900);
    const before = hashesOf(folder.fsPath);
    const memory = memento();
    const panel = await commandsWith(scripted(['five', 'colour', 'inPlace']).ui, memory).start('reencode', folder);
    assert.ok(panel !== undefined);
    panels.push(panel);
    await reaches(panel, 'previewed');
    assert.deepEqual(takeInterrupted(memory), []);
    let left: readonly WritingBatch[] = [];
    const ended = answering({});
    try {
      await panel.receive({ type: 'write', run: panel.run });
      const journals = join(folder.fsPath, '.maskscope', 'batches');
      await until(() => existsSync(journals) && readdirSync(journals).some((name) => /^\d\w+-\w+$/.test(name)), 30_000);
      process.kill(panel.processId ?? 0, 'SIGKILL');
      // What the next window finds, since this one has no time to forget it.
      left = takeInterrupted(memory);
      await reaches(panel, 'failed');
    } finally {
      ended.end();
    }
    assert.deepEqual(
      left.map(({ root }) => root),
      [folder.fsPath],
    );
    const now = hashesOf(folder.fsPath);
    const written = Object.keys(before).filter((name) => now[name] !== before[name]).length;
    const next = commandsWith(scripted([]).ui, memory);
    const told = answering({ showWarningMessage: 'Finish…' });
    try {
      const [batch] = left;
      assert.ok(batch !== undefined);
      const finishing = await next.tellInterrupted(batch);
      assert.ok(finishing !== undefined);
      panels.push(finishing);
      const sentence = `A batch in ${folder.fsPath} was interrupted: ${written} of 900 files are written.`;
      assert.deepEqual(told.shown, [sentence]);
      await reaches(finishing, 'previewed');
      await finishing.receive({ type: 'write', run: finishing.run });
      await reaches(finishing, 'done');
      // Finished, it is told no more.
      assert.equal(await next.tellInterrupted(batch), undefined);
      assert.equal(told.shown.filter((text) => text === sentence).length, 1);
      assert.deepEqual(takeInterrupted(memory), []);
    } finally {
      told.end();
    }
    const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, 'face_0007.png'));
    assert.deepEqual(decodeIndependently(bytes).samples, [...smallFace(7)]);
  });

  it('survive that their process crashes', async function () {
    this.timeout(60_000);
    const { panel } = await reencode(masksIn('batch-crash', 30));
    await reaches(panel, 'previewed');
    assert.notEqual(panel.processId, process.pid);
    const { end } = answering({});
    process.kill(panel.processId ?? 0, 'SIGKILL');
    await until(() => panel.phase === 'failed');
    end();
    await panel.receive({ type: 'previewAgain' });
    await reaches(panel, 'previewed');
  });

  it('leave a file alone that is open with unsaved changes', async function () {
    this.timeout(60_000);
    const folder = masksIn('batch-unsaved', 3);
    // An editor of texts opens what has no zero bytes.
    const file = await write(folder, 'edited.png', 'to be a mask\n');
    const document = await vscode.workspace.openTextDocument(file);
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'not '));
    assert.deepEqual(unsavedFiles(), [file.fsPath]);
    // Saved on the disk by another program, it would be written.
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, 'edited.png'), shiftedMask(1, 2));
    const before = hashesOf(folder.fsPath)['edited.png'];
    const { panel } = await reencode(folder);
    await reaches(panel, 'previewed');
    const { shown, end } = answering({});
    try {
      await panel.receive({ type: 'write', run: panel.run });
      await reaches(panel, 'done');
      await until(() => shown.length > 0);
    } finally {
      end();
    }
    assert.deepEqual(shown, ['3 files written, 0 unchanged, 1 refused.']);
    assert.equal(hashesOf(folder.fsPath)['edited.png'], before);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('are undone but for files that are open with unsaved changes, and these later', async function () {
    this.timeout(60_000);
    const folder = masksIn('batch-undo-unsaved', 3);
    const before = hashesOf(folder.fsPath);
    const { panel } = await reencode(folder);
    await reaches(panel, 'previewed');
    const { shown, end } = answering({ showWarningMessage: 'Undo' });
    try {
      await panel.receive({ type: 'write', run: panel.run });
      await reaches(panel, 'done');
      const file = vscode.Uri.joinPath(folder, 'face_0002.png');
      const written = await vscode.workspace.fs.readFile(file);
      // An editor of texts opens what has no zero bytes; once it is edited, it lets the disk be.
      await vscode.workspace.fs.writeFile(file, Buffer.from('text\n'));
      const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(file));
      await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'not '));
      await vscode.workspace.fs.writeFile(file, written);

      const report = await commandsWith(scripted([]).ui).undo(folder);
      assert.deepEqual({ restored: report?.restored, refused: report?.refused }, { restored: 2, refused: 1 });
      const question = shown.find((text) => text.startsWith('Undo the last batch')) ?? '';
      assert.match(question, /2 files get their old bytes back/);
      assert.match(question, /1 files are open with unsaved changes[^\n]*\n[^\n]*face_0002\.png/);
      assert.deepEqual(await vscode.workspace.fs.readFile(file), written);

      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      const later = await commandsWith(scripted([]).ui).undo(folder);
      assert.deepEqual({ restored: later?.restored, refused: later?.refused }, { restored: 3, refused: 0 });
      assert.deepEqual(hashesOf(folder.fsPath), before);
    } finally {
      end();
    }
  });

  it('say in the question of an undo what was deleted and what changed, and nothing of none', async function () {
    this.timeout(60_000);
    const folder = masksIn('batch-undo-question', 2);
    const before = hashesOf(folder.fsPath);
    const { panel } = await reencode(folder);
    await reaches(panel, 'previewed');
    const { shown, end } = answering({ showWarningMessage: 'Undo and Lose Changes' });
    try {
      await panel.receive({ type: 'write', run: panel.run });
      await reaches(panel, 'done');
      await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder, 'face_0001.png'));
      await write(folder, 'face_0002.png', 'changed since');
      await commandsWith(scripted([]).ui).undo(folder);
      const lines = (shown.find((text) => text.startsWith('Undo the last batch')) ?? '').split('\n').slice(1, 4);
      assert.match(lines[0] ?? '', /^1 file that was deleted since is put back \([\d.]+ k?B\)\.$/);
      assert.match(lines[1] ?? '', /^1 file changed since \([\d.]+ k?B\); it is left alone unless/);
      assert.match(lines[2] ?? '', /face_0002\.png$/);
    } finally {
      end();
    }
    assert.deepEqual(hashesOf(folder.fsPath), before);
  });

  it('leave files alone that the settings make read-only, and so do saves', async function () {
    this.timeout(60_000);
    const folder = masksIn('batch-readonly', 3);
    const before = hashesOf(folder.fsPath);
    const files = vscode.workspace.getConfiguration('files');
    const glob = `${folder.fsPath}/*_000[12].png`;
    await files.update('readonlyInclude', { [glob]: true }, vscode.ConfigurationTarget.Global);
    await files.update('readonlyExclude', { [`${folder.fsPath}/*2.png`]: true }, vscode.ConfigurationTarget.Global);
    const { shown, end } = answering({});
    try {
      const canWrite = await writability(vscode.Uri.joinPath(folder, 'face_0001.png'));
      assert.match(canWrite.ok ? '' : canWrite.reason, /files\.readonlyInclude/);
      assert.deepEqual(await writability(vscode.Uri.joinPath(folder, 'face_0002.png')), { ok: true });
      const { panel } = await reencode(folder);
      await reaches(panel, 'previewed');
      await panel.receive({ type: 'write', run: panel.run });
      await reaches(panel, 'done');
      await until(() => shown.length > 0);
    } finally {
      end();
      await files.update('readonlyInclude', undefined, vscode.ConfigurationTarget.Global);
      await files.update('readonlyExclude', undefined, vscode.ConfigurationTarget.Global);
    }
    assert.deepEqual(shown, ['2 files written, 0 unchanged, 1 refused.']);
    const after = hashesOf(folder.fsPath);
    const same = Object.keys(before).filter((name) => before[name] === after[name]);
    assert.deepEqual(same, ['face_0001.png']);
  });

  it('draw a border and take it away', async function () {
    this.timeout(60_000);
    const folder = masksIn('batch-border', 3);
    const { ui, asked } = scripted(['union', '2', 'element', 'cross', 'inPlace']);
    const panel = await commandsWith(ui).start('draw', folder);
    assert.ok(panel !== undefined);
    panels.push(panel);
    assert.deepEqual(
      asked.map(({ step }) => step).filter((step) => step !== ''),
      ['1/3', '2/3', '3/3', '3/3', '3/3'],
    );
    await reaches(panel, 'previewed');
    const { end } = answering({});
    try {
      await panel.receive({ type: 'write', run: panel.run });
      await reaches(panel, 'done');
      const file = vscode.Uri.joinPath(folder, 'face_0001.png');
      const drawn = decodeIndependently(await vscode.workspace.fs.readFile(file)).samples;
      assert.ok(drawn.includes(255));

      const back = await commandsWith(scripted(['4', 'inPlace']).ui).start('remove', folder);
      assert.ok(back !== undefined);
      panels.push(back);
      await reaches(back, 'previewed');
      await back.receive({ type: 'write', run: back.run });
      await reaches(back, 'done');
      const removed = decodeIndependently(await vscode.workspace.fs.readFile(file)).samples;
      assert.ok(!removed.includes(255));
    } finally {
      end();
    }
  });

  it('say that they need files on disk', async () => {
    const { shown, end } = answering({});
    const panel = await commandsWith(scripted([]).ui).start('reencode', vscode.Uri.parse('memfs:/masks'));
    end();
    assert.equal(panel, undefined);
    assert.deepEqual(shown, ['Batches need files on disk; these are in a virtual file system.']);
  });
});
