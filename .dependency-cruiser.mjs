/** The layers, from the ground up. What a file imports is in its own layer, or in one before it. */
const LAYERS = ['constructs', 'guidelines', 'stacks', 'operations', 'cli'];

/** What is published. */
const PRODUCT = `^(${[...LAYERS, 'testing'].join('|')})/`;

/** Modules of constructs/ that the rulebook needs. They need no others, and no package. */
const PURE = '^constructs/(default-id|errors|exemption|secret-(formats|like))\\.ts$';

/** Cases of the rules, which tests and the documentation read. */
const CASES = '^guidelines/(cases/|rules/.*\\.cases\\.ts$)';

const above = (layer) => LAYERS.slice(LAYERS.indexOf(layer) + 1);

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: 'no-circle', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-circle-of-folders', severity: 'error', scope: 'folder', from: { path: PRODUCT }, to: { circular: true } },
    ...LAYERS.slice(0, -1).map((layer) => ({
      name: `${layer}-knows-nothing-above`,
      severity: 'error',
      from: { path: `^${layer}/` },
      to: { path: `^(${[...above(layer), 'testing', 'bench', 'tools'].join('|')})/` },
    })),
    {
      name: 'rulebook-is-pure',
      comment: 'guidelines/cdktf attaches the rules to constructs; the rest judges facts, and loads neither constructs nor cdktf.',
      severity: 'error',
      from: { path: '^guidelines/', pathNot: '^guidelines/cdktf/' },
      to: { path: '^(guidelines/cdktf/|constructs/|node_modules/(constructs|cdktf|@cdktf)/)', pathNot: PURE },
    },
    {
      name: 'rulebook-is-pure-below',
      severity: 'error',
      from: { path: PURE },
      to: { path: '^(constructs/|node_modules/)', pathNot: PURE, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'only-tests-know-cases',
      comment: 'The cases beside the rules are not published.',
      severity: 'error',
      from: { path: PRODUCT, pathNot: CASES },
      to: { path: CASES },
    },
    { name: 'testing-knows-no-cli', severity: 'error', from: { path: '^testing/' }, to: { path: '^(operations|cli)/' } },
    { name: 'product-knows-no-tests', severity: 'error', from: { path: PRODUCT }, to: { path: '^(__tests__|bench|tools)/' } },
    {
      name: 'cdktf-through-its-folder',
      comment: 'Import from constructs/cdktf/framework or constructs/cdktf/bindings: only they change when cdktf does.',
      severity: 'error',
      from: { path: PRODUCT, pathNot: '^constructs/cdktf/' },
      to: { path: 'node_modules/(cdktf|cdktn|@cdktf|@cdktn)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    exclude: { path: '^(dist|cdktf.out|\\.appengine)/' },
  },
};
