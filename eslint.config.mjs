import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const CDKTF = {
  group: ['cdktf', 'cdktf/*', 'cdktf-*', '@cdktf/*', 'cdktn', 'cdktn/*'],
  message: 'Only constructs/terraform/ names cdktf: import from constructs/terraform/framework or constructs/terraform/bindings.',
};

/** Forbids imports from `folders` of this repository. */
function layersAbove(...folders) {
  return {
    group: folders.flatMap((folder) => [`**/${folder}`, `**/${folder}/**`]),
    message: 'Imports go downwards only: cli → stacks → guidelines → constructs.',
  };
}

function restrictImports(...patterns) {
  return { 'no-restricted-imports': ['error', { patterns }] };
}

const NODE_GLOBALS = Object.fromEntries(Object.getOwnPropertyNames(globalThis).map((name) => [name, 'readonly']));

export default defineConfig(
  { ignores: ['**/node_modules/', 'dist/', 'cdktf.out/', '.appengine/', 'coverage/', 'images/'] },
  // A rule that has to be switched off in one place is a wrong rule or wrong code.
  { linterOptions: { noInlineConfig: true } },
  js.configs.recommended,
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
      ...restrictImports(CDKTF),
    },
  },
  { files: ['constructs/**/*.ts'], rules: restrictImports(CDKTF, layersAbove('guidelines', 'stacks', 'cli', 'testing')) },
  { files: ['constructs/terraform/**/*.ts'], rules: restrictImports(layersAbove('guidelines', 'stacks', 'cli', 'testing')) },
  { files: ['stacks/**/*.ts'], rules: restrictImports(CDKTF, layersAbove('cli', 'testing')) },
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
  prettier,
);
