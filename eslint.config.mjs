// Lint rules, among them the import directions of the house:
//   core <- platform <- jobs <- cli, extension        core <- protocol <- webview, extension
import prettier from 'eslint-config-prettier';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const NODE = { regex: '^node:', message: 'Node belongs to platform, jobs, cli and extension.' };
const VSCODE = { regex: '^vscode$', message: 'Only src/extension imports vscode.' };
const SHARP = { regex: '^(sharp|@img/.*)$', message: 'Only src/platform imports sharp.' };
const TOOLKIT = { regex: '^@vscode/webview-ui-toolkit', message: 'Only webview/ui/toolkit.ts imports the toolkit.' };
const not = (rooms, message) => ({ regex: `^(\\.\\./)+(src/)?(${rooms})/`, message });

/** `import x from` and, which that rule does not see, `import()` and `import('…').Type`. */
const room = (files, patterns) => ({
  files,
  rules: {
    'no-restricted-imports': ['error', { patterns }],
    'no-restricted-syntax': [
      'error',
      ...patterns.flatMap(({ regex, message }) => {
        const pattern = `/${regex.replaceAll('/', '\\/')}/`;
        return [
          { selector: `ImportExpression > Literal[value=${pattern}]`, message },
          { selector: `TSImportType > Literal[value=${pattern}]`, message },
        ];
      }),
    ],
  },
});

export default tseslint.config(
  { ignores: ['node_modules', 'dist', 'out', 'sample', 'test-results', '.vscode-test'] },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['./src/tsconfig.json', './webview/tsconfig.json', './test/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      eqeqeq: 'error',
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: globals.node },
  },
  room(
    ['src/core/**'],
    [
      NODE,
      VSCODE,
      SHARP,
      TOOLKIT,
      not('platform|jobs|cli|extension|protocol|webview', 'core imports nothing but core.'),
    ],
  ),
  room(
    ['src/platform/**'],
    [VSCODE, TOOLKIT, not('jobs|cli|extension|protocol|webview', 'platform imports core only.')],
  ),
  room(
    ['src/jobs/**'],
    [VSCODE, SHARP, TOOLKIT, not('cli|extension|protocol|webview', 'jobs import core and platform only.')],
  ),
  room(
    ['src/cli/**'],
    [VSCODE, SHARP, TOOLKIT, not('extension|protocol|webview', 'cli imports core, platform and jobs only.')],
  ),
  room(
    ['src/protocol/**'],
    [NODE, VSCODE, SHARP, TOOLKIT, not('platform|jobs|cli|extension|webview', 'protocol imports core only.')],
  ),
  room(
    ['src/extension/**'],
    [SHARP, TOOLKIT, not('cli|webview', 'extension imports core, platform, jobs and protocol.')],
  ),
  {
    ...room(
      ['webview/**'],
      [NODE, VSCODE, SHARP, TOOLKIT, not('platform|jobs|cli|extension', 'webview imports core and protocol only.')],
    ),
    ignores: ['webview/ui/toolkit.ts'],
  },
  prettier,
);
