import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';
import jest from './jest.config.mjs';

/** Properties of a rule that people read. No test of a verdict can tell a changed one; __tests__/unit/docs compares them with their pages. */
const TEXTS = new Set(['id', 'title', 'impact', 'remediation', 'exception', 'references']);

/** Whether the node is such a property of a `defineRule({ … })`. */
function isText({ node, parentPath }) {
  return (
    node.type === 'ObjectProperty' &&
    TEXTS.has(node.key.name) &&
    parentPath?.parentPath?.node.type === 'CallExpression' &&
    parentPath.parentPath.node.callee.name === 'defineRule'
  );
}

export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, 'rule-texts', {
    shouldIgnore: (path) => (isText(path) ? 'a text for people, no part of the verdict' : undefined),
  }),
];

const unit = jest.projects.find(({ displayName }) => displayName === 'unit');
/** Tests of verdicts; the others look at the files of the rules, which are other ones here. */
const TESTS = ['contract', 'neighbours', 'rules'];
const CACHE = 'node_modules/.cache/stryker';

/** Changes each rule in every way Stryker knows, and looks whether a test of the rules notices: `npm run mutation`. */
export default {
  mutate: ['guidelines/rules/*-*.ts', '!guidelines/rules/*.cases.ts'],
  plugins: ['@stryker-mutator/jest-runner', './stryker.config.mjs'],
  ignorers: ['rule-texts'],
  testRunner: 'jest',
  coverageAnalysis: 'perTest',
  jest: { config: { ...unit, testMatch: TESTS.map((name) => `<rootDir>/__tests__/unit/guidelines/rules/${name}.test.ts`), projects: [] } },
  // Only what the tests of the rules read is copied, and Babel needs no help with types.
  ignorePatterns: ['/*', '!/__tests__', '!/constructs', '!/guidelines', '!/jest.config.mjs', '!/package.json'],
  disableTypeChecks: false,
  tempDirName: '.appengine/mutation',
  concurrency: 2,
  incremental: true,
  incrementalFile: `${CACHE}/incremental.json`,
  reporters: ['progress-append-only', 'clear-text', 'json'],
  clearTextReporter: { logTests: false, reportTests: false, reportMutants: true, allowColor: false },
  jsonReporter: { fileName: `${CACHE}/report.json` },
  thresholds: { high: 95, low: 90, break: 90 },
};
