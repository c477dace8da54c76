import { run } from './bootstrap.mjs';

run('scripts/types.ts');
