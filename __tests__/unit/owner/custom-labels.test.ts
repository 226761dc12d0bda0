import fc from 'fast-check';
import { literal } from '../../../constructs/cdktf/literal';
import { HealthCheck, Labels, RuntimePool } from '../../../constructs';
import { DockerTemplate } from '../../../testing';
import { IMAGE, tenant } from '../../fixture/tenant';

const healthCheck = HealthCheck.tcp();

function labelsAt(template: DockerTemplate, path: string): Readonly<Record<string, string>> {
  const blocks = template.containerAt(path).values.labels as readonly { readonly label: string; readonly value: string }[];
  return Object.fromEntries(blocks.filter(({ label }) => !/^appengine\.(?!trust)/.test(label)).map(({ label, value }) => [label, value]));
}

test('a scope gives its labels to all containers below, and the nearest one wins', () => {
  const stack = tenant();
  Labels.of(stack).add('com.acme.owner', 'everybody');
  Labels.of(stack).add('appengine.trust', 'partner');
  new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck, labels: { 'com.acme.owner': 'shop' } });
  new RuntimePool(stack, 'Api', { image: IMAGE, healthCheck });
  const template = DockerTemplate.of(stack);

  expect(labelsAt(template, 'acme/Shop/Replica1')).toEqual({ 'com.acme.owner': 'shop', 'appengine.trust': 'partner' });
  expect(labelsAt(template, 'acme/Api/Replica1')).toEqual({ 'com.acme.owner': 'everybody', 'appengine.trust': 'partner' });
});

test('those that only fill volumes have them as well', () => {
  const stack = tenant();
  Labels.of(stack).add('com.acme.owner', 'everybody');
  const shop = new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck });
  stack.route('shop.acme.localhost', shop);
  const loaders = DockerTemplate.of(stack)
    .findAll('docker_container')
    .filter(({ values }) => values.start === false && values.must_run === false);

  expect(loaders.length).toBeGreaterThan(1);
  for (const { values } of loaders) expect(values.labels).toContainEqual({ label: 'com.acme.owner', value: 'everybody' });
});

test('one that comes too late for the whole app names no construct', () => {
  const stack = tenant();
  new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck });

  expect(() => {
    Labels.of(stack.node.root).add('com.acme.owner', 'late');
  }).toThrow(/^LabelTooLate: label /);
});

test('another label is another generation, and none is the same as before', () => {
  const generationOf = (labels?: Readonly<Record<string, string>>): string =>
    new RuntimePool(tenant(), 'Shop', { image: IMAGE, healthCheck, ...(labels === undefined ? {} : { labels }) }).generation;

  expect(generationOf({})).toBe(generationOf());
  expect(generationOf({ 'com.acme.owner': 'a' })).not.toBe(generationOf({ 'com.acme.owner': 'b' }));
});

test('one that comes after the first container is refused', () => {
  const stack = tenant();
  new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck });

  expect(() => {
    Labels.of(stack).add('com.acme.owner', 'late');
  }).toThrow(/^LabelTooLate: acme: label "com.acme.owner" must be added before the first container below; move Labels/);
});

test.each(['', 'Upper', 'a b', 'appengine.stack', 'appengine.trusted', 'com.docker.compose', '-a', 'a'.repeat(129)])(
  'the name %j is refused',
  (name) => {
    expect(() => {
      Labels.of(tenant()).add(name, 'x');
    }).toThrow(/^LabelInvalid: acme: label /);
  },
);

test('no value breaks a line, and every other one arrives as it is, also what Terraform would evaluate', () => {
  expect(() => new RuntimePool(tenant(), 'Shop', { image: IMAGE, healthCheck, labels: { a: 'x\ny' } })).toThrow(/^LabelInvalid: /);
  fc.assert(
    fc.property(
      fc.string({ maxLength: 40 }).filter((value) => !/[\p{Cc}]/u.test(value)),
      (value) => {
        const stack = tenant();
        new RuntimePool(stack, 'Shop', { image: IMAGE, healthCheck, labels: { 'com.acme.note': value } });
        return labelsAt(DockerTemplate.of(stack), 'acme/Shop/Replica1')['com.acme.note'] === literal(value);
      },
    ),
    { numRuns: 20, examples: [['${path.module} %{if true}']] },
  );
});
