import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { BACK, type Back } from '../../../src/extension/batch/batchSteps.ts';
import type { StepUi } from '../../../src/extension/batch/stepUi.ts';
import { askFolders } from '../../../src/extension/compare/folderQuestions.ts';
import { closeAll, makeFolder, mask, played, until, write } from './support.ts';

const tabs = (): string[] => vscode.window.tabGroups.all.flatMap(({ tabs: all }) => all.map(({ label }) => label));

/** Answers questions in the user's place, in order. */
function answering(answers: (string | Back)[]): StepUi & { readonly problems: (string | null)[] } {
  const problems: (string | null)[] = [];
  const next = (): Promise<string | Back | undefined> => Promise.resolve(answers.shift());
  return {
    problems,
    pick: next,
    input: ({ problemOf }) => {
      problems.push(...['', '70000', '1;2', '0, 255'].map(problemOf));
      return next();
    },
    open: () => Promise.resolve([]),
  };
}

describe('comparing', function () {
  this.timeout(60_000);
  after(closeAll);

  it('opens two masks that are selected in one tab', async () => {
    await closeAll();
    const folder = makeFolder('comparing');
    const files = [await write(folder, 'one.png', mask()), await write(folder, 'other.png', mask())];
    await vscode.commands.executeCommand('maskscope.compareMasks', files[0], files);
    await until(() => tabs().includes('one.png ↔ other.png'));
  });

  it('says what to select where it is not two PNGs', async () => {
    const folder = makeFolder('comparing-none');
    const text = await write(folder, 'a.txt', 'x');
    const three = await Promise.all(['a', 'b', 'c'].map((name) => write(folder, `${name}.png`, mask())));
    const { shown, end } = played('showInformationMessage', undefined);
    await vscode.commands.executeCommand('maskscope.compareMasks', text, [text, text]);
    await until(() => shown.length === 1);
    await vscode.commands.executeCommand('maskscope.compareMasks', three[0], three);
    await until(() => shown.length === 2);
    end();
    assert.deepEqual(shown, ['None of the selected files is a PNG.', 'Select two masks to compare.']);
  });

  it('says where a mask is in no repository', async () => {
    const file = await write(makeFolder('comparing-git'), 'alone.png', mask());
    const { shown, end } = played('showInformationMessage', undefined);
    await vscode.commands.executeCommand('maskscope.compareWithGit', file);
    await until(() => shown.length > 0);
    end();
    assert.match(shown[0] ?? '', /no Git here|in no Git repository/);
  });

  it('takes the file of a change, as menus of source control give it', async () => {
    const file = await write(makeFolder('comparing-change'), 'text.txt', 'x');
    const { shown, end } = played('showInformationMessage', undefined);
    await vscode.commands.executeCommand('maskscope.compareWithGit', { resourceUri: file });
    await until(() => shown.length > 0);
    end();
    assert.deepEqual(shown, ['None of the selected files is a PNG.']);
  });

  it('asks how folders are compared, and goes back', async () => {
    const [truth, prediction] = [makeFolder('truth'), makeFolder('prediction')];
    const ui = answering(['voc', BACK, 'automatic', 'other', '0, 255', BACK, 'none', 'true']);
    const uris = [truth, prediction];
    const request = await askFolders(ui, uris);
    assert.deepEqual(request, {
      ...{ truth: uris[0]?.fsPath, prediction: uris[1]?.fsPath },
      ...{ classMap: null, voidIds: [], isBoundary: true },
    });
    const wrong = 'Enter ids from 0 to 65535 with commas between.';
    assert.deepEqual(ui.problems, [wrong, wrong, wrong, null]);
  });

  it('gives up where a question is left', async () => {
    const folder = vscode.Uri.file('/');
    assert.equal(await askFolders(answering(['automatic']), [folder, folder]), undefined);
    assert.equal(await askFolders(answering([]), []), undefined);
  });
});
