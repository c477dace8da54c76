import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { StepUi } from '../../../src/extension/batch/stepUi.ts';
import { Downloads } from '../../../src/extension/downloads/downloads.ts';
import type { DownloadPhase, DownloadTask } from '../../../src/extension/downloads/downloadTask.ts';
import { DownloadsTree } from '../../../src/extension/downloads/downloadsTree.ts';
import type * as Served from '../../../scripts/sample/served.ts';
import { FaultyServer, type ServedFile } from '../../fixtures/faultyServer.ts';
import { extension, makeFolder, memento, until, write } from './support.ts';

const SECRET = 'lb-5ecret-5ecret';

/** Answers messages in the user's place, and keeps their texts. */
function answering(answer: (text: string) => string | undefined): {
  readonly shown: string[];
  readonly end: () => void;
} {
  const names = ['showInformationMessage', 'showWarningMessage', 'showErrorMessage'] as const;
  const window = vscode.window as unknown as Record<(typeof names)[number], unknown>;
  const before = names.map((name) => window[name]);
  const shown: string[] = [];
  for (const name of names) {
    window[name] = (text: string) => {
      shown.push(text);
      return Promise.resolve(answer(text));
    };
  }
  return { shown, end: () => names.forEach((name, at) => (window[name] = before[at])) };
}

/** Secrets that last as long as the test. */
function secretStorage(): vscode.SecretStorage {
  const values = new Map<string, string>();
  return {
    get: (key: string) => Promise.resolve(values.get(key)),
    store: (key: string, value: string) => Promise.resolve(void values.set(key, value)),
    delete: (key: string) => Promise.resolve(void values.delete(key)),
    keys: () => Promise.resolve([...values.keys()]),
    onDidChange: new vscode.EventEmitter<vscode.SecretStorageChangeEvent>().event,
  } as vscode.SecretStorage;
}

describe('downloads', function () {
  this.timeout(90_000);
  const logged: string[] = [];
  const channel = vscode.window.createOutputChannel('Downloads under test', { log: true });
  const log = new Proxy(channel, {
    get(target, name: keyof vscode.LogOutputChannel) {
      const isWriting = name === 'warn' || name === 'error' || name === 'info';
      return isWriting ? (text: string) => logged.push(text) : Reflect.get(target, name);
    },
  });
  const servers: FaultyServer[] = [];
  let served: typeof Served;
  let content: Awaited<ReturnType<typeof Served.servedContent>>;
  const opened: Downloads[] = [];

  const serve = async (pace?: number): Promise<FaultyServer> => {
    const files = new Map<string, ServedFile>(
      [...content].map(([path, { bytes }]) => [path, pace === undefined ? { bytes } : { bytes, pace }]),
    );
    const server = await FaultyServer.start(files);
    servers.push(server);
    return server;
  };
  const exported = async (server: FaultyServer, name = 'served-2023.json'): Promise<vscode.Uri> => {
    const found = served.servedExports(server.url).find(({ path }) => path.endsWith(name));
    assert.ok(found !== undefined);
    return write(makeFolder('downloads'), name, found.bytes);
  };
  const ownScript = (): string => join(extension().extensionPath, 'dist', 'downloadProcess.js');
  const downloadsWith = (
    answers: readonly string[],
    state = memento(),
    secrets = secretStorage(),
    script = ownScript(),
  ): Downloads => {
    const left = [...answers];
    const ui: StepUi = {
      pick: ({ items }) => {
        const answer = left.shift();
        return Promise.resolve(answer === 'first' ? items[0]?.value : answer);
      },
      input: () => Promise.resolve(undefined),
      open: () => Promise.resolve([]),
    };
    const downloads = new Downloads({ script, log, state, secrets, ui });
    opened.push(downloads);
    return downloads;
  };
  const reaches = (task: DownloadTask, ...phases: DownloadPhase[]): Promise<void> =>
    until(() => phases.includes(task.phase), 40_000);
  const treeOf = (downloads: Downloads): DownloadsTree => {
    const tree = new DownloadsTree();
    tree.source = downloads;
    return tree;
  };

  before(async () => {
    // It draws with sharp, which must not be there before the activation was looked at.
    served = await import('../../../scripts/sample/served.ts');
    content = await served.servedContent();
  });
  afterEach(async () => {
    for (const downloads of opened.splice(0)) downloads.dispose();
    for (const server of servers.splice(0)) await server.stop();
  });
  after(() => channel.dispose());

  it('fetch what an export leads to, ask once for the host, and say what is missing and why', async () => {
    const server = await serve();
    const file = await exported(server);
    const state = memento();
    const downloads = downloadsWith(['both', 'first', 'both', 'first'], state);
    const { shown, end } = answering((text) => (text.startsWith('Send requests') ? 'Allow' : undefined));
    try {
      const task = await downloads.begin(file);
      assert.ok(task !== undefined);
      await reaches(task, 'done');
      assert.equal(shown[0], `Send requests to ${server.host}?`);
      assert.deepEqual([task.done, task.total, task.failures.length], [82, 84, 2]);
      assert.equal(readdirSync(join(task.order.folder, 'masks')).length, 71);
      const tree = treeOf(downloads);
      const [node] = tree.getChildren();
      assert.ok(node !== undefined);
      const item = tree.getTreeItem(node);
      assert.equal(item.contextValue, 'download.done');
      assert.match(String(item.description), /^82 of 84, 2 missing · /);
      const failures = tree.getChildren(node).map((one) => tree.getTreeItem(one));
      assert.deepEqual(failures.map(({ label }) => label).sort(), ['visitor_08--cs0008f0.png', 'visitor_11.jpg']);
      assert.ok(failures.some(({ description }) => description === 'The server answered 404: No such image'));
      await until(() => shown.some((text) => text.includes('82 of 84 files are there')));

      // A retry of the one asks the server again, and nobody else.
      const asked = server.requests.length;
      const missing = tree.getChildren(node).find((one) => tree.getTreeItem(one).label === 'visitor_11.jpg');
      await downloads.retry(missing);
      await reaches(task, 'done');
      assert.deepEqual(
        server.requests.slice(asked).map(({ path }) => path),
        ['/images/visitor_11.jpg'],
      );
      assert.equal(task.failures.length, 2);
      // Another window of the workspace remembers the agreement and the download.
      const again = downloadsWith(['both', 'first'], state);
      assert.equal(again.tasks[0]?.phase, 'done');
      await again.begin(file);
      const [repeated] = again.tasks;
      assert.ok(repeated !== undefined);
      await reaches(repeated, 'done');
      assert.equal(shown.filter((text) => text.startsWith('Send requests')).length, 1);
      await again.consent.revoke([server.host]);
      assert.deepEqual(again.consent.hosts, []);
    } finally {
      end();
    }
  });

  it('count the retry of one file to those that are there, also while it pauses', async () => {
    const files = new Map<string, ServedFile>([...content].map(([path, { bytes }]) => [path, { bytes }]));
    const server = await FaultyServer.start(files);
    servers.push(server);
    const downloads = downloadsWith(['both', 'first']);
    const { end } = answering((text) => (text.startsWith('Send requests') ? 'Allow' : undefined));
    try {
      const task = await downloads.begin(await exported(server));
      assert.ok(task !== undefined);
      await reaches(task, 'done');
      assert.deepEqual([task.done, task.missing], [82, 2]);
      const bytes = files.get('/images/visitor_01.jpg')?.bytes ?? new Uint8Array();
      files.set('/images/visitor_11.jpg', { bytes, pace: 300 });
      const failure = task.failures.find(({ name }) => name.endsWith('visitor_11.jpg'));
      assert.ok(failure !== undefined);
      const asked = server.requests.length;
      await downloads.retry({ kind: 'failure', task, failure });
      await until(() => server.requests.length > asked, 30_000);
      downloads.pause({ kind: 'task', task });
      await reaches(task, 'paused');
      assert.deepEqual([task.done, task.total, task.kept().done], [82, 84, 82]);
      await downloads.resume({ kind: 'task', task });
      await reaches(task, 'done');
      assert.deepEqual([task.done, task.missing], [83, 1]);
    } finally {
      end();
    }
  });

  it('are begun for each of several exports', async () => {
    const server = await serve();
    const [file, other] = [await exported(server), await exported(server, 'served-v2.ndjson')];
    const downloads = downloadsWith(['both', 'first', 'both', 'first']);
    const { end } = answering((text) => (text.startsWith('Send requests') ? 'Allow' : undefined));
    try {
      await downloads.begin(file, [file, other]);
      assert.deepEqual(
        new Set(downloads.tasks.map(({ order }) => order.exportPath)),
        new Set([file.fsPath, other.fsPath]),
      );
      for (const task of downloads.tasks) await reaches(task, 'done');
      const [first, second] = [file, other].map(({ fsPath }) =>
        downloads.tasks.find(({ order }) => order.exportPath === fsPath),
      );
      assert.deepEqual([first?.total, second?.total], [84, 24]);
    } finally {
      end();
    }
  });

  it('end with a reason in words where the key or the folder cannot be read', async () => {
    const server = await serve();
    const { shown, end } = answering(() => undefined);
    try {
      const broken = { ...secretStorage(), get: () => Promise.reject(new Error('locked')) } as vscode.SecretStorage;
      const locked = await downloadsWith(['both', 'first'], memento(), broken).begin(await exported(server));
      assert.equal(locked?.phase, 'failed');
      assert.ok(shown.some((text) => text.endsWith('The secret storage cannot be read: locked')));
      const downloads = downloadsWith(['both', 'first']);
      const file = await exported(server);
      const folder = file.fsPath.replace(/\.json$/, '');
      mkdirSync(join(folder, '.maskscope', 'downloads.jsonl'), { recursive: true });
      const task = await downloads.begin(file);
      assert.ok(task !== undefined);
      await reaches(task, 'failed');
      assert.match(task.message ?? '', /downloads\.jsonl cannot be used \(notAFile\)\. Choose another folder/);
    } finally {
      end();
    }
  });

  it('count what is missing beyond what they list', async () => {
    const rows = Array.from({ length: 1100 }, (_, i) => ({
      ...{ ID: `l${i}`, 'DataRow ID': `d${i}`, 'External ID': `${i}.jpg`, Label: { objects: [], classifications: [] } },
      'Labeled Data': `https://storage.example.com/${i}.jpg?Expires=1500000000000`,
    }));
    const file = await write(makeFolder('downloads'), 'expired.json', Buffer.from(JSON.stringify(rows)));
    const { end } = answering(() => undefined);
    try {
      const task = await downloadsWith(['originals', 'first']).begin(file);
      assert.ok(task !== undefined);
      await reaches(task, 'done');
      assert.deepEqual([task.missing, task.failures.length, task.kept().missing], [1100, 1000, 1100]);
      assert.ok(!existsSync(task.order.folder));
    } finally {
      end();
    }
  });

  it('say that the device is full', async () => {
    const server = await serve();
    const file = await exported(server);
    // What the process of a download says on a device that is full.
    const counts = { saved: 3, present: 0, failed: 1, stopped: 80 };
    const outcome = { counts, bytes: 9, problem: { code: 'noSpace', details: {} } };
    const listed = { type: 'listed', rows: 12, unread: 0, total: 84, facts: { hosts: [], needsKey: 0 } };
    const replies = { list: listed, start: { type: 'outcome', outcome } };
    const { fsPath: script } = await write(
      makeFolder('downloads'),
      'full.cjs',
      Buffer.from(`process.on('message', ({ type }) => process.send(${JSON.stringify(replies)}[type]));`),
    );
    const { shown, end } = answering(() => undefined);
    try {
      const task = await downloadsWith(['both', 'first'], memento(), secretStorage(), script).begin(file);
      assert.ok(task !== undefined);
      await reaches(task, 'failed');
      assert.equal(task.message, 'No space is left on the device.');
      assert.ok(shown.some((text) => text.endsWith('No space is left on the device.')));
      assert.deepEqual([task.done, task.total], [3, 84]);
    } finally {
      end();
    }
  });

  it('send nothing where the host is refused', async () => {
    const server = await serve();
    const { end } = answering(() => undefined);
    try {
      const task = await downloadsWith(['masks', 'first']).begin(await exported(server));
      assert.ok(task !== undefined);
      await reaches(task, 'done');
      assert.deepEqual([server.requests.length, task.done], [0, 0]);
    } finally {
      end();
    }
  });

  it('are paused, resumed and stopped, and are found paused after the window closed', async () => {
    const server = await serve(30);
    const file = await exported(server, 'served-v2.ndjson');
    const state = memento();
    const downloads = downloadsWith(['both', 'first'], state);
    const { end } = answering((text) => (text.startsWith('Send requests') ? 'Allow' : undefined));
    try {
      const task = await downloads.begin(file);
      assert.ok(task !== undefined);
      const node = { kind: 'task', task };
      await until(() => server.requests.length > 2, 30_000);
      downloads.pause(node);
      await reaches(task, 'paused');
      await downloads.resume(node);
      await reaches(task, 'running', 'done');
      downloads.dispose();

      const later = downloadsWith([], state);
      const [kept] = later.tasks;
      assert.ok(kept !== undefined);
      assert.equal(kept.phase, 'paused');
      assert.equal(treeOf(later).getTreeItem({ kind: 'task', task: kept }).contextValue, 'download.paused');
      await later.resume({ kind: 'task', task: kept });
      await reaches(kept, 'running', 'done');
      await reaches(kept, 'done');
      assert.deepEqual([kept.done, kept.total], [23, 24]);
      assert.ok(existsSync(join(kept.order.folder, 'originals', 'visitor_01.jpg')));
    } finally {
      end();
    }
  });

  it('keep the key in the secret storage, for one host', async () => {
    const server = await serve();
    const secrets = secretStorage();
    const state = memento();
    const downloads = downloadsWith(['both', 'first'], state, secrets);
    await downloads.keys.store('api.labelbox.com', SECRET);
    await assert.rejects(downloads.keys.store('https://api.labelbox.com/x', SECRET));
    const { end } = answering((text) => (text.startsWith('Send requests') ? 'Allow' : undefined));
    try {
      const task = await downloads.begin(await exported(server, 'served-v2.ndjson'));
      assert.ok(task !== undefined);
      await reaches(task, 'done');
      assert.ok(server.requests.every(({ authorization }) => authorization === null));
      const kept = state.keys().map((key) => JSON.stringify(state.get(key)));
      const journal = readFileSync(join(task.order.folder, '.maskscope', 'downloads.jsonl'), 'utf8');
      assert.ok(![...logged, ...kept, journal].join('\n').includes(SECRET));
      await downloads.forgetKey();
      assert.equal(await downloads.keys.authorization(), null);
    } finally {
      end();
    }
  });
});
