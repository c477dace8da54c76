import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { MaskEditor } from '../maskEditor.ts';
import { useSession } from '../session.ts';
import type { Workbench } from '../workbench.ts';

const session = useSession();
const MASK = 'faces/SegmentationClass/face_05.png';

const picks = ({ page }: Workbench) => page.locator('.quick-input-list .monaco-list-row');
const input = ({ page }: Workbench) => page.locator('.quick-input-widget input[type="text"]');
const message = ({ page }: Workbench) => page.locator('.quick-input-widget .quick-input-message');

/** Runs the command and picks a class; the input box with its name is open then. */
async function askForName(workbench: Workbench, command: string, name: string): Promise<void> {
  await workbench.runCommand(command);
  await picks(workbench).filter({ hasText: name }).waitFor();
  await workbench.page.keyboard.type(name);
  await workbench.page.keyboard.press('Enter');
  await expect.poll(() => input(workbench).inputValue()).toBe(name);
}

it('a class is renamed in its class map, and back by undo in the text editor', async () => {
  const { workbench, workspace } = session;
  const labelmap = join(workspace, 'faces', 'labelmap.txt');
  const original = await readFile(labelmap, 'utf8');
  const editor = await MaskEditor.open(workbench, MASK);
  await askForName(workbench, 'Maskscope: Rename Class...', 'nose');
  await input(workbench).fill('snout');
  await workbench.page.keyboard.press('Enter');
  await editor.row(2).getByText('snout').waitFor();
  expect(await readFile(labelmap, 'utf8')).toBe(original.replace('nose:', 'snout:'));
  const notice = await workbench.notification('nose is called snout now in labelmap.txt in faces.');
  await workbench.screenshot('class-renamed');
  await notice.getByRole('button', { name: 'Open', exact: true }).click();
  const line = workbench.page.locator('.monaco-editor .view-line');
  await line.filter({ hasText: 'snout' }).click();
  await workbench.page.keyboard.press('Control+z');
  await line.filter({ hasText: 'nose' }).waitFor();
  await workbench.page.keyboard.press('Control+s');
  await expect.poll(() => readFile(labelmap, 'utf8')).toBe(original);
});

it('class maps speak Korean, their schema too', async () => {
  await writeFile(join(session.workspace, 'broken', 'a.classes.json'), '{ "classes": [{ "id": 0, "name": " sky" }] }');
  const workbench = await session.openKorean();
  await MaskEditor.open(workbench, MASK);
  await workbench.runCommand('Maskscope: 클래스 이름 선택...');
  await picks(workbench).filter({ hasText: '지금 적용 중: 가장 가까운 클래스 맵임' }).waitFor();
  await workbench.screenshot('korean-class-maps');
  await workbench.page.keyboard.press('Escape');

  await askForName(workbench, 'Maskscope: 클래스 이름 바꾸기...', 'nose');
  await input(workbench).fill('a:b');
  await expect
    .poll(() => message(workbench).innerText())
    .toContain('labelmap.txt에서는 콜론이 이름의 끝을 나타냅니다.');
  await workbench.screenshot('korean-rename-class');
  await workbench.page.keyboard.press('Escape');

  await workbench.runCommand('Maskscope: 클래스 맵을 다른 이름으로 저장...');
  await picks(workbench).filter({ hasText: '모두 유지됩니다' }).first().waitFor();
  await workbench.screenshot('korean-save-class-map');
  await workbench.page.keyboard.press('Escape');

  await workbench.clickFile('broken/a.classes.json');
  await workbench.page.locator('.monaco-editor .squiggly-warning').first().waitFor();
  await workbench.page.keyboard.press('Control+Shift+m');
  await workbench.page.locator('.markers-panel').getByText('이름의 앞뒤에 공백을 둘 수 없습니다.').waitFor();
  await workbench.screenshot('korean-class-map-schema');
});
