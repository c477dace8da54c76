import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';

/** What the runner outside the extension host reads to know that the tests really ran. */
export interface IntegrationResult {
  readonly passed: number;
  readonly failed: number;
  readonly pending: number;
}

/** Starts the lines of the test report, which share the console with the editor's own log. */
const REPORT_MARK = '\u258f';

/**
 * Called inside the extension host, both by `@vscode/test-electron` and by the server's window.
 * Runs every bundled `*.test.js` beside this file; rejects when one fails or when there is none.
 */
export async function run(): Promise<void> {
  Mocha.reporters.Base.consoleLog = (...values: unknown[]) => console.log(`${REPORT_MARK}${format(...values)}`);
  // A busy machine makes the window cancel a request or miss a change of a file; a defect fails every time.
  const mocha = new Mocha({ ui: 'bdd', color: false, timeout: 30_000, retries: 2, reporter: 'spec' });
  const files = readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.test.js'),
  );
  for (const file of files.sort()) mocha.addFile(join(__dirname, file));
  const result = await new Promise<IntegrationResult>((done) => {
    const runner = mocha.run(() => {
      const { passes, failures, pending } = runner.stats ?? { passes: 0, failures: 0, pending: 0 };
      done({ passed: passes, failed: failures, pending });
    });
  });
  writeFileSync(join(__dirname, 'result.json'), JSON.stringify(result));
  if (result.passed === 0) throw new Error('No integration test ran.');
  if (result.failed > 0) throw new Error(`${result.failed} integration tests failed.`);
}
