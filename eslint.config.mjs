import js from '@eslint/js';
import markdown from '@eslint/markdown';
import prettier from 'eslint-config-prettier';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import language from './tools/eslint/plain-language.mjs';

const NODE_GLOBALS = Object.fromEntries(Object.getOwnPropertyNames(globalThis).map((name) => [name, 'readonly']));

const SCRIPTS = ['**/*.ts', '**/*.js', '**/*.mjs'];

/** What users read: the comments of what is published, and the pages that are written by hand. */
const PUBLISHED = [
  'bin/**/*.js',
  ...['cli', 'constructs', 'guidelines', 'operations', 'stacks', 'testing'].map((folder) => `${folder}/**/*.ts`),
];
const PAGES = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', 'docs/*.md'];
/** Made from the rules and from attacks, whose texts are elsewhere. */
const GENERATED = ['docs/attacks.md', 'docs/guidelines.md'];

export default defineConfig(
  { ignores: ['**/node_modules/', 'dist/', 'cdktf.out/', '.appengine/', 'coverage/', 'docs/api/', 'images/'] },
  // Projects of their own, with their own tsconfig.json: __tests__/contract/package.test.ts compiles them.
  { ignores: ['init/', '__tests__/contract/package/esm/'] },
  // A rule that has to be switched off in one place is a wrong rule or wrong code.
  { linterOptions: { noInlineConfig: true } },
  { ...js.configs.recommended, files: SCRIPTS },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      // `const { name, ...rest }` is how a key is left out.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      eqeqeq: 'error',
    },
  },
  {
    // A session brings the environment; the terminal is the command line's.
    files: ['operations/**/*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        ...['env', 'stdin', 'stdout', 'stderr', 'exit', 'exitCode', 'argv', 'cwd'].map((property) => ({ object: 'process', property })),
      ],
      'no-console': 'error',
    },
  },
  {
    // Jest types `expect.anything()` and its kind as any.
    files: ['__tests__/**/*.ts'],
    rules: { '@typescript-eslint/no-unsafe-assignment': 'off' },
  },
  {
    // Programs that run as they are, the apps inside containers: no types, Node's own globals.
    files: ['**/*.js'],
    languageOptions: { globals: NODE_GLOBALS },
  },
  { files: ['bin/**/*.js'], languageOptions: { sourceType: 'commonjs', globals: { __dirname: 'readonly' } } },
  {
    files: PUBLISHED,
    plugins: { language },
    rules: { 'language/plain-words': 'error', 'language/subject-first': 'error' },
  },
  {
    files: PAGES,
    ignores: GENERATED,
    plugins: { language, markdown },
    language: 'markdown/gfm',
    rules: { 'language/plain-words': 'error', 'markdown/heading-increment': 'error', 'markdown/no-empty-links': 'error' },
  },
  prettier,
);
