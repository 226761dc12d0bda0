import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HardenedContainer, Job } from '../../constructs';
import { DockerTemplate, Resource } from '../../testing';
import { everyProp } from '../fixture/every-prop';
import { EXAMPLES } from '../fixture/examples';
import { IMAGE, tenant } from '../fixture/tenant';
import type { ProviderSchema } from './provider-schema';
import { violations } from './violations';

const schema = JSON.parse(readFileSync(join(__dirname, 'provider-schema.json'), 'utf8')) as ProviderSchema;

/** Resources of the provider, without Terraform's own. */
function resourcesOf(template: DockerTemplate): readonly Resource[] {
  return template.resources.filter(({ type }) => type !== 'terraform_data');
}

test.each(Object.entries(EXAMPLES))('the provider knows all arguments of the stack %s', (_, stack) => {
  const resources = resourcesOf(DockerTemplate.of(stack()));

  expect(resources.length).toBeGreaterThan(5);
  expect(resources.flatMap((resource) => violations(schema, resource))).toEqual([]);
});

test('the provider knows all arguments of a container with every prop', () => {
  const stack = tenant();
  new HardenedContainer(stack, 'App', everyProp(stack));
  new Job(stack, 'Import', { image: IMAGE });

  const resources = resourcesOf(DockerTemplate.of(stack));
  expect(resources.map(({ type }) => type)).toEqual(expect.arrayContaining(['docker_container', 'docker_network', 'docker_volume']));
  expect(resources.flatMap((resource) => violations(schema, resource))).toEqual([]);
});

test.each([
  [{ pids_limit: 5 }, 'docker_container.C.pids_limit: unknown argument'],
  [{ memory: '256' }, 'docker_container.C.memory: "256" is no "number"'],
  [{ env: [1] }, 'docker_container.C.env: [1] is no ["set","string"]'],
  [{ exit_code: 0 }, 'docker_container.C.exit_code: computed by the provider, cannot be set'],
  [{ labels: [{ label: 'a' }] }, 'docker_container.C.labels[0].value: required, but absent'],
  [{ healthcheck: [{ test: ['x'] }, { test: ['x'] }] }, 'docker_container.C.healthcheck: 2 blocks, allowed are 0 to 1'],
  [{ capabilities: ['ALL'] }, 'docker_container.C.capabilities[0]: "ALL" is no block'],
])('%j is a violation', (wrong, violation) => {
  const resource = new Resource('docker_container', 'S/C', 'docker_container.C', { name: 'c', image: 'i', ...wrong });

  expect(violations(schema, resource)).toEqual([violation]);
});

test('a missing argument is a violation', () => {
  const resource = new Resource('docker_container', 'S/C', 'docker_container.C', { name: 'c' });

  expect(violations(schema, resource)).toEqual(['docker_container.C.image: required, but absent']);
});

test('a resource that the provider does not have is a violation', () => {
  expect(violations(schema, new Resource('docker_pod', 'S/P', 'docker_pod.P', {}))).toEqual(['docker_pod: unknown resource']);
});
