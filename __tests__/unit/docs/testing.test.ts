import * as cdktf from 'cdktf';
import * as constructs from '../../../constructs';
import * as guidelines from '../../../guidelines/cdktf';
import * as stacks from '../../../stacks';
import * as testing from '../../../testing';
import { blocksOf } from './pages';
import { run } from './run';

const library = {
  cdktf,
  'appengine-constructs/constructs': constructs,
  'appengine-constructs/guidelines': guidelines,
  'appengine-constructs/stacks': stacks,
  'appengine-constructs/testing': testing,
};

/** Tests of a block, without those of a snapshot: they would be kept in this project's own file. */
function testsOf(source: string, modules: Readonly<Record<string, unknown>> = {}): readonly [string, () => void][] {
  const tests: [string, () => void][] = [];
  run(source, { ...library, ...modules }, {}, { expect, test: (name: string, body: () => void) => tests.push([name, body]) });
  return tests.filter(([, body]) => !String(body).includes('toMatchSnapshot'));
}

describe('docs/testing.md', () => {
  test.each(blocksOf('docs/testing.md', 'ts').flatMap((block) => testsOf(block)))('%s', (_, body) => {
    body();
  });
});

describe('docs/custom-rules.md', () => {
  const [rules = '', ...others] = blocksOf('docs/custom-rules.md', 'ts');
  const module: { readonly pack?: unknown } = {};
  run(rules, library, module);
  const blocks = others.filter((block) => block.includes("\ntest('"));

  test.each(blocks.flatMap((block) => testsOf(block, { './rules': module })))('%s', (_, body) => {
    body();
  });
});
