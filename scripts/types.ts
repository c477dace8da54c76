// Checks the types of every world: core (no Node, no DOM), host, webviews, tests and scripts.
import { spawnSync } from 'node:child_process';
import { exit } from 'node:process';

const worlds = ['src/core', 'src', 'webview', 'test'];
const failed = worlds.filter((world) => {
  const { status } = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', world], {
    cwd: import.meta.dirname + '/..',
    stdio: 'inherit',
  });
  return status !== 0;
});
console.log(failed.length === 0 ? `types: ${worlds.length} worlds are sound` : `types: errors in ${failed.join(', ')}`);
exit(failed.length === 0 ? 0 : 1);
